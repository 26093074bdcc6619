package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"catenary/designer"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/filelock"
	"catenary/internal/startstop"
	"catenary/server/api"
	"catenary/server/config"
	"catenary/server/portal"
	"catenary/server/store"
	"catenary/server/templates"
	"catenary/server/trials"
)

// server is a whole instance: what it has opened, and what runs in it.
type server struct {
	settings config.Settings // as they were at the start
	live     *live
	log      *slog.Logger
	lock     *filelock.Lock
	listener net.Listener
	store    *store.Store
	services *services
	running  *startstop.Group
	stopping atomic.Bool
}

// live is the settings in force; those marked live change.
type live struct {
	atomic.Pointer[config.Settings]
}

// newServer opens all that the server needs and wires it together. Nothing is
// served before start. When it fails, nothing is left open.
func newServer(ctx context.Context, in config.Input, loaded *config.Loaded, log *slog.Logger, level *slog.LevelVar) (*server, error) {
	s := &server{settings: loaded.Settings, live: &live{}, log: log, running: startstop.NewGroup()}
	s.live.Store(&loaded.Settings)
	reloader := config.NewReloader(in, loaded, log, func(now config.Settings) {
		level.Set(now.Log.Level)
		s.live.Store(&now)
	})
	if err := s.open(ctx); err != nil {
		s.close()
		return nil, err
	}
	if err := s.wire(ctx, reloader); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// open takes the data directory, the address and the database.
func (s *server) open(ctx context.Context) (err error) {
	if s.lock, err = lockData(s.settings.Data); err != nil {
		return err
	}
	s.remove(addressFile) // of a server that died
	if s.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", s.settings.Listen); err != nil {
		return fmt.Errorf("listen on %s: %w", s.settings.Listen, err)
	}
	if s.store, err = openStore(ctx, s.settings, false); err != nil {
		return err
	}
	applied, err := s.store.Migrate(ctx)
	if err != nil {
		return err
	}
	if applied > 0 {
		s.log.Info("schema brought up to date", "steps", applied)
	}
	return nil
}

// wire puts together what runs. Each service builds on those added before it.
func (s *server) wire(ctx context.Context, reloader *config.Reloader) (err error) {
	if s.services, err = newServices(ctx, s.settings, s.live, s.store, s.url(), s.log); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	edge := s.edge()
	handler, err := edge.Handler()
	if err != nil {
		return err
	}
	secure, err := newTLS(s.settings.TLS, clock.Wall, s.log)
	if err != nil {
		return err
	}
	s.running.Add("settings", reloader)
	s.running.Add("SIGHUP", startstop.Work(func(ctx context.Context) error { return onHangup(ctx, reloader.Reload) }))
	s.services.addTo(s.running, s.log)
	s.running.Add("idempotency keys", every(10*time.Minute, "idempotency keys", s.log, edge.Sweep))
	s.running.Add("http", newWeb(s.listener, handler, secure, s.log))
	s.running.Add("streams", s.services.driving.streams) // they end before http waits for its requests
	return nil
}

// settle ends what the server before this one left in the middle; this one alone
// has the data directory. Publications are undone before anybody can ask, so that
// their chains can be published at once.
func (s *server) settle(ctx context.Context) error {
	err := errors.Join(s.store.SettleIdempotency(ctx), s.store.SettlePushes(ctx), s.store.SettlePublications(ctx))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	if _, err := s.services.chains.Settle(ctx); err != nil {
		s.log.Warn("what publications made could not be taken away yet", "error", err)
	}
	return nil
}

// settleWithin is how long engines that do not answer hold up a start.
const settleWithin = 5 * time.Second

// edge wires the HTTP edge.
func (s *server) edge() *api.API {
	return &api.API{
		Auth: s.services.auth, Audit: s.services.audit, Identity: s.services.identity, Orgs: s.services.orgs,
		Engines: s.services.pipelines.Service, Runs: s.services.driving.runs, RunLimits: s.services.driving.limits, Streams: s.services.driving.streams, Switches: s.services.driving.switches, Holds: s.services.driving.holds, Triggers: s.services.triggers, Releases: s.services.releases,
		Approvals: s.services.asks.Approvals, Forms: s.services.asks.Forms, Inbox: s.services.asks.Inbox,
		Secrets: s.services.secrets, Scripts: s.services.scripts, Chains: s.services.chains,
		Environments: s.services.images.Service,
		Templates: &templates.Service{
			Store: s.store, Audit: s.services.audit, NewID: s.services.newID, Now: clock.Wall,
			Auth: s.services.auth, Scripts: s.services.scripts, Chains: s.services.chains, Triggers: s.services.triggers, Releases: s.services.releases,
		},
		Portal: &portal.Service{Store: s.store, Auth: s.services.auth, Audit: s.services.audit, NewID: s.services.newID, Now: clock.Wall},
		Trials: &trials.Service{
			Store: s.store, Runs: s.services.driving.runs, Auth: s.services.auth, Audit: s.services.audit, NewID: s.services.newID,
		},
		Health:   newHealth(s),
		Designer: designer.Files(),
		Store:    s.store, Log: s.log, Now: clock.Wall, NewID: s.services.newID, Ready: s.ready, Version: programVersion(),
		Settings: api.Settings{
			PublicURL: s.settings.PublicURL, Proxies: s.settings.TrustedProxies, CORSOrigins: s.settings.CORS.Origins,
			TLS: s.isSecure(), MetricsFrom: s.settings.Metrics.From, Limits: s.live.limits,
		},
	}
}

// limits are those in force, as the edge wants them.
func (l *live) limits() api.Limits {
	now := l.Load().Limits
	rate := func(l config.Limit) api.Rate { return api.Rate{PerSecond: l.Rate, Burst: l.Burst} }
	limits := api.DefaultLimits()
	limits.Login, limits.Start, limits.Address = rate(now.Login), rate(now.Start), rate(now.Address)
	limits.Write, limits.Read = rate(now.Write), rate(now.Read)
	limits.Tenant = now.Tenant
	return limits
}

// ready says why the server should be sent no requests, or nil.
func (s *server) ready(ctx context.Context) error {
	if s.stopping.Load() {
		return fault.New(fault.Unavailable, "server.stopping", "the server is stopping")
	}
	return s.store.Ping(ctx)
}

// start begins to serve.
func (s *server) start(ctx context.Context) error { return s.running.Start(ctx) }

// stop ends what has begun and closes everything. It may be called twice.
func (s *server) stop() {
	s.stopping.Store(true)
	s.running.Stop()
	if s.lock != nil {
		s.remove(addressFile)
	}
	s.close()
}

func (s *server) close() {
	if s.listener != nil {
		_ = s.listener.Close() // http has closed it, unless it never began
	}
	if s.store != nil {
		if err := s.store.Close(); err != nil {
			s.log.Error("the database did not close well", "error", err)
		}
		s.store = nil
	}
	if s.lock != nil {
		s.lock.Release()
		s.lock = nil
	}
}

// onHangup calls work for each SIGHUP until ctx ends.
func onHangup(ctx context.Context, work func()) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
			work()
		}
	}
}

// every calls work now and then. What it cannot do it logs and tries again the
// next time.
func every(pause time.Duration, name string, log *slog.Logger, work func(context.Context) (int64, error)) *startstop.Worker {
	return startstop.Work(func(ctx context.Context) error {
		ticker := time.NewTicker(pause)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
			}
			switch n, err := work(ctx); {
			case err != nil && ctx.Err() == nil:
				log.Warn("clearing up failed", "what", name, "error", err)
			case n > 0:
				log.Debug("cleared up", "what", name, "rows", n)
			}
		}
	})
}
