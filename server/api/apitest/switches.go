package apitest

import (
	"context"
	"log/slog"

	"catenary/server/holds"
	"catenary/server/switches"
)

// addSwitches adds what is about switches, which hears of changes, and holds,
// which release nothing by themselves.
func (s *Server) addSwitches(log *slog.Logger) {
	s.t.Helper()
	s.Switches = &switches.Service{
		Store: s.Store, Auth: s.Auth, Audit: s.Audit, Wake: s.Parking.Nudge, NewID: s.NewID, Now: s.Clock.Now, Log: log, Process: "test",
	}
	s.Holds = &holds.Service{Store: s.Store, Auth: s.Auth, Audit: s.Audit, Wake: s.Parking.Nudge, NewID: s.NewID, Now: s.Clock.Now, Log: log}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Switches.Run(ctx)
	}()
	s.t.Cleanup(func() {
		cancel()
		<-done
	})
}
