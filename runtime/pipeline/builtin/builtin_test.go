package builtin_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/runtime/executor"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/builtin"
)

func step(name, command string) string {
	return `{"name":"` + name + `","environment":"shell","commands":["` + command + `"]}`
}

func steps(mode string, list ...string) string {
	return `{"mode":"` + mode + `","steps":[` + strings.Join(list, ",") + `]}`
}

func TestRuns(t *testing.T) {
	t.Parallel()
	approval := `{"name":"gate","approval":{"due":"1h"}}`
	tests := []struct {
		name, parameters string
		state            pipeline.State
		output, code     string
		ran              string
	}{
		{"one after the other", steps("ordered", step("a", "1"), step("b", "2")), pipeline.Succeeded, `{"a":1,"b":2}`, "", "a b"},
		{"ordered is the default", `{"steps":[` + step("a", "1") + `]}`, pipeline.Succeeded, `{"a":1}`, "", "a"},
		{"a step sees what was before", steps("ordered", step("a", "1"), step("b", "input")), pipeline.Succeeded, `{"a":1,"b":{"input":{"sku":"A"},"steps":{"a":1}}}`, "", "a b"},
		{"nothing after a failure", steps("ordered", step("a", "fail"), step("b", "2")), pipeline.Failed, "", executor.CodeExit, "a"},
		{"a failure stops the others", steps("parallel", step("a", "sleep"), step("b", "fail")), pipeline.Failed, "", executor.CodeExit, ""},
		{"an output that is none", steps("ordered", step("a", "<x>")), pipeline.Failed, "", pipeline.CodeOutput, "a"},
		{"an approval after a failure is not asked for", steps("ordered", step("a", "fail"), approval), pipeline.Failed, "", executor.CodeExit, "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			x := w.start("k", tt.parameters)
			got := w.follow(x)
			if got.State != tt.state || tt.output != "" && string(got.Output) != tt.output || tt.code != "" && (got.Failure == nil || got.Failure.Code != tt.code) {
				t.Errorf("ended %+v, %s, %+v", got, got.Output, got.Failure)
			}
			if tt.ran != "" && w.machine.ran() != tt.ran {
				t.Errorf("ran %s", w.machine.ran())
			}
			if again := w.follow(x); again.State != got.State || string(again.Output) != string(got.Output) {
				t.Errorf("asked again %+v", again)
			}
		})
	}
}

func TestParallelStepsRunAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	x := w.start("k", steps("parallel", step("a", "sleep"), step("b", "sleep"), step("c", "sleep")))
	w.until(x, func(pipeline.Status) bool { return len(strings.Fields(w.machine.ran())) == 3 })
	if err := w.Cancel(ctx, x); err != nil {
		t.Fatal(err)
	}
	if got := w.follow(x); got.State != pipeline.Canceled {
		t.Errorf("canceled: %+v", got)
	}
	if err := w.Cancel(ctx, x); err != nil {
		t.Errorf("canceled twice: %v", err)
	}
}

// After a restart what runs is found, and nothing runs a second time.
func TestRestartGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	x := w.start("k", steps("ordered", step("a", "1"), step("b", "sleep"), step("c", "3")))
	w.until(x, func(pipeline.Status) bool { return w.machine.ran() == "a b" })
	w.restart()
	if again := w.start("k", steps("ordered", step("a", "1"), step("b", "sleep"), step("c", "3"))); again.ID != x.ID {
		t.Errorf("started a second time: %s, %s", x.ID, again.ID)
	}
	w.until(x, func(s pipeline.Status) bool { return s.State == pipeline.Running && s.Progress == "b" })
	w.restart()
	if err := w.Cancel(ctx, x); err != nil {
		t.Fatal(err)
	}
	if got := w.follow(x); got.State != pipeline.Canceled || w.machine.ran() != "a b" {
		t.Errorf("%+v after %s", got, w.machine.ran())
	}
	if err := w.Forget(ctx, x); err != nil || w.machine.removed != 2 {
		t.Errorf("removed %d, %v", w.machine.removed, err)
	}
	other := w.start("another", steps("ordered", step("a", "1")))
	if other.ID == x.ID {
		t.Error("another key is another execution")
	}
}

func TestAnEngineThatIsAwayIsAskedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.machine.refuse = executor.Unavailable(errors.New("no socket"))
	x := w.start("k", steps("ordered", step("a", "1")))
	var err error
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		if _, err = w.Status(ctx, x); err != nil {
			break
		}
		<-time.After(5 * time.Millisecond)
	}
	if !fault.Is(err, fault.Unavailable) {
		t.Fatalf("status: %v", err)
	}
	w.machine.mu.Lock()
	w.machine.refuse = nil
	w.machine.mu.Unlock()
	if got := w.follow(x); got.State != pipeline.Succeeded {
		t.Errorf("%+v", got)
	}
}

func TestWhatCanNeverRunHasFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.machine.refuse = fault.New(fault.Forbidden, "task.image", "not from there")
	x := w.start("k", steps("ordered", step("a", "1")))
	if got := w.follow(x); got.State != pipeline.Failed || got.Failure.Code != "task.image" {
		t.Errorf("%+v %+v", got, got.Failure)
	}
}

func TestApproval(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	yes := func(who ...string) builtin.Decision { return builtin.Decision{People: who, Approve: true} }
	parameters := steps("ordered", step("a", "1"), `{"name":"gate","approval":{"quorum":2,"due":"1h"}}`, step("b", "2"))
	x := w.start("k", parameters)
	if err := w.decide(x, "gate", yes("ann")); !fault.HasCode(err, "approval.over") {
		t.Errorf("before it is asked: %v", err)
	}
	waits := func(s pipeline.Status) bool { return s.Progress == "waiting for approval: gate" }
	w.until(x, waits)
	if err := w.decide(x, "gate", yes("token", "mona")); !fault.HasCode(err, "approval.own") {
		t.Errorf("by who started it: %v", err)
	}
	if err := w.decide(x, "gate", yes("ann")); err != nil {
		t.Error(err)
	}
	if err := w.decide(x, "gate", yes("anns-token", "ann")); !fault.HasCode(err, "approval.twice") {
		t.Errorf("twice: %v", err)
	}
	w.restart()
	w.until(x, waits)
	if err := w.decide(x, "gate", yes("ben")); err != nil {
		t.Error(err)
	}
	if got := w.follow(x); got.State != pipeline.Succeeded || w.machine.ran() != "a b" {
		t.Errorf("%+v after %s", got, w.machine.ran())
	}
	lines, next := w.log(x, 0)
	if got := strings.Join(lines, ", "); got != "a: a a, a: b a, gate: approved by ann, gate: approved by ben, b: a b, b: b b" {
		t.Errorf("log %s", got)
	}
	if lines, again := w.log(x, next); len(lines) != 0 || again != next {
		t.Errorf("after the end %v %d", lines, again)
	}
	if lines, _ := w.log(x, 1); len(lines) != 5 {
		t.Errorf("from the second line %v", lines)
	}

	x = w.start("k2", parameters)
	w.until(x, waits)
	if err := w.decide(x, "gate", builtin.Decision{People: []string{"ann"}}); err != nil {
		t.Error(err)
	}
	if got := w.follow(x); got.State != pipeline.Failed || got.Failure.Code != builtin.CodeRejected {
		t.Errorf("refused: %+v", got)
	}
	x = w.start("k3", parameters)
	w.until(x, waits)
	w.now = w.now.Add(time.Hour)
	if got := w.follow(x); got.State != pipeline.Failed || got.Failure.Code != "timeout" {
		t.Errorf("nobody decided: %+v", got)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, err := w.Create(ctx, pipeline.CreateRequest{Position: builtin.Run, Parameters: json.RawMessage(`{"steps":[{"name":"a","environment":"shell","commands":["echo ${{ input.ref }}"]}]}`)})
	if err != nil || string(c.Parameters) != `{"steps":[{"name":"a","environment":"shell","commands":["echo ${{ input.ref }}"],"image":"registry.example.org/stock/shell@sha256:00"}]}` {
		t.Errorf("created %s, %v", c.Parameters, err)
	}
	if _, err := w.Create(ctx, pipeline.CreateRequest{Position: "x"}); !fault.HasCode(err, "position.unknown") {
		t.Errorf("another position: %v", err)
	}
	bad := map[string]string{
		"no list":            `{"steps":"${{ input }}"}`,
		"no steps":           `{"steps":[]}`,
		"unknown field":      `{"steps":[],"x":1}`,
		"two alike":          steps("ordered", step("a", "1"), step("a", "2")),
		"nothing to do":      `{"steps":[{"name":"a","environment":"shell"}]}`,
		"two things":         `{"steps":[{"name":"a","environment":"shell","commands":["x"],"approval":{}}]}`,
		"no environment":     `{"steps":[{"name":"a","commands":["x"]}]}`,
		"own image":          `{"steps":[{"name":"a","environment":"shell","commands":["x"],"image":"evil"}]}`,
		"a strange variable": `{"steps":[{"name":"a","environment":"shell","commands":["x"],"env":{"A=B":"c"}}]}`,
		"a strange secret":   `{"steps":[{"name":"a","environment":"shell","commands":["x"],"secrets":{"A":"${{ input.key }}"}}]}`,
		"a variable twice":   `{"steps":[{"name":"a","environment":"shell","commands":["x"],"env":{"A":"c"},"secrets":{"A":"c"}}]}`,
	}
	for name, parameters := range bad {
		if _, err := w.Create(ctx, pipeline.CreateRequest{Position: builtin.Run, Parameters: json.RawMessage(parameters)}); !fault.HasCode(err, "engine.refused") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Create(ctx, pipeline.CreateRequest{Position: builtin.Run, Parameters: json.RawMessage(`{"steps":[{"name":"a","environment":"none","commands":["x"]}]}`)}); !fault.HasCode(err, "environment.unknown") {
		t.Errorf("an environment that is not there: %v", err)
	}
	if _, err := w.Start(ctx, pipeline.StartRequest{Key: "k", Parameters: json.RawMessage(steps("ordered", step("a", "1")))}); !fault.HasCode(err, "engine.refused") {
		t.Errorf("started without an image: %v", err)
	}
}

// What a step says is told without its secrets; nothing is told of one whose
// secret is not to be had any more.
func TestSecretsOfStepsAreHidden(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"token": `a one|b one says [secret] {"one":{"said":"[secret]"}}`, "none": `[secret]|[secret] {"one":"[secret]"}`} {
		w := newWorld(t)
		x := w.start("k", `{"steps":[{"name":"one","environment":"shell","commands":["{\"said\":\"the value of token\"}"],"env":{"SAYS":" says the value of token"},"secrets":{"TOKEN":"`+key+`"}}]}`)
		got := w.follow(x)
		var lines []string
		_, err := w.Logs(ctx, x, 0, func(l pipeline.Line) error {
			lines = append(lines, l.Text)
			return nil
		})
		if told := strings.Join(lines, "|") + " " + string(got.Output); err != nil || told != want {
			t.Errorf("with %s: %s, %v; want %s", key, told, err, want)
		}
	}
}

func TestSchemaOfParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	positions, err := w.Positions(ctx)
	if err != nil || len(positions) != 1 {
		t.Fatal(positions, err)
	}
	s, wrong := schema.Compile(chain.WithExpressions(positions[0].Parameters))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	good := `{"mode":"parallel","steps":[{"name":"a","environment":"shell","commands":["echo ${{ input.x }}"],"env":{"A":"${{ input.a }}"},"limits":{"timeout":"5m"}},{"name":"b","approval":{"quorum":2}}]}`
	if v := s.Check([]byte(good)); len(v) > 0 {
		t.Errorf("good: %v", v)
	}
	for _, bad := range []string{`{}`, `{"steps":"${{ x }}"}`, `{"steps":[{"name":"A"}]}`, `{"steps":[{"name":"a","image":"x"}]}`, `{"mode":"x","steps":[{"name":"a"}]}`} {
		if v := s.Check([]byte(bad)); len(v) == 0 {
			t.Errorf("bad: %s", bad)
		}
	}
}

func TestOtherTenantsSeeNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	x := w.start("k", steps("ordered", step("a", "1")))
	a := &builtin.Adapter{Runner: w.tasks, Resources: resources{}, Executions: w.rows, Now: time.Now}
	other, err := a.Open(pipeline.Connection{Tenant: "t2", Org: "stock"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Status(ctx, x); !fault.HasCode(err, "execution.unknown") {
		t.Errorf("status: %v", err)
	}
	if err := other.Cancel(ctx, x); !fault.HasCode(err, "execution.unknown") {
		t.Errorf("cancel: %v", err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	done, open := w.start("k1", steps("ordered", step("a", "1"))), w.start("k2", steps("ordered", step("a", "sleep")))
	w.follow(done)
	w.until(open, func(pipeline.Status) bool { return w.machine.ran() == "a a" })
	for after, want := range map[time.Duration]int64{time.Minute: 0, 2 * time.Hour: 1} {
		if n, err := w.tasks.Sweep(ctx, "server of stock", w.rows, w.now.Add(after)); n != want || err != nil {
			t.Errorf("after %s: %d, %v", after, n, err)
		}
	}
}
