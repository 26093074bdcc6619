package docker

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/client"

	"catenary/internal/clock"
)

// Waits between attempts to reach an engine that is away.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 5 * time.Second
)

// bell rings for those who wait for a container when something happened to it.
// It listens to one stream of the engine's events for all of them. What
// happened they ask the engine, so a broken stream loses nothing: when it is
// back, the bell rings for all.
type bell struct {
	engine *client.Client
	now    clock.Now
	log    *slog.Logger
	begin  sync.Once
	stop   context.CancelFunc
	ended  sync.WaitGroup

	mu      sync.Mutex
	waiting map[string]map[chan struct{}]struct{}
}

func newBell(engine *client.Client, now clock.Now, log *slog.Logger) *bell {
	return &bell{engine: engine, now: now, log: log, stop: func() {}, waiting: map[string]map[chan struct{}]struct{}{}}
}

// wait returns what is written to whenever something happened to a task run's
// container, and the function that ends it.
func (b *bell) wait(id string) (<-chan struct{}, func()) {
	b.begin.Do(func() {
		ctx, stop := context.WithCancel(context.Background())
		b.stop = stop
		b.ended.Go(func() { b.listen(ctx) })
	})
	rung := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting[id] == nil {
		b.waiting[id] = map[chan struct{}]struct{}{}
	}
	b.waiting[id][rung] = struct{}{}
	return rung, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.waiting[id], rung)
		if len(b.waiting[id]) == 0 {
			delete(b.waiting, id)
		}
	}
}

// close ends the stream; nobody may wait any more.
func (b *bell) close() {
	b.begin.Do(func() {})
	b.stop()
	b.ended.Wait()
}

func (b *bell) listen(ctx context.Context) {
	since := b.now()
	pause := firstPause
	for ctx.Err() == nil {
		// The client finds out the engine's API with its first request, and
		// only then may a stream be opened: it does not wait for that.
		if _, err := b.engine.ServerVersion(ctx); err != nil {
			pause = rest(ctx, pause)
			continue
		}
		heard, errs := b.engine.Events(ctx, events.ListOptions{
			Since: strconv.FormatInt(since.Unix(), 10),
			Filters: filters.NewArgs(
				filters.Arg("type", string(events.ContainerEventType)),
				filters.Arg("label", labelID),
				filters.Arg("event", string(events.ActionDie)),
				filters.Arg("event", string(events.ActionDestroy)),
				filters.Arg("event", string(events.ActionStart)),
			),
		})
		b.ringAll()
		for open := true; open; {
			select {
			case e := <-heard:
				pause = firstPause
				since = time.Unix(e.Time, 0)
				b.ring(e.Actor.Attributes[labelID])
			case err := <-errs:
				b.log.DebugContext(ctx, "the stream of the engine's events ended", "error", err)
				open = false
			}
		}
		pause = rest(ctx, pause)
	}
}

func (b *bell) ring(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for rung := range b.waiting[id] {
		select {
		case rung <- struct{}{}:
		default:
		}
	}
}

func (b *bell) ringAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, all := range b.waiting {
		for rung := range all {
			select {
			case rung <- struct{}{}:
			default:
			}
		}
	}
}

// rest waits for pause, or for the end of ctx, and gives the next, longer one.
func rest(ctx context.Context, pause time.Duration) time.Duration {
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
	return min(2*pause, lastPause)
}
