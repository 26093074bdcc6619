package pipeline

import (
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
	"golang.org/x/time/rate"

	"catenary/internal/fault"
)

// Limits bound what one process asks of one engine. Zero fields set no limit.
type Limits struct {
	// Rate is calls in a second.
	Rate float64 `json:"rate,omitempty"`
	// Concurrency is calls at a time.
	Concurrency int `json:"concurrency,omitempty"`
}

// Breaker is what is known of an engine's circuit breaker. Closed is the usual
// state; open means that the engine failed so often that it is left alone.
type Breaker struct {
	State    string `json:"state"`
	Failures uint32 `json:"failures"`
}

const (
	// tripAfter is how many failures in a row open the breaker.
	tripAfter = 5
	// restFor is how long an open breaker lets no call through.
	restFor = 20 * time.Second
	// waitFor is how long a call waits for its turn.
	waitFor = 5 * time.Second
)

// Guard is a Client that holds the limits and the breaker of one engine. It is
// what an adapter calls through, so that they hold for every request.
type Guard struct {
	client  Client
	rate    *rate.Limiter
	slots   chan struct{}
	breaker *gobreaker.CircuitBreaker[struct{}]
}

var _ Client = (*Guard)(nil)

// NewGuard puts limits and a breaker in front of a client.
func NewGuard(client Client, l Limits) *Guard {
	g := &Guard{client: client}
	if l.Rate > 0 {
		g.rate = rate.NewLimiter(rate.Limit(l.Rate), max(1, int(math.Ceil(l.Rate))))
	}
	if l.Concurrency > 0 {
		g.slots = make(chan struct{}, l.Concurrency)
	}
	g.breaker = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Timeout:      restFor,
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= tripAfter },
		IsSuccessful: func(err error) bool { return err == nil },
		IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
	})
	return g
}

// Breaker tells the state of the breaker.
func (g *Guard) Breaker() Breaker {
	return Breaker{State: g.breaker.State().String(), Failures: g.breaker.Counts().ConsecutiveFailures}
}

// errServer makes an answer with a status of 500 or more count as a failure.
var errServer = errors.New("the engine answered with a fault of its own")

// Do implements Client. A call whose turn does not come within some seconds is
// engine.busy (Limited), one that meets an open breaker engine.resting
// (Unavailable). The slot of a call is held until its answer is closed.
func (g *Guard) Do(r *http.Request) (*http.Response, error) {
	release, err := g.turn(r.Context())
	if err != nil {
		return nil, err
	}
	var answer *http.Response
	_, err = g.breaker.Execute(func() (none struct{}, err error) {
		answer, err = g.client.Do(r) //nolint:bodyclose // whoever asked closes it, and with it the slot
		if err == nil && answer.StatusCode >= 500 {
			err = errServer
		}
		return none, err
	})
	if answer != nil {
		answer.Body = &slot{answer.Body, release}
		return answer, nil
	}
	release()
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		f := fault.New(fault.Unavailable, "engine.resting", "the engine failed several times and is left alone for a while")
		f.RetryAfter = int(restFor / time.Second)
		return nil, f
	}
	return nil, err
}

// turn waits for the turn of a call.
func (g *Guard) turn(outer context.Context) (release func(), err error) {
	ctx, cancel := context.WithTimeout(outer, waitFor)
	defer cancel()
	if g.rate != nil {
		if err := g.rate.Wait(ctx); err != nil {
			return nil, busy(outer)
		}
	}
	if g.slots == nil {
		return func() {}, nil
	}
	select {
	case g.slots <- struct{}{}:
		return once(func() { <-g.slots }), nil
	case <-ctx.Done():
		return nil, busy(outer)
	}
}

func busy(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f := fault.New(fault.Limited, "engine.busy", "the engine's limits are used up")
	f.RetryAfter = int(waitFor / time.Second)
	return f
}
