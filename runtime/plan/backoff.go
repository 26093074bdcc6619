package plan

import (
	"math"
	"time"

	"catenary/chain"
)

const (
	defaultInitial = time.Second
	defaultFactor  = 2
	defaultMax     = time.Minute
)

// pause is how long is waited after an attempt, counted from 1:
// initial · factor^(attempt−1), at most max. It is exact, without chance.
func pause(r *chain.Retry, attempt int) time.Duration {
	initial, factor, longest := defaultInitial, float64(defaultFactor), defaultMax
	if b := r.Backoff; b != nil {
		if b.Initial != "" {
			initial = b.Initial.Value()
		}
		if b.Factor != "" {
			factor = b.Factor.Float()
		}
		if b.Max != "" {
			longest = b.Max.Value()
		}
	}
	d := float64(initial) * math.Pow(factor, float64(attempt-1))
	if d >= float64(longest) {
		return longest
	}
	return time.Duration(d)
}
