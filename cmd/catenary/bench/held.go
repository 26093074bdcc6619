package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"sync"
	"time"

	"catenary/cmd/catenary/client"
)

// What H1 does: so many calls a second, each of one of so many orders. They are
// released at the same rate unless Options say another.
const (
	heldPerSecond = 200
	heldOrders    = 50
)

// heldCall is one call that was held, and what its run says afterwards.
type heldCall struct {
	id            string
	State         string    `json:"state"`
	StartedAt     time.Time `json:"started_at"`
	EndedAt       time.Time `json:"ended_at"`
	acceptedAfter time.Duration
}

// held is H1: calls of a chain that is held come at an even pace and are then
// released. It says how many were lost, came twice or out of their
// order, and how fast they began.
func (t *Target) held(ctx context.Context, o Options, tell func(Figure)) error {
	key := "bench-h1" + o.Suffix
	if err := t.publish(ctx, document(key, []object{script("a", "return input.n"), script("b", "return 1")}, []object{edge("a", "b")})); err != nil {
		return err
	}
	hold := t.org("/chains/" + key + "/hold")
	if _, err := t.api().Do(ctx, client.Request{Method: http.MethodPut, Path: hold, Body: object{"order_by": "/order", "reason": "measured"}}); err != nil {
		return err
	}
	n := int(math.Ceil(o.Duration.Seconds() * heldPerSecond))
	orders, took, err := t.callHeld(ctx, key, n)
	if err != nil {
		return err
	}
	tell(Figure{Work: "H1", What: "held calls accepted", Value: math.Round(float64(n) / took.Seconds()), Unit: "1/s", Goal: 0.95 * heldPerSecond})
	began := time.Now()
	if _, err := t.api().Do(ctx, client.Request{Method: http.MethodPost, Path: hold + "/release", Body: object{"per_minute": 60 * o.Release}}); err != nil {
		return err
	}
	for state := ""; state != "open"; {
		var now struct{ State string }
		if _, err := t.api().Get(ctx, hold, nil, &now); err != nil {
			return err
		}
		if state = now.State; state != "open" {
			// Each look counts who waits.
			if err := nap(ctx, min(o.Duration/200, time.Second)); err != nil {
				return err
			}
		}
	}
	released := time.Since(began)
	runs, err := t.look(ctx, key, orders)
	if err != nil {
		return err
	}
	lost, mixed, times := judged(orders)
	tell(Figure{Work: "H1", What: "p99 until a held call is accepted", Value: milliseconds(times.at(0.99)), Unit: "ms"})
	tell(Figure{Work: "H1", What: "held calls released", Value: math.Round(float64(n) / released.Seconds()), Unit: "1/s", Goal: 0.9 * float64(o.Release)})
	for what, count := range map[string]int{"lost": lost, "come twice": runs - n, "out of their order": mixed} {
		if count != 0 {
			return fmt.Errorf("%d of %d held calls are %s", count, n, what)
		}
	}
	tell(Figure{Work: "H1", What: fmt.Sprintf("of %d calls lost, come twice or out of their order", n), Unit: "calls"})
	return nil
}

// callHeld starts n runs at an even pace. Those of one order are started one
// after another: their answers say in which order they came.
func (t *Target) callHeld(ctx context.Context, key string, n int) ([][]*heldCall, time.Duration, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	orders := make([][]*heldCall, heldOrders)
	began := time.Now()
	var all sync.WaitGroup
	for order := range orders {
		c, err := t.dial(ctx)
		if err != nil {
			return nil, 0, err
		}
		defer func() { _ = c.Close() }()
		all.Go(func() {
			for i := order; i < n && ctx.Err() == nil; i += heldOrders {
				if nap(ctx, time.Until(began.Add(time.Duration(i)*time.Second/heldPerSecond))) != nil {
					return
				}
				body, _ := json.Marshal(object{"input": object{"order": order, "n": i}}) // always marshals
				at := time.Now()
				answer, err := c.send(t.request(http.MethodPost, t.org("/chains/"+key+"/runs"), "", body), http.StatusAccepted)
				var started struct{ ID string }
				if err == nil {
					err = json.Unmarshal(answer, &started)
				}
				if err != nil {
					cancel(err)
					return
				}
				orders[order] = append(orders[order], &heldCall{id: started.ID, acceptedAfter: time.Since(at)})
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	if ctx.Err() != nil {
		return nil, 0, context.Cause(ctx)
	}
	return orders, took, nil
}

// look reads what became of the calls, and says how many runs the chain has.
func (t *Target) look(ctx context.Context, key string, orders [][]*heldCall) (runs int, err error) {
	calls := map[string]*heldCall{}
	for _, of := range orders {
		for _, call := range of {
			calls[call.id] = call
		}
	}
	next := ""
	for {
		query := map[string][]string{"chain": {key}, "limit": {"200"}}
		if next != "" {
			query["cursor"] = []string{next}
		}
		var page struct {
			Items []struct {
				ID string `json:"id"`
				heldCall
			}
			Next string
		}
		if _, err := t.api().Get(ctx, t.org("/runs"), query, &page); err != nil {
			return 0, err
		}
		for _, r := range page.Items {
			if call := calls[r.ID]; call != nil {
				call.State, call.StartedAt, call.EndedAt = r.State, r.StartedAt, r.EndedAt
			}
		}
		runs += len(page.Items)
		if next = page.Next; next == "" {
			break
		}
	}
	for id, call := range calls { // the last ones may have been at work
		for !slices.Contains([]string{"succeeded", "failed", "canceled"}, call.State) {
			if err := nap(ctx, 5*time.Millisecond); err != nil {
				return 0, err
			}
			if _, err := t.api().Get(ctx, t.org("/runs/"+id), nil, call); err != nil {
				return 0, err
			}
		}
	}
	return runs, nil
}

// judged says how many calls did not succeed, how many began before the one
// before them had ended, and how long each waited for its answer.
func judged(orders [][]*heldCall) (lost, mixed int, took times) {
	for _, calls := range orders {
		for i, call := range calls {
			took = append(took, call.acceptedAfter)
			if call.State != "succeeded" {
				lost++
			}
			if i > 0 && call.StartedAt.Before(calls[i-1].EndedAt) {
				mixed++
			}
		}
	}
	return lost, mixed, took
}
