package glue_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/runtime/glue"
)

// The test binary is its own child, as the server is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == glue.Command {
		os.Exit(glue.Child(os.Stdin, os.Stdout, os.Stderr))
	}
	if len(os.Args) == 2 && strings.HasPrefix(os.Args[1], "lie:") {
		os.Exit(glue.Lie(strings.TrimPrefix(os.Args[1], "lie:"), os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func newPool(t *testing.T) *glue.Pool {
	t.Helper()
	p := &glue.Pool{}
	t.Cleanup(p.Stop)
	return p
}

func codes(t *testing.T, c chain.Compiler, sources ...chain.Source) map[int]string {
	t.Helper()
	problems, err := c.Check(context.Background(), sources)
	if err != nil {
		t.Fatal(err)
	}
	got := map[int]string{}
	for _, p := range problems {
		got[p.Index] = p.Code
	}
	return got
}

func expression(text string) chain.Source { return chain.Source{Kind: chain.Expression, Text: text} }

func body(text string) chain.Source { return chain.Source{Kind: chain.FunctionBody, Text: text} }

func TestCheck(t *testing.T) {
	t.Parallel()
	good := []chain.Source{
		expression("nodes.build.output.risk > 3"),
		expression("{sku: input.sku}"),
		expression("[1, 2].map(x => x * 2)"),
		expression("`a${input.b}`"),
		expression("input.a // a word"),
		expression("function () { return 1 }"),
		body("return {pkg: nodes.build.output.pkg}"),
		body("let n = 0; for (const x of input.list) { n += x }\nreturn n"),
		body(""),
	}
	bad := []chain.Source{
		expression(""),
		expression("a b"),
		expression("a, b"),
		expression("a)+(b"),
		expression("a],[b"),
		expression("...a"),
		expression("return 1"),
		expression("if (a) { b }"),
		body("return }"),
		body("}); (function () {"),
		body("}, function () {"),
		body("} function g() {"),
		body("with (input) { return a }"),
		body("let a; let a"),
		body("import 'fs'"),
		body("'"),
	}
	got := codes(t, newPool(t).For("t1"), append(append([]chain.Source{}, good...), bad...)...)
	want := map[int]string{}
	for i := range bad {
		want[len(good)+i] = "glue.syntax"
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

func TestCheckSaysWhere(t *testing.T) {
	t.Parallel()
	problems, err := newPool(t).For("t1").Check(context.Background(), []chain.Source{body("let a = 1\nlet b = = 2\nreturn b")})
	if err != nil || len(problems) != 1 {
		t.Fatalf("Check = %v, %v", problems, err)
	}
	if p := problems[0]; p.Line != 2 || p.Column != 9 {
		t.Errorf("at %d:%d, want 2:9 (%s)", p.Line, p.Column, p.Detail)
	}
}

// Sources that would end the process that parses them.
var killers = map[string]string{
	"open brackets":   strings.Repeat("(", 60_000),
	"open arrays":     strings.Repeat("[", 60_000),
	"nested arrays":   strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000),
	"nested calls":    strings.Repeat("f(", 20_000) + strings.Repeat(")", 20_000),
	"unary operators": strings.Repeat("!", 60_000) + "1",
	"templates":       strings.Repeat("`${", 20_000) + "1" + strings.Repeat("}`", 10_000),
	"arrows":          strings.Repeat("a=>", 20_000) + "1",
	"ternaries":       strings.Repeat("a?", 20_000) + "1" + strings.Repeat(":1", 10_000),
	"binary chain":    strings.Repeat("1+", 30_000) + "1",
	"regexp":          "/" + strings.Repeat("(a*)*", 10_000) + "/",
}

func TestKillersEndTheirChildOnly(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	stop := make(chan struct{})
	var others sync.WaitGroup
	others.Add(1)
	go func() { // another tenant, all the while
		defer others.Done()
		for {
			select {
			case <-stop:
				return
			default:
				if problems, err := pool.For("t2").Check(context.Background(), []chain.Source{expression("1 + 1")}); err != nil || len(problems) > 0 {
					t.Errorf("another tenant's check = %v, %v", problems, err)
					return
				}
			}
		}
	}()
	for name, text := range killers {
		problems, err := pool.For("t1").Check(context.Background(), []chain.Source{expression("1"), expression(text), body("return 1")})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, p := range problems {
			if p.Index != 1 {
				t.Errorf("%s: source %d, which is right, has %s", name, p.Index, p.Code)
			}
		}
	}
	close(stop)
	others.Wait()
}

func TestManyKillersAreGivenUp(t *testing.T) {
	t.Parallel()
	pool := &glue.Pool{Program: []string{"/bin/false"}} // a child that dies of everything
	t.Cleanup(pool.Stop)
	sources := make([]chain.Source, 50)
	for i := range sources {
		sources[i] = expression("1")
	}
	counts := map[string]int{}
	for _, code := range codes(t, pool.For("t1"), sources...) {
		counts[code]++
	}
	if diff := cmp.Diff(map[string]int{"glue.crashed": 3, "glue.unchecked": 47}, counts); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

func TestTooLong(t *testing.T) {
	t.Parallel()
	got := codes(t, newPool(t).For("t1"), expression("1"), expression("'"+strings.Repeat("a", glue.MaxSource)+"'"))
	if diff := cmp.Diff(map[int]string{1: "glue.too_long"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStoppedPoolRefuses(t *testing.T) {
	t.Parallel()
	p := &glue.Pool{}
	p.Stop()
	p.Stop()
	if _, err := p.For("t1").Check(context.Background(), []chain.Source{expression("1")}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Check = %v", err)
	}
}

func TestThousandSourcesInOneCall(t *testing.T) {
	t.Parallel()
	sources := make([]chain.Source, 5000)
	for i := range sources {
		sources[i] = expression("nodes.n" + strconv.Itoa(i) + ".output.value > " + strconv.Itoa(i))
	}
	if got := codes(t, newPool(t).For("t1"), sources...); len(got) != 0 {
		t.Errorf("problems: %v", got)
	}
}

func BenchmarkCheck(b *testing.B) {
	p := &glue.Pool{}
	defer p.Stop()
	sources := make([]chain.Source, 1000)
	for i := range sources {
		sources[i] = expression("nodes.n" + strconv.Itoa(i) + ".output.value > " + strconv.Itoa(i))
	}
	for b.Loop() {
		if _, err := p.For("t1").Check(context.Background(), sources); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAWarmChildIsUsed(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	pool.Warm("t1")
	pool.Program = []string{"/bin/false"} // no other can be of use
	if got := codes(t, pool.For("t1"), expression("1")); len(got) != 0 {
		t.Errorf("problems: %v", got)
	}
	if got := codes(t, pool.For("t2"), expression("1")); got[0] != "glue.crashed" {
		t.Errorf("another tenant got %v", got)
	}
}

func TestIdleChildrenAreBounded(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	for i := range 40 {
		pool.Warm("t" + strconv.Itoa(i))
	}
	pool.Program = []string{"/bin/false"}
	if got := codes(t, pool.For("t0"), expression("1")); got[0] != "glue.crashed" {
		t.Errorf("the child that was idle for longest is still there: %v", got)
	}
	if got := codes(t, pool.For("t39"), expression("1")); len(got) != 0 {
		t.Errorf("the youngest is gone: %v", got)
	}
}
