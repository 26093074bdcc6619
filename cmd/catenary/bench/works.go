// Package bench measures a server by the standard works W1 to W4, H1
// and S1 of docs/benchmarks.md.
package bench

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"time"
)

// Target is a server that is measured, and who asks it.
type Target struct {
	Server, Token, Org string
	// Process is the server's, if it is one of its own: how much processor time
	// it takes is measured too.
	Process int
}

// Options say what is measured, and how long.
type Options struct {
	// Only are the works to do; none: all.
	Only        []string
	Duration    time.Duration
	Connections int
	// Image is the container image of W4, one with sh.
	Image string
	// Release is how many held calls a second H1 lets go; 0: all at once.
	Release int
	// Suffix makes the keys of the chains new ones.
	Suffix string
}

// Figure is one result. Goal is 0 if there is none.
type Figure struct {
	Work  string  `json:"work"`
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Goal  float64 `json:"goal,omitempty"`
	// Most says that Goal is not to be exceeded; otherwise it is to be reached.
	Most bool `json:"most,omitempty"`
	// Skipped says why there is no value.
	Skipped string `json:"skipped,omitempty"`
}

// Works are the names of all.
func Works() []string { return []string{"W1", "W2", "W3", "W4", "H1", "S1"} }

// Run does the works in turn and hands on each figure as soon as it is there.
func (t *Target) Run(ctx context.Context, o Options, tell func(Figure)) error {
	works := map[string]func(context.Context, Options, func(Figure)) error{"W1": t.sequence, "W2": t.many, "W3": t.fan, "W4": t.task, "H1": t.held, "S1": t.followed}
	for _, name := range Works() {
		if len(o.Only) > 0 && !slices.Contains(o.Only, name) {
			continue
		}
		if err := works[name](ctx, o, tell); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return math.Round(d.Seconds()*1e6) / 1e3 }

// warm is how often a request is sent before it is measured.
const warm = 200

// startOf is a request that starts a run of a chain, once it was published and
// has shown that it succeeds.
func (t *Target) startOf(ctx context.Context, chain object, prefer string) ([]byte, error) {
	if err := t.publish(ctx, chain); err != nil {
		return nil, err
	}
	path := t.org(fmt.Sprintf("/chains/%s/runs", chain["key"]))
	c, err := t.dial(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	answer, err := c.send(t.request(http.MethodPost, path, "Prefer: wait=60", body()), http.StatusOK)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(answer, []byte(`"state":"succeeded"`)) {
		return nil, fmt.Errorf("a run did not succeed: %s", answer)
	}
	return t.request(http.MethodPost, path, prefer, body()), nil
}

// sequence is W1.
func (t *Target) sequence(ctx context.Context, o Options, tell func(Figure)) error {
	start, err := t.startOf(ctx, line("bench-w1"+o.Suffix), "Prefer: wait=60")
	if err != nil {
		return err
	}
	if _, _, err = t.load(ctx, 1, 0, warm, start, http.StatusOK); err != nil {
		return err
	}
	one, _, err := t.load(ctx, 1, o.Duration, 0, start, http.StatusOK)
	if err != nil {
		return err
	}
	tell(Figure{Work: "W1", What: "p50 at 1 connection", Value: milliseconds(one.at(0.5)), Unit: "ms", Goal: 1.5, Most: true})
	tell(Figure{Work: "W1", What: "p99 at 1 connection", Value: milliseconds(one.at(0.99)), Unit: "ms"})
	if _, _, err = t.load(ctx, o.Connections, 0, 10*warm, start, http.StatusOK); err != nil {
		return err
	}
	before, _ := processorTime(t.Process)
	all, took, err := t.load(ctx, o.Connections, o.Duration, 0, start, http.StatusOK)
	if err != nil {
		return err
	}
	after, known := processorTime(t.Process)
	at := fmt.Sprintf(" at %d connections", o.Connections)
	tell(Figure{Work: "W1", What: "runs" + at, Value: math.Round(float64(len(all)) / took.Seconds()), Unit: "1/s", Goal: 5000})
	tell(Figure{Work: "W1", What: "p50" + at, Value: milliseconds(all.at(0.5)), Unit: "ms"})
	tell(Figure{Work: "W1", What: "p99" + at, Value: milliseconds(all.at(0.99)), Unit: "ms"})
	if known {
		tell(Figure{Work: "W1", What: "processor time of the server and its children a run", Value: milliseconds((after - before) / time.Duration(len(all))), Unit: "ms"})
	}
	return nil
}

// manyRuns is how many runs W2 starts.
const manyRuns = 2000

// many is W2.
func (t *Target) many(ctx context.Context, o Options, tell func(Figure)) error {
	start, err := t.startOf(ctx, line("bench-w2"+o.Suffix), "")
	if err != nil {
		return err
	}
	if err := t.allOf(ctx, o, start, warm, nil); err != nil {
		return err
	}
	var took times
	for range 3 {
		if err := t.allOf(ctx, o, start, manyRuns, &took); err != nil {
			return err
		}
	}
	tell(Figure{Work: "W2", What: fmt.Sprintf("%d runs, until all have ended", manyRuns), Value: math.Round(took.at(0.5).Seconds()*1e3) / 1e3, Unit: "s", Goal: 1, Most: true})
	return nil
}

// allOf starts runs and waits until none is open.
func (t *Target) allOf(ctx context.Context, o Options, start []byte, n int64, took *times) error {
	began := time.Now()
	if _, _, err := t.load(ctx, o.Connections, 0, n, start, http.StatusAccepted); err != nil {
		return err
	}
	c, err := t.dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	open := t.request(http.MethodGet, t.org("/runs?limit=1&chain=bench-w2"+o.Suffix+"&state=queued,running,waiting,paused"), "", nil)
	for {
		answer, err := c.send(open, http.StatusOK)
		if err != nil {
			return err
		}
		if bytes.Contains(answer, []byte(`"items":[]`)) && !bytes.Contains(answer, []byte(`"next"`)) {
			break
		}
		if err := nap(ctx, 5*time.Millisecond); err != nil {
			return err
		}
	}
	if took != nil {
		*took = append(*took, time.Since(began))
	}
	return nil
}

// fan is W3.
func (t *Target) fan(ctx context.Context, o Options, tell func(Figure)) error {
	start, err := t.startOf(ctx, fan("bench-w3"+o.Suffix), "Prefer: wait=60")
	if err != nil {
		return err
	}
	if _, _, err := t.load(ctx, 1, 0, warm/4, start, http.StatusOK); err != nil {
		return err
	}
	one, _, err := t.load(ctx, 1, o.Duration, 0, start, http.StatusOK)
	if err != nil {
		return err
	}
	tell(Figure{Work: "W3", What: "p50 at 1 connection", Value: milliseconds(one.at(0.5)), Unit: "ms", Goal: 10, Most: true})
	tell(Figure{Work: "W3", What: "p99 at 1 connection", Value: milliseconds(one.at(0.99)), Unit: "ms"})
	return nil
}
