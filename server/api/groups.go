package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/orgs"
)

func (a *API) registerGroups() {
	const tag = "groups"
	register(a, route{
		ID: "listGroups", Method: http.MethodGet, Path: "/orgs/{org_id}/groups", Permission: rbac.MemberView, Tag: tag,
		Summary: "The groups of an org",
	}, a.listGroups)
	register(a, route{
		ID: "createGroup", Method: http.MethodPost, Path: "/orgs/{org_id}/groups", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Make a group", Status: http.StatusCreated,
	}, a.createGroup)
	register(a, route{
		ID: "getGroup", Method: http.MethodGet, Path: "/orgs/{org_id}/groups/{group_id}", Permission: rbac.MemberView, Tag: tag,
		Summary: "One group",
	}, a.getGroup)
	register(a, route{
		ID: "editGroup", Method: http.MethodPatch, Path: "/orgs/{org_id}/groups/{group_id}", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Change a group's name or key",
	}, a.editGroup)
	register(a, route{
		ID: "deleteGroup", Method: http.MethodDelete, Path: "/orgs/{org_id}/groups/{group_id}", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Delete a group and withdraw what it was granted", Status: http.StatusNoContent,
	}, a.deleteGroup)
	register(a, route{
		ID: "listGroupMembers", Method: http.MethodGet, Path: "/orgs/{org_id}/groups/{group_id}/members", Permission: rbac.MemberView, Tag: tag,
		Summary: "Who is in a group",
	}, a.listGroupMembers)
	register(a, route{
		ID: "joinGroup", Method: http.MethodPut, Path: "/orgs/{org_id}/groups/{group_id}/members/{subject_id}", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Put a member or service account in a group", Status: http.StatusNoContent,
	}, a.joinGroup)
	register(a, route{
		ID: "leaveGroup", Method: http.MethodDelete, Path: "/orgs/{org_id}/groups/{group_id}/members/{subject_id}", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Take a member or service account out of a group", Status: http.StatusNoContent,
	}, a.leaveGroup)
}

type groupBody struct {
	ID        string            `json:"id"`
	OrgID     string            `json:"org_id"`
	Key       string            `json:"key"`
	Name      string            `json:"name"`
	Revision  int64             `json:"revision"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Can       []rbac.Permission `json:"can"`
}

type groupOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     groupBody
}

func newGroupBody(v orgs.GroupView) groupBody {
	return groupBody{
		ID: string(v.ID), OrgID: string(v.Org), Key: v.Key, Name: v.Name, Revision: v.Revision,
		CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt), Can: some(v.Can),
	}
}

func newGroupOutput(v orgs.GroupView, err error) (*groupOutput, error) {
	if err != nil {
		return nil, err
	}
	return &groupOutput{ETag: etag(v.Revision), Body: newGroupBody(v)}, nil
}

// listGroups: GET /orgs/{org_id}/groups
func (a *API) listGroups(ctx context.Context, in *inOrgSearched) (*listOutput[groupBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.Groups(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newGroupBody), nil
}

type createGroupInput struct {
	InOrg
	Body struct {
		Key  string `json:"key" example:"release-team"`
		Name string `json:"name" example:"Release team"`
	}
}

// createGroup: POST /orgs/{org_id}/groups
func (a *API) createGroup(ctx context.Context, in *createGroupInput) (*groupOutput, error) {
	out, err := newGroupOutput(a.Orgs.CreateGroup(ctx, actor(ctx), in.org(), in.Body.Key, in.Body.Name))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/groups/" + out.Body.ID
	}
	return out, err
}

// InGroup is embedded in the input of routes about one group.
type InGroup struct {
	InOrg
	GroupID string `path:"group_id"`
}

func (in InGroup) group() rbac.SubjectID { return rbac.SubjectID(in.GroupID) }

// getGroup: GET /orgs/{org_id}/groups/{group_id}
func (a *API) getGroup(ctx context.Context, in *struct{ InGroup }) (*groupOutput, error) {
	return newGroupOutput(a.Orgs.Group(ctx, actor(ctx), in.org(), in.group()))
}

type editGroupInput struct {
	InGroup
	IfMatch
	Body struct {
		Key  *string `json:"key,omitempty"`
		Name *string `json:"name,omitempty"`
	}
}

// editGroup: PATCH /orgs/{org_id}/groups/{group_id}
func (a *API) editGroup(ctx context.Context, in *editGroupInput) (*groupOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newGroupOutput(a.Orgs.EditGroup(ctx, actor(ctx), in.org(), in.group(), revision, orgs.Edit{Key: in.Body.Key, Name: in.Body.Name}))
}

// deleteGroup: DELETE /orgs/{org_id}/groups/{group_id}
func (a *API) deleteGroup(ctx context.Context, in *struct {
	InGroup
	Reasoned
},
) (*none, error) {
	return nil, a.Orgs.DeleteGroup(ctx, actor(ctx), in.org(), in.group())
}

type groupMemberBody struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind" enum:"user,service"`
	Name    string    `json:"name"`
	State   string    `json:"state" enum:"invited,active,disabled"`
	AddedAt time.Time `json:"added_at"`
}

// listGroupMembers: GET /orgs/{org_id}/groups/{group_id}/members
func (a *API) listGroupMembers(ctx context.Context, in *struct {
	InGroup
	Paged
},
) (*listOutput[groupMemberBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.GroupMembers(ctx, actor(ctx), in.org(), in.group(), r)
	if err != nil {
		return nil, err
	}
	return list(p, func(m orgs.Member) groupMemberBody {
		return groupMemberBody{
			ID: string(m.ID), Kind: string(m.Kind), Name: m.Name, State: m.State, AddedAt: clock.Time(m.AddedAt),
		}
	}), nil
}

type groupMemberInput struct {
	InGroup
	SubjectID string `path:"subject_id"`
}

// joinGroup: PUT /orgs/{org_id}/groups/{group_id}/members/{subject_id}
func (a *API) joinGroup(ctx context.Context, in *groupMemberInput) (*none, error) {
	return nil, a.Orgs.Join(ctx, actor(ctx), in.org(), in.group(), rbac.SubjectID(in.SubjectID))
}

// leaveGroup: DELETE /orgs/{org_id}/groups/{group_id}/members/{subject_id}
func (a *API) leaveGroup(ctx context.Context, in *struct {
	InGroup
	Reasoned
	SubjectID string `path:"subject_id"`
},
) (*none, error) {
	return nil, a.Orgs.Leave(ctx, actor(ctx), in.org(), in.group(), rbac.SubjectID(in.SubjectID))
}
