// Package approvals asks people for decisions. An approval is a thing of its
// own, whatever it is about: the step of a run, a release, a phase's gate. It
// names what is decided by a digest, who authored it, and in levels who is
// asked; when it is settled, the kind of its subject is told in the same
// transaction.
//
// Separation of duties stands here and in the database: who requested or last
// edited what is decided does not decide, people decide once in an approval,
// deputies count as those whom they stand in for, and a token never decides.
package approvals

import (
	"encoding/json"

	"catenary/rbac"
)

// State is how far an approval is. Only waiting ones change.
type State string

// The states of an approval.
const (
	Waiting   State = "waiting"
	Approved  State = "approved"
	Rejected  State = "rejected"
	SentBack  State = "sent_back"
	Withdrawn State = "withdrawn"
	Expired   State = "expired"
	Canceled  State = "canceled"
)

// Verdict is what somebody decides.
type Verdict string

// The verdicts. One that is not to approve settles the approval.
const (
	Approve  Verdict = "approve"
	Reject   Verdict = "reject"
	SendBack Verdict = "send_back"
)

// Subject is what an approval is about, for who asked for it.
type Subject struct {
	Kind string `db:"subject_kind"`
	ID   string `db:"subject_id"`
}

// Request is what an approval is opened with.
type Request struct {
	Tenant rbac.TenantID
	Org    rbac.OrgID
	Subject
	// Digest seals what is decided: whoever decides says which one he saw.
	Digest string
	Title  string
	// Details is shown to who decides, as a JSON object.
	Details json.RawMessage
	// Link is where the subject is shown.
	Link string
	// Requester asked for it and may withdraw it; Authors are all who wrote or
	// last edited what is decided. None of them decides.
	Requester rbac.SubjectID
	Authors   []rbac.SubjectID
	Plan      Plan
	// Standing says that the plan was checked when it was made a rule: whoever is
	// gone since is not asked.
	Standing bool
}

// Approval (审批) is a decision that people are asked for.
type Approval struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     string        `db:"id"`
	Org    rbac.OrgID    `db:"org_id"`
	Subject
	Digest    string         `db:"digest"`
	Title     string         `db:"title"`
	Details   string         `db:"details"`
	Link      string         `db:"link"`
	PlanText  string         `db:"plan"`
	Requester rbac.SubjectID `db:"requested_by"`
	State     State          `db:"state"`
	// Level is the one that is decided now, from 0; Extra how many more than its
	// quorum have to approve; Raised how far it was escalated.
	Level  int `db:"level"`
	Extra  int `db:"extra"`
	Raised int `db:"raised"`
	// DueAt is when the level is due; NextAt when the next reminder, escalation
	// or end comes; Rounds how many reminders were sent.
	DueAt  int64 `db:"due_at"`
	NextAt int64 `db:"next_at"`
	Rounds int   `db:"rounds"`
	// Nobody says that as rights stand too few can decide: approval.nobody_can.
	Nobody bool `db:"nobody"`
	// Lapsed says that it was approved because nobody decided in time.
	Lapsed bool `db:"lapsed"`
	// Policy is the version of rights under which it was found who is asked.
	Policy     int64          `db:"policy"`
	Revision   int64          `db:"revision"`
	RemindedAt int64          `db:"reminded_at"`
	CreatedAt  int64          `db:"created_at"`
	UpdatedAt  int64          `db:"updated_at"`
	SettledAt  int64          `db:"settled_at"`
	SettledBy  rbac.SubjectID `db:"settled_by"`
	Reason     string         `db:"reason"`

	// Plan is PlanText, read.
	Plan Plan `db:"-"`
}

// level is the one that is decided now.
func (a Approval) level() Level { return a.Plan.Levels[a.Level] }

// Decision is what somebody decided. By acted; Behalf is whose voice it is: the
// same, or of whom By is the deputy.
type Decision struct {
	Tenant   rbac.TenantID    `db:"tenant_id"`
	ID       string           `db:"id"`
	Approval string           `db:"approval_id"`
	Level    int              `db:"level"`
	Verdict  Verdict          `db:"verdict"`
	By       rbac.SubjectID   `db:"by_id"`
	Behalf   rbac.SubjectID   `db:"behalf_id"`
	Kind     rbac.SubjectKind `db:"actor_kind"`
	Token    string           `db:"token_id"`
	Org      rbac.OrgID       `db:"org_id"`
	Reason   string           `db:"reason"`
	Digest   string           `db:"digest"`
	Address  string           `db:"address"`
	At       int64            `db:"at"`
}

// Act is one thing that happened to an approval.
type Act struct {
	Tenant   rbac.TenantID  `db:"tenant_id"`
	Approval string         `db:"approval_id"`
	ID       string         `db:"id"`
	Kind     ActKind        `db:"kind"`
	Level    int            `db:"level"`
	By       rbac.SubjectID `db:"by_id"` // empty: nobody, time passed
	Behalf   rbac.SubjectID `db:"behalf_id"`
	To       rbac.SubjectID `db:"to_id"`
	Text     string         `db:"text"`
	Address  string         `db:"address"`
	At       int64          `db:"at"`
	// The names of the people, where acts are listed.
	ByName     string `db:"by_name"`
	BehalfName string `db:"behalf_name"`
	ToName     string `db:"to_name"`
}

// ActKind says what happened. A settled approval ends with the act of its state.
type ActKind string

// The acts besides the states.
const (
	Opened      ActKind = "opened"
	LeftOut     ActKind = "left_out" // a member of the plan had left
	Approves    ActKind = "approve"
	Rejects     ActKind = "reject"
	SendsBack   ActKind = "send_back"
	Transferred ActKind = "transferred"
	Added       ActKind = "added"
	Copied      ActKind = "copied"
	Commented   ActKind = "commented"
	Reminded    ActKind = "reminded"
	Escalated   ActKind = "escalated"
)
