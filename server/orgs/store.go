package orgs

import (
	"context"

	"catenary/internal/page"
	"catenary/rbac"
)

// Store is what the use cases need of the database. What reads one thing gives
// a NotFound fault if it is not there; what changes one says whether it did.
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	LockTenant(ctx context.Context, tenant rbac.TenantID) (int64, error)
	AppendPolicy(ctx context.Context, tenant rbac.TenantID, ops ...rbac.Change) error
	treeStore
	roleStore
	grantStore
	groupStore
	shareStore
}

type treeStore interface {
	InsertTenant(ctx context.Context, root Org, roles []Role) error
	InsertOrg(ctx context.Context, o Org) error
	Org(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID) (Org, error)
	OrgAt(ctx context.Context, tenant rbac.TenantID, keys []string) (Org, error)
	Orgs(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, q Query, r page.Request) (page.Of[Org], error)
	DeletedOrgs(ctx context.Context, tenant rbac.TenantID, parent rbac.OrgID, since int64, r page.Request) (page.Of[Org], error)
	OrgNames(ctx context.Context, tenant rbac.TenantID, ids []rbac.OrgID) (map[rbac.OrgID]Crumb, error)
	OrgEmpty(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID) (bool, error)
	OrgHoldings(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID, most int) ([]Holding, error)
	Lineages(ctx context.Context, tenant rbac.TenantID, ids ...rbac.OrgID) (map[rbac.OrgID][]Link, error)
	Height(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID) (int, error)
	RenameOrg(ctx context.Context, o Org) (bool, error)
	MoveOrg(ctx context.Context, o Org, to rbac.OrgID) (bool, error)
	DeleteOrg(ctx context.Context, o Org) (bool, error)
	RestoreOrg(ctx context.Context, o Org) (bool, error)
}

type roleStore interface {
	InsertRole(ctx context.Context, r Role) error
	Role(ctx context.Context, tenant rbac.TenantID, id rbac.RoleID) (Role, error)
	Roles(ctx context.Context, tenant rbac.TenantID, owners []rbac.OrgID, r page.Request) (page.Of[Role], error)
	UpdateRole(ctx context.Context, r Role) (bool, error)
	DeleteRole(ctx context.Context, r Role) (bool, error)
	RoleNames(ctx context.Context, tenant rbac.TenantID, ids []rbac.RoleID) (map[string]Named, error)
	Holds(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, role rbac.RoleID) (bool, error)
	Holders(ctx context.Context, tenant rbac.TenantID, role rbac.RoleID) ([]Grant, error)
	HeldBy(ctx context.Context, tenant rbac.TenantID, subjects ...rbac.SubjectID) ([]Grant, error)
}

type grantStore interface {
	InsertGrant(ctx context.Context, g Grant) error
	DropEnded(ctx context.Context, g Grant) (Grant, bool, error)
	Grant(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string) (Grant, error)
	Grants(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, q GrantQuery, r page.Request) (page.Of[Grant], error)
	GrantsOf(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, limit int) ([]Grant, error)
	EndGrant(ctx context.Context, g Grant) (bool, error)
	DeleteGrant(ctx context.Context, g Grant) (bool, error)
}

type groupStore interface {
	InsertGroup(ctx context.Context, g Subject) error
	Group(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id rbac.SubjectID) (Subject, error)
	Groups(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Subject], error)
	RenameGroup(ctx context.Context, g Subject) (bool, error)
	DeleteGroup(ctx context.Context, g Subject) (bool, error)
	GroupMembers(ctx context.Context, tenant rbac.TenantID, group rbac.SubjectID, r page.Request) (page.Of[Member], error)
	MembershipsOf(ctx context.Context, tenant rbac.TenantID, group rbac.SubjectID, limit int) ([]rbac.SubjectID, error)
	AddToGroup(ctx context.Context, tenant rbac.TenantID, m rbac.MembershipFact) (bool, error)
	RemoveFromGroup(ctx context.Context, tenant rbac.TenantID, m rbac.MembershipFact) (bool, error)
	InGroup(ctx context.Context, tenant rbac.TenantID, m rbac.MembershipFact) (bool, error)
	SubjectNames(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, ids []rbac.SubjectID) (map[string]Named, error)
	VisibleSubject(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, id rbac.SubjectID) (Subject, error)
}

type shareStore interface {
	InsertShare(ctx context.Context, share Share) error
	Share(ctx context.Context, tenant rbac.TenantID, owner rbac.OrgID, id string) (Share, error)
	Shares(ctx context.Context, tenant rbac.TenantID, owner rbac.OrgID, kind Kind, r page.Request) (page.Of[Share], error)
	DeleteShare(ctx context.Context, share Share) (bool, error)
	SharesOf(ctx context.Context, tenant rbac.TenantID, kind Kind, resource string) ([]Share, error)
	UsableIn(ctx context.Context, tenant rbac.TenantID, kind Kind, org rbac.OrgID) ([]string, error)
	Owns(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, kind Kind, resource string) (bool, error)
}
