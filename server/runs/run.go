package runs

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"catenary/internal/fault"
	ids "catenary/internal/id"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// Row is a run as lists show it.
type Row struct {
	runtime.Run
	ByName    string `db:"started_by_name"`
	HumanName string `db:"human_name"`
}

// HoldGate is what the gates of a run have as long as a hold of its chain keeps
// it. No limit has that key.
func HoldGate(chain string) string { return "hold:" + chain }

// HeldBy says what keeps a run that is held: limit, until fewer others are at
// work, or hold, until the hold of its chain lets it go; empty if nothing does.
func (r Row) HeldBy() string {
	switch {
	case !r.Held:
		return ""
	case strings.Contains(r.Gates, `"`+HoldGate(r.Chain)+`"`):
		return "hold"
	}
	return "limit"
}

// View is a run with what one person may see of it and do with it.
type View struct {
	Row
	Can []rbac.Permission
	// Progress, Input and Output are absent in lists; the last two also for who
	// lacks run:data.
	Progress      *run.Progress
	Input, Output json.RawMessage
	// ParentOrg is the org of the run that waits for it; absent in lists, and if
	// that is kept no longer or may not be seen.
	ParentOrg string
	// Queue is there as long as the run waits to begin; absent in lists.
	Queue *Queue
	// Usual is how long runs of the chain usually take, in µs; 0: too few ended.
	// In lists only.
	Usual int64
	// Canceling says that the run was asked to end and has not ended yet.
	Canceling bool
}

// Startable is what a start needs to know of a chain.
type Startable struct {
	ID string `db:"id"`
	// Version is the latest one, 0 for none.
	Version int64 `db:"version"`
}

// Filter is what a list of runs is asked for. Empty fields choose all.
type Filter struct {
	Set rbac.OrgSet
	// Search has words of the title.
	Search string
	States []run.State
	// Chain is a key, Trigger a kind of trigger, Parent the run that waits.
	Chain, Trigger, Parent string
	// By is who started them.
	By rbac.SubjectID
	// Test is for test runs only, or for all others; nil: both.
	Test *bool
	// From and To bound the time of the start in Unix µs; To is not in it.
	From, To int64
}

// Document is what runs that is no version of a chain.
type Document struct {
	Tenant    rbac.TenantID `db:"tenant_id"`
	Digest    string        `db:"digest"`
	CreatedAt int64         `db:"created_at"`
	Pins      string        `db:"pins"`
	Document  string        `db:"document"`
}

// can picks what is about runs.
func can(all []rbac.Permission) []rbac.Permission {
	about := []rbac.Permission{rbac.RunView, rbac.RunData, rbac.RunCancel, rbac.RunRerun}
	return slices.DeleteFunc(slices.Clone(all), func(p rbac.Permission) bool { return !slices.Contains(about, p) })
}

// notKept says of a run that is unknown how long runs are kept, if one with its
// id would be older: whether there was one, nobody can tell any more.
func (s *Service) notKept(id string, err error) error {
	begun, ok := ids.Time(id)
	if s.Keep == nil || !ok || !fault.HasCode(err, "run.unknown") {
		return err
	}
	keep := s.Keep()
	over := begun.Add(keep)
	if over.After(s.Now()) {
		return err
	}
	return fault.New(fault.NotFound, "run.unknown",
		"no such run; runs are kept for %d days after their end, and one with this id would have begun on %s",
		int(keep.Hours()/24), begun.UTC().Format(time.DateOnly),
	).Carrying(map[string]any{"days": int(keep.Hours() / 24), "begun_at": begun.UTC(), "kept_until": over.UTC()})
}

func unknown() error { return fault.New(fault.NotFound, "run.unknown", "no such run") }
