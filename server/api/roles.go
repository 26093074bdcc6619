package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
)

func (a *API) registerRoles() {
	const tag = "roles"
	register(a, route{
		ID: "listPermissions", Method: http.MethodGet, Path: "/permissions", Access: personal, Tag: tag,
		Summary: "All permissions there are",
	}, a.listPermissions)
	register(a, route{
		ID: "listRoles", Method: http.MethodGet, Path: "/orgs/{org_id}/roles", Permission: rbac.OrgView, Tag: tag,
		Summary: "The roles that can be granted at an org",
	}, a.listRoles)
	register(a, route{
		ID: "createRole", Method: http.MethodPost, Path: "/orgs/{org_id}/roles", Permission: rbac.RoleWrite, Tag: tag,
		Summary: "Make a custom role of an org", Status: http.StatusCreated,
	}, a.createRole)
	register(a, route{
		ID: "getRole", Method: http.MethodGet, Path: "/orgs/{org_id}/roles/{role_id}", Permission: rbac.OrgView, Tag: tag,
		Summary: "One role",
	}, a.getRole)
	register(a, route{
		ID: "editRole", Method: http.MethodPatch, Path: "/orgs/{org_id}/roles/{role_id}", Permission: rbac.RoleWrite, Tag: tag,
		Summary: "Change a custom role",
	}, a.editRole)
	register(a, route{
		ID: "previewRole", Method: http.MethodPost, Path: "/orgs/{org_id}/roles/{role_id}/preview", Permission: rbac.RoleWrite, Tag: tag,
		Summary: "Whose rights other permissions of a custom role would change",
	}, a.previewRole)
	register(a, route{
		ID: "deleteRole", Method: http.MethodDelete, Path: "/orgs/{org_id}/roles/{role_id}", Permission: rbac.RoleWrite, Tag: tag,
		Summary: "Delete a custom role that nobody has", Status: http.StatusNoContent,
	}, a.deleteRole)
}

type permissionBody struct {
	Permission rbac.Permission `json:"permission"`
	Kind       string          `json:"kind"`
	Verb       string          `json:"verb"`
	Roles      []rbac.RoleID   `json:"roles" doc:"The system roles that have it"`
}

// listPermissions: GET /permissions
func (a *API) listPermissions(context.Context, *struct{}) (*listOutput[permissionBody], error) {
	return list(page.Of[orgs.CatalogueEntry]{Items: orgs.Catalogue()}, func(e orgs.CatalogueEntry) permissionBody {
		return permissionBody{Permission: e.Permission, Kind: e.Kind, Verb: e.Verb, Roles: some(e.Roles)}
	}), nil
}

type roleBody struct {
	ID          string            `json:"id"`
	System      bool              `json:"system" doc:"The same in every tenant; it does not change"`
	OrgID       string            `json:"org_id,omitempty" doc:"The org that owns it; absent for a system role, and where you may not view that org"`
	Inherited   bool              `json:"inherited" doc:"An org above owns it"`
	Key         string            `json:"key"`
	Name        string            `json:"name"`
	Effect      rbac.Effect       `json:"effect" enum:"allow,deny"`
	Permissions []rbac.Permission `json:"permissions"`
	Revision    int64             `json:"revision"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	Can         []rbac.Permission `json:"can"`
}

type roleOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     roleBody
}

func newRoleBody(v orgs.RoleView) roleBody {
	return roleBody{
		ID: string(v.ID), System: v.IsSystem, OrgID: string(v.Owner), Inherited: v.Inherited, Key: v.Key, Name: v.Name,
		Effect: v.Effect, Permissions: some(v.Permissions), Revision: v.Revision,
		CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt), Can: some(v.Can),
	}
}

func newRoleOutput(v orgs.RoleView, err error) (*roleOutput, error) {
	if err != nil {
		return nil, err
	}
	return &roleOutput{ETag: etag(v.Revision), Body: newRoleBody(v)}, nil
}

// listRoles: GET /orgs/{org_id}/roles
func (a *API) listRoles(ctx context.Context, in *inOrgSearched) (*listOutput[roleBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.Roles(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newRoleBody), nil
}

type createRoleInput struct {
	InOrg
	Body struct {
		Key         string            `json:"key" example:"releaser"`
		Name        string            `json:"name" example:"Releaser"`
		Effect      rbac.Effect       `json:"effect" enum:"allow,deny"`
		Permissions []rbac.Permission `json:"permissions" maxItems:"100" nullable:"false"`
	}
}

// createRole: POST /orgs/{org_id}/roles
func (a *API) createRole(ctx context.Context, in *createRoleInput) (*roleOutput, error) {
	out, err := newRoleOutput(a.Orgs.CreateRole(ctx, actor(ctx), in.org(), orgs.NewRole{
		Key: in.Body.Key, Name: in.Body.Name, Effect: in.Body.Effect, Permissions: in.Body.Permissions,
	}))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/roles/" + out.Body.ID
	}
	return out, err
}

// InRole is embedded in the input of routes about one role.
type InRole struct {
	InOrg
	RoleID string `path:"role_id" doc:"The role's id; of a system role a word" example:"viewer"`
}

func (in InRole) role() rbac.RoleID { return rbac.RoleID(in.RoleID) }

// getRole: GET /orgs/{org_id}/roles/{role_id}
func (a *API) getRole(ctx context.Context, in *struct{ InRole }) (*roleOutput, error) {
	return newRoleOutput(a.Orgs.Role(ctx, actor(ctx), in.org(), in.role()))
}

type editRoleInput struct {
	InRole
	IfMatch
	Body struct {
		Key         *string           `json:"key,omitempty"`
		Name        *string           `json:"name,omitempty"`
		Permissions []rbac.Permission `json:"permissions,omitempty" maxItems:"100" nullable:"false"`
	}
}

// editRole: PATCH /orgs/{org_id}/roles/{role_id}
func (a *API) editRole(ctx context.Context, in *editRoleInput) (*roleOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newRoleOutput(a.Orgs.EditRole(ctx, actor(ctx), in.org(), in.role(), revision, orgs.RoleEdit{
		Key: in.Body.Key, Name: in.Body.Name, Permissions: in.Body.Permissions,
	}))
}

// deleteRole: DELETE /orgs/{org_id}/roles/{role_id}
func (a *API) deleteRole(ctx context.Context, in *struct {
	InRole
	Reasoned
},
) (*none, error) {
	return nil, a.Orgs.DeleteRole(ctx, actor(ctx), in.org(), in.role())
}
