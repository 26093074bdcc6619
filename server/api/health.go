package api

import (
	"context"
	"net/http"
	"time"

	"catenary/rbac"
	"catenary/server/health"
)

func (a *API) registerHealthOfParts() {
	register(a, route{
		ID: "listParts", Method: http.MethodGet, Path: "/orgs/{org_id}/system/parts", Permission: rbac.AuditView, Tag: "system",
		Summary: "How the parts of the server that answers are: each is looked at every ten seconds at most",
	}, a.listParts)
}

type healthBody struct {
	Name   health.Part  `json:"name" enum:"database,disk,containers,registry,glue,runs,audit"`
	State  health.State `json:"state" enum:"good,low,failed,silent" doc:"low: it works with little left; silent: it did not answer in time"`
	TookMS int64        `json:"took_ms" doc:"How long the look took"`
}

type partsOutput struct {
	Body struct {
		At    time.Time    `json:"at" doc:"When they were looked at"`
		Parts []healthBody `json:"parts"`
	}
}

// listParts: GET /orgs/{org_id}/system/parts
func (a *API) listParts(ctx context.Context, in *struct{ InOrg }) (*partsOutput, error) {
	found, at, err := a.Health.Parts(ctx, actor(ctx), in.org())
	if err != nil {
		return nil, err
	}
	out := &partsOutput{}
	out.Body.At, out.Body.Parts = at.UTC(), make([]healthBody, len(found))
	for i, f := range found {
		out.Body.Parts[i] = healthBody{Name: f.Part, State: f.State, TookMS: f.Took.Milliseconds()}
	}
	return out, nil
}
