package main

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"catenary/internal/clock"
	"catenary/internal/startstop"
	"catenary/outbound"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/runtime/image/registry"
	"catenary/server/config"
	"catenary/server/environments"
)

// images is what environments need besides the database: the registry inside
// the server and the local container engine.
type images struct {
	registry *registry.Registry
	engine   *image.Engine
	*environments.Service
}

// newImages wires environments; what it shares with other services it takes
// from those.
func newImages(s config.Settings, with *services, network *outbound.Network, log *slog.Logger) (*images, error) {
	own := &registry.Registry{
		Dir: registryDir(s), Listen: s.Registry.Listen, Log: log.With("part", "registry"), Now: clock.Wall,
	}
	engine, err := image.NewEngine()
	if err != nil {
		return nil, err
	}
	// What was pulled to run tasks is of the tenant that pulled it.
	engine.Hidden = func(reference string) bool { return image.IsIn(reference, own.Address()) }
	limits := image.DefaultLimits()
	limits.Size = int64(s.Registry.Largest) << 30
	service := &environments.Service{
		Store: with.store, Auth: with.auth, Audit: with.audit, Secrets: with.secrets,
		Images: &image.Images{Engine: engine, Dir: filepath.Join(s.Data, "images"), Limits: limits}, BuiltIn: own,
		Inside:  network.Operator().Transport(),
		Outside: func(tenant rbac.TenantID) http.RoundTripper { return network.Client(string(tenant)).Transport() },
		Dir:     uploadsDir(s), NewID: with.newID, Now: clock.Wall, Log: log, Process: with.newID(), Reached: reached(),
	}
	if s.Registry.URL != "" {
		outside, err := image.ParseRegistry(s.Registry.URL)
		if err != nil {
			return nil, err
		}
		outside.User, outside.Password, outside.Transport = s.Registry.Username, s.Registry.Password, network.Operator().Transport()
		service.Instance = &outside
	}
	return &images{registry: own, engine: engine, Service: service}, nil
}

// addTo adds what images do in the background.
func (i *images) addTo(running *startstop.Group, log *slog.Logger) {
	running.Add("container engine", startstop.AtStop(func() { _ = i.engine.Close() })) // gives up connections only
	running.Add("registry", i.registry)
	running.Add("images", i.Service)
	running.Add("images of dead servers", every(5*time.Second, "images of dead servers", log, i.Resume))
	running.Add("uploaded files", every(10*time.Minute, "uploaded files", log, i.SweepUploads))
	running.Add("unused images", every(time.Hour, "unused images", log, i.Collect))
}
