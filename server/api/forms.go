package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/forms"
)

func (a *API) registerForms() {
	const tag, one = "forms", "/orgs/{org_id}/forms/{form_id}"
	register(a, route{
		ID: "getForm", Method: http.MethodGet, Path: one, Permission: rbac.RunView, Tag: tag,
		Summary: "A form that a step of a run waits for, with what you have filled in so far",
	}, a.getForm)
	register(a, route{
		ID: "saveFormDraft", Method: http.MethodPut, Path: one + "/draft", Permission: rbac.FormFill, Tag: tag,
		Summary: "Keep what you have filled in so far", MaxBody: forms.MaxData + 1024,
	}, a.saveFormDraft)
	register(a, route{
		ID: "fillForm", Method: http.MethodPost, Path: one + "/answer", Permission: rbac.FormFill, Tag: tag,
		Summary: "Fill a form in, for good", MaxBody: forms.MaxData + 1024,
	}, a.fillForm)
}

// InForm is embedded in the input of routes about a form.
type InForm struct {
	InOrg
	FormID string `path:"form_id" doc:"The form's id" example:"01JD0000000000000000000000"`
}

type formBody struct {
	ID        string          `json:"id"`
	OrgID     string          `json:"org_id"`
	RunID     string          `json:"run_id"`
	Title     string          `json:"title"`
	Help      string          `json:"help,omitempty"`
	Schema    json.RawMessage `json:"schema" doc:"JSON Schema of what is filled in"`
	Initial   json.RawMessage `json:"initial,omitempty" doc:"What the fields have at first"`
	State     string          `json:"state" enum:"waiting,filled,canceled"`
	Data      json.RawMessage `json:"data,omitempty" doc:"What was filled in"`
	FilledBy  string          `json:"filled_by,omitempty"`
	Behalf    string          `json:"filled_behalf,omitempty" doc:"For whom, if a deputy filled it in"`
	Draft     json.RawMessage `json:"draft,omitempty" doc:"Your own"`
	DraftAt   *time.Time      `json:"draft_at,omitempty"`
	MayFill   bool            `json:"may_fill" doc:"You are asked, or stand in for somebody who is"`
	DueAt     *time.Time      `json:"due_at,omitempty"`
	CreatedAt time.Time       `json:"created_at"`
	SettledAt *time.Time      `json:"settled_at,omitempty"`
}

type formOutput struct{ Body formBody }

func newFormOutput(v forms.View, err error) (*formOutput, error) {
	if err != nil {
		return nil, err
	}
	return &formOutput{Body: formBody{
		ID: v.ID, OrgID: string(v.Org), RunID: v.Run, Title: v.Title, Help: v.Help, Schema: json.RawMessage(v.Schema), Initial: rawOrNone(v.Initial),
		State: string(v.State), Data: rawOrNone(v.Data), FilledBy: string(v.FilledBy), Behalf: string(v.Behalf), Draft: rawOrNone(v.Draft.Data), DraftAt: moment(v.Draft.UpdatedAt),
		MayFill: v.MayFill, DueAt: moment(v.DueAt), CreatedAt: clock.Time(v.CreatedAt), SettledAt: moment(v.SettledAt),
	}}, nil
}

func rawOrNone(text string) json.RawMessage {
	if text == "" {
		return nil
	}
	return json.RawMessage(text)
}

// getForm: GET /orgs/{org_id}/forms/{form_id}
func (a *API) getForm(ctx context.Context, in *struct{ InForm }) (*formOutput, error) {
	return newFormOutput(a.Forms.Get(ctx, actor(ctx), in.org(), in.FormID))
}

type fillFormInput struct {
	InForm
	Body struct {
		Data json.RawMessage `json:"data"`
	}
}

// saveFormDraft: PUT /orgs/{org_id}/forms/{form_id}/draft
func (a *API) saveFormDraft(ctx context.Context, in *fillFormInput) (*formOutput, error) {
	return newFormOutput(a.Forms.SaveDraft(ctx, actor(ctx), in.org(), in.FormID, in.Body.Data))
}

// fillForm: POST /orgs/{org_id}/forms/{form_id}/answer
func (a *API) fillForm(ctx context.Context, in *fillFormInput) (*formOutput, error) {
	return newFormOutput(a.Forms.Fill(ctx, actor(ctx), in.org(), in.FormID, in.Body.Data))
}
