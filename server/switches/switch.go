package switches

import (
	"encoding/json"
	"slices"

	"catenary/rbac"
	"catenary/server/approvals"
)

// Type says what values a switch can have.
type Type string

// The types.
const (
	Boolean Type = "boolean"
	Enum    Type = "enum"   // one of Options
	Number  Type = "number" // with bounds, if a schema sets some
	JSON    Type = "json"   // what a schema allows
)

// Bounds of what a switch is made of.
const (
	MaxDescription = 2000
	MaxReason      = 2000
	MaxOptions     = 100
	MaxOption      = 200
	MaxSchema      = 64 << 10
	MaxValue       = 64 << 10
)

// Switch is a governed value (开关) that an org owns. Times are Unix µs.
type Switch struct {
	Tenant      rbac.TenantID `db:"tenant_id"`
	ID          string        `db:"id"`
	Org         rbac.OrgID    `db:"org_id"`
	Key         string        `db:"key"`
	Name        string        `db:"name"`
	Description string        `db:"description"`
	Type        Type          `db:"type"`
	Options     Options       `db:"options"`
	// Schema is a JSON Schema, or empty.
	Schema string `db:"schema"`
	// Value is canonical JSON.
	Value string `db:"value"`
	// Revision counts all changes, and Value has been what it is since ChangedAt.
	Revision      int64          `db:"revision"`
	ChangedAt     int64          `db:"changed_at"`
	CreatedAt     int64          `db:"created_at"`
	CreatedBy     rbac.SubjectID `db:"created_by"`
	UpdatedAt     int64          `db:"updated_at"`
	UpdatedBy     rbac.SubjectID `db:"updated_by"`
	UpdatedByName string         `db:"updated_by_name"`
	DeletedAt     int64          `db:"deleted_at"`
	// Approval is who has to approve changes: a plan as JSON, or empty.
	Approval string `db:"approval"`
	// Shared says that it is in a list because an org above lets it be used.
	Shared bool `db:"shared"`
}

// View is a switch and what one person may do with it. Of a shared one whose
// org that person may not view it hides the org and the people.
type View struct {
	Switch
	// Plan is who has to approve changes; nil: nobody, or it is shared.
	Plan *approvals.Plan
	// Stranded says that nobody can approve changes any more, whoever asks for
	// them; lists do not tell.
	Stranded bool
	Can      []rbac.Permission
}

// Change is a value that a switch was given.
type Change struct {
	Tenant   rbac.TenantID  `db:"tenant_id"`
	Switch   string         `db:"switch_id"`
	Revision int64          `db:"revision"`
	At       int64          `db:"at"`
	By       rbac.SubjectID `db:"set_by"`
	Human    rbac.SubjectID `db:"human_id"`
	// Run is the run whose step did it, if one did. Cause names the attempt of
	// the step.
	Run    string `db:"run_id"`
	Cause  string `db:"cause"`
	Was    string `db:"was"`
	Value  string `db:"value"`
	Reason string `db:"reason"`
	// Request is the one that was approved, if the change needed it.
	Request string `db:"request_id"`
	ByName  string `db:"by_name"`
}

// Follower is who follows a switch, as the servers said within the last minute.
type Follower struct {
	Subject rbac.SubjectID `db:"subject_id"`
	Name    string         `db:"name"`
	Org     rbac.OrgID     `db:"org_id"`
	// Followers counts connections.
	Followers int64 `db:"followers"`
}

// State is what followers are told.
type State struct {
	Tenant    rbac.TenantID `db:"tenant_id"`
	ID        string        `db:"id"`
	Key       string        `db:"key"`
	Type      Type          `db:"type"`
	Value     string        `db:"value"`
	Revision  int64         `db:"revision"`
	ChangedAt int64         `db:"changed_at"`
}

// can picks what is about switches.
func can(all []rbac.Permission) []rbac.Permission {
	about := []rbac.Permission{rbac.SwitchView, rbac.SwitchSet, rbac.ShareWrite, rbac.LimitsWrite}
	return slices.DeleteFunc(slices.Clone(all), func(p rbac.Permission) bool { return !slices.Contains(about, p) })
}

// record is what audit entries tell of a switch.
func record(s Switch) map[string]any {
	return map[string]any{
		"key": s.Key, "name": s.Name, "description": s.Description, "type": s.Type, "options": []string(s.Options),
		"schema": s.Schema, "value": json.RawMessage(s.Value),
	}
}
