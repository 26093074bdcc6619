package api

import (
	"context"
	"net/http"
	"time"

	"catenary/rbac"
	"catenary/server/orgs"
)

func (a *API) registerExplain() {
	register(a, route{
		ID: "explainAccess", Method: http.MethodGet, Path: "/orgs/{org_id}/explain", Permission: rbac.MemberView, Tag: "orgs",
		Summary: "Why somebody may or may not do something at an org",
	}, a.explainAccess)
	register(a, route{
		ID: "listMemberPermissions", Method: http.MethodGet, Path: "/orgs/{org_id}/members/{member_id}/permissions", Permission: rbac.MemberView, Tag: "members",
		Summary: "What a member may do at an org and what not, and by which grants",
	}, a.listMemberPermissions)
	register(a, route{
		ID: "showLacking", Method: http.MethodGet, Path: "/orgs/{org_id}/lacking", Permission: rbac.OrgView, Tag: "orgs",
		Summary: "What you lack to do something at an org, and who could grant it",
	}, a.showLacking)
}

type namedBody struct {
	ID   string `json:"id"`
	Kind string `json:"kind,omitempty"`
	Name string `json:"name,omitempty" doc:"Absent if you may not see it"`
}

func newNamed(n orgs.Named) namedBody { return namedBody(n) }

func newNamedList(list []orgs.Named) []namedBody {
	out := make([]namedBody, len(list))
	for i, n := range list {
		out[i] = newNamed(n)
	}
	return out
}

type explainBody struct {
	Allowed  bool              `json:"allowed"`
	Lines    []explainLineBody `json:"lines" doc:"The grants that speak for or against, denies first"`
	Grantors []namedBody       `json:"grantors" doc:"People who could give a role with the permission; at most 20"`
}

type explainLineBody struct {
	Via    *namedBody  `json:"via,omitempty" doc:"The group that holds the grant"`
	Role   namedBody   `json:"role"`
	Effect rbac.Effect `json:"effect" enum:"allow,deny"`
	Path   []crumbBody `json:"path" doc:"From the org of the grant down to this one, as far as you may view it"`
	Hidden bool        `json:"hidden" doc:"The way begins higher up than you may view"`
	EndsAt *time.Time  `json:"ends_at,omitempty"`
}

type explainInput struct {
	InOrg
	Subject    string          `query:"subject" required:"true" pattern:"^[0-9A-HJKMNP-TV-Z]{26}$" doc:"Member, service account or group"`
	Permission rbac.Permission `query:"permission" required:"true" maxLength:"64" example:"chain:edit"`
}

type explainOutput struct{ Body explainBody }

// explainAccess: GET /orgs/{org_id}/explain
func (a *API) explainAccess(ctx context.Context, in *explainInput) (*explainOutput, error) {
	e, err := a.Orgs.Explain(ctx, actor(ctx), in.org(), rbac.SubjectID(in.Subject), in.Permission)
	if err != nil {
		return nil, err
	}
	out := &explainOutput{Body: explainBody{
		Allowed: e.Allowed, Lines: newExplainLines(e.Lines), Grantors: newNamedList(e.Grantors),
	}}
	return out, nil
}

func newExplainLines(lines []orgs.ExplainedLine) []explainLineBody {
	out := make([]explainLineBody, len(lines))
	for i, l := range lines {
		line := explainLineBody{
			Role: newNamed(l.Role), Effect: l.Effect, Path: newCrumbs(l.Path), Hidden: l.Hidden, EndsAt: moment(l.EndsAt),
		}
		if l.Via.ID != "" {
			via := newNamed(l.Via)
			line.Via = &via
		}
		out[i] = line
	}
	return out
}

type memberPermissionBody struct {
	Permission rbac.Permission   `json:"permission"`
	Allowed    bool              `json:"allowed"`
	Lines      []explainLineBody `json:"lines" doc:"The grants that speak for or against, denies first"`
}

type memberPermissionsOutput struct {
	Body struct {
		Items []memberPermissionBody `json:"items" doc:"All permissions there are"`
	}
}

// listMemberPermissions: GET /orgs/{org_id}/members/{member_id}/permissions
func (a *API) listMemberPermissions(ctx context.Context, in *struct {
	InOrg
	MemberID string `path:"member_id"`
},
) (*memberPermissionsOutput, error) {
	all, err := a.Orgs.Permits(ctx, actor(ctx), in.org(), rbac.SubjectID(in.MemberID))
	if err != nil {
		return nil, err
	}
	out := &memberPermissionsOutput{}
	out.Body.Items = make([]memberPermissionBody, len(all))
	for i, p := range all {
		out.Body.Items[i] = memberPermissionBody{Permission: p.Permission, Allowed: p.Allowed, Lines: newExplainLines(p.Lines)}
	}
	return out, nil
}

type previewBody struct {
	Rights []previewRightBody `json:"rights" doc:"Whose rights change, and where"`
	Total  int                `json:"total" doc:"How many rights change; the first 1000 are shown"`
	Stops  previewTiesBody    `json:"stops"`
	Starts previewTiesBody    `json:"starts"`
}

type previewRightBody struct {
	Subject namedBody         `json:"subject"`
	Org     crumbBody         `json:"org" doc:"There and below, down to the next org with a line of its own"`
	Gains   []rbac.Permission `json:"gains"`
	Loses   []rbac.Permission `json:"loses"`
}

type previewTiesBody struct {
	Grants []previewGrantBody `json:"grants" doc:"Grants of custom roles"`
	Shares []string           `json:"shares"`
	Tokens []string           `json:"tokens"`
}

type previewGrantBody struct {
	Subject namedBody `json:"subject"`
	Role    namedBody `json:"role"`
	Org     crumbBody `json:"org"`
}

type previewOutput struct{ Body previewBody }

// previewOrgMove: POST /orgs/{org_id}/move-preview
func (a *API) previewOrgMove(ctx context.Context, in *moveOrgInput) (*previewOutput, error) {
	p, err := a.Orgs.PreviewMove(ctx, actor(ctx), in.org(), rbac.OrgID(in.Body.ParentID))
	if err != nil {
		return nil, err
	}
	return &previewOutput{Body: previewBody{
		Rights: newPreviewRights(p.Rights), Total: p.Total,
		Stops: newPreviewTies(p.Stops), Starts: newPreviewTies(p.Starts),
	}}, nil
}

func newPreviewTies(t orgs.PreviewTies) previewTiesBody {
	out := previewTiesBody{Grants: make([]previewGrantBody, len(t.Grants)), Shares: some(t.Shares), Tokens: some(t.Tokens)}
	for i, g := range t.Grants {
		out.Grants[i] = previewGrantBody{Subject: newNamed(g.Subject), Role: newNamed(g.Role), Org: newCrumb(g.Org)}
	}
	return out
}
