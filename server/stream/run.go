package stream

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/runs"
)

// eventBatch is how many events are read at once.
const eventBatch = 200

// Stream is a stream that may be served; Serve returns when it is over. What it
// returns is a failure of ours, for the log: the answer has begun.
type Stream func(ctx context.Context, w http.ResponseWriter) error

// Event is the data of an event of a run.
type Event struct {
	Seq  int64           `json:"seq"`
	At   time.Time       `json:"at"`
	Kind run.Kind        `json:"kind"`
	Body json.RawMessage `json:"body,omitempty"`
}

// NewEvent makes the data of an event.
func NewEvent(e run.Event) Event {
	return Event{Seq: e.Seq, At: clock.Time(e.At), Kind: e.Kind, Body: e.Body}
}

// Run streams the journal of a run: each event once it is committed, its id
// being its number and its name its kind. It ends when the run is over and has
// taken up what was asked of it, such as its undo. nil says that this is so
// already and the reader has all of it. Inputs and outputs are there for who has
// run:data.
func (s *Service) Run(ctx context.Context, r Reader, org rbac.OrgID, id string) (Stream, error) {
	s.begin()
	after, err := number(r.After)
	if err != nil {
		return nil, err
	}
	read := func(ctx context.Context, who rbac.Actor, after int64) (runs.Journal, error) {
		return s.Runs.Journal(ctx, who, org, id, after, eventBatch)
	}
	// Watched before it is read, so that nothing falls between.
	watch := s.Engine.Watch(runtime.ID{Tenant: string(r.Who.Tenant), Run: id})
	first, err := read(ctx, r.Who, after)
	over := false
	if err == nil && len(first.Events) == 0 {
		over, err = s.Runs.Over(ctx, first, after)
	}
	if err != nil || over {
		watch.Close()
		return nil, err
	}
	return func(ctx context.Context, w http.ResponseWriter) error {
		defer watch.Close()
		out := s.sender(w)
		return out.close(ctx, s.serveRun(ctx, out, r, watch, first, read, after))
	}, nil
}

func (s *Service) serveRun(ctx context.Context, out *sender, r Reader, watch *runtime.Watch, part runs.Journal,
	read func(context.Context, rbac.Actor, int64) (runs.Journal, error), after int64,
) error {
	w := s.watch(ctx, r, func(ctx context.Context, who rbac.Actor) error {
		_, err := read(ctx, who, after)
		return err
	})
	defer w.stop()
	for {
		for _, e := range part.Events {
			if err := out.event(text(e.Seq), string(e.Kind), NewEvent(e)); err != nil {
				return err
			}
			after = e.Seq
		}
		if err := out.flush(); err != nil {
			return err
		}
		if over, err := s.Runs.Over(ctx, part, after); err != nil || over {
			return err
		}
		if !part.More {
			poll, stop := s.poll()
			_, err := w.rest(ctx, out, watch.C, poll)
			stop()
			if err != nil {
				return err
			}
		}
		var err error
		if part, err = read(ctx, w.reader.Who, after); err != nil {
			return err
		}
	}
}

// poll ticks where another process may drive a run.
func (s *Service) poll() (<-chan time.Time, func()) {
	if s.Poll == 0 {
		return nil, func() {}
	}
	t := time.NewTimer(s.Poll)
	return t.C, func() { t.Stop() }
}
