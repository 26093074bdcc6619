package api

import (
	"context"
	"time"

	"catenary/internal/clock"
	"catenary/server/scripts"
)

type scriptVersionBody struct {
	Version   int64       `json:"version"`
	Digest    string      `json:"digest"`
	Message   string      `json:"message"`
	CreatedAt time.Time   `json:"created_at"`
	CreatedBy *authorBody `json:"created_by"`
	Source    *string     `json:"source,omitempty" doc:"Absent in lists"`
}

func newScriptVersion(v scripts.Version) scriptVersionBody {
	return scriptVersionBody{
		Version: v.Version, Digest: v.Digest, Message: v.Message,
		CreatedAt: clock.Time(v.CreatedAt), CreatedBy: newAuthor(v.CreatedBy, v.CreatedByName),
	}
}

type listScriptVersionsInput struct {
	InScript
	Paged
}

// listScriptVersions: GET /orgs/{org_id}/scripts/{script_key}/versions
func (a *API) listScriptVersions(ctx context.Context, in *listScriptVersionsInput) (*listOutput[scriptVersionBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Scripts.Versions(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newScriptVersion), nil
}

type addScriptVersionInput struct {
	InScript
	IfMatch
	Body struct {
		Source  string `json:"source" doc:"At most 1 MiB"`
		Message string `json:"message,omitempty" doc:"What to know of this version"`
	}
}

type addScriptVersionOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Script scriptBody `json:"script"`
		Added  bool       `json:"added" doc:"Whether the source was new"`
	}
}

// addScriptVersion: POST /orgs/{org_id}/scripts/{script_key}/versions
func (a *API) addScriptVersion(ctx context.Context, in *addScriptVersionInput) (*addScriptVersionOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	v, added, err := a.Scripts.AddVersion(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Source, in.Body.Message)
	if err != nil {
		return nil, err
	}
	out := &addScriptVersionOutput{ETag: etag(v.Revision)}
	out.Body.Script, out.Body.Added = newScriptBody(v), added
	return out, nil
}

type scriptVersionInput struct {
	InScript
	Version int64 `path:"version"`
}

type scriptVersionOutput struct{ Body scriptVersionBody }

// getScriptVersion: GET /orgs/{org_id}/scripts/{script_key}/versions/{version}
func (a *API) getScriptVersion(ctx context.Context, in *scriptVersionInput) (*scriptVersionOutput, error) {
	v, err := a.Scripts.Version(ctx, actor(ctx), in.org(), in.Key, in.Version)
	if err != nil {
		return nil, err
	}
	out := &scriptVersionOutput{Body: newScriptVersion(v)}
	out.Body.Source = &v.Source
	return out, nil
}
