package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

// endpoint is what the edge knows of an address before its handler runs.
type endpoint struct {
	route
	// pattern is the address as the router has it, with :names.
	pattern string
	// bodies are the content types that it takes; none: it takes no body.
	bodies []string
	// optional says that the body may be left out.
	optional bool
	// always says that it is served before there is an owner, too.
	always bool
	op     *huma.Operation
}

const endpointKey = "endpoint"

// endpointOf is the endpoint of a request, or nil if the router knows none.
func endpointOf(c echo.Context) *endpoint {
	e, _ := c.Get(endpointKey).(*endpoint)
	return e
}

// changes says whether a request to it may change something.
func (e *endpoint) changes() bool {
	return e.Method != http.MethodGet && e.Method != http.MethodHead
}

// page adds an address that no operation stands behind: health, metrics,
// documents. Whoever can reach the server may see it.
func (a *API) page(path string, op *huma.Operation, handle echo.HandlerFunc) *endpoint {
	r := route{
		ID: op.OperationID, Method: http.MethodGet, Path: path, Access: public,
		Tag: "server", Summary: op.Summary, Limit: limitRead,
	}
	e := &endpoint{route: r, pattern: echoPattern(path), always: true, op: op}
	a.pages = append(a.pages, e)
	a.echo.GET(echoPattern(path), handle)
	op.Method, op.Path, op.Tags = http.MethodGet, path, []string{r.Tag}
	op.Security = []map[string][]string{{}}
	op.Extensions = map[string]any{"x-permission": "", "x-access": string(public)}
	if !op.Hidden {
		a.huma.OpenAPI().AddOperation(op)
	}
	return e
}

// index finds endpoints by method and pattern. It fails if the router knows an
// address that was not registered with an access: nobody would guard it.
func (a *API) index() error {
	a.endpoints = map[string]*endpoint{}
	for _, e := range a.pages {
		a.endpoints[e.Method+" "+e.pattern] = e
	}
	paths := a.huma.OpenAPI().Paths
	for _, r := range a.routes {
		e := &endpoint{route: r, pattern: echoPattern(prefix + r.Path), always: r.Tag == setupTag}
		e.op = operationOf(paths[prefix+r.Path], r.Method)
		if e.op == nil {
			return fmt.Errorf("api: route %s is not in the OpenAPI document", r.ID)
		}
		if b := e.op.RequestBody; b != nil {
			for contentType := range b.Content {
				e.bodies = append(e.bodies, contentType)
			}
			slices.Sort(e.bodies)
			e.optional = !b.Required
		}
		if e.Limit == "" {
			e.Limit = classOf(r)
		}
		a.endpoints[r.Method+" "+e.pattern] = e
	}
	for _, r := range a.echo.Routes() {
		if a.endpoints[r.Method+" "+r.Path] == nil {
			return fmt.Errorf("api: %s %s has no access", r.Method, r.Path)
		}
	}
	return nil
}

// classOf is a route's class of rate limit if it does not name one.
func classOf(r route) limitClass {
	switch {
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return limitRead
	case r.Access == public:
		return limitLogin
	default:
		return limitWrite
	}
}

// setupTag is the tag of the routes that are served while there is no owner.
const setupTag = "setup"

// echoPattern turns {name} into :name, as humaecho does.
func echoPattern(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

func operationOf(item *huma.PathItem, method string) *huma.Operation {
	if item == nil {
		return nil
	}
	return map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete, http.MethodHead: item.Head,
	}[method]
}
