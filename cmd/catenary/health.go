package main

import (
	"context"
	"errors"
	"time"

	"catenary/internal/clock"
	"catenary/server/health"
)

// newHealth wires what looks at the parts of a running server. Doctor looks at
// the same from outside, and says more.
func newHealth(s *server) *health.Service {
	with := s.services
	return &health.Service{
		Auth: with.auth, Now: clock.Wall, Log: s.log,
		Checks: []health.Check{
			{Part: health.Database, Look: s.store.Ping},
			{Part: health.Disk, Look: func(context.Context) error { return health.Space(s.settings.Data) }},
			{Part: health.Containers, Look: with.executor.Ping},
			{Part: health.Registry, Look: func(ctx context.Context) error {
				if s.settings.Registry.URL != "" {
					return health.AskRegistry(ctx, s.settings.Registry.URL)
				}
				return health.AskRegistry(ctx, "http://"+with.images.registry.Address())
			}},
			{Part: health.Glue, Look: func(ctx context.Context) error { return health.AskGlue(ctx, with.glue.For("health")) }},
			{Part: health.Runs, Look: func(context.Context) error {
				if !with.driving.engine.Holds() {
					return errors.New("the lease of this process's runs is over")
				}
				return nil
			}},
			{Part: health.Audit, Look: func(context.Context) error {
				return health.Recently(with.seals.Done(), clock.Wall(), time.Minute)
			}},
		},
	}
}
