package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/identity"
	"catenary/server/stream"
)

func (a *API) registerRunEvents() {
	const events = runPath + "/events"
	register(a, route{
		ID: "listRunEvents", Method: http.MethodGet, Path: events, Permission: rbac.RunView, Tag: runTag,
		Summary: "The journal of a run behind a number; inputs and outputs for who has run:data",
	}, a.listRunEvents)
	register(a, route{
		ID: "streamRunEvents", Method: http.MethodGet, Path: events + "/stream", Permission: rbac.RunView, Tag: runTag,
		Summary: "The journal of a run as it is written (server-sent events); 204 if the run is over and you have all of it",
	}, a.streamRunEvents)
	register(a, route{
		ID: "streamRuns", Method: http.MethodGet, Path: "/orgs/{org_id}/runs/stream", Permission: rbac.RunView, Tag: runTag,
		Summary: "Changes of runs of an org and of those below it (server-sent events)",
	}, a.streamRuns)
	register(a, route{
		ID: "streamLog", Method: http.MethodGet, Path: runPath + "/logs/stream", Permission: rbac.RunData, Tag: runTag,
		Summary: "What a step has said and says (server-sent events)",
	}, a.streamLog)
	a.streams("streamRunEvents", "streamRuns", "streamLog")
	a.operation("streamRunEvents").Responses["204"] = &huma.Response{Description: "The run is over"}
}

// streams says of operations that they answer with a stream.
func (a *API) streams(ids ...string) {
	for _, id := range ids {
		a.operation(id).Responses["200"].Content = map[string]*huma.MediaType{
			stream.Type: {Schema: &huma.Schema{Type: huma.TypeString}},
		}
	}
}

type listRunEventsInput struct {
	InRun
	After int64 `query:"after" minimum:"0" doc:"Number of the last event that you have"`
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Events at most"`
}

type listRunEventsOutput struct {
	Body struct {
		Items []stream.Event `json:"items"`
		Next  int64          `json:"next,omitempty" doc:"Send it as after for more; absent if there are none yet"`
	}
}

// listRunEvents: GET /orgs/{org_id}/runs/{run_id}/events
func (a *API) listRunEvents(ctx context.Context, in *listRunEventsInput) (*listRunEventsOutput, error) {
	j, err := a.Runs.Journal(ctx, actor(ctx), in.org(), in.RunID, in.After, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &listRunEventsOutput{}
	out.Body.Items = make([]stream.Event, len(j.Events))
	for i, e := range j.Events {
		out.Body.Items[i] = stream.NewEvent(e)
	}
	if j.More {
		out.Body.Next = j.Events[len(j.Events)-1].Seq
	}
	return out, nil
}

// Resumed is embedded in the input of streams that can go on where they ended.
type Resumed struct {
	LastEventID string `header:"Last-Event-ID" maxLength:"100" doc:"Id of the last event that you have; browsers send it by themselves"`
	After       string `query:"after" maxLength:"100" doc:"The same, for the first request"`
}

// reader is who asks for a stream, and where from.
func (a *API) reader(ctx context.Context, in Resumed) stream.Reader {
	r := stream.Reader{Who: actor(ctx), After: in.After}
	if in.LastEventID != "" {
		r.After = in.LastEventID // newer than the address
	}
	session := identity.SessionOf(ctx)
	r.Still = func(ctx context.Context) error { return a.Identity.Still(ctx, r.Who, session) }
	return r
}

// streamed serves a stream, or 204 if there is none.
func (a *API) streamed(ctx context.Context, s stream.Stream, err error) (*huma.StreamResponse, error) {
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		if s == nil {
			out.SetStatus(http.StatusNoContent)
			return
		}
		w, ok := out.BodyWriter().(http.ResponseWriter)
		if !ok {
			panic("api: streams are written to an http.ResponseWriter") // Echo's is one
		}
		if err := s(out.Context(), w); err != nil && out.Context().Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelInfo, "a stream was cut off",
				slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", err))
		}
	}}, nil
}

type streamRunEventsInput struct {
	InRun
	Resumed
}

// streamRunEvents: GET /orgs/{org_id}/runs/{run_id}/events/stream
func (a *API) streamRunEvents(ctx context.Context, in *streamRunEventsInput) (*huma.StreamResponse, error) {
	s, err := a.Streams.Run(ctx, a.reader(ctx, in.Resumed), in.org(), in.RunID)
	return a.streamed(ctx, s, err)
}

type streamRunsInput struct {
	InOrg
	Resumed
}

// streamRuns: GET /orgs/{org_id}/runs/stream
func (a *API) streamRuns(ctx context.Context, in *streamRunsInput) (*huma.StreamResponse, error) {
	s, err := a.Streams.List(ctx, a.reader(ctx, in.Resumed), in.org())
	return a.streamed(ctx, s, err)
}

type streamLogInput struct {
	InRun
	OfLog
	Resumed
}

// streamLog: GET /orgs/{org_id}/runs/{run_id}/logs/stream
func (a *API) streamLog(ctx context.Context, in *streamLogInput) (*huma.StreamResponse, error) {
	s, err := a.Streams.Lines(ctx, a.reader(ctx, in.Resumed), in.org(), in.RunID, in.ref())
	return a.streamed(ctx, s, err)
}
