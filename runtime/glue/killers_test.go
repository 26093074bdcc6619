package glue_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

// Scripts that want to stall or to end the process that runs them, and as what
// they may fail.
var deadly = []struct {
	name, body string
	codes      []string
}{
	{"an endless loop", "for (;;);", []string{glue.CodeTimeout}},
	{"a swallowed interrupt", "for (;;) { try { for (;;); } catch (e) {} finally { continue } }", []string{glue.CodeTimeout}},
	{"a huge text", "return 'x'.repeat(2 ** 40)", []string{glue.CodeTimeout, glue.CodeError, glue.CodeMemory, glue.CodeCrashed}},
	{"a padded text", "return 'x'.padEnd(2 ** 29).length", []string{glue.CodeTimeout, glue.CodeError, glue.CodeMemory, glue.CodeCrashed}},
	{"brackets in eval", "return globalThis['ev' + 'al']('('.repeat(1e6))", []string{glue.CodeError}},
	{"brackets in a constructor of functions", "return (() => 1).constructor('('.repeat(1e6))", []string{glue.CodeError}},
	{"brackets as source", strings.Repeat("(", 60_000), []string{glue.CodeError, glue.CodeCrashed, glue.CodeTimeout}},
	{"a pattern with back-references", `return /^(a+)+\1$/.test('a'.repeat(60) + 'b')`, []string{glue.CodeTimeout}},
	{"a huge array", "return new Array(2 ** 32 - 1).fill(0).length", []string{glue.CodeTimeout, glue.CodeMemory, glue.CodeCrashed}},
	{"an array of nothing", "return new Array(2 ** 32 - 1)", []string{glue.CodeTooLarge}},
	{"a huge number", "return String(2n ** (2n ** 26n)).length", []string{glue.CodeTimeout, glue.CodeMemory, glue.CodeCrashed, glue.CodeError}},
	{"nested JSON", "return JSON.parse('['.repeat(5e6))", []string{glue.CodeError, glue.CodeCrashed, glue.CodeMemory, glue.CodeTimeout}},
	{"nested values", "let a = []; for (let i = 0; i < 1e6; i++) a = [a]; return JSON.stringify(a).length", []string{glue.CodeError, glue.CodeCrashed, glue.CodeMemory, glue.CodeTimeout}},
	{"a growing array", "const a = []; for (;;) a.push(new Array(1000).fill({}))", []string{glue.CodeMemory, glue.CodeTimeout, glue.CodeCrashed}},
	{"a growing text", "let s = 'x'; for (;;) s += s", []string{glue.CodeMemory, glue.CodeTimeout, glue.CodeCrashed, glue.CodeError}},
	{"a flood of promises", "const f = () => Promise.resolve().then(f).then(f); f(); return 1", []string{glue.CodeMemory, glue.CodeTimeout, glue.CodeCrashed}},
	{"recursion by toJSON", "const a = {toJSON() { return {b: a} }}; return a", []string{glue.CodeError}},
	{"an endless toJSON", "return {toJSON() { for (;;); }}", []string{glue.CodeTimeout}},
	{"an endless getter of an error", "throw {get message() { for (;;); }}", []string{glue.CodeTimeout, glue.CodeError}},
	{"an endless sort", "const a = new Array(1e5).fill(0); a.sort(() => { for (;;); })", []string{glue.CodeTimeout}},
}

func TestDeadlyScriptsFailAlone(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	for _, tt := range deadly {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			guilty := script("guilty", tt.body)
			guilty.OnFailure = chain.Continue
			r := newRunner(t, pool, chain.Graph{
				Nodes: []chain.Node{script("before", "return 1"), guilty, script("beside", "return 2"), script("after", "return nodes.before.output + 2")},
				Edges: []chain.Edge{edge("before", "guilty"), edge("before", "beside"), edge("guilty", "after"), edge("beside", "after")},
			}, `{}`)
			r.tenant = tt.name
			v := r.drive()
			steps := v.Scope("").Steps
			if f := steps["guilty"].Failure; f == nil || !slices.Contains(tt.codes, f.Code) {
				t.Errorf("it failed as %+v, want one of %v", f, tt.codes)
			}
			if steps["beside"].State != run.StepSucceeded || string(steps["after"].Output) != "3" {
				t.Errorf("the others: %s, %s %s", steps["beside"].State, steps["after"].State, steps["after"].Output)
			}
		})
	}
}

func TestOtherTenantsGoOnWhileOneIsKilled(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	killed := make(chan struct{})
	for _, body := range []string{"for (;;);", `return /^(a+)+\1$/.test('a'.repeat(60) + 'b')`} {
		go func() {
			r := newRunner(t, pool, chain.Graph{Nodes: []chain.Node{script("guilty", body)}}, `{}`)
			r.tenant = "bad"
			if _, err := pool.Advance(context.Background(), "bad", r.work); err != nil {
				t.Error(err)
			}
			killed <- struct{}{}
		}()
	}
	r := newRunner(t, pool, chain.Graph{Nodes: []chain.Node{script("a", "return input")}}, `{}`)
	done := 0
	for left := 2; left > 0; {
		select {
		case <-killed:
			left--
		default:
			r.work.View = &run.View{}
			bodies, err := pool.Advance(context.Background(), "good", r.work)
			if err != nil || len(bodies) == 0 {
				t.Fatal(bodies, err)
			}
			done++
		}
	}
	if done < 10 {
		t.Errorf("while two scripts of another tenant were killed, %d of ours were done", done)
	}
}

func TestManyRunsWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	const runs = 200 // more than may wait for a check
	errs := make(chan error, runs)
	for range runs {
		r := newRunner(t, pool, chain.Graph{Nodes: []chain.Node{script("a", "return 1")}}, `{}`)
		go func() {
			_, err := pool.Advance(context.Background(), "t1", r.work)
			errs <- err
		}()
	}
	for range runs {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestAChildThatDiesOfEverything(t *testing.T) {
	t.Parallel()
	pool := &glue.Pool{Program: []string{"/bin/false"}}
	t.Cleanup(pool.Stop)
	r := newRunner(t, pool, chain.Graph{
		Nodes: []chain.Node{script("a", "return 1"), script("b", "return 1")}, Output: chain.JSON(`"${{ 1 }}"`),
	}, `{}`)
	if got, want := outcome(r.drive()), "failed glue.crashed at a: the interpreter cannot take it"; !strings.HasPrefix(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
	_, failure, err := pool.Render(t.Context(), "t1", r.work, "", "a", nil, chain.JSON(`"${{ 1 }}"`), nil)
	if err != nil || failure == nil || failure.Code != glue.CodeCrashed {
		t.Errorf("Render = %+v, %v", failure, err)
	}
}
