package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"catenary/internal/fault"
	"catenary/server/audit"
)

// problem is the body of every refusal (RFC 9457).
type problem struct {
	Type     string         `json:"type" format:"uri-reference" doc:"Where a page about this problem is"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail,omitempty" doc:"What is wrong, for people"`
	Instance string         `json:"instance,omitempty" format:"uri-reference" doc:"Names the request; the log knows it by that id"`
	Code     string         `json:"code" doc:"Stable and dotted, for programs"`
	Errors   []fault.Detail `json:"errors,omitempty" doc:"Each thing that is wrong and where"`
	Data     any            `json:"data,omitempty" doc:"What a program needs to go on; the problem's page says what it holds"`

	headers http.Header
}

func (p *problem) Error() string             { return p.Code + ": " + p.Detail }
func (p *problem) GetStatus() int            { return p.Status }
func (p *problem) GetHeaders() http.Header   { return p.headers }
func (p *problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// statuses is the one table from kinds of fault to HTTP.
var statuses = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Malformed: http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Stale: http.StatusPreconditionFailed, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Unsupported: http.StatusUnsupportedMediaType, fault.Invalid: http.StatusUnprocessableEntity,
	fault.Unconditional: http.StatusPreconditionRequired, fault.Limited: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// problem turns an error into what the caller sees, and logs what he must not.
func (a *API) problem(ctx context.Context, err error) *problem {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = fault.New(fault.Unavailable, "request.abandoned", "the request was given up before it was done").Because(err)
	}
	f := fault.As(err)
	if f.Kind == fault.Internal {
		a.Log.LogAttrs(ctx, slog.LevelError, "request failed",
			slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", err))
		f = fault.New(fault.Internal, "internal", "something failed on our side; the log knows more under this request's id")
	}
	if f.Code == "auth.forbidden" && f.Data == nil {
		f = f.Carrying(a.lacking(ctx, err))
	}
	return newProblem(ctx, statuses[f.Kind], f)
}

// newProblem writes a fault as a problem with this status.
func newProblem(ctx context.Context, status int, f *fault.Fault) *problem {
	p := &problem{
		Type: "/problems/" + f.Code, Title: http.StatusText(status), Status: status,
		Detail: f.Message, Code: f.Code, Errors: f.Details, Data: f.Data, headers: http.Header{},
	}
	if id := audit.OriginOf(ctx).RequestID; id != "" {
		p.Instance = "urn:catenary:request:" + id
	}
	if f.RetryAfter > 0 {
		p.headers.Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if status == http.StatusUnauthorized {
		p.headers.Set("WWW-Authenticate", `Bearer realm="catenary"`)
	}
	return p
}

// fail is Echo's error handler: it answers what a middleware or a handler
// refused, in the same form as all else.
func (a *API) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	p := a.edgeProblem(c, err)
	if p.Status == http.StatusNotFound && a.readByPerson(c) && a.noPage(c) == nil {
		return
	}
	header := c.Response().Header()
	for name, values := range p.headers {
		header[name] = values
	}
	body, err := json.Marshal(p)
	if err != nil { // Data that no JSON can hold
		p.Data = nil
		body, _ = json.Marshal(p)
	}
	_ = c.Blob(p.Status, problemType, body) // a caller who is gone reads nothing
}

// edgeProblem is the problem of an error, be it the router's or a fault.
func (a *API) edgeProblem(c echo.Context, err error) *problem {
	ctx := c.Request().Context()
	var he *echo.HTTPError
	if !errors.As(err, &he) {
		return a.problem(ctx, err)
	}
	switch he.Code {
	case http.StatusNotFound:
		return newProblem(ctx, he.Code, fault.New(fault.NotFound, "route.unknown", "there is nothing at this address"))
	case http.StatusMethodNotAllowed:
		return newProblem(ctx, he.Code, fault.New(fault.NotFound, "route.method",
			"this address takes %s", allowed(c.Response().Header())))
	default:
		return a.problem(ctx, err)
	}
}
