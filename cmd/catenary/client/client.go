// Package client speaks to a running server for the command line: it sends
// requests, tries again what may be tried again, and turns refusals into
// errors that say what to do.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"catenary/internal/clock"
	"catenary/internal/id"
)

// CookieName is the cookie that holds a session.
const CookieName = "__Host-catenary"

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 64 << 20

// tries is how often a request is sent when the server cannot be reached or is
// busy. A change carries one idempotency key on all of them, so it is made once.
const tries = 3

// Client is who asks which server.
type Client struct {
	// Server is its address, http://host:port.
	Server string
	// Token is an API token; Session a session's cookie. One of them, or
	// neither before signing in.
	Token   string
	Session string
	// Renewed is told of the session's new cookie: the server replaces it when
	// the person's rights change. It may be nil.
	Renewed func(session string)
	// Called is how the person called the things that refusals name by their
	// ids. It may be nil.
	Called map[string]string
	HTTP   *http.Client
}

// New returns a client with limits on how long it waits.
func New(server string) *Client {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, ResponseHeaderTimeout: time.Minute, IdleConnTimeout: 30 * time.Second}
	return &Client{Server: strings.TrimRight(server, "/"), HTTP: &http.Client{Transport: transport, Timeout: 5 * time.Minute}}
}

// Request is one call of the API. Path is below /api/v1.
type Request struct {
	Method string
	Path   string
	Query  url.Values
	// Body is sent as JSON, unless it is a []byte with a ContentType.
	Body        any
	ContentType string
	Accept      string
	IfMatch     string
	Lease       string
	// Offset is where a part of an uploaded file begins.
	Offset string
	// Prefer says how long to wait for a result.
	Prefer string
	// Key is the idempotency key of a change; a new one if it is empty.
	Key string
}

// Answer is what came back with a status below 400.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Into reads the answer's JSON.
func (a Answer) Into(v any) error {
	if err := json.Unmarshal(a.Body, v); err != nil {
		return fmt.Errorf("the server's answer is not what this program expects: %w", err)
	}
	return nil
}

// ErrUnreachable is wrapped by errors of a server that does not answer.
var ErrUnreachable = errors.New("the server cannot be reached")

// Do sends a request. A refusal is a *Problem.
func (c *Client) Do(ctx context.Context, r Request) (Answer, error) {
	body, contentType, err := encode(r)
	if err != nil {
		return Answer{}, err
	}
	key := r.Key
	if key == "" && r.Method != http.MethodGet {
		key = id.NewMaker(clock.Wall).New()
	}
	for try := 1; ; try++ {
		answer, wait, err := c.once(ctx, r, body, contentType, key)
		if wait == 0 || try == tries {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return Answer{}, ctx.Err()
		case <-time.After(wait):
		}
	}
}

// Get reads a resource into v.
func (c *Client) Get(ctx context.Context, path string, query url.Values, v any) (Answer, error) {
	answer, err := c.Do(ctx, Request{Method: http.MethodGet, Path: path, Query: query})
	if err != nil {
		return Answer{}, err
	}
	return answer, answer.Into(v)
}

func encode(r Request) (body []byte, contentType string, err error) {
	switch b := r.Body.(type) {
	case nil:
		return nil, "", nil
	case []byte:
		return b, r.ContentType, nil
	default:
		body, err := json.Marshal(b)
		return body, "application/json", err
	}
}

// once sends a request one time. A wait says that it may be sent again.
func (c *Client) once(ctx context.Context, r Request, body []byte, contentType, key string) (Answer, time.Duration, error) {
	address := c.Server + "/api/v1" + r.Path
	if len(r.Query) > 0 {
		address += "?" + r.Query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, address, bytes.NewReader(body))
	if err != nil {
		return Answer{}, 0, fmt.Errorf("server %q: %w", c.Server, err)
	}
	for name, value := range map[string]string{
		"Content-Type": contentType, "Accept": r.Accept, "If-Match": r.IfMatch, "Idempotency-Key": key, "Lease": r.Lease, "Prefer": r.Prefer,
		"Upload-Offset": r.Offset,
	} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	c.sign(req)
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return Answer{}, 200 * time.Millisecond, fmt.Errorf("%w: %s: %w", ErrUnreachable, c.Server, errors.Unwrap(err))
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return Answer{}, 200 * time.Millisecond, fmt.Errorf("%w: the answer was cut off: %w", ErrUnreachable, err)
	}
	c.renew(resp)
	answer := Answer{Status: resp.StatusCode, Header: resp.Header, Body: text}
	if resp.StatusCode < 400 {
		return answer, 0, nil
	}
	p := readProblem(answer)
	for id, name := range c.Called {
		p.Detail = strings.ReplaceAll(p.Detail, id, name)
	}
	return Answer{}, p.wait(), p
}

// sign says who asks.
func (c *Client) sign(req *http.Request) {
	switch {
	case c.Token != "":
		req.Header.Set("Authorization", "Bearer "+c.Token)
	case c.Session != "":
		req.AddCookie(&http.Cookie{Name: CookieName, Value: c.Session}) //nolint:gosec // a cookie that is sent has no flags
	}
}

// renew takes up the cookie that replaces the one that was sent.
func (c *Client) renew(resp *http.Response) {
	for _, cookie := range resp.Cookies() {
		if cookie.Name == CookieName && c.Session != "" && cookie.Value != "" && cookie.Value != c.Session {
			c.Session = cookie.Value
			if c.Renewed != nil {
				c.Renewed(cookie.Value)
			}
		}
	}
}
