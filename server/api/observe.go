package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/labstack/echo/v4"

	"catenary/rbac"
	"catenary/server/audit"
)

// observe gives the request its id, answers what failed or panicked, counts
// and logs. Bodies, queries, cookies and tokens are never logged.
func (a *API) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := a.Now()
		r := c.Request()
		origin := audit.Origin{Address: c.RealIP(), RequestID: a.NewID()}
		who := new(rbac.Actor)
		ctx := audit.WithOrigin(r.Context(), origin)
		c.SetRequest(r.WithContext(ctx))
		c.Set(whoKey, who)
		c.Response().Header().Set(echo.HeaderXRequestID, origin.RequestID)
		e := a.endpoints[r.Method+" "+c.Path()]
		if e != nil {
			c.Set(endpointKey, e)
		}
		pattern := unknownPattern
		if e != nil {
			pattern = e.pattern
		}
		defer func() {
			took := a.Now().Sub(begun)
			a.metrics.seen(r.Method, pattern, c.Response().Status, took)
			a.Log.LogAttrs(ctx, levelOf(e, c.Response().Status), "request",
				slog.String("request_id", origin.RequestID), slog.String("method", r.Method),
				slog.String("route", pattern), slog.Int("status", c.Response().Status),
				slog.Duration("took", took), slog.Int64("bytes", c.Response().Size),
				slog.String("address", origin.Address), slog.String("tenant", string(who.Tenant)),
				slog.String("subject", string(who.Subject)), slog.String("token", who.Token))
		}()
		defer a.recovered(c)
		if err := next(c); err != nil {
			c.Error(err)
		}
		return nil
	}
}

const (
	whoKey = "who"
	// unknownPattern stands for every address that the router does not know.
	unknownPattern = "unknown"
)

// levelOf keeps what is asked every few seconds out of the log.
func levelOf(e *endpoint, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError:
		return slog.LevelWarn
	case e != nil && e.always && status < http.StatusBadRequest:
		return slog.LevelDebug
	default:
		return slog.LevelInfo
	}
}

// recovered turns a panic into a problem without text. An answer that has begun
// cannot be taken back: the connection is cut, so that nobody takes it for whole.
func (a *API) recovered(c echo.Context) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler { //nolint:errorlint // net/http compares so too
		panic(cause)
	}
	err := fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
	if c.Response().Committed {
		_ = a.problem(c.Request().Context(), err) // only to log it
		panic(http.ErrAbortHandler)
	}
	a.fail(err, c)
}
