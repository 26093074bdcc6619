package config

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"time"
)

// look is how often the settings file is looked at. Notices of the operating
// system would come for every write to the database, which lies beside it.
const look = 2 * time.Second

// Reloader takes over what changes in the settings while the server runs. It
// is a startstop.Service that looks at the settings file now and then.
type Reloader struct {
	in    Input
	log   *slog.Logger
	apply func(Settings)
	tick  <-chan time.Time // nil: every look
	// looked, if not nil, gets the answer to every tick: whether it reloaded.
	looked chan bool

	mu      sync.Mutex
	loaded  *Loaded
	cancel  context.CancelFunc
	stopped bool
	done    sync.WaitGroup
}

// NewReloader begins with what Load gave for in. apply gets the settings in
// force after each change of a live one; it is not called twice at once.
func NewReloader(in Input, loaded *Loaded, log *slog.Logger, apply func(Settings)) *Reloader {
	return &Reloader{in: in, loaded: loaded, log: log, apply: apply}
}

// Reload reads all sources again. Live settings take their new values; for the
// others it logs that they need a restart. Settings that are wrong change
// nothing and are logged.
func (r *Reloader) Reload() {
	r.mu.Lock()
	defer r.mu.Unlock()
	next, err := Load(r.in)
	if err != nil {
		r.log.Error("settings not taken over: they are wrong", "error", err)
		return
	}
	var taken, waiting []string
	now := r.loaded.Settings
	for _, f := range Fields() {
		switch {
		case f.same(&now, &next.Settings):
		case f.Live:
			f.of(&now).Set(f.of(&next.Settings))
			taken = append(taken, f.Key)
		default:
			waiting = append(waiting, f.Key)
		}
	}
	if len(waiting) > 0 {
		r.log.Warn("settings changed that need a restart", "settings", waiting)
	}
	if len(taken) == 0 {
		return
	}
	r.loaded.Settings = now
	r.apply(now)
	r.log.Info("settings taken over", "settings", taken)
}

// Start begins to look at the settings file.
func (r *Reloader) Start(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped || r.cancel != nil {
		return nil
	}
	ctx, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	r.done.Go(func() { r.follow(ctx) })
	return nil
}

// Stop ends looking.
func (r *Reloader) Stop() {
	r.mu.Lock()
	r.stopped = true
	cancel := r.cancel
	r.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	r.done.Wait()
}

// follow reloads when the file is another than it was and stayed so for one
// look: whoever writes it may have only begun. Its first reload is for a change
// between Load and Start.
func (r *Reloader) follow(ctx context.Context) {
	tick := r.tick
	if tick == nil {
		ticker := time.NewTicker(look)
		defer ticker.Stop()
		tick = ticker.C
	}
	var taken, before stamp
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		now := stampOf(r.loaded.path)
		reload := now != taken && now == before
		before = now
		if reload {
			taken = now
			r.Reload()
		}
		if r.looked != nil {
			r.looked <- reload
		}
	}
}

// stamp tells one content of a file from another, and from no file.
type stamp struct {
	changed time.Time
	size    int64
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}
