// Package inbox keeps what people are to do, of whatever source, as one list a
// person over the whole tree: approvals, forms, releases, failed runs, and what
// other systems put in.
//
// A to-do names who is asked as holders: somebody, a group, or a role where it
// is granted. Who these are is found when a list is read, so that a change of
// rights moves to-dos at once. To see a to-do is no right to do it: whoever does
// is asked by the source's own use case.
package inbox

import (
	"catenary/rbac"
)

// The sources of this program. Those of other systems begin with External.
const (
	Approvals = "approval"
	Forms     = "form"
	Runs      = "run"
	Releases  = "release"
	External  = "x:"
)

// State is how far a to-do is.
type State string

// The states of a to-do. Gone says that it need not be done any more.
const (
	Waiting State = "waiting"
	Done    State = "done"
	Gone    State = "gone"
)

// Todo (待办) is one thing to do. Source and SourceID name it for who put it in.
type Todo struct {
	Tenant   rbac.TenantID `db:"tenant_id"`
	ID       string        `db:"id"`
	Org      rbac.OrgID    `db:"org_id"`
	Source   string        `db:"source"`
	SourceID string        `db:"source_id"`
	Title    string        `db:"title"`
	// Link is where it is done: a path of the designer, or an address of another
	// system.
	Link string `db:"link"`
	// Digest is that of what is decided, for decisions on many at once.
	Digest    string         `db:"digest"`
	State     State          `db:"state"`
	DueAt     int64          `db:"due_at"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
	DoneAt    int64          `db:"done_at"`
	DoneBy    rbac.SubjectID `db:"done_by"`
	// Reason is what DoneBy said of it; of to-dos of other systems only.
	Reason string `db:"reason"`
	// PutBy is who put it in over the API.
	PutBy rbac.SubjectID `db:"put_by"`
}

// Asked says who a to-do is for.
type Asked struct {
	Holders []Holder
	// Mine are those who put it in or asked for it; Out those who are not asked
	// although they are among the holders.
	Mine, Out []rbac.SubjectID
}

// Holder is somebody, a group, or those to whom a role is granted at an org.
type Holder string

// Person is a member as a holder.
func Person(id rbac.SubjectID) Holder { return Holder("s:" + string(id)) }

// Group is the members of a group as a holder.
func Group(id rbac.SubjectID) Holder { return Holder("g:" + string(id)) }

// Role is those to whom a role is granted at just this org, as a holder.
func Role(role rbac.RoleID, org rbac.OrgID) Holder {
	return Holder("r:" + string(role) + "@" + string(org))
}
