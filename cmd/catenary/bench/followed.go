package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"catenary/cmd/catenary/client"
)

// followers is how many connections follow the switch of S1.
const followers = 1000

// heard is that a follower heard of a revision.
type heard struct {
	revision int64
	at       time.Time
}

// followed is S1: how long it takes until each of 1,000 followers has heard of a
// change of a switch, from when the change was asked for.
func (t *Target) followed(ctx context.Context, o Options, tell func(Figure)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	key := "bench-s1" + o.Suffix
	path := t.org("/switches/" + key)
	if _, err := t.api().Do(ctx, client.Request{Method: http.MethodPost, Path: t.org("/switches"), Body: object{
		"key": key, "name": key, "type": "number", "value": 0,
	}}); err != nil {
		return err
	}
	news := make(chan heard, followers)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	for range followers {
		c, err := t.dial(ctx)
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { _ = c.Close() })
		if _, err := c.Write(t.request(http.MethodGet, path+"/stream", "Accept: text/event-stream", nil)); err != nil {
			return err
		}
		all.Go(func() { c.follow(ctx, news) })
	}
	if _, err := listen(ctx, news, 1); err != nil { // all have heard of the first value
		return err
	}
	var took times
	began := time.Now()
	for value := int64(1); time.Since(began) < o.Duration || value == 1; value++ {
		asked := time.Now()
		if err := t.put(ctx, path, value); err != nil {
			return err
		}
		at, err := listen(ctx, news, value+1)
		if err != nil {
			return err
		}
		for _, one := range at {
			took = append(took, one.Sub(asked))
		}
	}
	what := fmt.Sprintf(" until %d followers heard of a change", followers)
	tell(Figure{Work: "S1", What: "p50" + what, Value: milliseconds(took.at(0.5)), Unit: "ms"})
	tell(Figure{Work: "S1", What: "p99" + what, Value: milliseconds(took.at(0.99)), Unit: "ms", Goal: 1000, Most: true})
	return nil
}

// put sets the switch, which was set as often as its value says.
func (t *Target) put(ctx context.Context, path string, value int64) error {
	c, err := t.dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	body, _ := json.Marshal(object{"value": value, "reason": "measured"}) // always marshals
	_, err = c.send(t.request(http.MethodPut, path+"/value", fmt.Sprintf("If-Match: %q", fmt.Sprint(value)), body), http.StatusOK)
	return err
}

// follow tells of each revision that the stream tells of.
func (c *conn) follow(ctx context.Context, news chan<- heard) {
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return // the measurement is over, or misses this follower
	}
	defer func() { _ = resp.Body.Close() }()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		data, is := strings.CutPrefix(lines.Text(), "data:")
		var state struct{ Revision int64 }
		if !is || json.Unmarshal([]byte(data), &state) != nil || state.Revision == 0 {
			continue
		}
		select {
		case news <- heard{state.Revision, time.Now()}:
		case <-ctx.Done():
			return
		}
	}
}

// listen waits until all followers have heard of a revision, and says when each
// did.
func listen(ctx context.Context, news <-chan heard, revision int64) ([]time.Time, error) {
	at := make([]time.Time, 0, followers)
	over := time.NewTimer(patience)
	defer over.Stop()
	for len(at) < followers {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-over.C:
			return nil, fmt.Errorf("%d of %d followers heard of revision %d", len(at), followers, revision)
		case h := <-news:
			if h.revision == revision {
				at = append(at, h.at)
			}
		}
	}
	return at, nil
}
