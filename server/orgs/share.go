package orgs

import "catenary/rbac"

// Kind is what can be shared downward.
type Kind string

// The kinds of what can be shared.
const (
	KindScript      Kind = "script"
	KindSecret      Kind = "secret"
	KindEnvironment Kind = "environment"
	KindEngine      Kind = "engine"
	KindTemplate    Kind = "template"
	KindRole        Kind = "role"
	KindSwitch      Kind = "switch"
)

// Share lets an org use a thing of an org above it. Times are Unix µs.
type Share struct {
	Tenant   rbac.TenantID `db:"tenant_id"`
	ID       string        `db:"id"`
	Kind     Kind          `db:"kind"`
	Resource string        `db:"resource_id"`
	Owner    rbac.OrgID    `db:"owner_org_id"`
	To       rbac.OrgID    `db:"to_org_id"`
	// Subtree: what is below To may use it too.
	Subtree     bool              `db:"subtree"`
	Permissions []rbac.Permission `db:"-"`
	CreatedAt   int64             `db:"created_at"`
	CreatedBy   rbac.SubjectID    `db:"created_by"`
	ToName      string            `db:"to_name"`
}
