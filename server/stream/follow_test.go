package stream_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/server/servertest"
	"catenary/server/stream"
)

// kettle is something that changes until it is over.
type kettle struct {
	mu    sync.Mutex
	heat  int
	err   error
	calls wake.Calls[string]
}

func (k *kettle) becomes(heat int, err error) {
	k.mu.Lock()
	k.heat, k.err = heat, err
	k.mu.Unlock()
	k.calls.Tell("kettle")
}

func (k *kettle) followed() stream.Followed {
	return stream.Followed{
		Name: "heat",
		Join: func(context.Context, rbac.Actor) (<-chan struct{}, func(), error) {
			changed, leave := k.calls.Join("kettle")
			return changed, leave, nil
		},
		See: func(context.Context, rbac.Actor) (stream.Standing, error) {
			k.mu.Lock()
			defer k.mu.Unlock()
			return stream.Standing{Data: map[string]int{"heat": k.heat}, Over: k.heat == 100}, k.err
		},
	}
}

func (p *place) follow(k *kettle, after string) *reader {
	p.t.Helper()
	return p.read(p.Follow(p.t.Context(), p.as(rbac.Viewer, servertest.Stock, after), k.followed()))
}

// heat is the next event without its id, which comes second.
func (r *reader) heat() (event, id string) {
	r.t.Helper()
	id, event, _ = strings.Cut(r.next(), " ")
	return event, id
}

func TestWhatChangesIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	p, k := newPlace(t), &kettle{heat: 20}
	r := p.follow(k, "")
	event, id := r.heat()
	if event != `heat {"heat":20}` || id == "" {
		t.Fatalf("at first %q %q", id, event)
	}
	r.cancel()
	back := p.follow(k, id) // has that already
	k.becomes(20, nil)      // and nothing is new
	k.becomes(60, nil)
	if event, _ := back.heat(); event != `heat {"heat":60}` {
		t.Errorf("after coming back %q", event)
	}
	k.becomes(100, nil)
	event, last := back.heat()
	if event != `heat {"heat":100}` || back.next() != "" {
		t.Errorf("the end %q", event)
	}
	if late, _ := p.follow(k, id).heat(); late != event {
		t.Errorf("who was away for the end gets %q", late)
	}
	if over := p.follow(k, last); over.resp.StatusCode != http.StatusNoContent {
		t.Errorf("who has the end: %d", over.resp.StatusCode)
	}
}

func TestWhatAnotherProcessChangesIsLookedFor(t *testing.T) {
	t.Parallel()
	p, k := newPlace(t, func(s *stream.Service) { s.Poll = time.Millisecond }), &kettle{}
	r := p.follow(k, "")
	r.heat()
	k.mu.Lock()
	k.heat = 100 // and nobody is told
	k.mu.Unlock()
	if event, _ := r.heat(); event != `heat {"heat":100}` {
		t.Errorf("then %q", event)
	}
}

func TestFollowingEndsWithTheRight(t *testing.T) {
	t.Parallel()
	p, k := newPlace(t), &kettle{}
	r := p.follow(k, "")
	r.heat()
	k.becomes(1, fault.New(fault.Forbidden, "auth.forbidden", "not you"))
	if got := r.next(); !strings.HasPrefix(got, "refused") || !strings.Contains(got, "auth.forbidden") || r.next() != "" {
		t.Errorf("after the right has ended: %q", got)
	}
	if _, err := p.Follow(t.Context(), p.as(rbac.Viewer, servertest.Stock, ""), k.followed()); !fault.HasCode(err, "auth.forbidden") {
		t.Errorf("without the right: %v", err)
	}
}
