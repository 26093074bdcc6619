package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/orgs"
)

func (a *API) registerGrants() {
	const tag = "grants"
	register(a, route{
		ID: "listGrants", Method: http.MethodGet, Path: "/orgs/{org_id}/grants", Permission: rbac.MemberView, Tag: tag,
		Summary: "Who was granted what at an org",
	}, a.listGrants)
	register(a, route{
		ID: "createGrant", Method: http.MethodPost, Path: "/orgs/{org_id}/grants", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Give somebody a role at an org", Status: http.StatusCreated,
	}, a.createGrant)
	register(a, route{
		ID: "previewGrant", Method: http.MethodPost, Path: "/orgs/{org_id}/grant-preview", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Whose rights a grant would change",
	}, a.previewGrant)
	register(a, route{
		ID: "getGrant", Method: http.MethodGet, Path: "/orgs/{org_id}/grants/{grant_id}", Permission: rbac.MemberView, Tag: tag,
		Summary: "One grant",
	}, a.getGrant)
	register(a, route{
		ID: "endGrant", Method: http.MethodPatch, Path: "/orgs/{org_id}/grants/{grant_id}", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Change when a grant ends",
	}, a.endGrant)
	register(a, route{
		ID: "withdrawGrant", Method: http.MethodDelete, Path: "/orgs/{org_id}/grants/{grant_id}", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Withdraw a grant", Status: http.StatusNoContent,
	}, a.withdrawGrant)
	register(a, route{
		ID: "previewWithdrawal", Method: http.MethodPost, Path: "/orgs/{org_id}/grants/{grant_id}/withdrawal-preview", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Whose rights the withdrawal of a grant would change",
	}, a.previewWithdrawal)
	register(a, route{
		ID: "listGrantsOfSubject", Method: http.MethodGet, Path: "/subjects/{subject_id}/grants", Permission: rbac.MemberView, Tag: tag,
		Summary: "What a member, service account or group was granted, wherever you may view members",
	}, a.listGrantsOfSubject)
}

type grantBody struct {
	ID        string            `json:"id"`
	Subject   namedBody         `json:"subject"`
	Role      grantRoleBody     `json:"role"`
	OrgID     string            `json:"org_id"`
	OrgName   string            `json:"org_name"`
	EndsAt    *time.Time        `json:"ends_at,omitempty" doc:"Absent for a grant without an end"`
	Revision  int64             `json:"revision"`
	CreatedAt time.Time         `json:"created_at"`
	CreatedBy string            `json:"created_by" doc:"The subject that gave it"`
	Can       []rbac.Permission `json:"can"`
}

type grantRoleBody struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
}

type grantOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     grantBody
}

func newGrantBody(v orgs.GrantView) grantBody {
	return grantBody{
		ID:      v.ID,
		Subject: namedBody{ID: string(v.Subject), Kind: string(v.SubjectKind), Name: v.SubjectName},
		Role:    grantRoleBody{ID: string(v.Role), Key: v.RoleKey, Name: v.RoleName},
		OrgID:   string(v.Org), OrgName: v.OrgName, EndsAt: moment(v.EndsAt), Revision: v.Revision,
		CreatedAt: clock.Time(v.CreatedAt), CreatedBy: string(v.CreatedBy), Can: some(v.Can),
	}
}

func newGrantOutput(v orgs.GrantView, err error) (*grantOutput, error) {
	if err != nil {
		return nil, err
	}
	return &grantOutput{ETag: etag(v.Revision), Body: newGrantBody(v)}, nil
}

type listGrantsInput struct {
	InOrg
	Inherited bool   `query:"inherited" doc:"Those of the orgs above too, as far as you may view members there"`
	Subject   string `query:"subject" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$" doc:"Only this one's"`
	Paged
}

// listGrants: GET /orgs/{org_id}/grants
func (a *API) listGrants(ctx context.Context, in *listGrantsInput) (*listOutput[grantBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.Grants(ctx, actor(ctx), in.org(), orgs.GrantList{Inherited: in.Inherited, Subject: rbac.SubjectID(in.Subject)}, r)
	if err != nil {
		return nil, err
	}
	return list(p, newGrantBody), nil
}

type subjectGrantsInput struct {
	SubjectID string `path:"subject_id"`
	Paged
}

// listGrantsOfSubject: GET /subjects/{subject_id}/grants
func (a *API) listGrantsOfSubject(ctx context.Context, in *subjectGrantsInput) (*listOutput[grantBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.GrantsOf(ctx, actor(ctx), rbac.SubjectID(in.SubjectID), r)
	if err != nil {
		return nil, err
	}
	return list(p, newGrantBody), nil
}

type createGrantInput struct {
	InOrg
	Body struct {
		SubjectID string     `json:"subject_id" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$" doc:"Member, service account or group"`
		RoleID    string     `json:"role_id" pattern:"^([0-9A-HJKMNP-TV-Z]{26}|[a-z]+)$" example:"viewer"`
		EndsAt    *time.Time `json:"ends_at,omitempty" doc:"When the grant ends by itself"`
	}
}

func (in createGrantInput) grant() orgs.NewGrant {
	g := orgs.NewGrant{Subject: rbac.SubjectID(in.Body.SubjectID), Role: rbac.RoleID(in.Body.RoleID)}
	if in.Body.EndsAt != nil {
		g.EndsAt = *in.Body.EndsAt
	}
	return g
}

// createGrant: POST /orgs/{org_id}/grants
func (a *API) createGrant(ctx context.Context, in *createGrantInput) (*grantOutput, error) {
	out, err := newGrantOutput(a.Orgs.Grant(ctx, actor(ctx), in.org(), in.grant()))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/grants/" + out.Body.ID
	}
	return out, err
}

// InGrant is embedded in the input of routes about one grant.
type InGrant struct {
	InOrg
	GrantID string `path:"grant_id"`
}

// getGrant: GET /orgs/{org_id}/grants/{grant_id}
func (a *API) getGrant(ctx context.Context, in *struct{ InGrant }) (*grantOutput, error) {
	return newGrantOutput(a.Orgs.OneGrant(ctx, actor(ctx), in.org(), in.GrantID))
}

type endGrantInput struct {
	InGrant
	IfMatch
	Body struct {
		EndsAt *time.Time `json:"ends_at" nullable:"true" doc:"null: the grant ends no more by itself"`
	}
}

// endGrant: PATCH /orgs/{org_id}/grants/{grant_id}
func (a *API) endGrant(ctx context.Context, in *endGrantInput) (*grantOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	var end time.Time
	if in.Body.EndsAt != nil {
		end = *in.Body.EndsAt
	}
	return newGrantOutput(a.Orgs.EndGrant(ctx, actor(ctx), in.org(), in.GrantID, revision, end))
}

// withdrawGrant: DELETE /orgs/{org_id}/grants/{grant_id}
func (a *API) withdrawGrant(ctx context.Context, in *struct {
	InGrant
	Reasoned
},
) (*none, error) {
	return nil, a.Orgs.Withdraw(ctx, actor(ctx), in.org(), in.GrantID)
}
