package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/runtime/pipeline"
)

// checker collects what is wrong with settings that fit their schema.
type checker struct{ wrong []fault.Detail }

func (c *checker) add(pointer, format string, args ...any) {
	c.wrong = append(c.wrong, fault.Detail{Code: "engine.settings", Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
}

func (c *checker) pointer(pointer, text string) {
	if !isPointer(text) && !strings.HasPrefix(text, "header:") {
		c.add(pointer, "want a JSON pointer such as /id")
	}
}

func (c *checker) template(pointer, text string, known []string) {
	if err := checkTemplate(text, known); err != nil {
		c.add(pointer, "%v", err)
	}
}

func (c *checker) call(pointer string, call Call, known []string) {
	if strings.ContainsAny(call.Path, "?#\\") || strings.Contains("/"+call.Path+"/", "/../") {
		c.add(pointer+"/path", "a path has no query, no fragment and no .. in it")
	}
	c.template(pointer+"/path", call.Path, known)
	for place, texts := range map[string]map[string]string{"/query": call.Query, "/headers": call.Headers, "/form": call.Form} {
		for name, text := range texts {
			c.template(chain.Pointer(pointer+place, name), text, known)
		}
	}
	for name := range call.Headers {
		if !headerName(name) {
			c.add(pointer+"/headers", "%q is no name of a header that may be set", name)
		}
	}
	if len(call.Form) > 0 && len(call.Body) > 0 {
		c.add(pointer+"/form", "a call has form fields or a body, not both")
	}
	if len(call.Body) > 0 {
		var body any
		if json.Unmarshal(call.Body, &body) != nil {
			c.add(pointer+"/body", "this is not JSON")
		}
		c.texts(pointer+"/body", body, known)
	}
}

// texts checks all templates in a JSON value.
func (c *checker) texts(pointer string, value any, known []string) {
	switch x := value.(type) {
	case string:
		c.template(pointer, x, known)
	case []any:
		for i := range x {
			c.texts(chain.Pointer(pointer, i), x[i], known)
		}
	case map[string]any:
		for k := range x {
			c.texts(chain.Pointer(pointer, k), x[k], known)
		}
	}
}

// headerName says whether a header may be set: not those that frame a message
// or say who is asking.
func headerName(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Trailer", "Te", "Accept-Encoding", "Expect":
		return false
	}
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' && r != '_'
	})
}

func (c *checker) making(pointer string, m Making, known []string) {
	c.call(pointer, m.Call, known)
	c.pointer(pointer+"/id", m.ID)
	c.pointer(pointer+"/link", m.Link)
	if m.Find != nil {
		c.call(pointer+"/find", m.Find.Call, known)
		c.pointer(pointer+"/find/id", m.Find.ID)
		c.pointer(pointer+"/find/link", m.Find.Link)
	}
}

func (c *checker) schema(pointer string, text []byte) {
	if len(text) == 0 {
		return
	}
	if _, wrong := schema.Compile(text); len(wrong) > 0 {
		c.add(pointer+wrong[0].Pointer, "this is no JSON Schema: %s", wrong[0].Detail)
	}
}

func (s Settings) check() []fault.Detail {
	c := &checker{}
	if s.Auth.Scheme == "header" && !headerName(s.Auth.Header) {
		c.add("/auth/header", "want the name of a header")
	}
	for name, value := range s.Headers {
		if _, err := inHeader(value); err != nil || !headerName(name) {
			c.add(chain.Pointer("/headers", name), "this header may not be set so")
		}
	}
	if len(s.Positions) == 0 {
		c.add("/positions", "want one position at least")
	}
	seen := map[string]bool{}
	for i, p := range s.Positions {
		at := chain.Pointer("/positions", i)
		if seen[p.Key] {
			c.add(at+"/key", "another position has the key %q", p.Key)
		}
		seen[p.Key] = true
		p.check(c, at)
	}
	if s.Callback != nil {
		c.pointer("/callback/execution", s.Callback.Execution)
		if !headerName(s.Callback.Header) {
			c.add("/callback/header", "want the name of a header")
		}
	}
	return c.wrong
}

func (p Position) check(c *checker, at string) {
	c.schema(at+"/parameters", p.Parameters)
	c.schema(at+"/output", p.Output)
	if p.Create != nil {
		c.making(at+"/create", *p.Create, nameable())
	}
	if p.Delete != nil {
		c.call(at+"/delete", *p.Delete, nameable("pipeline"))
	}
	c.making(at+"/start", p.Start, nameable("pipeline", "input", "callback"))
	c.call(at+"/status", p.Status.Call, nameable("execution"))
	for name, text := range map[string]string{"state": p.Status.State, "output": p.Status.Output, "message": p.Status.Message, "progress": p.Status.Progress, "link": p.Status.Link} {
		c.pointer(at+"/status/"+name, text)
	}
	final := false
	for word, state := range p.Status.States {
		switch s := pipeline.State(state); s {
		case pipeline.Queued, pipeline.Running, pipeline.Succeeded, pipeline.Failed, pipeline.Canceled:
			final = final || s == pipeline.Succeeded
		default:
			c.add(chain.Pointer(at+"/status/states", word), "want queued, running, succeeded, failed or canceled")
		}
	}
	if !final {
		c.add(at+"/status/states", "one of the engine's words must mean succeeded")
	}
	if p.Logs != nil {
		c.call(at+"/logs", p.Logs.Call, nameable("execution", "from"))
		c.pointer(at+"/logs/lines", p.Logs.Lines)
	}
	if p.Cancel != nil {
		c.call(at+"/cancel", *p.Cancel, nameable("execution"))
	}
}
