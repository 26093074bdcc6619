package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/environments"
)

func (a *API) registerUploads() {
	const tag, all, one = "uploads", "/orgs/{org_id}/uploads", "/orgs/{org_id}/uploads/{upload_id}"
	register(a, route{
		ID: "beginUpload", Method: http.MethodPost, Path: all, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Begin to upload a file in parts", Status: http.StatusCreated,
	}, a.beginUpload)
	register(a, route{
		ID: "getUpload", Method: http.MethodGet, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "How much of a file is there, to go on after a break",
	}, a.getUpload)
	register(a, route{
		ID: "appendUpload", Method: http.MethodPatch, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Add the next part of a file, of 8 MiB at most", MaxBody: environments.MaxPart,
	}, a.appendUpload)
	register(a, route{
		ID: "deleteUpload", Method: http.MethodDelete, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Take an uploaded file away", Status: http.StatusNoContent,
	}, a.deleteUpload)
}

// InUpload is embedded in the input of routes below an upload.
type InUpload struct {
	InOrg
	ID string `path:"upload_id" doc:"The upload's id" example:"01JD0000000000000000000000"`
}

type uploadBody struct {
	ID        string    `json:"id"`
	Size      int64     `json:"size" doc:"Bytes that the file is to have"`
	Offset    int64     `json:"offset" doc:"Bytes that are there; the next part begins here"`
	Complete  bool      `json:"complete"`
	Digest    string    `json:"digest,omitempty" doc:"That of the whole file: what was said at the beginning, or what it has"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at" doc:"A day later the file is gone, unless an environment waits for it"`
}

type uploadOutput struct {
	Location string `header:"Location"`
	Offset   string `header:"Upload-Offset"`
	Body     uploadBody
}

func newUploadOutput(u environments.Upload, err error) (*uploadOutput, error) {
	if err != nil {
		return nil, err
	}
	return &uploadOutput{
		Offset: strconv.FormatInt(u.Received, 10),
		Body: uploadBody{
			ID: u.ID, Size: u.Size, Offset: u.Received, Complete: u.Complete(), Digest: u.Digest,
			CreatedAt: clock.Time(u.CreatedAt), UpdatedAt: clock.Time(u.UpdatedAt),
		},
	}, nil
}

type beginUploadInput struct {
	InOrg
	Body struct {
		Size   int64  `json:"size" doc:"Bytes that the file has"`
		Digest string `json:"digest,omitempty" doc:"sha256:… of the whole file, which it is checked against"`
	}
}

// beginUpload: POST /orgs/{org_id}/uploads
func (a *API) beginUpload(ctx context.Context, in *beginUploadInput) (*uploadOutput, error) {
	out, err := newUploadOutput(a.Environments.BeginUpload(ctx, actor(ctx), in.org(), in.Body.Size, in.Body.Digest))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/uploads/" + out.Body.ID
	}
	return out, err
}

// getUpload: GET /orgs/{org_id}/uploads/{upload_id}
func (a *API) getUpload(ctx context.Context, in *struct{ InUpload }) (*uploadOutput, error) {
	return newUploadOutput(a.Environments.GetUpload(ctx, actor(ctx), in.org(), in.ID))
}

type appendUploadInput struct {
	InUpload
	Offset  int64  `header:"Upload-Offset" required:"true" minimum:"0" doc:"Where the part begins: as many bytes as are there"`
	RawBody []byte `contentType:"application/offset+octet-stream"`
}

// appendUpload: PATCH /orgs/{org_id}/uploads/{upload_id}
func (a *API) appendUpload(ctx context.Context, in *appendUploadInput) (*uploadOutput, error) {
	return newUploadOutput(a.Environments.Append(ctx, actor(ctx), in.org(), in.ID, in.Offset, in.RawBody))
}

// deleteUpload: DELETE /orgs/{org_id}/uploads/{upload_id}
func (a *API) deleteUpload(ctx context.Context, in *struct{ InUpload }) (*none, error) {
	return &none{}, a.Environments.DeleteUpload(ctx, actor(ctx), in.org(), in.ID)
}
