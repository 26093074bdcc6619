package api

import (
	"context"

	"catenary/rbac"
	"catenary/server/orgs"
)

type foreseenBody struct {
	Rights []previewRightBody `json:"rights" doc:"Whose rights change, and where"`
	Total  int                `json:"total" doc:"How many rights change; the first 200 are shown"`
	Gain   int                `json:"gain" doc:"How many members and service accounts get something"`
	Lose   int                `json:"lose" doc:"How many of them lose something"`
}

type foreseenOutput struct{ Body foreseenBody }

func newForeseen(f orgs.Foreseen, err error) (*foreseenOutput, error) {
	if err != nil {
		return nil, err
	}
	return &foreseenOutput{Body: foreseenBody{Rights: newPreviewRights(f.Rights), Total: f.Total, Gain: f.Gain, Lose: f.Lose}}, nil
}

func newPreviewRights(rights []orgs.PreviewRight) []previewRightBody {
	out := make([]previewRightBody, len(rights))
	for i, r := range rights {
		out[i] = previewRightBody{Subject: newNamed(r.Subject), Org: newCrumb(r.Org), Gains: some(r.Gains), Loses: some(r.Loses)}
	}
	return out
}

type previewRoleInput struct {
	InRole
	Body struct {
		Permissions []rbac.Permission `json:"permissions" maxItems:"100" nullable:"false" doc:"What the role is to have"`
	}
}

// previewRole: POST /orgs/{org_id}/roles/{role_id}/preview
func (a *API) previewRole(ctx context.Context, in *previewRoleInput) (*foreseenOutput, error) {
	return newForeseen(a.Orgs.PreviewRole(ctx, actor(ctx), in.org(), in.role(), in.Body.Permissions))
}

// previewGrant: POST /orgs/{org_id}/grant-preview
func (a *API) previewGrant(ctx context.Context, in *createGrantInput) (*foreseenOutput, error) {
	return newForeseen(a.Orgs.PreviewGrant(ctx, actor(ctx), in.org(), in.grant()))
}

// previewWithdrawal: POST /orgs/{org_id}/grants/{grant_id}/withdrawal-preview
func (a *API) previewWithdrawal(ctx context.Context, in *struct{ InGrant }) (*foreseenOutput, error) {
	return newForeseen(a.Orgs.PreviewWithdrawal(ctx, actor(ctx), in.org(), in.GrantID))
}
