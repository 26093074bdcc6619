package glue_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/run"
)

// outcome is how a run made of glue alone ends, in one line.
func outcome(v *run.View) string {
	if v.Failure == nil {
		return string(v.State) + " " + string(v.Output)
	}
	text := string(v.State) + " " + v.Failure.Code + " at " + string(v.Failure.Node) + ": " + v.Failure.Message
	if v.Failure.Line > 0 {
		text += " (line " + string('0'+rune(v.Failure.Line)) + ")"
	}
	return text
}

func TestWhatAScriptGives(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	tests := []struct{ name, body, want string }{
		{"a value", "return {a: [1, 2.5, 'x', true, null]}", `succeeded {"a":[1,2.5,"x",true,null]}`},
		{"nothing", ";", `succeeded null`},
		{"undefined", "return undefined", `succeeded null`},
		{"what JSON leaves out", "return {f() {}, u: undefined, s: Symbol('x'), k: [undefined, () => 1]}", `succeeded {"k":[null,null]}`},
		{"numbers", "return [0.1 + 0.2, 1e21, -0, NaN, 1/0, 2**53, 1e-7, 123456789012345680000]", `succeeded [0.30000000000000004,1e+21,0,null,null,9007199254740992,1e-7,123456789012345680000]`},
		{"boxed values", "return [new Number(1), new String('s'), new Boolean(false)]", `succeeded [1,"s",false]`},
		{"toJSON", "return {d: new Date(0), x: {toJSON(key) { return 'for ' + key }}}", `succeeded {"d":"1970-01-01T00:00:00.000Z","x":"for x"}`},
		{"a getter", "return {get a() { return 1 }}", `succeeded {"a":1}`},
		{"a proxy", "return new Proxy({a: 1}, {get(o, k) { return k === 'toJSON' ? undefined : 7 }})", `succeeded {"a":7}`},
		{"text", `return "\u0000\n\"\\é漢😀" + '\ud800'`, `succeeded "\u0000\n\"\\é漢😀` + "\ufffd" + `"`},
		{"integer keys first", "return {b: 1, 2: 2, a: 3, 1: 4}", `succeeded {"1":4,"2":2,"b":1,"a":3}`},
		{"a map and a set", "return [new Map([[1, 2]]), new Set([1])]", `succeeded [{},{}]`},
		{"a promise that is kept", "return (async () => { await null; return 5 })()", `succeeded 5`},
		{"a promise that is broken", "return Promise.reject(new Error('no'))", `failed glue.error at a: Error: no (line 1)`},
		{"a promise that is never kept", "return new Promise(() => {})", `failed glue.error at a: the promise that it returned is never kept`},
		{"an error", "let a\nlet b\nthrow new TypeError('bad')", `failed glue.error at a: TypeError: bad (line 3)`},
		{"a missing value", "return nodes.b.output", `failed glue.error at a: TypeError: Cannot read property 'output' of undefined (line 1)`},
		{"something else thrown", "throw 'just text'", `failed glue.error at a: just text (line 1)`},
		{"an object thrown", "throw {code: 7}", `failed glue.error at a: [object Object] (line 1)`},
		{"a long message", "throw new Error('x'.repeat(5000))", `failed glue.error at a: Error: ` + strings.Repeat("x", 2048-7) + ` (line 1)`},
		{"a line deep inside", "const f = () => {\n  return g()\n}\nconst g = () => undefined.x\nreturn f()", `failed glue.error at a: TypeError: Cannot read property 'x' of undefined (line 4)`},
		{"a source that does not compile", "return }", `failed glue.error at a: SyntaxError: Unexpected token } (line 1)`},
		{"BigInt", "return 1n", `failed glue.error at a: a BigInt is no JSON; use Number(x) or String(x)`},
		{"a circle", "const a = {}; a.a = a; return a", `failed glue.error at a: it is nested more than 64 deep, or contains itself`},
		{"64 deep", "let a = 1; for (let i = 0; i < 64; i++) a = [a]; return a", `succeeded ` + strings.Repeat("[", 64) + "1" + strings.Repeat("]", 64)},
		{"65 deep", "let a = 1; for (let i = 0; i < 65; i++) a = [a]; return a", `failed glue.error at a: it is nested more than 64 deep, or contains itself`},
		{"too much", "return 'x'.repeat(1 << 20)", `failed glue.output_too_large at a: it gave more than 1 MiB`},
		{"too much of little", "return new Array(1 << 18).fill('12345')", `failed glue.output_too_large at a: it gave more than 1 MiB`},
		{"no end of recursion", "const f = () => f() + 1; return f()", `failed glue.error at a: RangeError: functions call each other too deeply (line 1)`},
		{"the input", "return input.in + 1", `succeeded 2`},
		{"the run", "return run", `succeeded {"id":"r1","chain":"stock","version":3,"org":"acme","trigger":"manual","started_at":"2023-11-14T22:13:20.123Z"}`},
		{"switches", "return switches", `succeeded {"open":true}`},
		{"nothing comes in at a root", "return incoming", `succeeded {}`},
		{"no item outside an each", "return typeof item", `succeeded "undefined"`},
		{"time stands still at the start", "return [Date.now(), new Date().toISOString(), new Date().getTimezoneOffset()]", `succeeded [1700000000123,"2023-11-14T22:13:20.123Z",0]`},
		{"no code of text: eval", "return eval('1')", `failed glue.error at a: ReferenceError: eval is not defined (line 1)`},
		{"no code of text: Function", "return new Function('return 1')()", `failed glue.error at a: ReferenceError: Function is not defined (line 1)`},
		{"no code of text: hidden", "return (() => 1).constructor('return 1')()", `failed glue.error at a: TypeError: code cannot be made of text (line 1)`},
		{"no code of text: generator", "return (function*() {}).constructor('yield 1')().next()", `failed glue.error at a: TypeError: code cannot be made of text (line 1)`},
		{"no code of text: async", "return (async () => 1).constructor('return 1')()", `failed glue.error at a: TypeError: code cannot be made of text (line 1)`},
		{"no code of text: by a name made up", "return globalThis['ev' + 'al']('1')", `failed glue.error at a: TypeError: Object has no member 'eval' (line 1)`},
		{"the prototype is no field", "return [input.__proto__ === Object.prototype, Object.keys(JSON.parse('{\"__proto__\":1}'))]", `succeeded [true,["__proto__"]]`},
		{"base64", "return [base64.encode('héllo'), base64.decode('aMOpbGxv')]", `succeeded ["aMOpbGxv","héllo"]`},
		{"no base64", "return base64.decode('?')", `failed glue.error at a: TypeError: this is no base64 (line 1)`},
		{"sha256", "return sha256('abc')", `succeeded "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"`},
		{"hmac", "return hmacSha256('key', 'The quick brown fox jumps over the lazy dog')", `succeeded "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"`},
		{"escaped names", "return \\u0069nput.in", `succeeded 1`},
		{"arguments", "return arguments[0].in", `succeeded 1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRunner(t, pool, chain.Graph{Nodes: []chain.Node{script("a", tt.body)}}, `{"in":1}`)
			r.work.Switches = func(context.Context) (json.RawMessage, error) { return []byte(`{"open":true}`), nil }
			if diff := cmp.Diff(tt.want, outcome(r.drive())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestChanceIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	g := chain.Graph{Nodes: []chain.Node{
		script("a", "return [Math.random(), Math.random(), uuid()]"), script("b", "return [Math.random(), uuid()]"),
	}}
	first, second := newRunner(t, pool, g, `1`), newRunner(t, pool, g, `1`)
	second.tenant = "t2"
	got, again := outcome(first.drive()), outcome(second.drive())
	if got != again {
		t.Errorf("%s, and again %s", got, again)
	}
	other := newRunner(t, pool, g, `1`)
	other.work.Run.ID = "r2"
	if outcome(other.drive()) == got {
		t.Error("another run has the same chance")
	}
}
