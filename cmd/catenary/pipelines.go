package main

import (
	"context"
	"log/slog"
	"time"

	"catenary/internal/clock"
	"catenary/internal/startstop"
	"catenary/rbac"
	"catenary/runtime/executor"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/buildbot"
	"catenary/runtime/pipeline/builtin"
	"catenary/runtime/pipeline/rest"
	"catenary/server/engines"
)

// pipelines is what runs pipelines: the engines of orgs, and the built-in one
// over the executor.
type pipelines struct {
	*engines.Service
	tasks *builtin.Tasks
	owner string
	kept  builtin.Executions
}

// newPipelines wires the engines; what they share with other services they take
// from those. owner is whose the containers of the built-in engine are.
func newPipelines(with *services, run executor.Executor, owner string) *pipelines {
	resources := &engines.Resources{Store: with.store, Auth: with.auth, Environments: with.images.Service, Secrets: with.secrets, Owner: owner}
	tasks := builtin.NewTasks(run, resources.Prepare)
	return &pipelines{tasks: tasks, owner: owner, kept: with.store, Service: &engines.Service{
		Store: with.store, Executions: with.store, Told: tasks.Tell, Auth: with.auth, Audit: with.audit, Secrets: with.secrets,
		Adapters: []pipeline.Adapter{
			&builtin.Adapter{Runner: tasks, Resources: resources, Executions: with.store, Now: clock.Wall}, rest.Adapter{}, buildbot.Adapter{},
		},
		Client: func(tenant rbac.TenantID) pipeline.Client { return with.outbound.Client(string(tenant)) },
		NewID:  with.newID, Now: clock.Wall, Reached: reached(),
	}}
}

// addTo adds what pipelines do in the background.
func (p *pipelines) addTo(running *startstop.Group, log *slog.Logger) {
	running.Add("built-in pipelines", startstop.AtStop(p.tasks.Close))
	running.Add("containers of ended pipelines", every(10*time.Minute, "containers of ended pipelines", log, func(ctx context.Context) (int64, error) {
		return p.tasks.Sweep(ctx, p.owner, p.kept, clock.Wall())
	}))
}
