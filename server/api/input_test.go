package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

// bad is a request that is wrong in one way, and its answer.
type bad struct {
	name   string
	call   apitest.Call
	status int
	code   string
}

// badly sends a route that takes a body every kind of bad one; each has its own
// answer.
func (g *given) badly(o apitest.Operation, _ routeCase, good apitest.Call) {
	if o.RequestBody == nil {
		return
	}
	for _, b := range badBodies(o, good) {
		a := g.Do(b.call)
		if a.Status != b.status || a.Problem().Code != b.code {
			g.t.Errorf("%s: %d %.300s, want %d %s", b.name, a.Status, a.Body, b.status, b.code)
		}
	}
}

// badBodies are those that every route refuses at the edge, and, where the
// body's fields are in the document, those that do not fit them.
func badBodies(o apitest.Operation, good apitest.Call) []bad {
	with := func(body, contentType string) apitest.Call {
		c := good
		c.Body, c.Type = body, contentType
		return c
	}
	text := good.Body
	if _, json := o.RequestBody.Content["application/json"]; !json { // bytes, whatever they are
		return []bad{
			{"wrong content type", with(text, "text/plain"), 415, "request.content_type"},
			{"JSON", with("{}", ""), 415, "request.content_type"},
			{"form", with("a=b", "application/x-www-form-urlencoded"), 415, "request.content_type"},
			{"oversized", with(text+strings.Repeat(" ", int(o.MaxBody)), good.Type), 413, "request.too_large"},
			{"empty", with("", good.Type), 400, "request.body_missing"},
		}
	}
	first, _, _ := strings.Cut(text[1:], ":")
	out := []bad{
		{"malformed", with(strings.Replace(text, ":", ";", 1), ""), 400, "request.malformed"},
		{"truncated", with(text[:len(text)-1], ""), 400, "request.truncated"},
		{"trailing", with(text+text, ""), 400, "request.trailing_data"},
		{"too deep", with(strings.Repeat("[", 100_000), ""), 400, "request.too_deep"},
		{"duplicate", with("{"+first+":null,"+text[1:], ""), 400, "request.duplicate_field"},
		{"not UTF-8", with(text[:len(text)-1]+",\"\xff\":1}", ""), 400, "request.encoding"},
		{"half a surrogate", with(text[:len(text)-1]+`,"\ud800":1}`, ""), 400, "request.encoding"},
		{"wrong content type", with(text, "text/plain"), 415, "request.content_type"},
		{"form", with("a=b", "application/x-www-form-urlencoded"), 415, "request.content_type"},
		{"oversized", with(text+strings.Repeat(" ", int(o.MaxBody)), ""), 413, "request.too_large"},
	}
	if o.RequestBody.Required {
		out = append(out, bad{"empty", with("", ""), 400, "request.body_missing"})
	}
	if takesDocument(o) || takesAnything(o) {
		return out // package chain says what is wrong with a document
	}
	return append(out,
		bad{"unknown field", with(text[:len(text)-1]+`,"no_such_field":1}`, ""), 422, "request.unknown_field"},
		bad{"list for object", with("["+text+"]", ""), 422, "request.invalid"},
		bad{"text for object", with(`"text"`, ""), 422, "request.invalid"},
	)
}

// takesDocument says whether the body is a chain document.
func takesDocument(o apitest.Operation) bool {
	_, yaml := o.RequestBody.Content["application/yaml"]
	return yaml
}

// takesAnything says whether any JSON is taken.
func takesAnything(o apitest.Operation) bool {
	schema := string(o.RequestBody.Content["application/json"].Schema)
	return schema == "" || schema == "{}"
}

// TestNothingIs500 gives every field of every body a value of another type, and
// strings that no name can be.
func TestNothingIs500(t *testing.T) {
	t.Parallel()
	values := []any{
		nil, true, -1, 1e300, 1 << 40, "", " ", "a\u0000b", "a\u202eb", "\u200f", strings.Repeat("x", 100_000),
		[]any{},
		[]any{nil},
		object{},
		object{"a": object{}},
	}
	eachRoute(t, func(t *testing.T, o apitest.Operation, c routeCase) {
		if o.RequestBody == nil {
			return
		}
		if _, json := o.RequestBody.Content["application/json"]; !json {
			return // bytes have no fields
		}
		g := newGiven(t, c)
		c.prepare(g)
		good := g.call(o)
		good.Cookie = g.caller(o, c)
		before := g.Snapshot()
		var fields object
		if err := json.Unmarshal([]byte(good.Body), &fields); err != nil {
			t.Fatal(err)
		}
		fits := false // a value did: what follows is about another state
		send := func(name string, value any) bool {
			changed := maps.Clone(fields)
			changed[name] = value
			call := good
			call.Body = g.encode(changed)
			a := g.Do(call)
			if a.Status >= 500 {
				t.Errorf("%s = %.200v: %d %.300s", name, value, a.Status, a.Body)
			}
			taken := a.Status < 300
			fits = fits || taken
			return taken
		}
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			for _, value := range values {
				if send(name, value) && name == "name" && !mayBeLeftOut(value, o, c) {
					t.Errorf("the name %.60q was taken", value)
				}
			}
			for _, value := range inside(fields[name]) {
				send(name, value)
			}
		}
		if after := g.Snapshot(); !fits && !maps.Equal(before, after) {
			t.Errorf("changed: %v", changed(before, after))
		}
	})
}

// inside gives a value once for each place in it, at any depth, at which
// something else stands then; and with a field more in each object.
func inside(v any) []any {
	var out []any
	switch v := v.(type) {
	case object:
		for name, inner := range v {
			for _, other := range append(inside(inner), nil, -1, "a\u0000b", []any{nil}, object{"a": object{}}) {
				changed := maps.Clone(v)
				changed[name] = other
				out = append(out, changed)
			}
		}
		more := maps.Clone(v)
		more["unexpected"] = 1
		return append(out, more)
	case []any:
		for i, inner := range v {
			for _, other := range append(inside(inner), nil, -1, "a\u0000b", []any{nil}, object{"a": object{}}) {
				changed := slices.Clone(v)
				changed[i] = other
				out = append(out, changed)
			}
		}
	}
	return out
}

// mayBeLeftOut says whether a name of no text stands for none given. Drafts of
// chains are kept without a name, too.
func mayBeLeftOut(value any, o apitest.Operation, c routeCase) bool {
	return value == nil || takesDocument(o) || value == "" && (c.fresh || o.Method == http.MethodPatch)
}

// withWrongIDs asks for things that are not there, that are another tenant's,
// or whose ids cannot be any.
func (g *given) withWrongIDs(o apitest.Operation, _ routeCase, good apitest.Call) {
	if o.Access == "public" {
		return
	}
	there := g.params
	for name := range there {
		if !strings.Contains(o.Path, "{"+name+"}") {
			continue
		}
		wrong := []string{g.NewID(), string(g.Org(servertest.Umbra)), "x%00", "%ff", "..%2f..", "Ä", strings.Repeat("9", 5000)}
		if strings.HasSuffix(name, "_id") {
			wrong = append(wrong, strings.ToLower(there[name]), there[name]+"0")
		}
		for _, value := range wrong {
			g.params = maps.Clone(there)
			g.params[name] = value
			call := g.call(o)
			call.Cookie = good.Cookie
			if a := g.Do(call); a.Status != http.StatusNotFound {
				g.t.Errorf("%s = %.60s: %d %.300s", name, value, a.Status, a.Body)
			}
		}
	}
	g.params = there
}

// withWrongRevisions asks without a revision, with what is none, and with one
// that is overtaken.
func (g *given) withWrongRevisions(o apitest.Operation, _ routeCase, good apitest.Call) {
	if !o.Takes("header", "If-Match") {
		return
	}
	for _, tt := range []struct {
		etag   string
		status int
		code   string
	}{
		{"", 428, "request.if_match_missing"},
		{`"x"`, 412, "request.if_match"},
		{"*", 412, "request.if_match"},
		{"1", 412, "request.if_match"},
		{`W/"1"`, 412, "request.if_match"},
		{`""1""`, 412, "request.if_match"},
		{`"01"`, 412, "request.if_match"},
		{`"1", "2"`, 412, "request.if_match"},
		{`"0"`, 412, "request.if_match"},
		{`"999"`, 412, ""},
	} {
		call := good
		call.Header = good.Header.Clone()
		call.Header.Del("If-Match")
		if tt.etag != "" {
			call.Header.Set("If-Match", tt.etag)
		}
		a := g.Do(call)
		if a.Status != tt.status || tt.code != "" && a.Problem().Code != tt.code {
			g.t.Errorf("If-Match %s: %d %.300s, want %d %s", tt.etag, a.Status, a.Body, tt.status, tt.code)
		}
	}
}

// twice asks as somebody who may and, where the route changes something, again
// with the same key: it is done once.
func (g *given) twice(o apitest.Operation, c routeCase, good apitest.Call) {
	const key = "7b0a1c"
	once := o.Method != http.MethodGet && o.Access != "public"
	if once != o.Takes("header", "Idempotency-Key") {
		g.t.Errorf("the document offers Idempotency-Key: %v", !once)
	}
	good.Header.Set("Idempotency-Key", key)
	first := g.Do(good)
	if first.Status != c.wanted() {
		g.t.Fatalf("allowed: %d %.300s, want %d", first.Status, first.Body, c.wanted())
	}
	for _, replaced := range (&http.Response{Header: first.Header}).Cookies() {
		good.Cookie = replaced.Value
	}
	if !once || c.last {
		return
	}
	if c.settle != nil {
		c.settle(g)
	}
	before := g.Snapshot()
	again := g.Do(good)
	same := again.Header.Get("Idempotency-Replayed") == "true" && again.Status == first.Status && string(again.Body) == string(first.Body)
	if !same && again.Problem().Code != "idempotency.secret_once" {
		g.t.Errorf("again: %d %.300s, %v", again.Status, again.Body, again.Header)
	}
	if after := g.Snapshot(); !maps.Equal(before, after) {
		g.t.Errorf("the repeat changed something: %v", changed(before, after))
	}
}
