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

func (a *API) registerOrgs() {
	const tag = "orgs"
	register(a, route{
		ID: "listOrgs", Method: http.MethodGet, Path: "/orgs", Permission: rbac.OrgView, Tag: tag,
		Summary: "The topmost orgs that you may view, the children of one, or those that are searched for",
	}, a.listOrgs)
	register(a, route{
		ID: "createOrg", Method: http.MethodPost, Path: "/orgs", Permission: rbac.OrgCreate, Tag: tag,
		Summary: "Add a child to an org", Status: http.StatusCreated,
	}, a.createOrg)
	register(a, route{
		ID: "getOrg", Method: http.MethodGet, Path: "/orgs/{org_id}", Permission: rbac.OrgView, Tag: tag,
		Summary: "One org, with the way to it as far as you may view it",
	}, a.getOrg)
	register(a, route{
		ID: "editOrg", Method: http.MethodPatch, Path: "/orgs/{org_id}", Permission: rbac.OrgEdit, Tag: tag,
		Summary: "Change an org's name or key",
	}, a.editOrg)
	register(a, route{
		ID: "moveOrg", Method: http.MethodPost, Path: "/orgs/{org_id}/move", Permission: rbac.OrgMove, Tag: tag,
		Summary: "Hang an org, with all below it, under another",
	}, a.moveOrg)
	register(a, route{
		ID: "previewOrgMove", Method: http.MethodPost, Path: "/orgs/{org_id}/move-preview", Permission: rbac.OrgMove, Tag: tag,
		Summary: "What a move would change of people's rights",
	}, a.previewOrgMove)
	register(a, route{
		ID: "deleteOrg", Method: http.MethodDelete, Path: "/orgs/{org_id}", Permission: rbac.OrgDelete, Tag: tag,
		Summary: "Delete an org; it can be restored for 30 days", Status: http.StatusNoContent,
	}, a.deleteOrg)
	register(a, route{
		ID: "previewOrgDelete", Method: http.MethodPost, Path: "/orgs/{org_id}/delete-preview", Permission: rbac.OrgDelete, Tag: tag,
		Summary: "What would go with an org",
	}, a.previewOrgDelete)
	register(a, route{
		ID: "listDeletedOrgs", Method: http.MethodGet, Path: "/orgs/{org_id}/deleted", Permission: rbac.OrgDelete, Tag: tag,
		Summary: "What was deleted directly below an org and can be restored",
	}, a.listDeletedOrgs)
	register(a, route{
		ID: "restoreOrg", Method: http.MethodPost, Path: "/orgs/{org_id}/restore", Permission: rbac.OrgDelete, Tag: tag,
		Summary: "Bring a deleted org back",
	}, a.restoreOrg)
	a.registerExplain()
	a.registerShares()
}

type orgBody struct {
	ID          string            `json:"id"`
	ParentID    string            `json:"parent_id,omitempty" doc:"Absent at the tenant's root, and where you may not view the parent"`
	Key         string            `json:"key"`
	Name        string            `json:"name"`
	Path        []crumbBody       `json:"path" doc:"The way to the org from the topmost one that you may view"`
	HasChildren bool              `json:"has_children" doc:"Whether there are children that you may view"`
	Revision    int64             `json:"revision"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	Can         []rbac.Permission `json:"can" doc:"What you may do here"`
}

type crumbBody struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
}

type orgOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     orgBody
}

func newOrgBody(v orgs.View) orgBody {
	return orgBody{
		ID: string(v.ID), ParentID: string(v.Parent), Key: v.Key, Name: v.Name, Path: newCrumbs(v.Path),
		HasChildren: v.HasChildren, Revision: v.Revision,
		CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt), Can: some(v.Can),
	}
}

func newOrgOutput(v orgs.View, err error) (*orgOutput, error) {
	if err != nil {
		return nil, err
	}
	return &orgOutput{ETag: etag(v.Revision), Body: newOrgBody(v)}, nil
}

func newCrumbs(path []orgs.Crumb) []crumbBody {
	out := make([]crumbBody, len(path))
	for i, c := range path {
		out[i] = newCrumb(c)
	}
	return out
}

func newCrumb(c orgs.Crumb) crumbBody { return crumbBody{ID: string(c.ID), Key: c.Key, Name: c.Name} }

// some is a list that is never null in JSON.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// moment is a time that may be absent.
func moment(us int64) *time.Time {
	if us == 0 {
		return nil
	}
	t := clock.Time(us)
	return &t
}

type listOrgsInput struct {
	Parent string `query:"parent" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$" doc:"The children of this org"`
	Path   string `query:"path" maxLength:"2100" doc:"Only the org at the end of this way of keys from the tenant's root" example:"acme/retail/stock"`
	Search string `query:"q" maxLength:"200" doc:"All orgs with this in their name or key"`
	Paged
}

// listOrgs: GET /orgs
func (a *API) listOrgs(ctx context.Context, in *listOrgsInput) (*listOutput[orgBody], error) {
	if in.Path != "" {
		v, err := a.Orgs.At(ctx, actor(ctx), in.Path)
		if err != nil {
			return nil, err
		}
		return list(page.Of[orgs.View]{Items: []orgs.View{v}}, newOrgBody), nil
	}
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.List(ctx, actor(ctx), orgs.Query{Parent: rbac.OrgID(in.Parent), Search: in.Search}, r)
	if err != nil {
		return nil, err
	}
	return list(p, newOrgBody), nil
}

type createOrgInput struct {
	Body struct {
		ParentID string `json:"parent_id" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$"`
		Key      string `json:"key" doc:"Small letters, digits and inner hyphens; unique among its siblings" example:"stock"`
		Name     string `json:"name" doc:"1 to 200 characters" example:"Stock"`
	}
}

// createOrg: POST /orgs
func (a *API) createOrg(ctx context.Context, in *createOrgInput) (*orgOutput, error) {
	out, err := newOrgOutput(a.Orgs.Create(ctx, actor(ctx), rbac.OrgID(in.Body.ParentID), in.Body.Key, in.Body.Name))
	if err == nil {
		out.Location = prefix + "/orgs/" + out.Body.ID
	}
	return out, err
}

// getOrg: GET /orgs/{org_id}
func (a *API) getOrg(ctx context.Context, in *struct{ InOrg }) (*orgOutput, error) {
	return newOrgOutput(a.Orgs.Get(ctx, actor(ctx), in.org()))
}

type editOrgInput struct {
	InOrg
	IfMatch
	Body struct {
		Key  *string `json:"key,omitempty"`
		Name *string `json:"name,omitempty"`
	}
}

// editOrg: PATCH /orgs/{org_id}
func (a *API) editOrg(ctx context.Context, in *editOrgInput) (*orgOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newOrgOutput(a.Orgs.Rename(ctx, actor(ctx), in.org(), revision, orgs.Edit{Key: in.Body.Key, Name: in.Body.Name}))
}

type moveOrgInput struct {
	InOrg
	Body struct {
		ParentID string `json:"parent_id" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$" doc:"The new parent"`
	}
}

// moveOrg: POST /orgs/{org_id}/move
func (a *API) moveOrg(ctx context.Context, in *moveOrgInput) (*orgOutput, error) {
	return newOrgOutput(a.Orgs.Move(ctx, actor(ctx), in.org(), rbac.OrgID(in.Body.ParentID)))
}

type deleteOrgInput struct {
	InOrg
	Reasoned
	Subtree bool `query:"subtree" doc:"All that is in it and below it goes too; without this only an empty org is deleted"`
}

// deleteOrg: DELETE /orgs/{org_id}
func (a *API) deleteOrg(ctx context.Context, in *deleteOrgInput) (*none, error) {
	return nil, a.Orgs.Delete(ctx, actor(ctx), in.org(), in.Subtree)
}

type orgHoldingBody struct {
	Kind  string `json:"kind" enum:"subjects,chains,scripts,secrets,triggers,calendars,runs,environments,engines,switches,templates,releases,orgs" doc:"Of runs and releases those that are not over"`
	Count int    `json:"count" doc:"In the org and in all below it; at most 1000 are counted"`
	More  bool   `json:"more" doc:"There are more than were counted"`
}

type orgHoldingsOutput struct {
	Body struct {
		Items []orgHoldingBody `json:"items" doc:"What there is nothing of is left out"`
	}
}

// previewOrgDelete: POST /orgs/{org_id}/delete-preview
func (a *API) previewOrgDelete(ctx context.Context, in *struct{ InOrg }) (*orgHoldingsOutput, error) {
	held, err := a.Orgs.PreviewDelete(ctx, actor(ctx), in.org())
	if err != nil {
		return nil, err
	}
	out := &orgHoldingsOutput{}
	out.Body.Items = make([]orgHoldingBody, len(held))
	for i, h := range held {
		out.Body.Items[i] = orgHoldingBody{Kind: h.Kind, Count: min(h.Total, orgs.MaxCounted), More: h.Total > orgs.MaxCounted}
	}
	return out, nil
}

type deletedOrgBody struct {
	ID        string    `json:"id"`
	Key       string    `json:"key"`
	Name      string    `json:"name"`
	DeletedAt time.Time `json:"deleted_at"`
	KeptUntil time.Time `json:"kept_until" doc:"Until then it can be restored"`
}

// listDeletedOrgs: GET /orgs/{org_id}/deleted
func (a *API) listDeletedOrgs(ctx context.Context, in *struct {
	InOrg
	Paged
},
) (*listOutput[deletedOrgBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.Deleted(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, func(o orgs.Org) deletedOrgBody {
		deleted := clock.Time(o.DeletedAt)
		return deletedOrgBody{ID: string(o.ID), Key: o.Key, Name: o.Name, DeletedAt: deleted, KeptUntil: deleted.Add(orgs.Kept)}
	}), nil
}

type restoreOrgInput struct {
	InOrg
	Body *struct {
		Key string `json:"key,omitempty" doc:"A new key, if a sibling has taken the old one"`
	}
}

// restoreOrg: POST /orgs/{org_id}/restore
func (a *API) restoreOrg(ctx context.Context, in *restoreOrgInput) (*orgOutput, error) {
	key := ""
	if in.Body != nil {
		key = in.Body.Key
	}
	return newOrgOutput(a.Orgs.Restore(ctx, actor(ctx), in.org(), key))
}
