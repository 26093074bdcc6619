package releases

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
)

// State is where a release stands.
type State string

// The states. A release can be edited and deleted as a draft and in review; from
// its approval on it can only be executed and looked at.
const (
	Draft      State = "draft"
	InReview   State = "in_review"
	Approved   State = "approved"
	Executing  State = "executing"
	Succeeded  State = "succeeded"
	Failed     State = "failed"
	RolledBack State = "rolled_back"
	Rejected   State = "rejected"
	Withdrawn  State = "withdrawn"
	Expired    State = "expired"
)

// States are all of them, in the order of a release's life.
func States() []State {
	return []State{Draft, InReview, Approved, Executing, Succeeded, Failed, RolledBack, Rejected, Withdrawn, Expired}
}

// Open says that a release may still be edited and deleted.
func (s State) Open() bool { return s == Draft || s == InReview }

// Final says that nothing but a rollback by hand changes a release any more.
func (s State) Final() bool { return !s.Open() && s != Approved && s != Executing }

// Executed says that a release has run.
func (s State) Executed() bool { return s == Succeeded || s == Failed || s == RolledBack }

// Release is the single-use, approved execution of a sealed plan (发布任务).
// Times are Unix µs.
type Release struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     string        `db:"id"`
	Org    rbac.OrgID    `db:"org_id"`
	State  State         `db:"state"`
	// DueAt is when a server looks at it next, 0 for never.
	DueAt     int64 `db:"due_at"`
	UpdatedAt int64 `db:"updated_at"`
	// Milestones is the number of the last one.
	Milestones int64  `db:"milestones"`
	Name       string `db:"name"`
	// Revision rises with each edit.
	Revision  int64          `db:"revision"`
	CreatedAt int64          `db:"created_at"`
	CreatedBy rbac.SubjectID `db:"created_by"`
	// CreatedHuman is the person behind CreatedBy, and so on below.
	CreatedHuman   rbac.SubjectID   `db:"created_human"`
	EditedAt       int64            `db:"edited_at"`
	EditedBy       rbac.SubjectID   `db:"edited_by"`
	EditedHuman    rbac.SubjectID   `db:"edited_human"`
	RequestedAt    int64            `db:"requested_at"`
	RequestedBy    rbac.SubjectID   `db:"requested_by"`
	RequestedHuman rbac.SubjectID   `db:"requested_human"`
	Approval       string           `db:"approval_id"`
	ApprovedAt     int64            `db:"approved_at"`
	ExpiresAt      int64            `db:"expires_at"`
	ExecutedAt     int64            `db:"executed_at"`
	ExecutedBy     rbac.SubjectID   `db:"executed_by"`
	ExecutedKind   rbac.SubjectKind `db:"executed_kind"`
	ExecutedHuman  rbac.SubjectID   `db:"executed_human"`
	EndedAt        int64            `db:"ended_at"`
	// Code and Message say why it failed.
	Code    string `db:"code"`
	Message string `db:"message"`
	// Seal is the digest over Parts; both are empty in a draft.
	Seal        string `db:"seal"`
	Description string `db:"description"`
	// Lists leave out Parts and the Plan.
	Parts Parts `db:"parts"`
	Plan  Plan  `db:"plan"`

	CreatedByName  string `db:"created_by_name"`
	ExecutedByName string `db:"executed_by_name"`
}

// PhaseState is where a phase of an executed release stands.
type PhaseState string

// The states of a phase.
const (
	PhasePending        PhaseState = "pending"
	PhaseWaiting        PhaseState = "waiting" // for its gates
	PhaseRunning        PhaseState = "running"
	PhaseSucceeded      PhaseState = "succeeded"
	PhaseFailed         PhaseState = "failed"
	PhaseRollingBack    PhaseState = "rolling_back"
	PhaseRolledBack     PhaseState = "rolled_back"
	PhaseRollbackFailed PhaseState = "rollback_failed"
	PhaseCanceled       PhaseState = "canceled" // it never began
)

// PhaseRow is a phase of a release that is or was executed.
type PhaseRow struct {
	Tenant  rbac.TenantID `db:"tenant_id"`
	Release string        `db:"release_id"`
	Phase   int           `db:"phase"` // from 1
	State   PhaseState    `db:"state"`
	BeganAt int64         `db:"began_at"`
	EndedAt int64         `db:"ended_at"`
	// RollbackAt is when, RollbackBy who asked by hand for a rollback.
	RollbackAt     int64          `db:"rollback_at"`
	RollbackBy     rbac.SubjectID `db:"rollback_by"`
	RollbackHuman  rbac.SubjectID `db:"rollback_human"`
	Code           string         `db:"code"`
	Name           string         `db:"name"`
	Chain          string         `db:"chain_id"`
	Version        int64          `db:"version"`
	Message        string         `db:"message"`
	RollbackReason string         `db:"rollback_reason"`
}

// Purpose says what a run is for in its phase.
type Purpose string

// The purposes; the check of the gate at place n is for CheckOf(n).
const (
	ForSteps    Purpose = "steps"
	ForRollback Purpose = "rollback"
)

// RollbackOf is the purpose of the run that takes a phase back: the first time,
// or again after that failed.
func RollbackOf(attempt int) Purpose {
	if attempt <= 1 {
		return ForRollback
	}
	return Purpose(fmt.Sprintf("rollback-%d", attempt))
}

// CheckOf is the purpose of the run that a gate looks at.
func CheckOf(gate int) Purpose { return Purpose(fmt.Sprintf("gate-%d", gate+1)) }

// Run is a run of a phase. The row is there before the run is, so that it is
// started once, whoever starts it.
type Run struct {
	Tenant    rbac.TenantID `db:"tenant_id"`
	Release   string        `db:"release_id"`
	Phase     int           `db:"phase"`
	Purpose   Purpose       `db:"purpose"`
	Run       string        `db:"run_id"`
	CreatedAt int64         `db:"created_at"`
}

// GateState is where a gate stands.
type GateState string

// The states of a gate.
const (
	GateWaiting GateState = "waiting"
	GatePassed  GateState = "passed"
	GateFailed  GateState = "failed"
)

// GateRow is a gate that waits for people or a check, or has.
type GateRow struct {
	Tenant  rbac.TenantID `db:"tenant_id"`
	Release string        `db:"release_id"`
	Phase   int           `db:"phase"`
	Gate    int           `db:"gate"` // its place in the plan, from 0
	State   GateState     `db:"state"`
	BeganAt int64         `db:"began_at"`
	EndedAt int64         `db:"ended_at"`
	// Subject is the id of the approval or of the run that it waits for.
	Subject string `db:"subject_id"`
	Code    string `db:"code"`
	Message string `db:"message"`
}

// View is a release with how it goes and what one person may do with it.
type View struct {
	Release
	// Phases, Runs and Gates are absent in lists, and before the execution.
	Phases []PhaseRow
	Runs   []Run
	Gates  []GateRow
	// Rehearsal is the newest; nil without one and in lists.
	Rehearsal *Rehearsal
	Can       []rbac.Permission
}

// Parts are digests by the names of what they are of, sorted.
type Parts map[string]string

// Value implements driver.Valuer.
func (p Parts) Value() (driver.Value, error) {
	if len(p) == 0 {
		return "", nil
	}
	text, err := json.Marshal(p) // sorts the names
	return string(text), err
}

// Scan implements sql.Scanner. A text that holds no parts any more is a broken
// seal.
func (p *Parts) Scan(from any) error {
	if err := scan(from, p); err != nil {
		*p = Parts{"/seal": gone}
	}
	return nil
}

// scan reads JSON text; an empty one is nothing.
func scan(from, into any) error {
	var text []byte
	switch t := from.(type) {
	case string:
		text = []byte(t)
	case []byte:
		text = t
	default:
		return fmt.Errorf("this is kept as JSON text, not as %T", from)
	}
	if len(text) == 0 {
		return nil
	}
	return json.Unmarshal(text, into)
}

// kept is how long an approval is good, unless the plan says another time.
const kept = 30 * 24 * time.Hour

func stale(r Release) error {
	return fault.New(fault.Stale, "release.stale", "the release was changed meanwhile; it is at revision %d", r.Revision).
		Carrying(map[string]int64{"revision": r.Revision})
}

// inState is the fault of an act that the state does not allow.
func inState(r Release, act string) error {
	return fault.New(fault.Conflict, "release.state", "a release that is %s cannot be %s", words(r.State), act).
		Carrying(map[string]string{"state": string(r.State)})
}

// Unknown is the fault of a release that is not there.
func Unknown() error { return fault.New(fault.NotFound, "release.unknown", "no such release") }

func words(s State) string {
	switch s {
	case InReview:
		return "in review"
	case RolledBack:
		return "rolled back"
	}
	return string(s)
}

// record is what audit entries tell of a release.
func record(r Release) map[string]any {
	return map[string]any{"name": r.Name, "state": r.State, "revision": r.Revision, "seal": r.Seal}
}

// can picks what is about releases.
func can(all []rbac.Permission) []rbac.Permission {
	about := []rbac.Permission{rbac.ReleaseView, rbac.ReleaseEdit, rbac.ReleaseApprove, rbac.ReleaseExecute, rbac.RunStart}
	return slices.DeleteFunc(slices.Clone(all), func(p rbac.Permission) bool { return !slices.Contains(about, p) })
}
