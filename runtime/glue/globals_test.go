package glue_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
)

// TestNothingElseIsThere lists all that glue can get at. A name that appears
// here after an update of the interpreter is to be looked at.
func TestNothingElseIsThere(t *testing.T) {
	t.Parallel()
	r := newRunner(t, newPool(t), chain.Graph{Nodes: []chain.Node{script("a", `return {
		names: Object.getOwnPropertyNames(globalThis).sort().join(' '),
		symbols: Object.getOwnPropertySymbols(globalThis).map(String),
		proto: Object.getPrototypeOf(globalThis) === Object.prototype,
		this: typeof this,
		args: arguments.length,
		natives: Object.getOwnPropertyNames(base64).concat(Object.getOwnPropertyNames(uuid)).sort().join(' '),
	}`)}}, `{}`)
	want := `succeeded {"names":"AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array Float64Array GoError Infinity Int16Array Int32Array Int8Array JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet base64 decodeURI decodeURIComponent encodeURI encodeURIComponent escape globalThis hmacSha256 isFinite isNaN parseFloat parseInt sha256 undefined unescape uuid",` +
		`"symbols":["Symbol(Symbol.toStringTag)"],"proto":true,"this":"undefined","args":5,"natives":"decode encode length name"}`
	if diff := cmp.Diff(want, outcome(r.drive())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
