package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"catenary/internal/schema"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/runtime/pipeline"
)

type engine struct {
	caller     pipeline.Caller
	settings   Settings
	credential secret.Value
	positions  map[string]Position
	schemas    map[string]*schema.Schema
}

var _ pipeline.Engine = (*engine)(nil)

// Capabilities are what all positions can do.
func (e *engine) Capabilities() pipeline.Capabilities {
	c := pipeline.Capabilities{Create: true, Delete: true, IdempotentStart: true, Logs: true, Cancel: true, Callback: e.settings.Callback != nil}
	for _, p := range e.positions {
		c.Create = c.Create && p.Create != nil
		c.Delete = c.Delete && p.Delete != nil
		c.IdempotentStart = c.IdempotentStart && (p.Start.Idempotent || p.Start.Find != nil)
		c.Logs = c.Logs && p.Logs != nil
		c.Cancel = c.Cancel && p.Cancel != nil
	}
	return c
}

func (e *engine) Positions(context.Context) ([]pipeline.Position, error) {
	out := make([]pipeline.Position, 0, len(e.settings.Positions))
	for _, p := range e.settings.Positions {
		out = append(out, pipeline.Position{
			Key: p.Key, Title: words(p.Title, p.TitleZH, p.Key), Help: words(p.Help, p.HelpZH, ""),
			Parameters: pipeline.Dynamic(orObject(p.Parameters)), Output: json.RawMessage(p.Output),
		})
	}
	return out, nil
}

func words(en, zh, otherwise string) nodes.Words {
	if en == "" {
		en = otherwise
	}
	if zh == "" {
		zh = en
	}
	return nodes.Words{EN: en, ZH: zh}
}

func orObject(s nodes.Any) json.RawMessage {
	if len(s) == 0 {
		return json.RawMessage(`{"type":"object"}`)
	}
	return json.RawMessage(s)
}

// of is the position of an execution.
func (e *engine) of(x pipeline.Execution) (Position, error) {
	p, ok := e.positions[x.Position]
	if !ok {
		return p, pipeline.NoPosition(x.Position)
	}
	return p, nil
}

// Create makes the pipeline where the position says how; else there is nothing
// to make.
func (e *engine) Create(ctx context.Context, r pipeline.CreateRequest) (pipeline.Created, error) {
	p, ok := e.positions[r.Position]
	if !ok {
		return pipeline.Created{}, pipeline.NoPosition(r.Position)
	}
	created := pipeline.Created{Position: r.Position, Parameters: r.Parameters}
	if p.Create == nil {
		return created, nil
	}
	v, err := about(p, r.Key, r.Parameters)
	if err != nil {
		return created, err
	}
	v["name"] = r.Name
	created.ID, created.Link, err = e.make(ctx, *p.Create, v)
	return created, err
}

// Delete implements pipeline.Engine.
func (e *engine) Delete(ctx context.Context, c pipeline.Created) error {
	p, ok := e.positions[c.Position]
	if !ok || p.Delete == nil || c.ID == "" {
		return nil
	}
	v, err := about(p, "", c.Parameters)
	if err != nil {
		return err
	}
	v["pipeline"] = c.ID
	a, err := e.call(ctx, *p.Delete, v)
	if err != nil || gone(a) {
		return err
	}
	return refused(a)
}

// Start looks for what was started with the key before, where the position says
// how.
func (e *engine) Start(ctx context.Context, r pipeline.StartRequest) (pipeline.Execution, error) {
	p, ok := e.positions[r.Pipeline.Position]
	if !ok {
		return pipeline.Execution{}, pipeline.NoPosition(r.Pipeline.Position)
	}
	if s := e.schemas[p.Key]; s != nil {
		if wrong := s.Check(orNull(r.Parameters)); len(wrong) > 0 {
			return pipeline.Execution{}, pipeline.Refused("/parameters"+wrong[0].Pointer, "%s", wrong[0].Detail)
		}
	}
	v, err := about(p, r.Key, r.Parameters)
	if err != nil {
		return pipeline.Execution{}, err
	}
	input, err := decode(r.Input)
	if err != nil {
		return pipeline.Execution{}, err
	}
	v["pipeline"], v["callback"], v["input"] = r.Pipeline.ID, r.Callback, input
	id, link, err := e.make(ctx, p.Start, v)
	return pipeline.Execution{Position: p.Key, ID: id, Link: link}, err
}

// Status implements pipeline.Engine.
func (e *engine) Status(ctx context.Context, x pipeline.Execution) (pipeline.Status, error) {
	p, err := e.of(x)
	if err != nil {
		return pipeline.Status{}, err
	}
	a, err := e.call(ctx, p.Status.Call, values{"execution": x.ID, "position": p.Key})
	switch {
	case err != nil:
		return pipeline.Status{}, err
	case gone(a):
		return pipeline.Status{}, pipeline.NoExecution()
	case !a.Fine():
		return pipeline.Status{}, pipeline.BadAnswer("the engine answers a question for the status with %d: %s", a.Status, a.Said())
	}
	answer, err := read(a)
	if err != nil {
		return pipeline.Status{}, err
	}
	return p.Status.read(answer), nil
}

// read takes a status out of an answer.
func (s Status) read(answer any) pipeline.Status {
	word := textOf(at(answer, s.State))
	out := pipeline.Status{State: pipeline.Unknown}
	if state, ok := s.States[word]; ok {
		out.State = pipeline.State(state)
	}
	get := func(pointer string) string {
		if pointer == "" {
			return ""
		}
		return clip(textOf(at(answer, pointer)))
	}
	out.Link, out.Progress = link(get(s.Link)), get(s.Progress)
	switch out.State {
	case pipeline.Unknown:
		out.Progress = "the engine says " + clip(word)
	case pipeline.Succeeded:
		if s.Output == "" {
			return out
		}
		text, err := json.Marshal(at(answer, s.Output))
		if err != nil || len(text) > pipeline.MaxOutput {
			failed := pipeline.Fail(pipeline.CodeOutput, "the output is too large")
			failed.Link = out.Link
			return failed
		}
		out.Output = text
	case pipeline.Failed:
		message := get(s.Message)
		if message == "" {
			message = "the engine says " + clip(word)
		}
		out.Failure = pipeline.Fail(pipeline.CodeFailed, message).Failure
	}
	return out
}

// Cancel implements pipeline.Engine.
func (e *engine) Cancel(ctx context.Context, x pipeline.Execution) error {
	p, err := e.of(x)
	if err != nil {
		return err
	}
	if p.Cancel == nil {
		return pipeline.Unsupported("cancel")
	}
	a, err := e.call(ctx, *p.Cancel, values{"execution": x.ID, "position": p.Key})
	if err != nil || a.Fine() {
		return err
	}
	// One that has ended already may be refused, in words of the engine's own.
	if s, err := e.Status(ctx, x); err == nil && s.State.Final() {
		return nil
	}
	if gone(a) {
		return pipeline.NoExecution()
	}
	return refused(a)
}

// Forget implements pipeline.Engine: what ran is the engine's to keep.
func (*engine) Forget(context.Context, pipeline.Execution) error { return nil }

func (e *engine) call(ctx context.Context, c Call, v values) (pipeline.Answer, error) {
	if c.Method == "" {
		c.Method = http.MethodGet
	}
	request, err := v.request(c)
	if err != nil {
		return pipeline.Answer{}, err
	}
	return e.caller.Do(ctx, request)
}

func gone(a pipeline.Answer) bool {
	return a.Status == http.StatusNotFound || a.Status == http.StatusGone
}

// refused is the fault of an answer that is none of success.
func refused(a pipeline.Answer) error {
	if a.Fine() {
		return nil
	}
	return pipeline.Refused("/parameters", "the engine refuses this (%d): %s", a.Status, a.Said())
}

// about is what can be said of a position, a key and parameters.
func about(p Position, key string, parameters json.RawMessage) (values, error) {
	value, err := decode(parameters)
	return values{"key": key, "position": p.Key, "parameters": value, "name": ""}, err
}

func decode(text json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(orNull(text)))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, pipeline.Refused("", "this is not JSON")
	}
	return value, nil
}

func orNull(text json.RawMessage) json.RawMessage {
	if len(text) == 0 {
		return json.RawMessage("null")
	}
	return text
}

// Ping implements pipeline.Pinger: whatever the engine says at its address, but
// that the credentials are wrong or that it is broken, shows that it is there.
func (e *engine) Ping(ctx context.Context) error {
	_, err := e.caller.Do(ctx, pipeline.Call{Method: http.MethodGet})
	return err
}
