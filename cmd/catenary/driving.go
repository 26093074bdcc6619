package main

import (
	"context"
	"log/slog"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/internal/startstop"
	"catenary/nodes"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/executor/docker"
	"catenary/runtime/image"
	"catenary/server/chains"
	"catenary/server/config"
	"catenary/server/holds"
	"catenary/server/inbox"
	"catenary/server/limits"
	"catenary/server/resources"
	"catenary/server/runs"
	"catenary/server/stream"
	"catenary/server/switches"
)

// driving is what starts runs, brings them to their end and tells of them.
type driving struct {
	engine   *runtime.Engine
	instance *resources.Instance
	files    *resources.Files
	limits   *limits.Service
	runs     *runs.Service
	streams  *stream.Service
	switches *switches.Service
	holds    *holds.Service
	janitor  *resources.Janitor
	// outside is what channels of orgs are written to with.
	outside inbox.Outside
	// retention takes away what was kept long enough.
	retention *resources.Retention
}

// newDriving wires the engine; what it shares with other services it takes from
// those.
func newDriving(s config.Settings, now *live, with *services, instance *resources.Instance, log *slog.Logger) (*driving, error) {
	files, err := resources.OpenFiles(artefactsDir(s))
	if err != nil {
		return nil, err
	}
	// On SQLite nobody else commits, and everything tells of itself.
	poll, streamPoll := time.Second, 500*time.Millisecond
	if with.store.Database() == "sqlite" {
		poll, streamPoll = 5*time.Second, 0
	}
	versions := runs.NewVersions(with.store)
	toggles := &switches.Service{
		Store: with.store, Auth: with.auth, Audit: with.audit, NewID: with.newID, Now: clock.Wall, Log: log,
		Process: with.newID(), Poll: 2 * streamPoll,
	}
	keeper := &holds.Service{Store: with.store, Auth: with.auth, Audit: with.audit, NewID: with.newID, Now: clock.Wall, Log: log, Reached: reached()}
	owner, lease := "tasks "+instance.ID, leaseTime()
	reach := &resources.Resources{
		Store: with.store, Environments: with.images.Service, Engines: with.pipelines, Secrets: with.secrets, Files: files, Switches: toggles, Holds: keeper, Mailer: with.mail,
		HTTP:  func(tenant rbac.TenantID) resources.Client { return with.outbound.Client(string(tenant)).Bound() },
		NewID: with.newID, Now: clock.Wall,
	}
	engine := runtime.New(runtime.Config{
		Journal: with.store, Logs: with.store, Versions: versions, Glue: with.glue, Kinds: builtin.Registry(),
		Resources: reach,
		Executor:  with.executor, Owner: owner, CallbackSecret: instance.CallbackSecret,
		Bounds: bounds(s.Tasks), Lease: lease, Poll: poll, NewID: with.newID, Now: clock.Wall, Log: log, Reached: reached(),
	})
	d := &driving{engine: engine, switches: toggles, holds: keeper, instance: instance, files: files, janitor: &resources.Janitor{
		Executor: with.executor, Owner: owner, Runs: with.store, Rest: 2 * lease, Now: clock.Wall,
	}}
	d.outside = func(tenant rbac.TenantID, org rbac.OrgID) (nodes.Doer, func(context.Context, string) (secret.Value, error)) {
		return reach.Client(runtime.Run{Tenant: string(tenant), Org: string(org)})
	}
	keep := func() time.Duration { return now.Load().Retention.Runs }
	d.retention = &resources.Retention{Store: with.store, Files: files, Keep: keep, Now: clock.Wall}
	d.limits = &limits.Service{Store: with.store, Auth: with.auth, Audit: with.audit, Wake: engine.Nudge, Now: clock.Wall}
	d.runs = &runs.Service{
		Store: with.store, Limits: d.limits, Engine: engine, Logs: with.store, Versions: versions, Drafts: with.chains, Files: files,
		Auth: with.auth, Audit: with.audit, NewID: with.newID, Now: clock.Wall, Keep: keep,
	}
	toggles.Wake, keeper.Wake = engine.Nudge, engine.Nudge
	d.streams = &stream.Service{
		Runs: d.runs, Engine: engine, Auth: with.auth, NewID: with.newID, Now: clock.Wall, Log: log, Poll: streamPoll,
	}
	return d, nil
}

// containers says how tasks are run.
func containers(s config.Tasks, log *slog.Logger) docker.Config {
	return docker.Config{EgressNetwork: s.Egress, Runtime: s.Runtime, Now: clock.Wall, Log: log}
}

// bounds are those of one server.
func bounds(s config.Tasks) runtime.Bounds {
	b := runtime.DefaultBounds()
	b.Tasks, b.TenantTasks = s.AtOnce, s.Tenant
	return b
}

// addTo adds what drives runs.
func (d *driving) addTo(running *startstop.Group, with *services, log *slog.Logger) {
	running.Add("artefacts", startstop.AtStop(func() { _ = d.files.Close() })) // what was written is on disk
	running.Add("engine", d.engine.Service())
	running.Add("runs of other servers", startstop.Work(func(ctx context.Context) error {
		with.store.ListenRuns(ctx, d.engine.Hint)
		return nil
	}))
	running.Add("switches", startstop.Work(d.switches.Run))
	running.Add("holds", startstop.Work(d.holds.Run))
	running.Add("counts of limits", every(time.Minute, "counts of limits", log, func(ctx context.Context) (int64, error) {
		wrong, err := with.store.RepairGates(ctx)
		for _, w := range wrong {
			log.WarnContext(ctx, "a limit did not count the runs at work; it was set right",
				"tenant", w.Tenant, "limit", w.Key, "counted", w.Counted, "found", w.Found)
		}
		return int64(len(wrong)), err
	}))
	running.Add("runs kept long enough", every(time.Hour, "runs kept long enough", log, d.retention.Sweep))
	running.Add("containers of ended runs", every(6*leaseTime(), "containers of ended runs", log, d.janitor.Sweep))
	running.Add("publications of dead servers", startstop.Work(with.chains.Run))
}

// creation makes what the nodes of a version need: pipelines on their engines,
// images in the registry.
type creation struct {
	*pipelines
	images *images
}

var _ chains.Creation = creation{}

// Image implements chains.Creation.
func (c creation) Image(ctx context.Context, tenant rbac.TenantID, environment string, progress func(chains.Progress)) (string, error) {
	if environment == "" {
		return "", fault.New(fault.NotFound, "environment.unknown", "no such environment")
	}
	made, err := c.images.EnsureImage(ctx, tenant, environment, func(p image.Progress) {
		progress(chains.Progress{Phase: string(p.Phase), Done: p.Done, Total: p.Total})
	})
	return made.Digest, err
}
