// Package buildbot is the adapter for Buildbot. Its force schedulers are the
// interface positions; their fields are the parameters. Buildbot makes nothing
// ahead of a build, so creating a pipeline only checks that the scheduler is
// there.
//
// Our key stands in the reason of what is forced, and in a field catenary_key
// if the scheduler has one. Before something is forced it is looked for by that,
// so that a lost answer does not start a second build.
package buildbot

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/runtime/pipeline"
)

// Key is the name of the adapter.
const Key = "buildbot"

// Settings say where a Buildbot is.
type Settings struct {
	URL string `json:"url" jsonschema:"title=Address,description=Where Buildbot's web server listens." jsonschema_extras:"x-title-zh=地址,x-description-zh=Buildbot 网页服务的地址。,x-placeholder=https://buildbot.example.org/"`
}

// Adapter opens Buildbots.
type Adapter struct{}

var _ pipeline.Adapter = Adapter{}

// Describe implements pipeline.Adapter.
func (Adapter) Describe() pipeline.Description {
	return pipeline.Description{
		Name:  Key,
		Title: nodes.Words{EN: "Buildbot", ZH: "Buildbot"},
		Help: nodes.Words{
			EN: "Every force scheduler of the Buildbot can be called. With a secret, callbacks of a `HttpStatusPush` that sends the same user and password are believed.",
			ZH: "可以调用 Buildbot 的每个强制调度器（force scheduler）。设置凭据后，接受使用相同用户名和密码的 `HttpStatusPush` 回调。",
		},
		Settings:   nodes.SchemaOf[Settings]().JSON,
		Credential: nodes.Words{EN: "user:password, or a token that is sent as a bearer.", ZH: "user:password，或以 bearer 方式发送的令牌。"},
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
	e := &engine{credential: c.Credential}
	e.caller = pipeline.Caller{Client: c.Client, Base: base}
	if c.Credential.Len() > 0 {
		e.caller.Authorise = func(r *http.Request) { r.Header.Set("Authorization", authorization(c.Credential)) }
	}
	return e, nil
}

func authorization(credential secret.Value) string {
	text := strings.TrimSpace(string(credential.Reveal()))
	user, password, basic := strings.Cut(text, ":")
	if !basic {
		return "Bearer " + text
	}
	r := &http.Request{Header: http.Header{}}
	r.SetBasicAuth(user, password)
	return r.Header.Get("Authorization")
}

type engine struct {
	caller     pipeline.Caller
	credential secret.Value
}

var _ pipeline.Engine = (*engine)(nil)

func (e *engine) Capabilities() pipeline.Capabilities {
	return pipeline.Capabilities{IdempotentStart: true, Logs: true, Cancel: true, Callback: e.credential.Len() > 0}
}

// get reads what stands at a path of the REST interface; found is false where
// there is nothing.
func (e *engine) get(ctx context.Context, path string, to any) (found bool, err error) {
	a, err := e.caller.Do(ctx, pipeline.Call{Method: http.MethodGet, Path: "api/v2/" + path})
	switch {
	case err != nil:
		return false, err
	case a.Status == http.StatusNotFound:
		return false, nil
	case !a.Fine():
		return false, pipeline.BadAnswer("Buildbot answers %d: %s", a.Status, a.Said())
	}
	return true, a.JSON(to)
}

// call asks for something to be done. What Buildbot does not take is
// engine.refused (Invalid), with one detail for each field.
func (e *engine) call(ctx context.Context, path, method string, params map[string]any, result any) (found bool, err error) {
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return false, err
	}
	a, err := e.caller.Do(ctx, pipeline.Call{Method: http.MethodPost, Path: "api/v2/" + path, Body: body, Type: "application/json"})
	if err != nil {
		return false, err
	}
	if a.Status == http.StatusNotFound {
		return false, nil
	}
	var answer struct {
		Result json.RawMessage `json:"result"`
		Error  *struct {
			Message json.RawMessage `json:"message"`
		} `json:"error"`
	}
	if err := a.JSON(&answer); err != nil {
		return false, err
	}
	if answer.Error != nil || !a.Fine() {
		var said json.RawMessage
		if answer.Error != nil {
			said = answer.Error.Message
		}
		return true, refused(said)
	}
	if result == nil {
		return true, nil
	}
	if err := json.Unmarshal(answer.Result, result); err != nil {
		return true, pipeline.BadAnswer("Buildbot's answer is not what was expected")
	}
	return true, nil
}

// refused reads a message, which is a text, or one for each field.
func refused(message json.RawMessage) error {
	fields := map[string]string{}
	if json.Unmarshal(message, &fields) != nil || len(fields) == 0 {
		return pipeline.Refused("/parameters", "Buildbot refuses this: %s", pipeline.Answer{Body: message}.Said())
	}
	f := fault.New(fault.Invalid, "engine.refused", "Buildbot refuses these parameters")
	for name, text := range fields {
		f = f.With(fault.Detail{Code: "engine.refused", Pointer: "/parameters/" + name, Detail: text})
	}
	return f
}

// Forget implements pipeline.Engine: builds are Buildbot's to keep.
func (*engine) Forget(context.Context, pipeline.Execution) error { return nil }

// VerifyCallback implements pipeline.Engine for what a HttpStatusPush sends.
func (e *engine) VerifyCallback(header http.Header, body []byte) (string, error) {
	if e.credential.Len() == 0 {
		return "", pipeline.Unsupported("call back")
	}
	if !secret.New([]byte(authorization(e.credential))).Equal(secret.New([]byte(header.Get("Authorization")))) {
		return "", pipeline.Forged()
	}
	var build struct {
		Request int64 `json:"buildrequestid"`
	}
	if (pipeline.Answer{Body: body}).JSON(&build) != nil || build.Request == 0 {
		return "", pipeline.Forged()
	}
	return strconv.FormatInt(build.Request, 10), nil
}
