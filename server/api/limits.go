package api

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
	// Address is for all requests that nobody signed in makes.
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
