// Package forms has people fill in what a run cannot know by itself. A form is
// filled in once, by one of those who are asked; what they give fits its JSON
// Schema and becomes the output of the step that asked. What somebody has begun
// to fill in is kept for him.
package forms

import (
	"encoding/json"

	"catenary/rbac"
	"catenary/server/approvals"
)

// State is how far a form is.
type State string

// The states of a form.
const (
	Waiting  State = "waiting"
	Filled   State = "filled"
	Canceled State = "canceled"
)

// Form (表单) is one that people are to fill in. Ask is the key of what asked.
type Form struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	ID        string         `db:"id"`
	Org       rbac.OrgID     `db:"org_id"`
	Ask       string         `db:"ask"`
	Run       string         `db:"run_id"`
	Title     string         `db:"title"`
	Help      string         `db:"help"`
	Schema    string         `db:"schema"`
	Initial   string         `db:"initial"`
	WhoText   string         `db:"who"`
	Requester rbac.SubjectID `db:"requested_by"`
	State     State          `db:"state"`
	Data      string         `db:"data"`
	FilledBy  rbac.SubjectID `db:"filled_by"`
	// Behalf is for whom, if a deputy filled it in.
	Behalf    rbac.SubjectID `db:"filled_behalf"`
	DueAt     int64          `db:"due_at"`
	CreatedAt int64          `db:"created_at"`
	SettledAt int64          `db:"settled_at"`
}

// Draft is what somebody has filled in so far.
type Draft struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	Form      string         `db:"form_id"`
	Subject   rbac.SubjectID `db:"subject_id"`
	Data      string         `db:"data"`
	UpdatedAt int64          `db:"updated_at"`
}

// Request is what a form is opened with. By is who is asked; nobody: the
// requester.
type Request struct {
	Tenant    rbac.TenantID
	Org       rbac.OrgID
	Ask, Run  string
	Title     string
	Help      string
	Schema    json.RawMessage
	Initial   json.RawMessage
	By        []approvals.By
	Requester rbac.SubjectID
	DueAt     int64
}

// View is a form as somebody sees it.
type View struct {
	Form
	// Draft is his own, and empty if he has none.
	Draft Draft
	// Files are his own too.
	Files []File
	// MayFill says that he is asked, or stands in for somebody who is.
	MayFill bool
}
