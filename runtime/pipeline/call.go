package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"catenary/internal/fault"
)

const (
	// MaxAnswer is how many bytes of an answer are read, after decompression.
	MaxAnswer = 8 << 20
	// CallTimeout is how long one call may take, its answer included.
	CallTimeout = 30 * time.Second
	// maxDepth is how deep an answer may be nested.
	maxDepth = 64
)

// Caller sends requests to one engine and reads their answers, each within
// bounds: time, size after decompression, depth. It gives the engine's
// credentials to no other origin.
type Caller struct {
	Client Client
	Base   *url.URL
	// Authorise adds the credentials to a request; nil: there are none.
	Authorise func(*http.Request)
	// Timeout is CallTimeout if it is zero.
	Timeout time.Duration
}

// Call is one request to an engine.
type Call struct {
	Method string
	// Path is below Base, with its query.
	Path   string
	Header http.Header
	Body   []byte
	// Type is the content type of Body.
	Type string
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// ParseBase reads the address of an engine: http or https, without credentials,
// query or fragment. The fault is engine.settings (Invalid) at pointer.
func ParseBase(pointer, text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, Settings(pointer, "want an address such as https://ci.example.org")
	case u.User != nil:
		return nil, Settings(pointer, "credentials stand in a secret, not in the address")
	case u.RawQuery != "" || u.Fragment != "":
		return nil, Settings(pointer, "an engine's address has no query and no fragment")
	}
	return u, nil
}

// Do sends a call. Any status below 500 but 401, 403 and 429 is an answer for
// the adapter to judge; the rest are faults.
func (c *Caller) Do(ctx context.Context, call Call) (Answer, error) {
	timeout := c.Timeout
	if timeout <= 0 {
		timeout = CallTimeout
	}
	outer := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r, err := c.request(ctx, call)
	if err != nil {
		return Answer{}, err
	}
	response, err := c.Client.Do(r)
	if err != nil {
		if outer.Err() != nil {
			return Answer{}, outer.Err()
		}
		return Answer{}, sent(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxAnswer+1))
	switch {
	case err != nil && outer.Err() != nil:
		return Answer{}, outer.Err()
	case err != nil:
		return Answer{}, Unanswered(err)
	case len(body) > MaxAnswer:
		return Answer{}, BadAnswer("the engine's answer has more than %d MiB", MaxAnswer>>20)
	}
	a := Answer{Status: response.StatusCode, Header: response.Header, Body: body}
	return a, judge(a)
}

func (c *Caller) request(ctx context.Context, call Call) (*http.Request, error) {
	u, err := c.Base.Parse(strings.TrimSuffix(c.Base.Path, "/") + "/" + strings.TrimPrefix(call.Path, "/"))
	if err != nil || u.Host != c.Base.Host || u.Scheme != c.Base.Scheme {
		return nil, Refused("", "this makes no address on the engine")
	}
	var body io.Reader
	if call.Body != nil {
		body = bytes.NewReader(call.Body)
	}
	r, err := http.NewRequestWithContext(ctx, call.Method, u.String(), body)
	if err != nil {
		return nil, Refused("", "this makes no request: %v", err)
	}
	for name, values := range call.Header {
		r.Header[name] = values
	}
	if call.Type != "" {
		r.Header.Set("Content-Type", call.Type)
	}
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", "application/json")
	}
	if c.Authorise != nil {
		c.Authorise(r)
	}
	return r, nil
}

// sent tells a request that surely never arrived from one of which nobody
// knows.
func sent(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return err // of the dialler's policy
	}
	var policy interface{ Refused() bool }
	if errors.As(err, &policy) && policy.Refused() {
		return fault.New(fault.Unavailable, "engine.address", "the engine's address, or one that it leads to, may not be reached from here").Because(err)
	}
	var op *net.OpError
	var name *net.DNSError
	if errors.As(err, &name) || errors.As(err, &op) && op.Op == "dial" {
		return Unreachable(err)
	}
	return Unanswered(err)
}

func judge(a Answer) error {
	switch {
	case a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden:
		return Unauthorised()
	case a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable:
		f := fault.As(Unreachable(fmt.Errorf("status %d", a.Status)))
		f.RetryAfter = seconds(a.Header.Get("Retry-After"))
		return f
	case a.Status >= 500:
		return Unanswered(fmt.Errorf("status %d", a.Status))
	case a.Status >= 300 && a.Status < 400:
		return BadAnswer("the engine sends us on to another place (status %d)", a.Status)
	}
	return nil
}

func seconds(text string) int {
	n := 0
	if _, err := fmt.Sscanf(text, "%d", &n); err != nil || n < 0 {
		return 0
	}
	return min(n, 3600)
}

// Fine says whether the status is one of success.
func (a Answer) Fine() bool { return a.Status >= 200 && a.Status < 300 }

// JSON reads the body into to.
func (a Answer) JSON(to any) error {
	if deep(a.Body) {
		return BadAnswer("the engine's answer is nested too deep")
	}
	if err := json.Unmarshal(a.Body, to); err != nil {
		return BadAnswer("the engine's answer is not the JSON that was expected")
	}
	return nil
}

// Said is the start of what an engine said, for people: one line, no control
// characters.
func (a Answer) Said() string {
	const most = 300
	text := strings.ToValidUTF8(string(a.Body[:min(len(a.Body), 4*most)]), "\uFFFD")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// deep says whether a JSON text is nested beyond maxDepth.
func deep(text []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
