package secrets_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

// holds checks that all secrets have their values, as a server sees them that
// has just started.
func (w *world) holds(t testing.TB, want map[string]string) {
	t.Helper()
	fresh := over(t, w.World, w.settings)
	for key, value := range want {
		for name, s := range map[string]*world{"running": w, "started": fresh} {
			used, err := s.Secrets.Issue(context.Background(), w.Tenant(servertest.Acme), w.Org(servertest.Stock), key)
			if err != nil || string(used.Value.Reveal()) != value {
				t.Errorf("%s server, %s: %q, %v", name, key, used.Value.Reveal(), err)
			}
		}
	}
}

func lines(t testing.TB, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(text))
}

func TestRotateTheInstanceKeyWhileAServerRuns(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(t, servertest.Stock, "a", "value of a")
		before := lines(t, keyFile(w.settings.Dir))

		operator := over(t, w.World, w.settings)
		r, err := operator.Secrets.Sealer.Rotate(t.Context(), operator.ring)
		if err != nil || r.Rewrapped != 1 || len(r.Forgotten) != 1 || r.Key == r.Forgotten[0] {
			t.Fatalf("Rotate = %+v, %v", r, err)
		}
		after := lines(t, keyFile(w.settings.Dir))
		if len(after) != 1 || after[0] == before[0] {
			t.Errorf("the key file has %d keys, the first of which is new: %v", len(after), after[0] != before[0])
		}
		info, err := os.Stat(keyFile(w.settings.Dir))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("key file: %v, %v", info.Mode(), err)
		}

		// The running server knows the old key only; it makes a data key for
		// another tenant all the same.
		if _, err := w.Secrets.Sealer.Seal(t.Context(), "another", "test", "row", 1, secrets.NewValue([]byte("x"))); err != nil {
			t.Fatal(err)
		}
		w.holds(t, map[string]string{"a": "value of a"})

		old := secrets.KeySettings{Dir: t.TempDir(), Key: secrets.NewValue([]byte(before[0]))}
		if _, _, err := start(w.Store, old); err == nil {
			t.Error("the old key still starts a server")
		}
	})
}

func TestRotateToKeysFromElsewhere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(t, servertest.Stock, "a", "value of a")
		want := map[string]string{"a": "value of a"}
		text := func(letter string) string {
			return base64.StdEncoding.EncodeToString([]byte(strings.Repeat(letter, 32)))
		}
		rotate := func(settings secrets.KeySettings) secrets.Rotation {
			t.Helper()
			w.settings = settings
			*w = *over(t, w.World, settings)
			r, err := w.Secrets.Sealer.Rotate(t.Context(), w.ring)
			if err != nil {
				t.Fatal(err)
			}
			w.holds(t, want)
			return r
		}
		// From the file to a key that is given: the file is left behind.
		given := w.settings
		given.Key = secrets.NewValue([]byte(text("a")))
		if r := rotate(given); len(r.Forgotten) != 1 || r.Unused != "" {
			t.Errorf("to a given key: %+v", r)
		}
		given.Dir = t.TempDir()
		w.settings = given
		w.holds(t, want)

		// From one given key to another.
		w.settings.Key = secrets.NewValue([]byte(text("b") + "," + text("a")))
		if r := rotate(w.settings); r.Rewrapped != 1 || r.Unused == "" {
			t.Errorf("to another given key: %+v", r)
		}
		w.settings.Key = secrets.NewValue([]byte(text("b")))
		w.holds(t, want)
		if _, err := w.Secrets.Sealer.Rotate(t.Context(), over(t, w.World, w.settings).ring); err == nil {
			t.Error("a rotation without a newer key did something")
		}

		// From a given key to a key service.
		program := filepath.Join(t.TempDir(), "kms")
		write(t, program, kms, 0o700)
		w.settings.Command = "sh " + program
		if r := rotate(w.settings); r.Key != "kms-1" || r.Rewrapped != 1 {
			t.Errorf("to a command: %+v", r)
		}
		w.settings.Key = secrets.Value{}
		w.holds(t, want)
	})
}

func TestRotateDataKeysUnderLoad(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		want := map[string]string{}
		for i := range 20 {
			key := fmt.Sprintf("old-%d", i)
			want[key] = "value of " + key
			w.create(t, servertest.Stock, key, want[key])
		}
		if _, err := w.Secrets.Sealer.Seal(t.Context(), "", "test", "row", 1, secrets.NewValue([]byte("x"))); err != nil { // the instance's key
			t.Fatal(err)
		}
		operator := over(t, w.World, w.settings)
		var mu sync.Mutex
		var group sync.WaitGroup
		busy := make(chan struct{})
		for i := range 3 {
			group.Go(func() {
				who, org := w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock)
				for n := 0; ; n++ {
					select {
					case <-busy:
						return
					default:
					}
					key := fmt.Sprintf("new-%d-%d", i, n)
					value := "value of " + key
					v, err := w.Secrets.Create(context.Background(), who, org, secrets.New{Key: key, Value: secrets.NewValue([]byte(value))})
					if err == nil && n%2 == 0 {
						value += ", replaced"
						_, err = w.Secrets.Replace(context.Background(), who, org, key, v.Revision, secrets.NewValue([]byte(value)))
					}
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					want[key] = value
					mu.Unlock()
				}
			})
		}
		for range 3 {
			if r, err := operator.Secrets.Sealer.RotateDataKeys(t.Context()); err != nil || r.NewKeys != 2 || r.Resealed < 20 || r.Deleted != 0 {
				t.Errorf("RotateDataKeys = %+v, %v", r, err)
			}
			if _, err := operator.Secrets.Sealer.Rotate(t.Context(), operator.ring); err != nil {
				t.Errorf("Rotate: %v", err)
			}
		}
		close(busy)
		group.Wait()
		w.holds(t, want)

		// What was retired goes when nothing can be under way with it any more.
		w.Clock.Add(2 * time.Hour)
		r, err := operator.Secrets.Sealer.RotateDataKeys(t.Context())
		if err != nil || r.Deleted != 6 {
			t.Errorf("an hour later: %+v, %v", r, err)
		}
		keys, err := w.Store.DataKeys(t.Context(), "", "", 100)
		if err != nil || len(keys) != 4 { // the present ones and those before
			t.Errorf("%d data keys are left, %v", len(keys), err)
		}
		w.holds(t, want)
	})
}

func TestAMissingInstanceKeyIsSaidToBeUnavailable(t *testing.T) {
	t.Parallel()
	w := setup(t, servertest.SQLite(t))
	w.create(t, servertest.Stock, "a", "value of a")
	ring, err := secrets.OpenKeyring(secrets.KeySettings{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	w.Secrets.Sealer = &secrets.Sealer{Store: w.Store, Keys: ring, NewID: w.NewID, Now: w.Clock.Now}
	_, err = w.Secrets.Issue(t.Context(), w.Tenant(servertest.Acme), w.Org(servertest.Stock), "a")
	if !fault.HasCode(err, "secrets.key_missing") || !fault.Is(err, fault.Unavailable) {
		t.Errorf("Issue = %v", err)
	}
}
