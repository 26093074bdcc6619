package api

import (
	"context"
	"net/http"

	"catenary/internal/fault"
)

// problem is the body of every refusal (RFC 9457).
type problem struct {
	Type     string         `json:"type" format:"uri-reference"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail,omitempty"`
	Instance string         `json:"instance,omitempty"`
	Code     string         `json:"code"`
	Errors   []fault.Detail `json:"errors,omitempty"`
	Data     any            `json:"data,omitempty" doc:"What a program needs to go on; the problem's page says what it holds"`
}

func (p *problem) Error() string             { return p.Code + ": " + p.Detail }
func (p *problem) GetStatus() int            { return p.Status }
func (p *problem) ContentType(string) string { return "application/problem+json" }

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
func (a *API) problem(ctx context.Context, err error) error {
	f := fault.As(err)
	status := statuses[f.Kind]
	if f.Kind == fault.Internal {
		a.Log.ErrorContext(ctx, "request failed", "error", err)
	}
	return &problem{
		Type: "/problems/" + f.Code, Title: http.StatusText(status), Status: status,
		Detail: f.Message, Code: f.Code, Errors: f.Details, Data: f.Data,
	}
}
