package secrets_test

import (
	"context"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

// world is the world of the server's tests with secrets in it.
type world struct {
	*servertest.World
	Secrets  *secrets.Service
	ring     *secrets.Keyring
	settings secrets.KeySettings
}

func setup(t testing.TB, w *servertest.World) *world {
	t.Helper()
	return over(t, w, secrets.KeySettings{Dir: t.TempDir()})
}

// over adds secrets to a world, with keys from somewhere.
func over(t testing.TB, w *servertest.World, settings secrets.KeySettings) *world {
	t.Helper()
	sealer, ring, err := secrets.Start(context.Background(), w.Store, settings, w.NewID, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	return &world{
		World: w, ring: ring, settings: settings,
		Secrets: &secrets.Service{Store: w.Store, Sealer: sealer, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now},
	}
}

// each runs a test in a world on each kind of database.
func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, setup(t, w)) })
}

func (w *world) create(t testing.TB, path, key, value string) secrets.View {
	t.Helper()
	v, err := w.Secrets.Create(t.Context(), w.Actor(rbac.Admin, path), w.Org(path), secrets.New{Key: key, Value: secrets.NewValue([]byte(value))})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func newID() func() string { return id.NewMaker(clock.Wall).New }
