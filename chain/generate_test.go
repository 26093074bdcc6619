package chain_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"catenary/chain"
)

// The generators make documents that Parse takes, with all that is awkward to
// write: texts of several lines, blanks, words of YAML, signs beyond U+FFFF.

var awkward = rapid.OneOf(
	rapid.String(),
	rapid.SampledFrom([]string{
		"", " ", "a", "true", "null", "~", "no", "1", "1.5", "0x1F", "1e3", "-", "- a", "? a", ": a", "a: b", "a #b", "#a", "&a", "*a",
		"!a", "|", ">", "%a", "@a", "`a", "{a}", "[a]", "a, b", "'a'", "\"a\"", "a\nb", "a\nb\n", "a\n\nb\n\n", "\na", "  a\nb", "a\n  b",
		"a \nb", "\ta\nb", "a\n\tb", "a\n \nb", "a\r\nb", "a\tb", "库存 发布", "a\u2028b", "a\u0085b", "\ufeffa", "👩‍🔬", "\x00", "\x7f",
		"${{ input.a }}", "2026-01-02", "2026-01-02T03:04:05Z", "12:30", ".inf", "---", "--- a", "...", "<<", "=", "\\", "\\n", "/a", "a ",
		strings.Repeat("long ", 60), strings.Repeat("x", 1500), "-1", "+1", "1_000", "0o7", "007", ".5", "5.", "y", "Y", "on", "NULL",
	}),
)

func jsonGen(depth int) *rapid.Generator[any] {
	scalar := rapid.OneOf(
		rapid.Just[any](nil), rapid.Map(rapid.Bool(), toAny), rapid.Map(awkward, toAny),
		rapid.Map(rapid.Int64Range(-1<<53, 1<<53), toAny), rapid.Map(rapid.Float64(), toAny),
	)
	if depth == 0 {
		return scalar
	}
	return rapid.OneOf(
		scalar,
		rapid.Map(rapid.SliceOfN(jsonGen(depth-1), 0, 3), toAny),
		rapid.Map(rapid.MapOfN(awkward, jsonGen(depth-1), 0, 3), toAny),
	)
}

func toAny[T any](v T) any { return v }

func object(depth int) *rapid.Generator[any] {
	return rapid.Map(rapid.MapOfN(awkward, jsonGen(depth), 0, 3), toAny)
}

var (
	refGen  = rapid.StringMatching(`[a-z0-9]([a-z0-9._-]{0,6}[a-z0-9])?`)
	timeGen = rapid.StringMatching(`([1-9][0-9]{0,2}(ms|s|m|h|d)){1,2}`)
)

// fields draws an object in which each field is there or not.
type fields struct {
	t   *rapid.T
	all map[string]any
}

func (f fields) may(name string, gen *rapid.Generator[any]) {
	if rapid.Bool().Draw(f.t, "has "+name) {
		f.all[name] = gen.Draw(f.t, name)
	}
}

func (f fields) must(name string, gen *rapid.Generator[any]) { f.all[name] = gen.Draw(f.t, name) }

func build(fill func(f fields)) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		f := fields{t, map[string]any{}}
		fill(f)
		return f.all
	})
}

func anyOf[T any](g *rapid.Generator[T]) *rapid.Generator[any] { return rapid.Map(g, toAny) }

func words(w ...string) *rapid.Generator[any] { return anyOf(rapid.SampledFrom(w)) }

func capped(g *rapid.Generator[string], most int) *rapid.Generator[any] {
	return rapid.Map(g, func(s string) any {
		if runes := []rune(s); len(runes) > most {
			return string(runes[:most])
		}
		return s
	})
}

var textOrSecret = rapid.OneOf(anyOf(awkward), build(func(f fields) { f.must("secret", anyOf(refGen)) }))

func fillBody(f fields) {
	kind := rapid.SampledFrom([]string{"work", "alpha", "beta"}).Draw(f.t, "kind")
	f.all["kind"] = kind
	if kind != "work" {
		f.may(kind, object(2))
	}
	f.may("pipeline", build(func(f fields) {
		f.must("engine", anyOf(refGen))
		f.must("position", anyOf(refGen))
		f.may("parameters", object(2))
	}))
	f.may("task", build(func(f fields) {
		f.must("script", anyOf(refGen))
		f.must("environment", anyOf(refGen))
		f.may("arguments", anyOf(rapid.SliceOfN(awkward, 0, 3)))
		f.may("env", anyOf(rapid.MapOfN(rapid.StringMatching(`[A-Z_][A-Z0-9_]{0,5}`), textOrSecret, 0, 3)))
		f.may("input", jsonGen(2))
		f.may("limits", build(func(f fields) {
			f.may("cpu", anyOf(rapid.Float64Range(0.001, 1024)))
			f.may("memory", words("512Mi", "2Gi", "1048576"))
			f.may("pids", anyOf(rapid.IntRange(1, 1000)))
			f.may("timeout", anyOf(timeGen))
		}))
		f.may("network", words("none", "egress"))
		f.may("artefacts", anyOf(rapid.MapOfN(rapid.StringMatching(`[^./\\\x00-\x1f\x7f-\x9f][a-z. -]{0,5}`), build(func(f fields) {
			f.must("node", anyOf(idGen))
			f.may("name", anyOf(awkward))
		}), 0, 3)))
	}))
	f.may("execution", words("dependent", "parallel"))
	f.may("order", rapid.SampledFrom([]any{[]any{}, []any{"task"}, []any{"task", "pipeline"}, []any{"pipeline", "task"}}))
	f.may("let_finish", anyOf(rapid.Bool()))
	f.may("timeout", anyOf(timeGen))
	f.may("retry", build(func(f fields) {
		f.must("attempts", anyOf(rapid.IntRange(1, 100)))
		f.may("backoff", build(func(f fields) {
			f.may("initial", anyOf(timeGen))
			f.may("factor", anyOf(rapid.Float64Range(1, 100)))
			f.may("max", anyOf(timeGen))
		}))
	}))
}

var (
	bodyGen = build(fillBody)
	idGen   = rapid.StringMatching(`[a-z][a-z0-9_-]{0,4}`)
	pointGn = build(func(f fields) {
		f.must("x", anyOf(rapid.Float64Range(-1e6, 1e6)))
		f.must("y", anyOf(rapid.IntRange(-1000, 1000)))
	})
)

var documentGen = build(func(f fields) {
	f.all["format"], f.all["kind"] = "catenary/v1", "Chain"
	f.must("key", anyOf(rapid.StringMatching(`[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?`)))
	f.must("name", capped(awkward, 200))
	f.may("description", anyOf(awkward))
	f.may("input", object(2))
	f.may("timeout", anyOf(timeGen))
	f.may("output", jsonGen(2))
	nodes := []any{}
	for i := range rapid.IntRange(0, 4).Draw(f.t, "nodes") {
		nodes = append(nodes, build(func(f fields) {
			f.all["id"] = fmt.Sprintf("n%d", i)
			f.may("name", capped(awkward, 200))
			fillBody(f)
			f.may("join", rapid.SampledFrom([]any{"all", "any", map[string]any{"at_least": 1}}))
			f.may("on_failure", words("stop", "continue", "follow_failure_edges"))
			f.may("undo", bodyGen)
		}).Draw(f.t, "node"))
	}
	f.all["nodes"] = nodes
	f.may("edges", anyOf(rapid.SliceOfN(build(func(f fields) {
		f.must("from", words("n0", "n1", "n2", "n3"))
		f.must("to", words("n0", "n1", "n2", "n3"))
		f.may("when", anyOf(awkward))
		f.may("otherwise", anyOf(rapid.Bool()))
		f.may("failure", anyOf(rapid.Bool()))
		f.may("map", anyOf(awkward))
		f.may("label", capped(awkward, 200))
	}), 0, 5)))
	f.may("layout", build(func(f fields) {
		f.may("direction", words("down", "right"))
		f.may("nodes", anyOf(rapid.MapOfN(idGen, pointGn, 0, 3)))
		f.may("notes", anyOf(rapid.SliceOfN(build(func(f fields) {
			f.must("id", anyOf(idGen))
			f.must("text", anyOf(awkward))
			f.must("x", anyOf(rapid.Int32()))
			f.must("y", anyOf(rapid.Int32()))
			f.may("width", anyOf(rapid.IntRange(0, 900)))
			f.may("color", capped(awkward, 40))
		}), 0, 2)))
		f.may("groups", anyOf(rapid.SliceOfN(build(func(f fields) {
			f.must("id", anyOf(idGen))
			f.must("nodes", anyOf(rapid.SliceOfNDistinct(idGen, 0, 3, rapid.ID[string])))
			f.may("name", capped(awkward, 200))
			f.may("folded", anyOf(rapid.Bool()))
		}), 0, 2)))
	}))
})

// drawDocument returns a document and the text it was read from.
func drawDocument(t *rapid.T, label string) (*chain.Document, []byte) {
	text, err := json.Marshal(documentGen.Draw(t, label))
	if err != nil {
		t.Fatal(err)
	}
	d, problems := chain.Parse(text, chain.EncodingJSON)
	if problems != nil {
		t.Fatalf("Parse(%s) = %v", text, problems)
	}
	return d, text
}
