package identity

import (
	"context"
	"net/netip"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/server/audit"
)

const (
	// throttleFree is how many failures cost nothing.
	throttleFree = 5
	// ThrottleLongest is the longest wait after a failure.
	ThrottleLongest = 15 * time.Minute
	// ThrottleForgets is after how long without a failure all is forgotten.
	ThrottleForgets = 24 * time.Hour
)

// ThrottleWaits is how long to wait after so many failures: the fifth costs a
// second, each one more twice that of the one before. Whoever failed oftener
// waits ThrottleLongest.
func ThrottleWaits() []time.Duration {
	waits := make([]time.Duration, throttleFree)
	for w := time.Second; w < ThrottleLongest; w *= 2 {
		waits = append(waits, w)
	}
	return waits
}

// attempt is one guess, counted as failed until it turns out otherwise.
type attempt struct{ account, address string }

func (a attempt) names() []string {
	var names []string
	for _, n := range []string{a.account, a.address} {
		if n != "" {
			names = append(names, n)
		}
	}
	return names
}

// attempt counts a guess at something of an account, from the address of ctx;
// what has no account leaves it empty. After too many it is auth.limited
// (Limited), and nothing may be tried.
func (s *Service) attempt(ctx context.Context, kind, account string) (attempt, error) {
	var a attempt
	if account != "" {
		a.account = hash("throttle", kind, account)
	}
	if from := network(audit.OriginOf(ctx).Address); from != "" {
		a.address = hash("throttle", "address", from)
	}
	return a, s.count(ctx, a.names())
}

// attemptOf counts a guess under an account only, for a second guess of one
// request whose address is counted already.
func (s *Service) attemptOf(ctx context.Context, kind, account string) (attempt, error) {
	a := attempt{account: hash("throttle", kind, account)}
	return a, s.count(ctx, a.names())
}

func (s *Service) count(ctx context.Context, names []string) error {
	until, err := s.Store.Attempt(ctx, names)
	if err != nil || until == 0 {
		return err
	}
	wait := clock.Time(until).Sub(s.Now())
	f := fault.New(fault.Limited, "auth.limited", "too many failed attempts; wait a while")
	f.RetryAfter = max(1, int((wait+time.Second-1)/time.Second))
	return f
}

// right forgets the failures of the account, and of the address those that
// were made at this account. (Were all of the address forgotten, whoever has
// one account could guess at others without end.)
func (s *Service) right(ctx context.Context, a attempt) error {
	if a.account == "" {
		return s.Store.TakeBack(ctx, a.names())
	}
	_, err := s.Store.Forget(ctx, a.account, a.address)
	return err
}

// noGuess takes an attempt back that said nothing about what was guessed at.
func (s *Service) noGuess(ctx context.Context, a attempt) error {
	return s.Store.TakeBack(ctx, a.names())
}

// network is what is counted of an address: of IPv6 the /64, which one
// subscriber has at least.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
