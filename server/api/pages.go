package api

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
	swagger "github.com/swaggo/files/v2"

	"catenary/docs"
	"catenary/internal/fault"
	"catenary/server/audit"
)

// ownPages is the page that shows the OpenAPI document, and its script.
//
//go:embed page
var ownPages embed.FS

const docsPath = "/api/docs"

// registerPages adds what the server says of itself.
func (a *API) registerPages() error {
	a.registerHealth()
	a.registerMetrics()
	a.registerDocument()
	a.registerProblems()
	if a.Designer != nil {
		if err := a.registerDesigner(); err != nil {
			return err
		}
	}
	return a.registerDocs()
}

// stateBody is the body of /healthz and /readyz.
type stateBody struct {
	State string `json:"state" enum:"alive,ready"`
}

func (a *API) registerHealth() {
	schema := huma.SchemaFromType(a.huma.OpenAPI().Components.Schemas, reflect.TypeFor[stateBody]())
	responses := func() map[string]*huma.Response {
		return a.orRefused(map[string]*huma.Response{
			"200": {Description: "OK", Content: map[string]*huma.MediaType{jsonType: {Schema: schema}}},
		})
	}
	a.page("/healthz", &huma.Operation{
		OperationID: "getHealth", Summary: "Whether the process is alive", Responses: responses(),
	}, func(c echo.Context) error {
		return c.JSON(http.StatusOK, stateBody{State: "alive"})
	}).Limit = ""
	a.page("/readyz", &huma.Operation{
		OperationID: "getReadiness", Summary: "Whether the server can serve; if not, what is missing", Responses: responses(),
	}, func(c echo.Context) error {
		if err := a.Ready(c.Request().Context()); err != nil {
			return a.notReady(c, err)
		}
		return c.JSON(http.StatusOK, stateBody{State: "ready"})
	}).Limit = ""
}

// notReady says what is missing, as far as that was written for people: other
// errors may name hosts and users, and go to the log.
func (a *API) notReady(c echo.Context, err error) error {
	missing := "the log says what is missing"
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind != fault.Internal {
		missing = f.Message
	}
	ctx := c.Request().Context()
	a.Log.LogAttrs(ctx, slog.LevelWarn, "not ready",
		slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", err))
	not := fault.New(fault.Unavailable, "server.not_ready", "the server cannot serve now: %s", missing)
	not.RetryAfter = 1
	return not
}

// registerProblems adds the pages that problems point to.
func (a *API) registerProblems() {
	a.page("/problems/{code}", &huma.Operation{
		OperationID: "getProblem", Summary: "What a problem's code means and what to do",
		Parameters: []*huma.Param{{Name: "code", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}},
		Responses:  a.orRefused(textResponse("text/plain", "The page, in Markdown")),
	}, func(c echo.Context) error {
		code := c.Param("code")
		if strings.ContainsAny(code, `/\`) {
			return echo.ErrNotFound
		}
		text, err := docs.Problems.ReadFile("problems/" + code + ".md")
		if errors.Is(err, fs.ErrNotExist) {
			return echo.ErrNotFound
		}
		if err != nil {
			return err
		}
		return newFixed("text/plain; charset=utf-8", text).serve(c)
	})
}

// registerDocs adds the page where people read the document. All that it loads
// comes from here, and the strict policy of all pages holds for it, too.
func (a *API) registerDocs() error {
	own, err := fs.Sub(ownPages, "page")
	if err != nil {
		return fmt.Errorf("read pages: %w", err)
	}
	files := map[string]fixed{}
	for _, f := range []struct {
		from              fs.FS
		name, contentType string
	}{
		{own, "index.html", "text/html; charset=utf-8"},
		{own, "start.js", "text/javascript; charset=utf-8"},
		{swagger.FS, "swagger-ui.css", "text/css; charset=utf-8"},
		{swagger.FS, "swagger-ui-bundle.js", "text/javascript; charset=utf-8"},
		{swagger.FS, "favicon-32x32.png", "image/png"},
	} {
		body, err := fs.ReadFile(f.from, f.name)
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		files[f.name] = newFixed(f.contentType, body)
	}
	a.page(docsPath, &huma.Operation{
		OperationID: "getDocs", Summary: "A page to read the OpenAPI document",
		Responses: a.orRefused(textResponse("text/html", "The page")),
	}, func(c echo.Context) error { return files["index.html"].serve(c) })
	a.page(docsPath+"/{file}", &huma.Operation{OperationID: "getDocsFile", Hidden: true}, func(c echo.Context) error {
		f, found := files[c.Param("file")]
		if !found {
			return echo.ErrNotFound
		}
		return f.serve(c)
	})
	return nil
}

// orRefused adds to the answers of a page that it may be refused.
func (a *API) orRefused(responses map[string]*huma.Response) map[string]*huma.Response {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[problem](), true, "Problem")
	refused := &huma.Response{Description: "Refused", Content: map[string]*huma.MediaType{problemType: {Schema: schema}}}
	responses["4XX"], responses["5XX"] = refused, refused
	return responses
}
