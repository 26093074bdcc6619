package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/orgs"
)

func (a *API) registerShares() {
	const tag = "shares"
	register(a, route{
		ID: "listShares", Method: http.MethodGet, Path: "/orgs/{org_id}/shares", Permission: rbac.OrgView, Tag: tag,
		Summary: "What an org lets orgs below it use",
	}, a.listShares)
	register(a, route{
		ID: "createShare", Method: http.MethodPost, Path: "/orgs/{org_id}/shares", Permission: rbac.ShareWrite, Tag: tag,
		Summary: "Let an org below use something", Status: http.StatusCreated,
	}, a.createShare)
	register(a, route{
		ID: "withdrawShare", Method: http.MethodDelete, Path: "/orgs/{org_id}/shares/{share_id}", Permission: rbac.ShareWrite, Tag: tag,
		Summary: "Take a share back", Status: http.StatusNoContent,
	}, a.withdrawShare)
}

type shareBody struct {
	ID          string            `json:"id"`
	Kind        orgs.Kind         `json:"kind" enum:"script,secret,environment,engine,template,role,switch"`
	ResourceID  string            `json:"resource_id"`
	ToOrgID     string            `json:"to_org_id"`
	ToOrgName   string            `json:"to_org_name,omitempty" doc:"Absent if you may not view that org"`
	Subtree     bool              `json:"subtree" doc:"What is below that org may use it too"`
	Permissions []rbac.Permission `json:"permissions"`
	CreatedAt   time.Time         `json:"created_at"`
	CreatedBy   string            `json:"created_by"`
	Can         []rbac.Permission `json:"can"`
}

func newShareBody(v orgs.ShareView) shareBody {
	return shareBody{
		ID: v.ID, Kind: v.Kind, ResourceID: v.Resource, ToOrgID: string(v.To), ToOrgName: v.ToName, Subtree: v.Subtree,
		Permissions: some(v.Permissions), CreatedAt: clock.Time(v.CreatedAt), CreatedBy: string(v.CreatedBy), Can: some(v.Can),
	}
}

type listSharesInput struct {
	InOrg
	Kind orgs.Kind `query:"kind" enum:"script,secret,environment,engine,template,role,switch"`
	Paged
}

// listShares: GET /orgs/{org_id}/shares
func (a *API) listShares(ctx context.Context, in *listSharesInput) (*listOutput[shareBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Orgs.Shares(ctx, actor(ctx), in.org(), in.Kind, r)
	if err != nil {
		return nil, err
	}
	return list(p, newShareBody), nil
}

type createShareInput struct {
	InOrg
	Body struct {
		Kind        orgs.Kind         `json:"kind" enum:"script,secret,environment,engine,template,role,switch"`
		ResourceID  string            `json:"resource_id" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$"`
		ToOrgID     string            `json:"to_org_id" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$" doc:"An org below this one"`
		Subtree     bool              `json:"subtree,omitempty" doc:"What is below that org may use it too"`
		Permissions []rbac.Permission `json:"permissions,omitempty" maxItems:"20" nullable:"false" doc:"Left out: all that can be shared of such a thing"`
	}
}

type shareOutput struct{ Body shareBody }

// createShare: POST /orgs/{org_id}/shares
func (a *API) createShare(ctx context.Context, in *createShareInput) (*shareOutput, error) {
	v, err := a.Orgs.Share(ctx, actor(ctx), in.org(), orgs.NewShare{
		Kind: in.Body.Kind, Resource: in.Body.ResourceID, To: rbac.OrgID(in.Body.ToOrgID),
		Subtree: in.Body.Subtree, Permissions: in.Body.Permissions,
	})
	if err != nil {
		return nil, err
	}
	return &shareOutput{Body: newShareBody(v)}, nil
}

type withdrawShareInput struct {
	InOrg
	Reasoned
	ShareID string `path:"share_id"`
}

// withdrawShare: DELETE /orgs/{org_id}/shares/{share_id}
func (a *API) withdrawShare(ctx context.Context, in *withdrawShareInput) (*none, error) {
	return nil, a.Orgs.Unshare(ctx, actor(ctx), in.org(), in.ShareID)
}
