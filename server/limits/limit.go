// Package limits bounds runs: how many of a chain, or of an org and all orgs
// below it, are at work at once, how many may wait for that, and how many may be
// started in a minute. The limit at the root of a tenant is that of the tenant.
//
// A run counts for all limits that stand over its chain when it is started; runs
// that other runs begin count with those. A new limit holds at once for starts
// on the server that it was set on, and within Stale on all others. Runs that
// began without it are not counted.
//
// To see a limit takes chain:view or org:view, to change one limits:write.
package limits

import (
	"catenary/internal/fault"
	"catenary/rbac"
)

// The most that can be set.
const (
	MaxConcurrency = 100_000
	MaxQueue       = 10_000
	MaxRate        = 1_000_000
)

// DefaultQueue is how many may wait where nothing is said.
const DefaultQueue = 1000

// Bounds are what can be set. 0 is no limit, but for Queue: with 0 nobody waits.
// Without Concurrency there is no Queue.
type Bounds struct {
	// Concurrency is how many runs are at work at once, Queue how many wait
	// beyond.
	Concurrency int64 `db:"concurrency" json:"concurrency"`
	Queue       int64 `db:"queue" json:"queue"`
	// Rate is how many runs may be started in a minute in the long run, and at
	// once after a quiet minute.
	Rate int64 `db:"rate" json:"rate"`
}

// Limit is the bounds of one chain or org.
type Limit struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	// Key names the gate: chain:<id> or org:<id>.
	Key   string     `db:"key"`
	Org   rbac.OrgID `db:"org_id"`
	Chain string     `db:"chain_id"` // empty: of the org
	Bounds
	Revision  int64          `db:"revision"`
	UpdatedAt int64          `db:"updated_at"`
	UpdatedBy rbac.SubjectID `db:"updated_by"`
}

// Use is how far a limit of concurrency is taken up.
type Use struct {
	Running int64 `db:"used"`
	Waiting int64 `db:"waiting"`
}

// View is a limit as people see it. Where none was ever set it has no bounds and
// stands at revision 1.
type View struct {
	Limit
	Use
}

func keyOf(org rbac.OrgID, chain string) string {
	if chain != "" {
		return "chain:" + chain
	}
	return orgKey(org)
}

func orgKey(org rbac.OrgID) string { return "org:" + string(org) }

// check says which bounds are wrong.
func (b Bounds) check() error {
	wrong := fault.New(fault.Invalid, "limits.range", "a limit is too small or too large; see errors")
	for _, n := range []struct {
		pointer     string
		value, most int64
	}{{"/concurrency", b.Concurrency, MaxConcurrency}, {"/queue", b.Queue, MaxQueue}, {"/rate", b.Rate, MaxRate}} {
		if n.value < 0 || n.value > n.most {
			wrong.Details = append(wrong.Details, fault.At(n.pointer, wrong.Code, "want 0 to %d", n.most).Details...)
		}
	}
	if len(wrong.Details) > 0 {
		return wrong
	}
	return nil
}

func stale(revision int64) error {
	return fault.New(fault.Stale, "limits.stale", "the limit was changed meanwhile; it is at revision %d", revision).
		Carrying(map[string]int64{"revision": revision})
}
