package orgs

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// RoleView is a role as one person sees it from an org.
type RoleView struct {
	Role
	// IsSystem says that the role is one of those that every tenant has.
	IsSystem bool
	// Inherited roles belong to an org above; Owner is empty if that may not
	// be viewed.
	Inherited bool
	Can       []rbac.Permission
}

// Roles lists those that can be granted at an org: system roles, its own and
// those of the orgs above it.
func (s *Service) Roles(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[RoleView], error) {
	owners, err := s.roleOwners(ctx, who, org)
	if err != nil {
		return page.Of[RoleView]{}, err
	}
	rows, err := s.Store.Roles(ctx, who.Tenant, owners, r)
	if err != nil {
		return page.Of[RoleView]{}, err
	}
	views, err := s.roleViews(ctx, who, org, rows.Items)
	return page.Of[RoleView]{Items: views, Next: rows.Next}, err
}

// Role reads one role that can be granted at an org; another is role.unknown
// (NotFound).
func (s *Service) Role(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.RoleID) (RoleView, error) {
	owners, err := s.roleOwners(ctx, who, org)
	if err != nil {
		return RoleView{}, err
	}
	r, err := s.role(ctx, who.Tenant, owners, id)
	if err != nil {
		return RoleView{}, err
	}
	views, err := s.roleViews(ctx, who, org, []Role{r})
	if err != nil {
		return RoleView{}, err
	}
	return views[0], nil
}

// roleOwners are the orgs whose custom roles can be granted at an org that may
// be viewed.
func (s *Service) roleOwners(ctx context.Context, who rbac.Actor, org rbac.OrgID) ([]rbac.OrgID, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.OrgView, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	return s.Auth.Ancestors(ctx, who.Tenant, org)
}

func (s *Service) role(ctx context.Context, tenant rbac.TenantID, owners []rbac.OrgID, id rbac.RoleID) (Role, error) {
	r, err := s.Store.Role(ctx, tenant, id)
	if err != nil {
		return Role{}, err
	}
	if !r.System() && !slices.Contains(owners, r.Owner) {
		return Role{}, roleUnknown()
	}
	return r, nil
}

func roleUnknown() error { return fault.New(fault.NotFound, "role.unknown", "no such role") }

func (s *Service) roleViews(ctx context.Context, who rbac.Actor, org rbac.OrgID, list []Role) ([]RoleView, error) {
	path, err := s.Auth.Path(ctx, who, org)
	if err != nil {
		return nil, err
	}
	may, err := s.can(ctx, who, rbac.RoleWrite, path...)
	if err != nil {
		return nil, err
	}
	out := make([]RoleView, len(list))
	for i, r := range list {
		v := RoleView{Role: r, IsSystem: r.System(), Inherited: !r.System() && r.Owner != org}
		switch {
		case r.System():
			v.Permissions = systemPermissions(r.ID)
		case !slices.Contains(path, r.Owner):
			v.Owner = ""
		default:
			v.Can = may[r.Owner]
		}
		out[i] = v
	}
	return out, nil
}

func systemPermissions(id rbac.RoleID) []rbac.Permission {
	for _, r := range rbac.SystemRoles() {
		if r.ID == id {
			return r.Permissions
		}
	}
	return nil
}

// ownKey refuses the key of a system role: role.key_taken (Conflict).
func ownKey(key string) error {
	if systemPermissions(rbac.RoleID(key)) == nil {
		return nil
	}
	return fault.New(fault.Conflict, "role.key_taken", "a system role has this key")
}

// NewRole is what a custom role is made of.
type NewRole struct {
	Key, Name   string
	Effect      rbac.Effect
	Permissions []rbac.Permission
}

// CreateRole makes a custom role of an org. It needs role:write there and all
// of the permissions (auth.beyond, Forbidden). The key of a role of the org, or
// of a system role, is role.key_taken (Conflict), a wrong list role.permissions (Invalid).
func (s *Service) CreateRole(ctx context.Context, who rbac.Actor, org rbac.OrgID, in NewRole) (RoleView, error) {
	title, err := names(in.Key, in.Name)
	if err != nil {
		return RoleView{}, err
	}
	if in.Effect != rbac.Allow && in.Effect != rbac.Deny {
		return RoleView{}, fault.At("/effect", "role.effect", "the effect is allow or deny")
	}
	permissions, err := chosen("role.permissions", in.Permissions, rbac.Permissions())
	if err != nil {
		return RoleView{}, err
	}
	var r Role
	who, err = s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		if err := s.mayWrite(ctx, who, org, permissions); err != nil {
			return nil, err
		}
		if err := ownKey(in.Key); err != nil {
			return nil, err
		}
		now := s.Now().UnixMicro()
		r = Role{
			Tenant: who.Tenant, ID: rbac.RoleID(s.NewID()), Owner: org, Key: in.Key, Name: title, Effect: in.Effect,
			Revision: 1, CreatedAt: now, UpdatedAt: now, Permissions: permissions,
		}
		if err := s.Store.InsertRole(ctx, r); err != nil {
			return nil, err
		}
		fact := r.Fact()
		return []rbac.Change{{Role: &fact}}, s.recordRole(ctx, who, "role:created", nil, &r)
	})
	if err != nil {
		return RoleView{}, err
	}
	return s.Role(ctx, who, org, r.ID)
}

// RoleEdit is what can be changed of a custom role; nil: as it is.
type RoleEdit struct {
	Key, Name   *string
	Permissions []rbac.Permission
}

// EditRole changes a custom role. It needs role:write at the org that owns it
// and all permissions from before and after there, and to give more to those who
// hold the role what Grant needs for that. A system role is
// role.system (Conflict), an overtaken revision role.stale (Stale); whoever is
// under a deny does not change it: role.under_deny (Forbidden).
func (s *Service) EditRole(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.RoleID, revision int64, e RoleEdit) (RoleView, error) {
	who, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		before, after, err := s.edited(ctx, who, org, id, e)
		if err != nil {
			return nil, err
		}
		after.Revision, after.UpdatedAt = revision, s.Now().UnixMicro()
		switch done, err := s.Store.UpdateRole(ctx, after); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("role.stale", "role")
		}
		fact := after.Fact()
		return []rbac.Change{{Role: &fact}}, s.recordRole(ctx, who, "role:changed", &before, &after)
	})
	if err != nil {
		return RoleView{}, err
	}
	return s.Role(ctx, who, org, id)
}

// edited reads a role that the actor may change so, and makes it what it is to be.
func (s *Service) edited(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.RoleID, e RoleEdit) (before, after Role, err error) {
	if before, err = s.writable(ctx, who, org, id); err != nil {
		return before, after, err
	}
	after = before
	if after.Key, after.Name, err = (Edit{Key: e.Key, Name: e.Name}).apply(before.Key, before.Name); err != nil {
		return before, after, err
	}
	if err := ownKey(after.Key); err != nil && after.Key != before.Key {
		return before, after, err
	}
	if e.Permissions != nil {
		if after.Permissions, err = chosen("role.permissions", e.Permissions, rbac.Permissions()); err != nil {
			return before, after, err
		}
	}
	if err := s.mayWrite(ctx, who, before.Owner, after.Permissions); err != nil {
		return before, after, err
	}
	return before, after, s.mayWiden(ctx, who, before, after.Permissions)
}

// DeleteRole takes a custom role away, by the rules of EditRole. One that is
// granted to anybody is role.in_use (Conflict).
func (s *Service) DeleteRole(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.RoleID) error {
	_, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		r, err := s.writable(ctx, who, org, id)
		if err != nil {
			return nil, err
		}
		switch done, err := s.Store.DeleteRole(ctx, r); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("role.stale", "role")
		}
		return []rbac.Change{{RoleGone: r.ID}}, s.recordRole(ctx, who, "role:deleted", &r, nil)
	})
	return err
}

// writable reads a role, seen from an org, that the actor may change.
func (s *Service) writable(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.RoleID) (Role, error) {
	owners, err := s.roleOwners(ctx, who, org)
	if err != nil {
		return Role{}, err
	}
	r, err := s.role(ctx, who.Tenant, owners, id)
	if err != nil {
		return Role{}, err
	}
	if r.System() {
		return Role{}, fault.New(fault.Conflict, "role.system", "system roles are the same everywhere and do not change")
	}
	if err := s.confirmAbove(ctx, who, rbac.RoleWrite, r.Owner); err != nil {
		return Role{}, err
	}
	if r.Effect == rbac.Deny {
		switch under, err := s.Store.Holds(ctx, who.Tenant, who.Subject, id); {
		case err != nil:
			return Role{}, err
		case under:
			return Role{}, fault.New(fault.Forbidden, "role.under_deny", "whoever is under a deny does not change it")
		}
	}
	return r, s.mayWrite(ctx, who, r.Owner, r.Permissions)
}

// mayWrite refuses who lacks role:write at an org, or one of the permissions.
func (s *Service) mayWrite(ctx context.Context, who rbac.Actor, org rbac.OrgID, permissions []rbac.Permission) error {
	if err := s.Auth.Confirm(ctx, who, rbac.RoleWrite, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	can, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return err
	}
	return within(permissions, can[org], org)
}

// roleState is a role as the audit log keeps it.
type roleState struct {
	Key         string            `json:"key"`
	Name        string            `json:"name"`
	Effect      rbac.Effect       `json:"effect"`
	Permissions []rbac.Permission `json:"permissions"`
}

func (s *Service) recordRole(ctx context.Context, who rbac.Actor, action string, before, after *Role) error {
	e := audit.Entry{Action: action, Kind: "role"}
	if before != nil {
		e.ResourceID, e.OrgID = string(before.ID), before.Owner
		e.Before = roleState{before.Key, before.Name, before.Effect, before.Permissions}
	}
	if after != nil {
		e.ResourceID, e.OrgID = string(after.ID), after.Owner
		e.After = roleState{after.Key, after.Name, after.Effect, after.Permissions}
	}
	return s.Audit.Record(ctx, who, e)
}
