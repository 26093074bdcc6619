package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/runtime/pipeline"
)

// Key is the name of the adapter.
const Key = "http"

// Adapter opens engines that are described by a document.
type Adapter struct{}

var _ pipeline.Adapter = Adapter{}

// Describe implements pipeline.Adapter.
func (Adapter) Describe() pipeline.Description {
	return pipeline.Description{
		Name:  Key,
		Title: nodes.Words{EN: "HTTP", ZH: "HTTP 接口"},
		Help: nodes.Words{
			EN: "Any engine with a REST interface. Say which requests create, start, watch and cancel a pipeline, and where in the answers the values stand. `{key}`, `{name}`, `{position}`, `{parameters}`, `{parameters.x}`, `{pipeline}`, `{input}`, `{callback}`, `{execution}` and `{from}` are replaced by values.",
			ZH: "任何提供 REST 接口的引擎。说明用哪些请求创建、启动、查询和取消流水线，以及各值在应答中的位置。`{key}`、`{name}`、`{position}`、`{parameters}`、`{parameters.x}`、`{pipeline}`、`{input}`、`{callback}`、`{execution}` 和 `{from}` 会被替换为相应的值。",
		},
		Settings:   settingsSchema(),
		Credential: nodes.Words{EN: "A token, or user:password with basic.", ZH: "令牌；basic 方式为 user:password。"},
	}
}

// Open implements pipeline.Adapter.
func (Adapter) Open(c pipeline.Connection) (pipeline.Engine, error) {
	var s Settings
	d := json.NewDecoder(bytes.NewReader(c.Settings))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil, pipeline.Settings("", "these settings cannot be read: %v", err)
	}
	base, err := pipeline.ParseBase("/url", s.URL)
	if err != nil {
		return nil, err
	}
	if wrong := s.check(); len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "engine.settings", "%s", wrong[0].Detail).With(wrong...)
	}
	e := &engine{settings: s, credential: c.Credential, positions: map[string]Position{}, schemas: map[string]*schema.Schema{}}
	for _, p := range s.Positions {
		e.positions[p.Key] = p
		if len(p.Parameters) > 0 {
			e.schemas[p.Key], _ = schema.Compile(p.Parameters) // check has compiled it already
		}
	}
	e.caller = pipeline.Caller{Client: c.Client, Base: base, Timeout: min(s.Timeout.Value(), 5*time.Minute), Authorise: s.authorise(c.Credential)}
	return e, nil
}

// authorise shows the credentials with every request.
func (s Settings) authorise(credential secret.Value) func(*http.Request) {
	return func(r *http.Request) {
		for name, value := range s.Headers {
			r.Header.Set(name, value)
		}
		text := strings.TrimSpace(string(credential.Reveal()))
		switch {
		case text == "":
		case s.Auth.Scheme == "bearer":
			r.Header.Set("Authorization", "Bearer "+text)
		case s.Auth.Scheme == "basic":
			user, password, _ := strings.Cut(text, ":")
			r.SetBasicAuth(user, password)
		case s.Auth.Scheme == "header":
			r.Header.Set(s.Auth.Header, text)
		}
	}
}

// request makes the call that a description and values say.
func (v values) request(c Call) (pipeline.Call, error) {
	out := pipeline.Call{Method: c.Method, Header: http.Header{}}
	var err error
	if out.Path, err = v.text(c.Path, inPath); err != nil {
		return out, pipeline.Refused("/parameters", "the path cannot be made: %v", err)
	}
	query := url.Values{}
	for name, template := range c.Query {
		text, err := v.text(template, plain)
		if err != nil {
			return out, err
		}
		query.Set(name, text)
	}
	if len(query) > 0 {
		out.Path += "?" + query.Encode()
	}
	for name, template := range c.Headers {
		text, err := v.text(template, inHeader)
		if err != nil {
			return out, pipeline.Refused("/parameters", "the header %s cannot be made: %v", name, err)
		}
		out.Header.Set(name, text)
	}
	if key, ok := v["key"].(string); ok && c.Method != http.MethodGet {
		out.Header.Set("Idempotency-Key", key)
	}
	switch {
	case len(c.Form) > 0:
		form := url.Values{}
		for name, template := range c.Form {
			text, err := v.text(template, plain)
			if err != nil {
				return out, err
			}
			form.Set(name, text)
		}
		out.Body, out.Type = []byte(form.Encode()), "application/x-www-form-urlencoded"
	case len(c.Body) > 0:
		var template any
		d := json.NewDecoder(bytes.NewReader(c.Body))
		d.UseNumber()
		if err := d.Decode(&template); err != nil {
			return out, err
		}
		body, err := v.fill(template)
		if err != nil {
			return out, err
		}
		out.Type = "application/json"
		out.Body, err = json.Marshal(body)
		return out, err
	}
	return out, nil
}
