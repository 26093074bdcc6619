package chains_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/servertest"
)

// outside is what a publication makes things on. It keeps what is there.
type outside struct {
	mu    sync.Mutex
	there []string // pipelines by publication and node
	kept  []string
	// refuse names a node whose pipeline is refused; before is called before
	// each pipeline.
	refuse chain.NodeID
	before func(chains.PipelineRequest)
	stuck  bool // nothing can be taken away
}

func (o *outside) Pipeline(_ context.Context, r chains.PipelineRequest) (id, link string, err error) {
	if o.before != nil {
		o.before(r)
	}
	if r.Node == o.refuse {
		return "", "", fault.New(fault.Invalid, "engine.refused", "no such branch")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.there = append(o.there, r.Publication.ID+" "+string(r.Node))
	return "4711", "https://ci.example.org/4711", nil
}

func (o *outside) Image(context.Context, rbac.TenantID, string, func(chains.Progress)) (string, error) {
	return "sha256:0", nil
}

func (o *outside) Keep(_ context.Context, p chains.Publication, _ int64) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.kept = append(o.kept, p.ID)
	return nil
}

var errStuck = errors.New("the engine does not answer")

func (o *outside) Discard(_ context.Context, p chains.Publication) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stuck {
		return errStuck
	}
	o.there = slices.DeleteFunc(o.there, func(name string) bool { return name[:len(p.ID)] == p.ID })
	return nil
}

// anyEngine is the built-in engine that takes every call.
type anyEngine struct{}

func (anyEngine) BuiltInEngine() string { return "builtin" }

func (anyEngine) CheckCall(context.Context, rbac.TenantID, rbac.OrgID, string, string, chain.JSON) (chains.CheckedCall, error) {
	return chains.CheckedCall{Known: true}, nil
}

func (w *world) outside() *outside {
	o := &outside{}
	w.chains.Creation, w.chains.Engines = o, anyEngine{}
	return o
}

func twoPipelines() chains.Input {
	return yaml(`format: catenary/v1
kind: Chain
key: a
name: A
nodes:
  - {id: one, kind: note, pipeline: {engine: builtin, position: pipeline.run}}
  - {id: two, kind: note, pipeline: {engine: builtin, position: pipeline.run}, undo: {kind: note, pipeline: {engine: builtin, position: pipeline.run}}}
edges: [{from: one, to: two}]
`)
}

func TestPublishMakesWhatNodesNeedInTheirOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		o := w.outside()
		w.create(twoPipelines())
		w.publish("a", 1)
		list, err := w.chains.Publications(ctx, w.designer, w.org, "a", everything())
		w.must(err)
		if len(list.Items) != 1 || len(o.there) != 3 || len(o.kept) != 1 {
			t.Fatalf("publications %+v, made %v, kept %v", list.Items, o.there, o.kept)
		}
		p := list.Items[0]
		if p.State != chains.Published || p.Version != 1 || p.EndedAt == 0 {
			t.Errorf("publication %+v", p)
		}
		for i, want := range []chain.NodeID{"one", "two", "two"} {
			if part := p.Parts[i]; part.Node != want || part.State != chains.PartMade || part.Undo != (i == 2) || part.Made != "4711" || part.Link == "" {
				t.Errorf("part %d: %+v", i, part)
			}
		}
	})
}

func TestPublishThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		o := w.outside()
		o.refuse = "two"
		w.create(twoPipelines())
		_, err := w.chains.Publish(ctx, w.designer, w.org, "a", 1, "")
		wantCode(t, err, "engine.refused")
		if len(o.there) != 0 {
			t.Errorf("left behind: %v", o.there)
		}
		view, err := w.chains.Get(ctx, w.designer, w.org, "a")
		w.must(err)
		list, err := w.chains.Publications(ctx, w.designer, w.org, "a", everything())
		w.must(err)
		p := list.Items[0]
		if view.Version != 0 || p.State != chains.PublicationFailed || p.Parts[0].State != chains.PartMade || p.Parts[1].Code != "engine.refused" || p.Parts[2].State != chains.PartPending {
			t.Errorf("version %d, publication %+v", view.Version, p)
		}
		o.refuse = ""
		if v := w.publish("a", 1); v.Version != 1 {
			t.Errorf("version %+v", v)
		}
	})
}

func TestChainIsPublishedOnceAtATime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		o := w.outside()
		begun, goOn := make(chan struct{}), make(chan struct{})
		var once sync.Once
		o.before = func(chains.PipelineRequest) {
			once.Do(func() { close(begun) })
			<-goOn
		}
		w.create(twoPipelines())
		p, err := w.chains.StartPublication(ctx, w.designer, w.org, "a", 1, "")
		w.must(err)
		<-begun
		_, err = w.chains.Publish(ctx, w.designer, w.org, "a", 1, "")
		wantCode(t, err, "chain.publishing")
		close(goOn)
		w.chains.Wait()
		if p, err = w.chains.Publication(ctx, w.designer, w.org, "a", p.ID); err != nil || p.State != chains.Published {
			t.Errorf("publication %+v, %v", p, err)
		}
	})
}

func TestAPublicationTellsThatItHasChanged(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]chain.NodeID{"published": "", "failed": "two"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, servertest.SQLite(t))
			o, goOn := w.outside(), make(chan struct{})
			o.refuse, o.before = refuse, func(chains.PipelineRequest) { <-goOn }
			w.create(twoPipelines())
			begun, err := w.chains.StartPublication(ctx, w.designer, w.org, "a", 1, "")
			w.must(err)
			changed, leave := w.chains.WatchPublication(begun.ID)
			defer leave()
			other, leaveOther := w.chains.WatchPublication("another")
			defer leaveOther()
			close(goOn)
			made := 0
			for {
				<-changed
				p, err := w.chains.Publication(ctx, w.designer, w.org, "a", begun.ID)
				w.must(err)
				if p.State != chains.Publishing {
					break
				}
				now := 0
				for _, part := range p.Parts {
					if part.State == chains.PartMade {
						now++
					}
				}
				if now < made {
					t.Errorf("%d parts made, and then %d", made, now)
				}
				made = now
			}
			w.chains.Wait()
			if len(other) != 0 {
				t.Error("another publication's watcher was told")
			}
		})
	}
}

func TestPublicationOfADeadProcessIsUndone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		o := w.outside()
		w.create(twoPipelines())
		p := chains.Publication{
			Tenant: w.designer.Tenant, ID: w.NewID(), Org: w.org, State: chains.Publishing, Revision: 1, Owner: "dead",
			LeaseUntil: w.Clock.Now().Add(-time.Second).UnixMicro(), CreatedBy: w.designer.Subject,
			Parts: chains.Parts{{Node: "one", Kind: chain.PipelinePart, State: chains.PartMade}},
		}
		view, err := w.chains.Get(ctx, w.designer, w.org, "a")
		w.must(err)
		p.Chain = view.ID
		w.must(w.Store.InsertPublication(ctx, p))
		o.there, o.stuck = []string{p.ID + " one"}, true
		if _, err := w.chains.Settle(ctx); !errors.Is(err, errStuck) {
			t.Error("what cannot be taken away is forgotten")
		}
		o.stuck = false
		w.Clock.Add(time.Minute)
		if next, err := w.chains.Settle(ctx); !next.IsZero() || err != nil {
			t.Errorf("settled; the next at %s, %v", next, err)
		}
		p, err = w.chains.Publication(ctx, w.designer, w.org, "a", p.ID)
		if err != nil || p.State != chains.PublicationFailed || p.Code != "publication.interrupted" || len(o.there) != 0 {
			t.Errorf("publication %+v, %v, left %v", p, err, o.there)
		}
		w.publish("a", 1)
	})
}

// What the server before was at is in nobody's way where no other can be at it.
func TestPublicationOfTheServerBeforeIsUndoneAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.outside()
		w.create(twoPipelines())
		view, err := w.chains.Get(ctx, w.designer, w.org, "a")
		w.must(err)
		p := chains.Publication{
			Tenant: w.designer.Tenant, ID: w.NewID(), Org: w.org, Chain: view.ID, State: chains.Publishing, Revision: 1, Owner: "dead",
			LeaseUntil: w.Clock.Now().Add(time.Minute).UnixMicro(), CreatedBy: w.designer.Subject,
		}
		w.must(w.Store.InsertPublication(ctx, p))
		w.must(w.Store.SettlePublications(ctx)) // the next server starts
		next, err := w.chains.Settle(ctx)
		w.must(err)
		if w.Store.Database() != "sqlite" {
			if want := w.Clock.Now().Add(time.Minute); !next.Equal(want) {
				t.Errorf("the next is due at %s, want %s", next, want)
			}
			_, err := w.chains.Publish(ctx, w.designer, w.org, "a", 1, "")
			wantCode(t, err, "chain.publishing")
			w.Clock.Add(time.Minute)
			_, err = w.chains.Settle(ctx)
			w.must(err)
		}
		w.publish("a", 1)
	})
}

// running keeps publications, and tells when each was ended.
type running struct {
	chains.Store
	chains.Creation
	left  []chains.Publication
	ended map[string]time.Time
	stuck string // the one that cannot be taken away
}

func (r *running) RunningPublications(context.Context, int) ([]chains.Publication, error) {
	slices.SortFunc(r.left, func(a, b chains.Publication) int { return int(a.LeaseUntil - b.LeaseUntil) })
	return slices.Clone(r.left), nil
}

func (r *running) TakePublication(_ context.Context, p chains.Publication, _ string) (bool, error) {
	i := slices.IndexFunc(r.left, func(l chains.Publication) bool { return l.ID == p.ID })
	r.left[i] = p
	return true, nil
}

func (r *running) Discard(_ context.Context, p chains.Publication) error {
	if p.ID == r.stuck {
		return errStuck
	}
	return nil
}

func (r *running) UpdatePublication(_ context.Context, p chains.Publication) (bool, error) {
	r.left = slices.DeleteFunc(r.left, func(l chains.Publication) bool { return l.ID == p.ID })
	r.ended[p.ID] = time.Now()
	return true, nil
}

func TestDeadPublicationsAreSettledWhenTheirLeasesEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		store := &running{ended: map[string]time.Time{}, stuck: "stuck"}
		for id, after := range map[string]time.Duration{"stuck": -2 * time.Second, "long dead": -time.Second, "soon": time.Second, "later": 8 * time.Second} {
			store.left = append(store.left, chains.Publication{ID: id, LeaseUntil: begin.Add(after).UnixMicro(), Parts: chains.Parts{{Node: "one"}}})
		}
		s := &chains.Service{Store: store, Creation: store, NewID: rand.Text, Now: time.Now, Log: slog.New(slog.DiscardHandler), Lease: 10 * time.Second}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		time.Sleep(time.Minute)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		// Behind what was stuck it rests for five seconds.
		for id, want := range map[string]time.Duration{"long dead": 0, "soon": 5 * time.Second, "later": 8 * time.Second} {
			if got := store.ended[id].Sub(begin); got != want {
				t.Errorf("%s was settled after %s, want %s", id, got, want)
			}
		}
		if len(store.left) != 1 {
			t.Errorf("left: %+v", store.left)
		}
	})
}
