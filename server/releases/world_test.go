package releases_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/chains"
	"catenary/server/releases"
	"catenary/server/runs"
	"catenary/server/scripts"
	"catenary/server/servertest"
)

// stage is what releases start, as the world outside sees it: it lives on when a
// server dies. A run whose chain stands in fails ends as failed, unless it is
// undone.
type stage struct {
	mu      sync.Mutex
	started []runs.Unattended
	state   map[string]run.State
	byKey   map[string]string
	fails   map[string]bool // by key of the chain
	// holds are chains whose runs go on until let go.
	holds map[string]bool
	// full are chains for whose runs there is no room now.
	full map[string]bool
	// slow is called, once, before a run is started.
	slow func()
	// stuck makes undos fail.
	stuck bool
	// undone are runs that were taken back, in order.
	undone []string
	moves  map[string]chan struct{}
}

func newStage() *stage {
	return &stage{state: map[string]run.State{}, byKey: map[string]string{}, fails: map[string]bool{}, holds: map[string]bool{}, full: map[string]bool{}, moves: map[string]chan struct{}{}}
}

func (s *stage) Unattended(_ context.Context, u runs.Unattended) (runs.Started, error) {
	if slow := s.slow; slow != nil {
		s.slow = nil
		slow()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full[u.ChainKey] {
		return runs.Started{}, fault.New(fault.Limited, "run.limit", "too many runs")
	}
	if id, there := s.byKey[u.Key]; there {
		return runs.Started{Run: runtime.Run{ID: id}, Replayed: true, Ended: s.state[id].Final()}, nil
	}
	s.byKey[u.Key] = u.ID
	s.started = append(s.started, u)
	state := run.Succeeded
	switch {
	case s.holds[u.ChainKey]:
		state = run.Running
	case s.fails[u.ChainKey] || u.Options.Fail != "":
		state = run.Failed
	}
	s.state[u.ID] = state
	return runs.Started{Run: runtime.Run{ID: u.ID}, Ended: state.Final()}, nil
}

func (s *stage) Fits(_ context.Context, _ rbac.TenantID, _ string, _ int64, input []byte) error {
	if !strings.HasPrefix(string(input), "{") {
		return fault.At("/input", "run.input", "want an object")
	}
	return nil
}

func (s *stage) Outcome(_ context.Context, _ rbac.TenantID, id string) (runs.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state, there := s.state[id]
	if !there {
		return runs.Outcome{}, fault.New(fault.NotFound, "run.unknown", "no such run")
	}
	o := runs.Outcome{State: state}
	if state == run.Failed {
		o.Code, o.Message = "task.exit", "it failed"
	}
	return o, nil
}

func (s *stage) State(_ context.Context, _ rbac.TenantID, id string) (*run.View, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &run.View{State: s.state[id]}, nil
}

func (s *stage) End(_ context.Context, _ rbac.TenantID, id, _, _ string) error {
	s.set(id, run.Canceled)
	return nil
}

func (s *stage) TakeBack(_ context.Context, _ rbac.TenantID, id, _, _ string) error {
	s.mu.Lock()
	s.undone = append(s.undone, id)
	s.mu.Unlock()
	if s.stuck {
		s.set(id, run.UndoFailed)
		return nil
	}
	s.set(id, run.Undone)
	return nil
}

func (s *stage) Moved(_ rbac.TenantID, id string) (<-chan struct{}, func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.moves[id] == nil {
		s.moves[id] = make(chan struct{}, 1)
	}
	return s.moves[id], func() {}
}

func (s *stage) set(id string, state run.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.state[id].Final() || state == run.Undone || state == run.UndoFailed {
		s.state[id] = state
	}
	if c := s.moves[id]; c != nil {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// told are the keys of the chains that ran, in order.
func (s *stage) told() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, u := range s.started {
		out = append(out, u.ChainKey)
	}
	return out
}

// desk opens approvals and decides nothing by itself.
type desk struct {
	store interface {
		InsertApproval(context.Context, approvals.Approval) error
		UpdateApproval(context.Context, approvals.Approval) (bool, error)
	}
	mu   sync.Mutex
	ids  func() string
	open map[approvals.Subject]approvals.Approval
	// asked are those who wrote what is decided, by subject.
	authors map[approvals.Subject][]rbac.SubjectID
}

func (d *desk) Preview(context.Context, approvals.Request) error { return nil }

func (d *desk) Open(ctx context.Context, r approvals.Request) (approvals.Approval, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := approvals.Approval{Tenant: r.Tenant, ID: d.ids(), Org: r.Org, Subject: r.Subject, Digest: r.Digest, Requester: r.Requester, State: approvals.Waiting, Revision: 1}
	d.open[r.Subject], d.authors[r.Subject] = a, r.Authors
	return a, d.store.InsertApproval(ctx, a)
}

func (d *desk) Cancel(ctx context.Context, _ rbac.TenantID, of approvals.Subject, _ rbac.SubjectID, _ string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	a, there := d.open[of]
	delete(d.open, of)
	if !there {
		return nil
	}
	a.State, a.SettledAt = approvals.Canceled, 1
	_, err := d.store.UpdateApproval(ctx, a)
	return err
}

// scene is a world with chains, and releases over it.
type scene struct {
	*servertest.World
	*releases.Service
	t                           *testing.T
	stage                       *stage
	desk                        *desk
	designer, approver, operate rbac.Actor
	org                         rbac.OrgID
}

func setup(t *testing.T, w *servertest.World) *scene {
	t.Helper()
	s := &scene{
		World: w, t: t, stage: newStage(), org: w.Org(servertest.Stock),
		designer: w.Actor(rbac.Designer, servertest.Stock), approver: w.Actor(rbac.Approver, servertest.Stock), operate: w.Actor(rbac.Operator, servertest.Stock),
		desk: &desk{store: w.Store, ids: w.NewID, open: map[approvals.Subject]approvals.Approval{}, authors: map[approvals.Subject][]rbac.SubjectID{}},
	}
	s.Service = s.service(w)
	s.publish("counting", `{"id":"a","kind":"script","script":{"body":"return 1;"}},{"id":"left","kind":"script","script":{"body":"return {left: input.n};"}}],"edges":[{"from":"a","to":"left"}`)
	for _, key := range []string{"one", "two", "three", "back", "ready"} {
		s.publish(key, `{"id":"a","kind":"branch"},{"id":"b","kind":"branch"}`)
	}
	return s
}

func (s *scene) service(w *servertest.World) *releases.Service {
	return &releases.Service{
		Store: w.Store, Runs: s.stage, Approvals: s.desk, Kinds: builtin.Registry(), Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now,
		Log: slog.New(slog.NewTextHandler(s.t.Output(), nil)),
	}
}

// publish makes a chain with one version, whatever its nodes.
func (s *scene) publish(key, nodes string) {
	s.t.Helper()
	drawn := &chains.Service{Store: s.Store(), Auth: s.World.Auth, Audit: s.World.Audit, Kinds: builtin.Registry(), NewID: s.World.NewID, Now: s.Clock.Now}
	document := fmt.Sprintf(`{"format":"catenary/v1","kind":"Chain","key":%q,"name":"A chain","nodes":[%s]}`, key, nodes)
	if strings.Contains(nodes, `"id":"b","kind":"branch"`) {
		document = strings.TrimSuffix(document, "}") + `,"edges":[{"from":"a","to":"b"}]}`
	}
	admin := s.Actor(rbac.Admin, servertest.Stock)
	c, err := drawn.Create(s.t.Context(), admin, s.org, chains.Input{Data: []byte(document), Encoding: chain.EncodingJSON})
	s.must(err)
	_, err = drawn.Publish(s.t.Context(), admin, s.org, key, c.Revision, "first")
	s.must(err)
}

func (s *scene) Store() interface {
	chains.Store
	scripts.Store
	releases.Store
} {
	return s.World.Store
}

func (s *scene) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func phase(key string, change ...func(*releases.Phase)) releases.Phase {
	p := releases.Phase{Name: "Phase " + key, Chain: releases.Chain{Key: key}, Input: json.RawMessage(`{"n": 1}`)}
	for _, f := range change {
		f(&p)
	}
	return p
}

// chained makes the chain back the rollback plan of a phase.
func chained(p *releases.Phase) { p.Rollback = releases.Rollback{Chain: &releases.Chain{Key: "back"}} }

func plan(phases ...releases.Phase) releases.In {
	return releases.In{Name: "Stock release", Description: "All of it", Plan: releases.Plan{Phases: phases}}
}

func (s *scene) draft(in releases.In) releases.View {
	s.t.Helper()
	v, err := s.Create(s.t.Context(), s.designer, s.org, in)
	s.must(err)
	return v
}

func (s *scene) submitted(in releases.In) releases.View {
	s.t.Helper()
	v := s.draft(in)
	v, err := s.Submit(s.t.Context(), s.designer, s.org, v.ID, v.Revision)
	s.must(err)
	return v
}

// decide settles an approval as package approvals does: in a transaction.
func (s *scene) decide(of approvals.Subject, as approvals.State) error {
	s.t.Helper()
	a, there := s.desk.open[of]
	if !there {
		s.t.Fatalf("nobody is asked about %v", of)
	}
	a.State, a.Reason, a.SettledBy, a.SettledAt = as, "seen", s.approver.Subject, 1
	return s.World.Store.InTx(s.t.Context(), func(ctx context.Context) error {
		if _, err := s.World.Store.UpdateApproval(ctx, a); err != nil {
			return err
		}
		return s.Settled(ctx, a)
	})
}

func (s *scene) approved(in releases.In) releases.View {
	s.t.Helper()
	v := s.submitted(in)
	s.must(s.decide(approvals.Subject{Kind: releases.SubjectRelease, ID: v.ID}, approvals.Approved))
	return s.now(v.ID)
}

func (s *scene) executing(in releases.In) releases.View {
	s.t.Helper()
	v := s.approved(in)
	v, err := s.Execute(s.t.Context(), s.operate, s.org, v.ID)
	s.must(err)
	return v
}

func (s *scene) now(id string) releases.View {
	s.t.Helper()
	v, err := s.Get(s.t.Context(), s.designer, s.org, id)
	s.must(err)
	return v
}

// due carries out what is due until nothing is, looking again as the executor
// does when it is woken.
func (s *scene) due() {
	s.t.Helper()
	_, err := s.Due(s.t.Context())
	s.must(err)
}

// wants checks how a release and its phases stand.
func (s *scene) wants(id string, state releases.State, phases ...releases.PhaseState) releases.View {
	s.t.Helper()
	v := s.now(id)
	var got []releases.PhaseState
	for _, p := range v.Phases {
		got = append(got, p.State)
	}
	if v.State != state || !slices.Equal(got, phases) {
		s.t.Fatalf("the release is %s with %v (%s: %s), want %s with %v", v.State, got, v.Code, v.Message, state, phases)
	}
	return v
}

func (s *scene) history(id string) []releases.MilestoneKind {
	s.t.Helper()
	m, err := s.Milestones(s.t.Context(), s.designer, s.org, id, 0, 200)
	s.must(err)
	var out []releases.MilestoneKind
	for _, one := range m.Items {
		out = append(out, one.Kind)
	}
	return out
}
