package holds

import (
	"catenary/rbac"
)

// State is how the starts of a chain stand.
type State string

// The states. Open is that of a chain without a hold.
const (
	Open      State = "open"      // what starts it begins
	Kept      State = "held"      // what starts it is kept
	Releasing State = "releasing" // what was kept is released; what starts it stands behind that
)

// Bounds of a hold.
const (
	MaxPerMinute = 1_000_000
	MaxReason    = 2000
	MaxOrderBy   = 500
)

// Hold is the hold of a chain. Times are Unix µs.
type Hold struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	Chain  string        `db:"chain_id"`
	ID     string        `db:"id"`
	Org    rbac.OrgID    `db:"org_id"`
	State  State         `db:"state"`
	// OrderBy is a JSON Pointer into the input: runs whose inputs are alike there
	// begin in order, the next when the one before has ended. Empty, or where an
	// input has nothing there: in order, but not one after another.
	OrderBy string `db:"order_by"`
	// PerMinute is how many are released in a minute; 0: all at once.
	PerMinute int64          `db:"per_minute"`
	PacedTo   int64          `db:"paced_until"`
	DueAt     int64          `db:"due_at"`
	HeldAt    int64          `db:"held_at"`
	HeldBy    rbac.SubjectID `db:"held_by"`
	// Run is the run whose step began it, if one did; Cause names the attempt.
	Run        string `db:"run_id"`
	Cause      string `db:"cause"`
	Reason     string `db:"reason"`
	HeldByName string `db:"held_by_name"`
}

// View is a hold as people see it.
type View struct {
	Hold
	// Waiting is how many runs are kept; MaxWaiting means so many or more.
	Waiting int64
	Can     []rbac.Permission
}

// Listed is a hold among others, with the chain whose starts it keeps.
type Listed struct {
	View
	ChainKey  string `db:"chain_key"`
	ChainName string `db:"chain_name"`
	OrgName   string `db:"org_name"`
}

// MaxWaiting is how far is counted, so that looking at a hold costs the same
// however many wait.
const MaxWaiting = 1000
