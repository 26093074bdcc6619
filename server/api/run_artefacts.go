package api

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/runs"
)

func (a *API) registerArtefacts() {
	register(a, route{
		ID: "listArtefacts", Method: http.MethodGet, Path: runPath + "/artefacts", Permission: rbac.RunView, Tag: runTag,
		Summary: "The files that the tasks of a run left",
	}, a.listArtefacts)
	register(a, route{
		ID: "getArtefact", Method: http.MethodGet, Path: runPath + "/artefacts/content", Permission: rbac.RunData, Tag: runTag,
		Summary: "One of these files",
	}, a.getArtefact)
	a.operation("getArtefact").Responses["200"].Content = map[string]*huma.MediaType{
		fileType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}
}

// fileType is the content type of every file that is not ours: no browser shows
// it as a page of ours, whatever it holds.
const fileType = "application/octet-stream"

type artefactBody struct {
	Scope     string    `json:"scope,omitempty"`
	Node      string    `json:"node"`
	Attempt   int       `json:"attempt"`
	Name      string    `json:"name"`
	Size      int64     `json:"size"`
	Digest    string    `json:"digest"`
	MediaType string    `json:"media_type,omitempty" doc:"As the task says"`
	CreatedAt time.Time `json:"created_at"`
}

func newArtefact(f runs.Artefact) artefactBody {
	return artefactBody{
		Scope: f.Scope, Node: f.Node, Attempt: f.Attempt, Name: f.Name, Size: f.Size, Digest: f.Digest,
		MediaType: f.MediaType, CreatedAt: clock.Time(f.CreatedAt),
	}
}

type listArtefactsInput struct {
	InRun
	Paged
}

// listArtefacts: GET /orgs/{org_id}/runs/{run_id}/artefacts
func (a *API) listArtefacts(ctx context.Context, in *listArtefactsInput) (*listOutput[artefactBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Runs.Artefacts(ctx, actor(ctx), in.org(), in.RunID, r)
	if err != nil {
		return nil, err
	}
	return list(p, newArtefact), nil
}

type getArtefactInput struct {
	InRun
	InScope
	Node    string `query:"node" required:"true" maxLength:"100" doc:"The node's id" example:"build"`
	Attempt int    `query:"attempt" minimum:"1" default:"1"`
	Name    string `query:"name" required:"true" maxLength:"500" doc:"The file's name" example:"report.pdf"`
}

// getArtefact: GET /orgs/{org_id}/runs/{run_id}/artefacts/content
func (a *API) getArtefact(ctx context.Context, in *getArtefactInput) (*huma.StreamResponse, error) {
	f, content, err := a.Runs.Artefact(ctx, actor(ctx), in.org(), in.RunID, runs.ArtefactRef{
		Scope: in.Scope, Node: in.Node, Attempt: in.Attempt, Name: in.Name,
	})
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		defer func() { _ = content.Close() }()
		out.SetHeader("Content-Type", fileType)
		out.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(f.Name)}))
		out.SetHeader("Content-Length", strconv.FormatInt(f.Size, 10))
		out.SetStatus(http.StatusOK)
		if _, err := io.Copy(out.BodyWriter(), content); err != nil && ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelWarn, "an artefact was cut off",
				slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", err))
			panic(http.ErrAbortHandler) // so that nobody takes it for whole
		}
	}}, nil
}
