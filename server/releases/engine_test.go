package releases_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/glue"
	"catenary/runtime/run"
	"catenary/server/releases"
	"catenary/server/resources"
	"catenary/server/runs"
	"catenary/server/servertest"
	"catenary/server/switches"
)

// The test binary is its own glue child, as the server is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == glue.Command {
		os.Exit(glue.Child(os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// driven is a scene whose runs are driven by an engine, and whose executor works
// by itself.
func driven(t *testing.T, w *servertest.World) *scene {
	t.Helper()
	s := setup(t, w)
	pool := &glue.Pool{}
	t.Cleanup(pool.Stop)
	versions := runs.NewVersions(w.Store)
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	engine := runtime.New(runtime.Config{
		Journal: w.Store, Logs: w.Store, Versions: versions, Glue: pool, Kinds: builtin.Registry(), NewID: w.NewID, Now: w.Clock.Now, Log: log,
		Poll: 50 * time.Millisecond, Resources: &resources.Resources{Store: w.Store, NewID: w.NewID, Now: w.Clock.Now},
	})
	if err := engine.Service().Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Service().Stop)
	s.Runs = &runs.Service{
		Store: w.Store, Engine: engine, Logs: w.Store, Versions: versions, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now,
	}
	s.Glue = pool
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() {
		stop()
		<-done
	})
	return s
}

// over waits for the end of an execution, which tells of itself.
func (s *scene) over(id string) releases.View {
	s.t.Helper()
	changed, leave := s.Watch(id)
	defer leave()
	for patience := time.After(60 * time.Second); ; {
		if v := s.now(id); v.State.Executed() {
			return v
		}
		select {
		case <-changed:
		case <-patience:
			s.t.Fatalf("the release does not end: %+v", s.now(id).Phases)
		}
	}
}

// seven are the steps of a phase, each of which fails if it is told to, and says
// how it is undone.
func seven() string {
	var nodes, edges []string
	for i := 1; i <= 7; i++ {
		nodes = append(nodes, fmt.Sprintf(`{"id":"s%d","kind":"script","script":{"body":"if (input.fail === 's%d') throw new Error('it broke'); return %d;"},`+
			`"undo":{"kind":"script","script":{"body":"return 'back';"}}}`, i, i, i))
		if i > 1 {
			edges = append(edges, fmt.Sprintf(`{"from":"s%d","to":"s%d"}`, i-1, i))
		}
	}
	return strings.Join(nodes, ",") + `],"edges":[` + strings.Join(edges, ",")
}

// Whichever of seven steps of the second phase fails, the release is rolled back
// by the undos of the steps before it, and the first phase stays.
func TestAFailureAtEachStepIsRolledBack(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := driven(t, w)
		s.publish("seven", seven())
		for failing := 1; failing <= 8; failing++ {
			v := s.executing(plan(phase("one"), phase("seven", func(p *releases.Phase) {
				p.Input = json.RawMessage(fmt.Sprintf(`{"fail": "s%d"}`, failing))
			}), phase("three")))
			s.over(v.ID)
			if failing == 8 {
				s.wants(v.ID, releases.Succeeded, releases.PhaseSucceeded, releases.PhaseSucceeded, releases.PhaseSucceeded)
				continue
			}
			v = s.wants(v.ID, releases.RolledBack, releases.PhaseSucceeded, releases.PhaseRolledBack, releases.PhaseCanceled)
			for _, r := range v.Runs {
				view, err := s.Runs.State(t.Context(), v.Tenant, r.Run)
				s.must(err)
				if r.Phase == 1 {
					if view.State != run.Succeeded {
						t.Errorf("step %d fails, and the first phase is %s", failing, view.State)
					}
					continue
				}
				for i := 1; i < failing; i++ {
					if step := view.Scope("").Steps[chain.NodeID(fmt.Sprintf("s%d", i))]; step.State != run.StepUndone {
						t.Errorf("step %d fails, and step %d is %s", failing, i, step.State)
					}
				}
			}
		}
	})
}

// An undo that fails ends the rollback: the phase says which step's it was, and
// the steps before it stay.
func TestAnUndoThatFailsIsNamed(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := driven(t, w)
		node := func(id, body, undo string) string {
			return fmt.Sprintf(`{"id":%q,"kind":"script","script":{"body":%q},"undo":{"kind":"script","script":{"body":%q}}}`, id, body, undo)
		}
		const well, badly = "return 1;", "throw new Error('it is stuck');"
		s.publish("stuck", node("a", well, well)+","+node("b", well, badly)+","+node("c", badly, well)+
			`],"edges":[{"from":"a","to":"b"},{"from":"b","to":"c"}`)
		v := s.executing(plan(phase("stuck")))
		s.over(v.ID)
		v = s.wants(v.ID, releases.Failed, releases.PhaseRollbackFailed)
		p := v.Phases[0]
		if p.Code != "glue.error" || !strings.HasPrefix(p.Message, "the undo of the step b failed: ") || !strings.Contains(p.Message, "it is stuck") {
			t.Errorf("it says %q: %q", p.Code, p.Message)
		}
		if _, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 1, "again"); !fault.HasCode(err, "release.undone_once") {
			t.Errorf("once more: %v", err)
		}
	})
}

// A check's expression is held against the output of its chain; if it does not
// hold, what was asked for and what was found are told.
func TestACheckLooksAtTheResult(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := driven(t, w)
		for when, want := range map[string]releases.State{"nodes.check.output.left < 3": releases.Succeeded, "nodes.check.output.left > 3": releases.Failed} {
			v := s.executing(plan(phase("one", func(p *releases.Phase) {
				p.Gates = []releases.Gate{{Check: &releases.Check{Chain: releases.Chain{Key: "counting"}, Input: json.RawMessage(`{"n": 2}`), When: when}}}
			})))
			if v = s.over(v.ID); v.State != want {
				t.Errorf("%s: %s (%s: %s)", when, v.State, v.Code, v.Message)
			}
			if want == releases.Failed && v.Message != "counting v1: "+when+` does not hold; it gave {"left":2}` {
				t.Errorf("it says %q", v.Message)
			}
		}
	})
}

// A check's expression sees what switches have as it begins, and the run of the
// check keeps what was seen.
func TestACheckSeesSwitches(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := driven(t, w)
		at := &switches.Service{
			Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now, Wake: func(runtime.ID) {}, Log: slog.New(slog.DiscardHandler),
		}
		operator := s.Actor(rbac.Operator, servertest.Stock)
		made, err := at.Create(t.Context(), operator, s.org, switches.New{Key: "mode", Name: "Mode", Type: switches.Enum, Options: []string{"old", "new"}, Value: json.RawMessage(`"old"`)})
		s.must(err)
		gated := func(when string) releases.In {
			return plan(phase("one", func(p *releases.Phase) {
				p.Gates = []releases.Gate{{Check: &releases.Check{
					Chain: releases.Chain{Key: "counting"}, Input: json.RawMessage(`{"n": 2}`), When: when, Switches: map[string]string{"mode": "forged"},
				}}}
			}))
		}
		for _, wrong := range []string{`switches["mood"] === "new"`, `switches.mood`} {
			_, err := s.Create(t.Context(), s.designer, s.org, gated(wrong))
			if f := fault.As(err); err == nil || f.Code != "release.gate" || !strings.Contains(f.Message, "mood") || f.Details[0].Pointer != "/phases/0/gates/0/check/when" {
				t.Errorf("%s: %v", wrong, err)
			}
		}
		const when = `switches["mode"] === "new" && input.n === 2 && nodes.check.output.left === 2 // both`
		v := s.executing(gated(when))
		v = s.over(v.ID)
		if want := "counting v1: " + when + ` does not hold; it gave {"left":2}, with mode "old" (revision 1)`; v.State != releases.Failed || v.Message != want {
			t.Errorf("%s: %q, want %q", v.State, v.Message, want)
		}
		_, _, err = at.Set(t.Context(), operator, s.org, "mode", made.Revision, json.RawMessage(`"new"`), "now")
		s.must(err)
		v = s.executing(gated(when))
		if v = s.over(v.ID); v.State != releases.Succeeded {
			t.Fatalf("%s: %s", v.State, v.Message)
		}
		for _, r := range v.Runs {
			if r.Purpose != releases.CheckOf(0) {
				continue
			}
			view, err := s.Runs.State(t.Context(), v.Tenant, r.Run)
			s.must(err)
			if got, want := string(view.Input), `{"input":{"n":2},"switches":{"mode":"new"},"revisions":{"mode":2}}`; got != want {
				t.Errorf("the check has %s, want %s", got, want)
			}
		}
	})
}

// rehearsed rehearses a release to the end.
func (s *scene) rehearsed(v releases.View) releases.Rehearsal {
	s.t.Helper()
	changed, leave := s.Watch(v.ID)
	defer leave()
	h, err := s.Rehearse(s.t.Context(), s.designer, s.org, v.ID)
	s.must(err)
	for patience := time.After(60 * time.Second); h.State == releases.RehearsalRunning; {
		select {
		case <-changed:
		case <-patience:
			s.t.Fatal("the rehearsal does not end")
		}
		h, err = s.Rehearsal(s.t.Context(), s.designer, s.org, v.ID, h.ID)
		s.must(err)
	}
	return h
}

// A rehearsal touches nothing outside, and tells of each step what stays if it
// fails.
func TestRehearsal(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := driven(t, w)
		call := func(id, undo string) string {
			return fmt.Sprintf(`{"id":%q,"kind":"http","http":{"method":"POST","url":"https://example.org/%s"}%s}`, id, id, undo)
		}
		s.publish("calls", call("a", "")+","+call("b", `,"undo":{"kind":"http","http":{"method":"DELETE","url":"https://example.org/b"}}`)+
			`,{"id":"c","kind":"script","script":{"body":"return 1;"}}],"edges":[{"from":"a","to":"b"},{"from":"b","to":"c"}`)
		v := s.draft(plan(phase("calls"), phase("calls", chained)))
		h := s.rehearsed(v)
		if h.State != releases.RehearsalUncovered || len(h.Report.Phases) != 2 {
			t.Fatalf("%+v", h)
		}
		covered := func(p releases.RehearsedPhase) (out []bool) {
			for _, step := range p.Steps {
				if !step.Reached {
					t.Errorf("%s did not come to %s: %+v", p.Name, step.Node, step)
				}
				out = append(out, step.Covered)
			}
			return out
		}
		if got := covered(h.Report.Phases[0]); !slices.Equal(got, []bool{true, false, false}) {
			t.Errorf("by undos: %v in %+v", got, h.Report.Phases[0])
		}
		if left := h.Report.Phases[0].Steps[2].Left; !slices.Equal(left, []chain.NodeID{"a"}) {
			t.Errorf("what stays: %v", left)
		}
		if got := covered(h.Report.Phases[1]); !slices.Equal(got, []bool{true, true, true}) || h.Report.Phases[1].Rollback == nil {
			t.Errorf("by a chain: %v", got)
		}
	})
}

// What only asks or tells needs no undo, and a switch has one; a rehearsal of
// such steps passes, and says of each failure whether there was anything to undo.
func TestARehearsalPassesWithoutGaps(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := driven(t, w)
		at := &switches.Service{
			Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now, Wake: func(runtime.ID) {}, Log: slog.New(slog.DiscardHandler),
		}
		_, err := at.Create(t.Context(), s.Actor(rbac.Operator, servertest.Stock), s.org, switches.New{Key: "mode", Name: "Mode", Type: switches.Boolean, Value: json.RawMessage(`false`)})
		s.must(err)
		s.publish("asks", `{"id":"looks","kind":"http","http":{"url":"https://example.org/"}},`+
			`{"id":"tells","kind":"notify","on_failure":"continue","notify":{"webhook":{"address":"https://example.org/"},"text":{"en":"It begins"}}},`+
			`{"id":"sets","kind":"switch","switch":{"set":{"switch":"mode","value":true}}},`+
			`{"id":"checks","kind":"script","script":{"body":"return 1;"}}],`+
			`"edges":[{"from":"looks","to":"tells"},{"from":"tells","to":"sets"},{"from":"sets","to":"checks"}`)
		h := s.rehearsed(s.draft(plan(phase("asks"))))
		if h.State != releases.RehearsalPassed {
			t.Fatalf("%+v", h)
		}
		var got []string
		for _, step := range h.Report.Phases[0].Steps {
			got = append(got, fmt.Sprint(step.Node, " reached=", step.Reached, " goes_on=", step.GoesOn, " covered=", step.Covered, " nothing=", step.Nothing))
		}
		want := []string{
			"looks reached=true goes_on=false covered=true nothing=true", "tells reached=true goes_on=true covered=true nothing=false",
			"sets reached=true goes_on=false covered=true nothing=true", "checks reached=true goes_on=false covered=true nothing=false",
		}
		if !slices.Equal(got, want) {
			t.Errorf("steps\n%q, want\n%q", got, want)
		}
	})
}

// The nodes inside of lists fail one by one, too, in the turn that first comes to
// them; mocks reach them, and they do not wait.
func TestRehearsalInsideOfLists(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := driven(t, w)
		call := func(id string) string {
			return fmt.Sprintf(`{"id":%q,"kind":"http","http":{"method":"POST","url":"https://example.org/%s"}}`, id, id)
		}
		script := func(id, body string) string {
			return fmt.Sprintf(`{"id":%q,"kind":"script","script":{"body":%q}}`, id, body)
		}
		each := func(id, items, nodes, edges string) string {
			return fmt.Sprintf(`{"id":%q,"kind":"each","each":{"items":%s,"graph":{"nodes":[%s],"edges":[%s]}}}`, id, items, nodes, edges)
		}
		line := each("line", `["x"]`, call("wrap")+","+call("stick"), `{"from":"wrap","to":"stick"}`)
		s.publish("lists", call("book")+","+
			each("pack", `[1, 2]`, call("take")+`,{"id":"rest","kind":"wait","wait":{"for":"24h"}},`+script("sees", "if (nodes.take.output.n !== 7) throw new Error('no mock'); return index;")+","+line,
				`{"from":"take","to":"rest"},{"from":"rest","to":"sees"},{"from":"sees","to":"line","when":"index === 1"}`)+
			`],"edges":[{"from":"book","to":"pack"}`)
		h := s.rehearsed(s.draft(plan(phase("lists", func(p *releases.Phase) {
			p.Mocks = map[chain.NodeID]json.RawMessage{"take": json.RawMessage(`{"n":7}`)}
		}))))
		if h.State != releases.RehearsalUncovered {
			t.Fatalf("%+v", h)
		}
		var got []string
		for _, step := range h.Report.Phases[0].Steps {
			if !step.Reached || step.Covered || step.GoesOn {
				if step.Node != "book" {
					t.Errorf("%+v", step)
				}
			}
			got = append(got, fmt.Sprint(step.Scope, "/", step.Node, " ", step.Left))
		}
		want := []string{
			"/book []", "/pack [book]", "pack:0/take [book]", "pack:0/rest [book take]", "pack:0/sees [book take]", "pack:1/line [book take]",
			"pack:1/line:0/wrap [book take]", "pack:1/line:0/stick [book take wrap]",
		}
		if !slices.Equal(got, want) {
			t.Errorf("steps\n%q, want\n%q", got, want)
		}
	})
}
