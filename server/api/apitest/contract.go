package apitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"catenary/internal/id"
	"catenary/internal/testkit"
	"catenary/server/api"
	"catenary/server/identity"
)

// contract checks answers against an OpenAPI 3.1 document.
type contract struct {
	paths    map[string]map[string]operation
	tags     map[string]string
	compiler *jsonschema.Compiler
	mu       sync.Mutex // of compiler
}

// Operation is what the document says of a route, as far as tests need it.
type Operation struct {
	ID         string `json:"operationId"`
	Permission string `json:"x-permission"`
	Access     string `json:"x-access"`
	MaxBody    int64  `json:"x-max-body"`
	Method     string `json:"-"`
	Path       string `json:"-"`
	Parameters []struct{ Name, In string }
	// RequestBody is nil for routes that take none.
	RequestBody *struct {
		Required bool
		Content  map[string]struct{ Schema json.RawMessage }
	}
}

type operation struct {
	Operation
	Responses map[string]struct {
		Content map[string]struct{ Schema json.RawMessage }
	}
}

const documentURL = "https://catenary.test/openapi.json"

// theContract is that of the API's routes, which all servers of a process share:
// to write the document and to read it takes longer than most tests.
var theContract = sync.OnceValues(func() (*contract, error) {
	now := testkit.NewClock().Now
	a := &api.API{Identity: &identity.Service{}, Log: slog.New(slog.DiscardHandler), Now: now, NewID: id.NewMaker(now).New}
	if _, err := a.Handler(); err != nil {
		return nil, err
	}
	return newContract(a.OpenAPI())
})

func newContract(document []byte) (*contract, error) {
	var doc struct {
		Paths map[string]map[string]operation
		Tags  []struct{ Name, Description string }
	}
	if err := json.Unmarshal(document, &doc); err != nil {
		return nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	c := &contract{paths: doc.Paths, tags: map[string]string{}, compiler: jsonschema.NewCompiler()}
	for _, tag := range doc.Tags {
		c.tags[tag.Name] = tag.Description
	}
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	c.compiler.AssertFormat()
	return c, c.compiler.AddResource(documentURL, whole)
}

// Operations are all routes of the document below /api/v1 but those of the
// document itself.
func (s *Server) Operations() []Operation {
	var out []Operation
	for path, methods := range s.contract.paths {
		for method, o := range methods {
			if strings.HasPrefix(path, "/api/v1/") && !strings.HasPrefix(path, "/api/v1/openapi.") {
				o.Method, o.Path = strings.ToUpper(method), path
				out = append(out, o.Operation)
			}
		}
	}
	return out
}

// Tags are those of the document and what it says of them.
func (s *Server) Tags() map[string]string { return s.contract.tags }

// check says how an answer to a request breaks the document, or nil.
func (c *contract) check(method, path string, a Answer) error {
	template, found := c.find(path)
	o, known := c.paths[template][strings.ToLower(method)]
	if !found || !known {
		if a.Status != http.StatusNotFound && a.Status != http.StatusMethodNotAllowed {
			return fmt.Errorf("%s %s is not in it", method, path)
		}
		return c.matches(a, "/components/schemas/Problem")
	}
	name := strconv.Itoa(a.Status)
	response, listed := o.Responses[name]
	if !listed {
		name = name[:1] + "XX"
		if response, listed = o.Responses[name]; !listed {
			return errors.New("the status is not listed")
		}
	}
	if len(response.Content) == 0 || a.Status == http.StatusNotModified {
		if len(a.Body) > 0 {
			return errors.New("there is a body, and none is listed")
		}
		return nil
	}
	contentType, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("content type: %w", err)
	}
	content, listed := response.Content[contentType]
	if !listed {
		return fmt.Errorf("the content type %s is not listed", contentType)
	}
	if content.Schema == nil || !strings.Contains(contentType, "json") || contentType == "application/x-ndjson" {
		return nil
	}
	return c.matches(a, pointer("paths", template, strings.ToLower(method), "responses", name, "content", contentType, "schema"))
}

// matches holds a body against the schema at a place in the document.
func (c *contract) matches(a Answer, at string) error {
	c.mu.Lock()
	schema, err := c.compiler.Compile(documentURL + "#" + at)
	c.mu.Unlock()
	if err != nil {
		return fmt.Errorf("the schema does not compile: %w", err)
	}
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.Body))
	if err != nil {
		return fmt.Errorf("the body is not JSON: %w", err)
	}
	return schema.Validate(body)
}

// find is the path of the document that an address belongs to; one with fewer
// parameters goes before.
func (c *contract) find(path string) (template string, found bool) {
	best := -1
	parts := strings.Split(path, "/")
	for candidate := range c.paths {
		names := strings.Split(candidate, "/")
		if len(names) != len(parts) {
			continue
		}
		fixed := 0
		for i, name := range names {
			switch {
			case name == parts[i]:
				fixed++
			case !strings.HasPrefix(name, "{") || parts[i] == "":
				fixed = -len(names) - 1
			}
		}
		if fixed > best {
			best, template = fixed, candidate
		}
	}
	return template, best >= 0
}

// pointer is the JSON pointer of the keys, as a part of an address.
func pointer(keys ...string) string {
	var b strings.Builder
	for _, key := range keys {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "%", "%25").Replace(key))
	}
	return b.String()
}

// Takes says whether the operation has a parameter.
func (o Operation) Takes(in, name string) bool {
	for _, p := range o.Parameters {
		if p.In == in && p.Name == name {
			return true
		}
	}
	return false
}
