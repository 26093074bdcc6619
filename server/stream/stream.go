// Package stream sends what happens, to runs above all, as it happens: server-sent events
// with numbers, so that whoever was cut off goes on where it stopped. It reads
// what it sends from where it is kept, so a slow reader costs nothing but its
// own connection. It knows nothing of routes.
package stream

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/runs"
)

// Engine tells of changes; runtime.Engine is one.
type Engine interface {
	Watch(id runtime.ID) *runtime.Watch
	WatchAll(f func(runtime.Change)) (stop func())
}

// Service makes streams. Runs, Engine, Auth, NewID and Now are needed; times
// that are 0 have defaults.
type Service struct {
	Runs   *runs.Service
	Engine Engine
	Auth   *rbac.Authorizer
	NewID  func() string
	Now    clock.Now
	Log    *slog.Logger
	// Poll is how often a run is looked at that another process may drive; 0:
	// this process drives all there are, and tells of each change.
	Poll time.Duration
	// Heartbeat is the longest silence, Recheck how often rights are asked for
	// again, Patience how long a reader may take to accept what it is sent.
	Heartbeat, Recheck, Patience time.Duration

	once  sync.Once
	list  *changes
	ended chan struct{}
	leave func()
}

// Defaults of a Service.
const (
	heartbeat = 15 * time.Second
	recheck   = 30 * time.Second
	patience  = 10 * time.Second
	// logPoll is how often lines are looked for that nothing tells of.
	logPoll = 500 * time.Millisecond
	// retry is when a reader that was cut off should come back.
	retry = time.Second
)

// Start begins to hear of changes.
func (s *Service) Start(context.Context) error {
	s.begin()
	return nil
}

// begin happens once, by Start or by the first stream.
func (s *Service) begin() {
	s.once.Do(func() {
		s.Heartbeat, s.Recheck, s.Patience = or(s.Heartbeat, heartbeat), or(s.Recheck, recheck), or(s.Patience, patience)
		s.ended = make(chan struct{})
		s.list = newChanges(s.NewID())
		stop := s.Engine.WatchAll(s.list.add)
		s.leave = sync.OnceFunc(func() {
			stop()
			close(s.ended)
		})
	})
}

func or(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// Stop ends all streams, each behind what there is to send, with a word on when
// to come back.
func (s *Service) Stop() {
	s.begin()
	s.leave()
}

// Reader is who reads a stream.
type Reader struct {
	Who rbac.Actor
	// Still says why the session or token has ended, or nil. It may be nil.
	Still func(context.Context) error
	// After is the number of the last event that the reader has.
	After string
}

// watcher keeps an eye on the rights of a reader while a stream is open.
type watcher struct {
	s       *Service
	reader  Reader
	may     func(context.Context, rbac.Actor) error
	changed <-chan int64
	recheck *time.Ticker
	beat    *time.Timer
}

func (s *Service) watch(ctx context.Context, r Reader, may func(context.Context, rbac.Actor) error) *watcher {
	return &watcher{
		s: s, reader: r, may: may, changed: s.Auth.Watch(ctx, r.Who.Tenant),
		recheck: time.NewTicker(s.Recheck), beat: time.NewTimer(s.Heartbeat),
	}
}

func (w *watcher) stop() {
	w.recheck.Stop()
	w.beat.Stop()
}

// errStopping says that the server ends its streams.
var errStopping = fault.New(fault.Unavailable, "server.stopping", "the server is stopping; come back in a moment")

// rest waits until something may be new: what wake or poll tells of, or a heart
// beat, which it sends. polled says that it is only time to look. It fails when
// the stream is over.
func (w *watcher) rest(ctx context.Context, out *sender, wake <-chan struct{}, poll <-chan time.Time) (polled bool, err error) {
	for {
		w.beat.Reset(w.s.Heartbeat)
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-w.s.ended:
			return false, errStopping
		case <-wake:
			return false, nil
		case <-poll:
			return true, nil
		case version, open := <-w.changed:
			if !open {
				return false, ctx.Err()
			}
			w.reader.Who.Version = max(w.reader.Who.Version, version)
		case <-w.recheck.C:
		case <-w.beat.C:
			return false, out.comment() // and look once more, though nothing told of it
		}
		if err := w.ask(ctx); err != nil {
			return false, err
		}
	}
}

// ask says whether the reader may go on.
func (w *watcher) ask(ctx context.Context) error {
	if w.reader.Still != nil {
		if err := w.reader.Still(ctx); err != nil {
			return err
		}
	}
	return w.may(ctx, w.reader.Who)
}
