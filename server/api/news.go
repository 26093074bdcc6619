package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/portal"
)

const portalTag = "portal"

func (a *API) registerNews() {
	const all, one = "/orgs/{org_id}/news", "/orgs/{org_id}/news/{news_id}"
	register(a, route{
		ID: "listMyNews", Method: http.MethodGet, Path: "/me/news", Access: personal, Tag: portalTag,
		Summary: "What all your orgs and those above them tell you now, the newest first",
	}, a.listMyNews)
	register(a, route{
		ID: "listNews", Method: http.MethodGet, Path: all, Permission: rbac.OrgView, Tag: portalTag,
		Summary: "What an org and those above it tell its people now, the newest first",
	}, a.listNews)
	register(a, route{
		ID: "writeNews", Method: http.MethodPost, Path: all, Permission: rbac.OrgEdit, Tag: portalTag,
		Summary: "Tell everybody in an org and below it something", Status: http.StatusCreated,
	}, a.writeNews)
	register(a, route{
		ID: "getNews", Method: http.MethodGet, Path: one, Permission: rbac.OrgEdit, Tag: portalTag,
		Summary: "One piece of news, to be changed",
	}, a.getNews)
	register(a, route{
		ID: "changeNews", Method: http.MethodPut, Path: one, Permission: rbac.OrgEdit, Tag: portalTag, Summary: "Write news anew",
	}, a.changeNews)
	register(a, route{
		ID: "deleteNews", Method: http.MethodDelete, Path: one, Permission: rbac.OrgEdit, Tag: portalTag,
		Summary: "Take news away", Status: http.StatusNoContent,
	}, a.deleteNews)
}

// InNews is embedded in the input of routes of one piece of news.
type InNews struct {
	InOrg
	ID string `path:"news_id"`
}

type newsBody struct {
	ID        string            `json:"id"`
	OrgID     string            `json:"org_id"`
	OrgName   string            `json:"org_name" doc:"Told also where you may not view the org"`
	Title     string            `json:"title"`
	Text      string            `json:"text" doc:"Markdown"`
	ShownAt   time.Time         `json:"shown_at" doc:"From when on they are read: starts_at, or when they were written"`
	State     portal.NewsState  `json:"state" enum:"later,shown,over" doc:"Whether they are read now"`
	StartsAt  *time.Time        `json:"starts_at,omitempty"`
	EndsAt    *time.Time        `json:"ends_at,omitempty"`
	Revision  int64             `json:"revision"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Can       []rbac.Permission `json:"can" doc:"What you may do at their org; org:edit changes them"`
}

func newNewsBody(n portal.News) newsBody {
	return newsBody{
		ID: n.ID, OrgID: string(n.Org), OrgName: n.OrgName, Title: n.Title, Text: n.Text, State: n.State,
		ShownAt: clock.Time(n.ShownAt), StartsAt: moment(n.StartsAt), EndsAt: moment(n.EndsAt),
		Revision: n.Revision, CreatedAt: clock.Time(n.CreatedAt), UpdatedAt: clock.Time(n.UpdatedAt), Can: some(n.Can),
	}
}

type newsOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     newsBody
}

func newNewsOutput(n portal.News, err error) (*newsOutput, error) {
	if err != nil {
		return nil, err
	}
	return &newsOutput{ETag: etag(n.Revision), Body: newNewsBody(n)}, nil
}

// listMyNews: GET /me/news
func (a *API) listMyNews(ctx context.Context, in *struct{ Paged }) (*listOutput[newsBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Portal.MyNews(ctx, actor(ctx), r)
	if err != nil {
		return nil, err
	}
	return list(p, newNewsBody), nil
}

type listNewsInput struct {
	InOrg
	All bool `query:"all" doc:"Those of the org alone, also if they have ended or not begun; this takes org:edit"`
	Paged
}

// listNews: GET /orgs/{org_id}/news
func (a *API) listNews(ctx context.Context, in *listNewsInput) (*listOutput[newsBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	read := a.Portal.NewsOf
	if in.All {
		read = a.Portal.AllNewsOf
	}
	p, err := read(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newNewsBody), nil
}

// NewsIn is embedded in bodies of news.
type NewsIn struct {
	Title    string    `json:"title" maxLength:"120" doc:"1 to 120 characters" example:"Freeze 1–7 October"`
	Text     string    `json:"text,omitempty" maxLength:"4000" doc:"Markdown"`
	StartsAt time.Time `json:"starts_at,omitzero" doc:"Nobody reads them before"`
	EndsAt   time.Time `json:"ends_at,omitzero" doc:"Nobody reads them from then on"`
}

func (in NewsIn) spec() portal.NewsSpec { return portal.NewsSpec(in) }

type writeNewsInput struct {
	InOrg
	Body struct{ NewsIn }
}

// writeNews: POST /orgs/{org_id}/news
func (a *API) writeNews(ctx context.Context, in *writeNewsInput) (*newsOutput, error) {
	out, err := newNewsOutput(a.Portal.WriteNews(ctx, actor(ctx), in.org(), in.Body.spec()))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/news/" + out.Body.ID
	}
	return out, err
}

// getNews: GET /orgs/{org_id}/news/{news_id}
func (a *API) getNews(ctx context.Context, in *struct{ InNews }) (*newsOutput, error) {
	return newNewsOutput(a.Portal.OneNews(ctx, actor(ctx), in.org(), in.ID))
}

type changeNewsInput struct {
	InNews
	IfMatch
	Body struct{ NewsIn }
}

// changeNews: PUT /orgs/{org_id}/news/{news_id}
func (a *API) changeNews(ctx context.Context, in *changeNewsInput) (*newsOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newNewsOutput(a.Portal.ChangeNews(ctx, actor(ctx), in.org(), in.ID, revision, in.Body.spec()))
}

type deleteNewsInput struct {
	InNews
	IfMatch
	Reasoned
}

// deleteNews: DELETE /orgs/{org_id}/news/{news_id}
func (a *API) deleteNews(ctx context.Context, in *deleteNewsInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Portal.DeleteNews(ctx, actor(ctx), in.org(), in.ID, revision)
}
