package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/nodes/form"
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
	register(a, route{
		ID: "addFormFile", Method: http.MethodPost, Path: one + "/files", Permission: rbac.FormFill, Tag: tag,
		Summary: "Give a file to a field of a form; its id is what stands in the field", Status: http.StatusCreated, MaxBody: form.MaxFile,
	}, a.addFormFile)
	register(a, route{
		ID: "removeFormFile", Method: http.MethodDelete, Path: one + "/files/{file_id}", Permission: rbac.FormFill, Tag: tag,
		Summary: "Take a file away that you gave to a form", Status: http.StatusNoContent,
	}, a.removeFormFile)
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
	Files     []formFileBody  `json:"files" doc:"Your own, while the form waits"`
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
	out := &formOutput{Body: formBody{
		ID: v.ID, OrgID: string(v.Org), RunID: v.Run, Title: v.Title, Help: v.Help, Schema: json.RawMessage(v.Schema), Initial: rawOrNone(v.Initial),
		State: string(v.State), Data: rawOrNone(v.Data), FilledBy: string(v.FilledBy), Behalf: string(v.Behalf), Draft: rawOrNone(v.Draft.Data), DraftAt: moment(v.Draft.UpdatedAt),
		Files: make([]formFileBody, len(v.Files)), MayFill: v.MayFill, DueAt: moment(v.DueAt), CreatedAt: clock.Time(v.CreatedAt), SettledAt: moment(v.SettledAt),
	}}
	for i, f := range v.Files {
		out.Body.Files[i] = newFormFile(f)
	}
	return out, nil
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

type formFileBody struct {
	ID        string `json:"id" doc:"What stands in the field; in the answer it is name, size, sha256 and artefact"`
	Name      string `json:"name"`
	Size      int64  `json:"size"`
	Digest    string `json:"digest"`
	MediaType string `json:"media_type" doc:"As the ending of the name says"`
}

func newFormFile(f forms.File) formFileBody {
	return formFileBody{ID: f.ID, Name: f.Name, Size: f.Size, Digest: f.Digest, MediaType: f.MediaType}
}

type addFormFileInput struct {
	InForm
	Field   string `query:"field" required:"true" maxLength:"500" doc:"Where it stands, as a JSON pointer into what is filled in" example:"/receipt"`
	Name    string `query:"name" required:"true" maxLength:"300" doc:"The file's name" example:"receipt.pdf"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type formFileOutput struct{ Body formFileBody }

// addFormFile: POST /orgs/{org_id}/forms/{form_id}/files
func (a *API) addFormFile(ctx context.Context, in *addFormFileInput) (*formFileOutput, error) {
	f, err := a.Forms.AddFile(ctx, actor(ctx), in.org(), in.FormID, in.Field, in.Name, in.RawBody)
	if err != nil {
		return nil, err
	}
	return &formFileOutput{Body: newFormFile(f)}, nil
}

type removeFormFileInput struct {
	InForm
	FileID string `path:"file_id" doc:"The file's id" example:"01JD0000000000000000000000"`
}

// removeFormFile: DELETE /orgs/{org_id}/forms/{form_id}/files/{file_id}
func (a *API) removeFormFile(ctx context.Context, in *removeFormFileInput) (*none, error) {
	return &none{}, a.Forms.RemoveFile(ctx, actor(ctx), in.org(), in.FormID, in.FileID)
}
