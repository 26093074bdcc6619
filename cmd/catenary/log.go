package main

import (
	"context"
	"io"
	"log/slog"

	"catenary/server/audit"
	"catenary/server/config"
)

// newLog writes to w in the form of the settings; level can change later.
func newLog(w io.Writer, s config.Log, level *slog.LevelVar) *slog.Logger {
	level.Set(s.Level)
	options := &slog.HandlerOptions{Level: level}
	var h slog.Handler = slog.NewJSONHandler(w, options)
	if s.Format == "text" {
		h = slog.NewTextHandler(w, options)
	}
	return slog.New(withRequest{h})
}

// withRequest adds the id of the request that a record is about.
type withRequest struct{ slog.Handler }

const requestID = "request_id"

// Handle implements slog.Handler.
func (h withRequest) Handle(ctx context.Context, r slog.Record) error {
	id := audit.OriginOf(ctx).RequestID
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == requestID { // it is said already
			id = ""
		}
		return id != ""
	})
	if id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String(requestID, id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h withRequest) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withRequest{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h withRequest) WithGroup(name string) slog.Handler {
	return withRequest{h.Handler.WithGroup(name)}
}
