package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/server/identity"
)

const (
	documentPath = prefix + "/openapi.json"
	yamlPath     = prefix + "/openapi.yaml"
)

// documentConfig is how Huma begins the OpenAPI document. Its own pages and
// links are off: they load from outside.
func (a *API) documentConfig() huma.Config {
	version := a.Version
	if version == "" {
		version = "dev"
	}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Catenary", Version: version,
				Description: "Design, run and govern business chains. Every refusal is a problem (RFC 9457) with a stable code.",
				License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			},
			Servers: []*huma.Server{{URL: "/"}},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: identity.Cookie, Description: "Set by signing in"},
					"token":   {Type: "http", Scheme: "bearer", Description: "An API token, in Authorization only"},
				},
			},
		},
		Formats:       map[string]huma.Format{jsonType: jsonFormat, "json": jsonFormat},
		DefaultFormat: jsonType,
	}
}

// schemaName names a schema after its type; types of other packages carry
// their package's name, so that two of one name do not meet.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() == "" || t.PkgPath() == "" || t.PkgPath() == reflect.TypeFor[API]().PkgPath() {
		return name
	}
	pkg := t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:]
	return strings.ToUpper(pkg[:1]) + pkg[1:] + name
}

// describe adds what the document says of every route alike.
func describe(op *huma.Operation, r route, input reflect.Type) {
	op.Extensions = map[string]any{"x-permission": string(r.Permission), "x-access": "guarded"}
	if r.Access != guarded {
		op.Extensions["x-access"] = string(r.Access)
	}
	op.Errors = []int{
		http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable,
	}
	op.Errors = append(op.Errors, r.Errors...)
	op.Security = []map[string][]string{{}}
	if r.Access != public {
		op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
	} else if r.Method != http.MethodGet { // codes, links and passwords may be wrong
		op.Errors = append(op.Errors, http.StatusUnauthorized)
	}
	if _, found := input.FieldByName("IfNoneMatch"); found {
		op.Responses = map[string]*huma.Response{"304": {Description: http.StatusText(http.StatusNotModified)}}
	}
	if r.Method == http.MethodGet {
		return
	}
	limit := r.MaxBody
	if limit == 0 {
		limit = defaultMaxBody
	}
	op.Extensions["x-max-body"] = limit
	op.Errors = append(op.Errors, http.StatusForbidden, http.StatusConflict, http.StatusPreconditionFailed,
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	if _, found := input.FieldByName("IfMatch"); found {
		op.Errors = append(op.Errors, http.StatusPreconditionRequired)
	}
	if r.Access != public {
		one, most := 1, 255
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: idempotencyHeader, In: "header",
			Description: "Makes the request once, however often it is sent; best a random one",
			Schema:      &huma.Schema{Type: huma.TypeString, MinLength: &one, MaxLength: &most},
		})
	}
}

// document is the OpenAPI document as it is served. It does not change while the
// server runs, and is written down when it is first asked for: that takes as
// long as all the rest of a start.
type document struct{ json, yaml func() (fixed, error) }

// publish completes the document.
func (a *API) publish() {
	doc := a.huma.OpenAPI()
	doc.Tags = nil
	for _, e := range a.endpoints {
		if !slices.ContainsFunc(doc.Tags, func(t *huma.Tag) bool { return t.Name == e.Tag }) {
			doc.Tags = append(doc.Tags, &huma.Tag{Name: e.Tag, Description: tagDescription(e.Tag)})
		}
	}
	slices.SortFunc(doc.Tags, func(x, y *huma.Tag) int { return strings.Compare(x.Name, y.Name) })
	a.document.json = sync.OnceValues(func() (fixed, error) {
		text, err := json.Marshal(doc)
		if err != nil {
			return fixed{}, fmt.Errorf("write the OpenAPI document: %w", err)
		}
		return newFixed(jsonType, text), nil
	})
	a.document.yaml = sync.OnceValues(func() (fixed, error) {
		text, err := doc.YAML()
		if err != nil {
			return fixed{}, fmt.Errorf("write the OpenAPI document: %w", err)
		}
		return newFixed("application/yaml", text), nil
	})
}

// OpenAPI is the document of all routes, once Handler has been called. It is
// empty if some route cannot be written down, which the tests exclude.
func (a *API) OpenAPI() []byte {
	doc, err := a.document.json()
	if err != nil {
		a.Log.Error("no OpenAPI document", "error", err)
	}
	return doc.body
}

// serveDocument answers with one of its forms.
func serveDocument(c echo.Context, form func() (fixed, error)) error {
	doc, err := form()
	if err != nil {
		return err
	}
	return doc.serve(c)
}

// registerDocument adds the addresses of the document.
func (a *API) registerDocument() {
	a.page(documentPath, &huma.Operation{
		OperationID: "getOpenAPI", Summary: "This document",
		Responses: a.orRefused(map[string]*huma.Response{"200": {Description: "OpenAPI 3.1", Content: map[string]*huma.MediaType{
			jsonType: {Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}},
		}}, "304": {Description: "Not Modified"}}),
	}, func(c echo.Context) error { return serveDocument(c, a.document.json) })
	a.page(yamlPath, &huma.Operation{
		OperationID: "getOpenAPIYAML", Summary: "This document, as YAML",
		Responses: a.orRefused(map[string]*huma.Response{"200": {Description: "OpenAPI 3.1", Content: map[string]*huma.MediaType{
			"application/yaml": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}, "304": {Description: "Not Modified"}}),
	}, func(c echo.Context) error { return serveDocument(c, a.document.yaml) })
}
