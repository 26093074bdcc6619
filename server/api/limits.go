package api

import (
	"math"
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"catenary/internal/fault"
)

// limitClass groups routes that share a rate limit.
type limitClass string

// The classes.
const (
	limitLogin limitClass = "login"
	limitStart limitClass = "start"
	limitWrite limitClass = "write"
	limitRead  limitClass = "read"
)

// Rate allows PerSecond requests for long and Burst at once. A PerSecond of 0
// sets no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Limits are how many requests of each class are served.
type Limits struct {
	// Login is for each address.
	Login Rate
	// Start, Write and Read are for each principal; Tenant times as many for
	// all principals of a tenant together.
	Start, Write, Read Rate
	Tenant             float64
	// Address is for the other requests that nobody signed in makes.
	Address Rate
}

// DefaultLimits are those of a server that is not told otherwise.
func DefaultLimits() Limits {
	return Limits{
		Login:   Rate{PerSecond: 1, Burst: 20},
		Start:   Rate{PerSecond: 100, Burst: 500},
		Write:   Rate{PerSecond: 20, Burst: 100},
		Read:    Rate{PerSecond: 100, Burst: 400},
		Address: Rate{PerSecond: 50, Burst: 200},
		Tenant:  10,
	}
}

// of is the limit of a class for one principal, or for one address.
func (l Limits) of(class limitClass, signedIn bool) Rate {
	switch {
	case class == limitLogin:
		return l.Login
	case !signedIn:
		return l.Address
	case class == limitStart:
		return l.Start
	case class == limitWrite:
		return l.Write
	default:
		return l.Read
	}
}

func (r Rate) times(n float64) Rate {
	return Rate{PerSecond: r.PerSecond * n, Burst: int(float64(r.Burst) * n)}
}

// limit refuses what comes too often from one principal, one tenant or, where
// nobody is signed in, one address.
func (a *API) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		e := endpointOf(c)
		switch {
		case e == nil:
			if err := a.strangers(c, limitRead); err != nil {
				return err
			}
			return next(c)
		case e.Limit == "": // probes
			return next(c)
		case e.Access == public:
			if err := a.strangers(c, e.Limit); err != nil {
				return err
			}
			return next(c)
		}
		who, limits := actor(c.Request().Context()), a.limitsNow()
		each := limits.of(e.Limit, true)
		principal := string(who.Tenant) + "/" + string(who.Subject) + "/" + who.Token
		now := a.Now()
		if wait := a.limiters.known.take(string(e.Limit)+"/"+principal, each, now); wait > 0 {
			return tooOften(wait)
		}
		if wait := a.limiters.known.take(string(e.Limit)+"/"+string(who.Tenant), each.times(limits.Tenant), now); wait > 0 {
			return tooOften(wait)
		}
		return next(c)
	}
}

// strangers counts a request of somebody unknown against its address.
func (a *API) strangers(c echo.Context, class limitClass) error {
	key := string(class) + "/" + network(c.RealIP())
	return tooOften(a.limiters.strangers.take(key, a.limitsNow().of(class, false), a.Now()))
}

func (a *API) limitsNow() Limits {
	if a.Limits == nil {
		return DefaultLimits()
	}
	return a.Limits()
}

// network is the address, or for IPv6 the /64 that one host has to itself.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	p, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}

// tooOften is the fault of having to wait; none for no wait.
func tooOften(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	f := fault.New(fault.Limited, "request.limited", "too many requests; wait a little")
	f.RetryAfter = max(1, int(math.Ceil(wait.Seconds())))
	return f
}

// limiters are those in use. Addresses have a table of their own: whoever has
// many cannot push out those of principals.
type limiters struct{ known, strangers *limiterTable }

// limiterSlots bounds each table's memory; the one used longest ago gives way.
const limiterSlots = 20_000

func newLimiters() *limiters {
	return &limiters{known: newLimiterTable(), strangers: newLimiterTable()}
}

type limiterTable struct {
	mu  sync.Mutex
	lru *simplelru.LRU[string, *rate.Limiter]
}

func newLimiterTable() *limiterTable {
	lru, err := simplelru.NewLRU[string, *rate.Limiter](limiterSlots, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &limiterTable{lru: lru}
}

// take counts one request and says how long it would have to wait; 0 lets it
// through. A changed rate acts at once, and begins with its whole burst.
func (t *limiterTable) take(key string, r Rate, now time.Time) time.Duration {
	if r.PerSecond <= 0 {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	perSecond, burst := rate.Limit(r.PerSecond), max(1, r.Burst)
	l, found := t.lru.Get(key)
	if !found || l.Limit() != perSecond || l.Burst() != burst {
		l = rate.NewLimiter(perSecond, burst)
		t.lru.Add(key, l)
	}
	reservation := l.ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}
