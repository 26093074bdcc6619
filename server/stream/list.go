package stream

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// Change is the data of an event about a run in a list.
type Change struct {
	ID      string     `json:"id"`
	OrgID   string     `json:"org_id"`
	ChainID string     `json:"chain_id"`
	State   run.State  `json:"state"`
	Seq     int64      `json:"seq"`
	EndedAt *time.Time `json:"ended_at,omitempty"`
}

func newChange(c runtime.Change) Change {
	out := Change{ID: c.Run, OrgID: c.Org, ChainID: c.Chain, State: c.State, Seq: c.Seq}
	if c.EndedAt > 0 {
		at := clock.Time(c.EndedAt)
		out.EndedAt = &at
	}
	return out
}

// pace is how long changes are gathered before they are sent: a run that ends
// quickly is one event.
const pace = 100 * time.Millisecond

// List streams the changes of runs of an org and of those below it: events
// "run" with what is new. "refresh" says that the reader has to read the list
// again, as changes may have passed it by: it was away for too long, is too
// slow, or its rights have changed.
func (s *Service) List(ctx context.Context, r Reader, org rbac.OrgID) (Stream, error) {
	s.begin()
	set, err := s.Runs.Visible(ctx, r.Who, org)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, w http.ResponseWriter) error {
		out := s.sender(w)
		return out.close(ctx, s.serveList(ctx, out, r, org, set))
	}, nil
}

func (s *Service) serveList(ctx context.Context, out *sender, r Reader, org rbac.OrgID, set rbac.OrgSet) error {
	wake, leave := s.list.join()
	defer leave()
	w := s.watch(ctx, r, func(ctx context.Context, who rbac.Actor) (err error) {
		before := set
		if set, err = s.Runs.Visible(ctx, who, org); err != nil || same(before, set) {
			return err
		}
		return out.event(s.list.cursor(s.list.now()), "refresh", struct{}{})
	})
	defer w.stop()
	after, resumed := s.list.resume(r.After)
	if !resumed {
		after = s.list.now()
		if err := s.greet(out, r, after); err != nil {
			return err
		}
	}
	fits := func(c runtime.Change) bool {
		return c.Tenant == string(r.Who.Tenant) && set.Contains(rbac.OrgID(c.Org))
	}
	others, stop := s.others(r.Who.Tenant)
	defer stop()
	if others.tick != nil {
		if err := others.look(ctx, out, set); err != nil {
			return err
		}
	}
	for {
		found, last, missed := s.list.since(after, fits)
		after = last
		if missed {
			if err := out.event(s.list.cursor(after), "refresh", struct{}{}); err != nil {
				return err
			}
		}
		for i, c := range found {
			id := "" // the reader has not all of them before the last
			if i == len(found)-1 {
				id = s.list.cursor(after)
			}
			if err := out.event(id, "run", newChange(c)); err != nil {
				return err
			}
		}
		if err := out.flush(); err != nil {
			return err
		}
		polled, err := w.rest(ctx, out, wake, others.tick)
		if err != nil {
			return err
		}
		if polled {
			err = others.look(ctx, out, set)
		} else {
			err = s.gather(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// greet gives a reader a cursor to come back with; one that came back with
// another's has to read the list again.
func (s *Service) greet(out *sender, r Reader, after uint64) error {
	name := "ready"
	if r.After != "" {
		name = "refresh"
	}
	if err := out.event(s.list.cursor(after), name, struct{}{}); err != nil {
		return err
	}
	return out.flush()
}

// gather waits for more of what has just begun to come.
func (s *Service) gather(ctx context.Context) error {
	t := time.NewTimer(pace)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ended: // sent before the stream ends
	case <-t.C:
	}
	return nil
}

func same(x, y rbac.OrgSet) bool {
	if x.Mode != y.Mode || len(x.IDs) != len(y.IDs) {
		return false
	}
	for i := range x.IDs {
		if x.IDs[i] != y.IDs[i] {
			return false
		}
	}
	return true
}
