package api

import (
	"encoding/json"
	"strings"
	"testing"

	"catenary/internal/fault"
)

func TestStrictJSON(t *testing.T) {
	t.Parallel()
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	tests := []struct {
		name, text, code, pointer string
		line, column              int
	}{
		{name: "object", text: `{"a":[1,{"b":"c"}],"d":null}`},
		{name: "scalar", text: ` 12 `},
		{name: "same name at two levels", text: `{"a":{"a":1},"b":[{"a":1},{"a":2}]}`},
		{name: "brackets and colons in strings", text: `{"[{":"}]","a":"\"{[:","b":"\\"}`},
		{name: "pair of surrogates", text: `{"a":"\ud83d\ude00"}`},
		{name: "escaped backslash before u", text: `"\\ud800"`},
		{name: "as deep as allowed", text: nested(maxDepth)},
		{name: "empty", text: "", code: "request.body_missing"},
		{name: "blank", text: " \n\t", code: "request.body_missing"},
		{name: "not JSON", text: "{\n  name: 1}", code: "request.malformed", line: 2, column: 3},
		{name: "truncated", text: `{"a":`, code: "request.truncated", line: 1, column: 6},
		{name: "truncated in a string", text: `{"a":"b`, code: "request.truncated", line: 1, column: 8},
		{name: "trailing data", text: `{} {}`, code: "request.trailing_data", line: 1},
		{name: "trailing bracket", text: `{}]`, code: "request.trailing_data", line: 1},
		{name: "too deep", text: nested(maxDepth + 1), code: "request.too_deep", line: 1, column: maxDepth + 1},
		{name: "far too deep and never closed", text: strings.Repeat(`{"a":`, 1_000_000), code: "request.too_deep", line: 1},
		{name: "twice", text: `{"a":1,"b":{"c":[0,{"d":1,"d":2}]}}`, code: "request.duplicate_field", pointer: "/b/c/1/d", line: 1, column: 27},
		{name: "twice, once escaped", text: `{"a/~":1,"\u0061/~":2}`, code: "request.duplicate_field", pointer: "/a~1~0", line: 1},
		{name: "not UTF-8", text: "{\"a\":\"\xff\"}", code: "request.encoding", line: 1, column: 7},
		{name: "high surrogate alone", text: `{"a":["x","\ud800"]}`, code: "request.encoding", pointer: "/a/1", line: 1},
		{name: "low surrogate alone", text: `"\udc00\ud800"`, code: "request.encoding", line: 1},
		{name: "high before another high", text: `"\ud800\ud800"`, code: "request.encoding", line: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := strictJSON([]byte(tt.text))
			if tt.code == "" {
				if err != nil {
					t.Fatalf("strictJSON = %v", err)
				}
				return
			}
			f := fault.As(err)
			if err == nil || f.Code != tt.code || f.Kind != fault.Malformed {
				t.Fatalf("strictJSON = %v, want %s", err, tt.code)
			}
			if tt.line == 0 {
				return
			}
			d := f.Details[0]
			if d.Pointer != tt.pointer || d.Line != tt.line || tt.column > 0 && d.Column != tt.column {
				t.Errorf("detail = %+v, want %q at %d:%d", d, tt.pointer, tt.line, tt.column)
			}
		})
	}
}

func FuzzStrictJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":"c"}]}`, `"\ud83d\ude00"`, `{"a":1,"a":2}`, `[[[`, `{}{}`, `"\`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if strictJSON(data) == nil && !json.Valid(data) {
			t.Errorf("%q is no JSON and was let through", data)
		}
	})
}

func TestPointerOf(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", ".items[3].tags": "/items/3/tags", "[0][12].a/b": "/0/12/a~1b", "name": "/name",
	} {
		if got := pointerOf(in); got != want {
			t.Errorf("pointerOf(%q) = %q, want %q", in, got, want)
		}
	}
}
