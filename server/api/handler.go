package api

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"catenary/server/stream"
)

// Handler builds the edge: what it returns serves every request. It fails if
// the settings or the routes are wrong, and is called once.
//
// A request goes through the middleware in the order in which it stands here:
// what is cheap and refuses most comes first, and nothing of a body is read for
// somebody who may not call the route.
func (a *API) Handler() (http.Handler, error) { return a.handler(a.registerAll) }

func (a *API) handler(registerRoutes func()) (http.Handler, error) {
	useProblems()
	a.echo = echo.New()
	a.echo.HTTPErrorHandler = a.fail
	a.echo.IPExtractor = addressFrom(a.Proxies)
	a.huma = humaecho.New(a.echo, a.documentConfig())
	a.process = a.NewID()
	a.limiters = newLimiters()
	a.room = newRoom(cmp.Or(a.held, maxHeld))
	a.metrics = newMetrics(a.Store)
	if a.gate == nil {
		a.gate = a.Identity
	}
	registerRoutes()
	if err := a.registerPages(); err != nil {
		return nil, err
	}
	if err := a.index(); err != nil {
		return nil, err
	}
	a.publish()
	cross, err := a.crossOrigin()
	if err != nil {
		return nil, err
	}
	a.echo.Use(a.observe, a.secureHeaders)
	if len(a.CORSOrigins) > 0 {
		a.echo.Use(a.cors())
	}
	a.echo.Use(middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1024, Skipper: uncompressed}))
	a.echo.Use(cross, a.admit, a.limit, a.parameters, a.body, a.once, readableAccept)
	return withHead(a.echo), nil
}

// uncompressed are answers that are streams, are packed already, or show a
// secret.
func uncompressed(c echo.Context) bool {
	e := endpointOf(c)
	return e == nil || e.Sensitive || e.Path == metricsPath || e.Path == designerFiles || e.op.Responses["200"] != nil && e.op.Responses["200"].Content[stream.Type] != nil
}

// cors lets the pages of listed origins call with a token; cookies stay out.
func (a *API) cors() echo.MiddlewareFunc {
	return middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins: a.CORSOrigins,
		AllowMethods: []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete},
		AllowHeaders: []string{
			echo.HeaderAuthorization, echo.HeaderContentType, "If-Match", "If-None-Match", "Last-Event-ID", "Lease", "Prefer", idempotencyHeader,
		},
		ExposeHeaders: []string{"ETag", echo.HeaderLocation, echo.HeaderRetryAfter, echo.HeaderXRequestID, "Preference-Applied", replayedHeader},
		MaxAge:        600,
	})
}

// crossOrigin refuses changes that a page of another origin asks a browser
// for. A page of a listed origin may ask with a token, which no browser adds
// by itself.
func (a *API) crossOrigin() (echo.MiddlewareFunc, error) {
	protection := http.NewCrossOriginProtection()
	if a.PublicURL != "" {
		if err := protection.AddTrustedOrigin(originOf(a.PublicURL)); err != nil {
			return nil, fmt.Errorf("public URL: %w", err)
		}
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if err := protection.Check(r); err != nil && !a.listedWithToken(r) {
				return crossOriginFault.Because(err)
			}
			return next(c)
		}
	}, nil
}

func (a *API) listedWithToken(r *http.Request) bool {
	return slices.Contains(a.CORSOrigins, r.Header.Get(echo.HeaderOrigin)) &&
		r.Header.Get(echo.HeaderAuthorization) != "" && r.Header.Get(echo.HeaderCookie) == ""
}
