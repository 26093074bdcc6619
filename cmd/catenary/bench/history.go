package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/store"
)

// Past is a chain whose finished runs fill a database.
type Past struct{ Tenant, Org, Chain, Key, Document, By string }

// PastOf makes and publishes the chain.
func (t *Target) PastOf(ctx context.Context, suffix string) (Past, error) {
	p := Past{Tenant: t.Org, Org: t.Org, Key: "bench-history" + suffix}
	if err := t.publish(ctx, line(p.Key)); err != nil {
		return p, err
	}
	var chain struct{ ID string }
	if _, err := t.api().Get(ctx, t.org("/chains/"+p.Key), nil, &chain); err != nil {
		return p, err
	}
	var version struct{ Checksum string }
	if _, err := t.api().Get(ctx, t.org("/chains/"+p.Key+"/versions/1"), nil, &version); err != nil {
		return p, err
	}
	var me struct {
		ID string `json:"subject_id"`
	}
	_, err := t.api().Get(ctx, "/me", nil, &me)
	p.Chain, p.Document, p.By = chain.ID, version.Checksum, me.ID
	return p, err
}

// Fill writes n finished runs, as the engine would have: each in one write, with
// its journal. No server may be at work on an SQLite database meanwhile. Every
// run has a title of which one word is its own, and one in ten failed: pages of
// 50 are full however few there are.
func Fill(ctx context.Context, db *store.Store, p Past, n int, tell func(done int)) error {
	const batch = 512
	newID := id.NewMaker(clock.Wall).New
	replica := newID()
	if err := db.Enlist(ctx, replica, clock.Wall().Add(24*time.Hour).UnixMicro()); err != nil {
		return fmt.Errorf("enlist: %w", err)
	}
	defer func() { _ = db.Leave(context.WithoutCancel(ctx), replica) }()
	for done := 0; done < n; {
		size := min(batch, n-done)
		writes := make([]runtime.Write, size)
		for i := range writes {
			var err error
			if writes[i], err = p.write(newID(), done+i); err != nil {
				return err
			}
		}
		if _, err := db.Commit(ctx, replica, writes); err != nil {
			return fmt.Errorf("write runs: %w", err)
		}
		done += size
		tell(done)
	}
	return nil
}

func (p Past) write(id string, nth int) (runtime.Write, error) {
	at := clock.Wall().UnixMicro()
	w := runtime.Write{
		ID: runtime.ID{Tenant: p.Tenant, Run: id}, Epoch: 1, State: run.Succeeded, Release: true,
		Create: &runtime.Run{
			Tenant: p.Tenant, ID: id, Org: p.Org, Chain: p.Chain, Key: p.Key, Version: 1, Document: p.Document,
			Title: "Order " + order(nth) + " of acme", Trigger: "api", By: p.By, CreatedAt: at,
		},
	}
	if nth%10 == 7 {
		w.State, w.Failure = run.Failed, &run.Failure{Code: "bench", Message: "one in ten fails"}
	}
	for _, e := range []struct {
		kind run.Kind
		body any
	}{
		{run.StartEvent, run.Start{Input: json.RawMessage(`{"items":[],"ref":"main"}`)}},
		{run.EndEvent, run.End{State: w.State, Output: json.RawMessage(`{"n":10}`), Failure: w.Failure}},
	} {
		event, err := run.NewEvent(int64(len(w.Events)+1), 1, at, e.kind, e.body)
		if err != nil {
			return w, err
		}
		w.Events = append(w.Events, event)
	}
	return w, nil
}

// order is the number of an order, as wide as all others: none is the beginning
// of another.
func order(nth int) string { return fmt.Sprintf("%08d", nth) }

// Look measures what should cost the same however many runs there are: start,
// list and search. what names them: "1000 runs".
func (t *Target) Look(ctx context.Context, o Options, p Past, what string, tell func(Figure)) error {
	path := t.org("/chains/" + p.Key + "/runs")
	for _, ask := range []struct {
		name    string
		request []byte
	}{
		{"start", t.request(http.MethodPost, path, "Prefer: wait=60", body())},
		{"list", t.request(http.MethodGet, t.org("/runs?limit=50"), "", nil)},
		{"list of failed ones", t.request(http.MethodGet, t.org("/runs?limit=50&state=failed"), "", nil)},
		{"search for a word of one", t.request(http.MethodGet, t.org("/runs?q="+order(777)), "", nil)},
		{"search for two words of all", t.request(http.MethodGet, t.org("/runs?q=order+acme"), "", nil)},
	} {
		if _, _, err := t.load(ctx, 1, 0, warm, ask.request, http.StatusOK); err != nil {
			return fmt.Errorf("%s: %w", ask.name, err)
		}
		one, _, err := t.load(ctx, 1, o.Duration, 0, ask.request, http.StatusOK)
		if err != nil {
			return fmt.Errorf("%s: %w", ask.name, err)
		}
		tell(Figure{Work: "history", What: ask.name + ", " + what + ", p50", Value: milliseconds(one.at(0.5)), Unit: "ms"})
	}
	return nil
}
