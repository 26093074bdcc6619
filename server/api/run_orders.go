package api

import (
	"context"
	"net/http"

	"catenary/rbac"
	"catenary/server/runs"
)

func (a *API) registerRunOrders() {
	orders := []struct {
		id, verb, summary string
		ask               func(context.Context, rbac.Actor, rbac.OrgID, string, string) (runs.View, error)
	}{
		{"cancelRun", "cancel", "End a run, and what it has begun outside", a.cancelRun},
		{"pauseRun", "pause", "Let a run begin nothing new; what is at work goes on to its end", a.pauseRun},
		{"resumeRun", "resume", "Let a paused run go on", a.resumeRun},
		{"undoRun", "undo", "Undo the steps of a run that is over, the last first", a.undoRun},
	}
	for _, o := range orders {
		register(a, route{
			ID: o.id, Method: http.MethodPost, Path: runPath + "/" + o.verb, Permission: rbac.RunCancel, Tag: runTag,
			Summary: o.summary, Status: http.StatusAccepted,
		}, func(ctx context.Context, in *orderInput) (*runOutput, error) {
			return newRunOutput(o.ask(ctx, actor(ctx), in.org(), in.RunID, in.Body.Reason))
		})
	}
}

type orderInput struct {
	InRun
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"2000" doc:"Why, for the journal and the audit log"`
	}
}

func (a *API) cancelRun(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (runs.View, error) {
	return a.Runs.Cancel(ctx, who, org, id, reason)
}

func (a *API) pauseRun(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (runs.View, error) {
	return a.Runs.Pause(ctx, who, org, id, reason)
}

func (a *API) resumeRun(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (runs.View, error) {
	return a.Runs.Unpause(ctx, who, org, id, reason)
}

func (a *API) undoRun(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (runs.View, error) {
	return a.Runs.Undo(ctx, who, org, id, reason)
}
