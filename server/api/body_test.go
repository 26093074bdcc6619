package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
)

func TestBadBodies(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	tests := []struct {
		name, body, contentType string
		status                  int
		code                    string
		errors                  []fault.Detail // Code and Pointer
	}{
		{name: "good", body: `{"name":"a","items":[{"tags":["x"]}],"more":{"k.k":"v"}}`, status: 201},
		{name: "null where it may be left out", body: `{"name":"a","items":null}`, status: 201},
		{name: "with charset", body: `{"name":"a"}`, contentType: "application/json; charset=UTF-8", status: 201},
		{name: "type in capitals", body: `{"name":"a"}`, contentType: "Application/JSON;Charset=utf-8", status: 201},
		{name: "empty", body: "", status: 400, code: "request.body_missing"},
		{name: "blank", body: "  ", status: 400, code: "request.body_missing"},
		{name: "malformed", body: `{"name":}`, status: 400, code: "request.malformed"},
		{name: "truncated", body: `{"name":"a"`, status: 400, code: "request.truncated"},
		{name: "trailing", body: `{"name":"a"}{}`, status: 400, code: "request.trailing_data"},
		{name: "too deep", body: strings.Repeat("[", 65), status: 400, code: "request.too_deep"},
		{name: "not UTF-8", body: "{\"name\":\"\xc3\x28\"}", status: 400, code: "request.encoding"},
		{name: "duplicate", body: `{"name":"a","name":"b"}`, status: 400, code: "request.duplicate_field", errors: []fault.Detail{{Pointer: "/name"}}},
		{name: "unknown", body: `{"name":"a","colour":"b"}`, status: 422, code: "request.unknown_field", errors: []fault.Detail{{Pointer: "/colour"}}},
		{name: "unknown in a list", body: `{"name":"a","items":[{"tags":[]},{"tags":[],"tag~/s":[]}]}`, status: 422, code: "request.unknown_field", errors: []fault.Detail{{Pointer: "/items/1/tag~0~1s"}}},
		{name: "other case", body: `{"name":"a","Count":1}`, status: 422, code: "request.unknown_field", errors: []fault.Detail{{Pointer: "/Count"}}},
		{name: "missing", body: `{}`, status: 422, code: "request.required", errors: []fault.Detail{{Pointer: "/name"}}},
		{name: "missing in a list", body: `{"name":"a","items":[{}]}`, status: 422, code: "request.required", errors: []fault.Detail{{Pointer: "/items/0/tags"}}},
		{name: "list for object", body: `[{"name":"a"}]`, status: 422, code: "request.invalid", errors: []fault.Detail{{Pointer: ""}}},
		{name: "null", body: `null`, status: 422, code: "request.invalid", errors: []fault.Detail{{Pointer: ""}}},
		{name: "wrong type", body: `{"name":7}`, status: 422, code: "request.invalid", errors: []fault.Detail{{Pointer: "/name"}}},
		{name: "too long", body: `{"name":"` + strings.Repeat("x", 21) + `"}`, status: 422, code: "request.invalid", errors: []fault.Detail{{Pointer: "/name"}}},
		{name: "broken number", body: `{"name":"a","count":1.5}`, status: 422, code: "request.invalid", errors: []fault.Detail{{Pointer: "/count"}}},
		{name: "whole number with a point", body: `{"name":"a","count":1.0}`, status: 422, code: "request.invalid", errors: []fault.Detail{{Pointer: "/count"}}},
		{name: "number too large", body: `{"name":"a","small":300}`, status: 422, code: "request.invalid", errors: []fault.Detail{{Pointer: "/small"}}},
		{name: "number far too large", body: `{"name":"a","count":1e400}`, status: 422, code: "request.invalid"},
		{
			name: "two at once", body: `{"colour":"b"}`, status: 422, code: "request.invalid",
			errors: []fault.Detail{{Code: "request.required", Pointer: "/name"}, {Code: "request.unknown_field", Pointer: "/colour"}},
		},
		{name: "oversized", body: `{"name":"` + strings.Repeat("x", 4096) + `"}`, status: 413, code: "request.too_large"},
		{name: "form", body: "name=a", contentType: "application/x-www-form-urlencoded", status: 415, code: "request.content_type"},
		{name: "text", body: `{"name":"a"}`, contentType: "text/plain", status: 415, code: "request.content_type"},
		{name: "other charset", body: `{"name":"a"}`, contentType: "application/json; charset=utf-16", status: 415, code: "request.content_type"},
		{name: "type of a problem", body: `{"name":"a"}`, contentType: "application/problem+json", status: 415, code: "request.content_type"},
		{name: "no type at all", body: `{"name":"a"}`, contentType: "none", status: 415, code: "request.content_type"},
	}
	for _, tt := range tests { //nolint:paralleltest // they count one server's work
		t.Run(tt.name, func(t *testing.T) {
			before := e.made.Load()
			q := ask{method: http.MethodPost, path: thingsPath, body: tt.body, token: "good"}
			switch tt.contentType {
			case "":
			case "none":
				q.header = http.Header{"Content-Type": nil}
			default:
				q.header = headers("Content-Type", tt.contentType)
			}
			p := want(t, e.send(q), tt.status, tt.code)
			if ran := e.made.Load() > before; ran != (tt.status == 201) {
				t.Errorf("the handler ran: %v", ran)
			}
			for _, d := range tt.errors {
				if !slices.ContainsFunc(p.Errors, func(got fault.Detail) bool {
					return got.Pointer == d.Pointer && (got.Code == d.Code || d.Code == "" && got.Code == tt.code) && got.Detail != ""
				}) {
					t.Errorf("errors = %+v, want %+v", p.Errors, d)
				}
			}
			for _, d := range p.Errors {
				if strings.Contains(d.Detail, "\x1f") || strings.Contains(d.Detail, "Go ") {
					t.Errorf("detail = %q", d.Detail)
				}
			}
		})
	}
}

// chunked hides a body's length.
type chunked struct{ io.Reader }

func TestBodiesOfUnknownLength(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	post := func(path string, body io.Reader) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, path, chunked{body})
		r.ContentLength = -1
		r.Header.Set("Content-Type", jsonType)
		r.Header.Set("Authorization", "Bearer good")
		w := httptest.NewRecorder()
		e.handler.ServeHTTP(w, r)
		return w
	}
	exact := `{"name":"a"}`
	want(t, post(thingsPath, strings.NewReader(exact+strings.Repeat(" ", 4096-len(exact)))), http.StatusCreated, "")
	want(t, post(thingsPath, strings.NewReader(exact+strings.Repeat(" ", 4097-len(exact)))), http.StatusRequestEntityTooLarge, "request.too_large")
	want(t, post(thingsPath, strings.NewReader("")), http.StatusBadRequest, "request.body_missing")
	want(t, post(thingsPath, io.MultiReader(strings.NewReader(`{"na`), failing{})), http.StatusBadRequest, "request.truncated")
	want(t, post("/api/v1/secret", strings.NewReader("")), http.StatusOK, "")
	want(t, post("/api/v1/secret", strings.NewReader("{}")), http.StatusBadRequest, "request.body_unexpected")
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestBodiesWhereNoneIsRead(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	want(t, e.send(ask{method: http.MethodPost, path: "/api/v1/secret", body: "{}", token: "good"}), http.StatusBadRequest, "request.body_unexpected")
	want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things", body: "{}", token: "good"}), http.StatusBadRequest, "request.body_unexpected")
	packed := headers("Content-Encoding", "gzip")
	want(t, e.send(ask{method: http.MethodPost, path: thingsPath, body: `{"name":"a"}`, token: "good", header: packed}),
		http.StatusUnsupportedMediaType, "request.content_type")
}

// holding is a request for as large a body as PUT /thing takes, which is as far as
// its first byte.
type holding struct {
	body *io.PipeWriter
	over chan *httptest.ResponseRecorder
}

func hold(e *edge, length int64) holding {
	from, body := io.Pipe()
	h := holding{body: body, over: make(chan *httptest.ResponseRecorder, 1)}
	go func() {
		h.over <- e.keep(from, length)
		_ = from.Close()
	}()
	_, _ = body.Write([]byte("x")) // until it is read, or refused
	return h
}

// end sends the rest of the body.
func (h holding) end(t *testing.T) *httptest.ResponseRecorder {
	t.Helper()
	if _, err := h.body.Write(make([]byte, large)); err != nil {
		t.Error(err)
	}
	_ = h.body.Close()
	return <-h.over
}

func (e *edge) keep(body io.Reader, length int64) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPut, "/api/v1/thing", body)
	r.ContentLength = length
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", "Bearer good")
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	return w
}

// However many large bodies come at once, no more of them are held than there is
// room for, in the size that they say or may have; the others are refused before
// a byte of them is read, and served when one has gone.
func TestLargeBodiesHaveOnlySoMuchRoom(t *testing.T) {
	t.Parallel()
	const whole = large + 1
	e := newEdge(t, func(a *API) { a.held = 2 * whole })
	refused := func() {
		t.Helper()
		for _, length := range []int64{whole, defaultMaxBody + 1, -1} {
			w := e.keep(unread{t}, length)
			if want(t, w, http.StatusServiceUnavailable, "request.busy"); w.Header().Get("Retry-After") == "" {
				t.Error("it does not say when to try again")
			}
		}
	}
	served := func(h holding) {
		t.Helper()
		want(t, h.end(t), http.StatusOK, "")
	}

	said, unsaid := hold(e, whole), hold(e, -1)
	refused()
	want(t, e.keep(strings.NewReader("small"), 5), http.StatusOK, "")
	served(said)
	said = hold(e, whole)
	refused()
	_ = said.body.CloseWithError(io.ErrUnexpectedEOF)
	want(t, <-said.over, http.StatusBadRequest, "request.truncated")
	served(hold(e, whole))
	served(unsaid)
	if !e.room.free.TryAcquire(2 * whole) {
		t.Error("room is lost")
	}
}

// A large body is not copied while it comes.
func TestLargeBodiesAreReadInPlace(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 5, large} {
		data, err := readAll(bytes.NewReader(make([]byte, size)), large)
		if err != nil || len(data) != size || cap(data) > large+bytes.MinRead {
			t.Errorf("%d bytes: %d in %d, %v", size, len(data), cap(data), err)
		}
	}
}

func TestNobodysBodyIsRead(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	r := httptest.NewRequest(http.MethodPost, thingsPath, unread{t})
	r.Header.Set("Content-Type", jsonType)
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	want(t, w, http.StatusUnauthorized, "auth.needed")
}

type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body of somebody unknown was read")
	return 0, io.EOF
}

func TestParameters(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for query, pointer := range map[string]string{
		"limit=0": "#/query/limit", "limit=201": "#/query/limit", "limit=x": "#/query/limit", "sort=name": "#/query/sort",
		"limit=99999999999999999999": "#/query/limit",
	} {
		p := want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things?" + query, token: "good"}), http.StatusUnprocessableEntity, "request.parameter")
		if len(p.Errors) != 1 || p.Errors[0].Pointer != pointer || p.Errors[0].Code != "request.parameter" {
			t.Errorf("%s: errors = %+v", query, p.Errors)
		}
	}
	for _, query := range []string{"cursor=%ff", "cursor=%00", "cursor=%zz"} {
		want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things?" + query, token: "good"}), http.StatusBadRequest, "request.parameter")
	}
}

func TestRequestsMayTakeLongerThanTheirBody(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	ended := make(chan error, 1)
	e.work = func(ctx context.Context) error {
		select {
		case <-ctx.Done():
		case <-time.After(4 * readTimeout):
		}
		ended <- ctx.Err()
		return nil
	}
	s := httptest.NewUnstartedServer(e.handler)
	s.Config.ReadTimeout = readTimeout
	s.Start()
	t.Cleanup(s.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+thingsPath, strings.NewReader(`{"name":"a"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", jsonType)
	r.Header.Set("Authorization", "Bearer good")
	w, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = w.Body.Close()
	if err := <-ended; err != nil || w.StatusCode != http.StatusCreated {
		t.Errorf("the request was ended: %v, %d", err, w.StatusCode)
	}
}

func TestWhatMayBeLargeMayComeSlowly(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	s := httptest.NewUnstartedServer(e.handler)
	s.Config.ReadTimeout = readTimeout
	s.Start()
	t.Cleanup(s.Close)
	body, sent := io.Pipe()
	time.AfterFunc(4*readTimeout, func() {
		_, err := sent.Write([]byte("slowly"))
		_ = sent.CloseWithError(err)
	})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.URL+"/api/v1/thing", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", "Bearer good")
	w, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(w.Body)
	_ = w.Body.Close()
	if err != nil || w.StatusCode != http.StatusOK || !strings.Contains(string(text), `"count":6`) {
		t.Errorf("%d %s, %v", w.StatusCode, text, err)
	}
}

// readTimeout is short for a server's, and long for a request on one host.
const readTimeout = 250 * time.Millisecond
