package outbound

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Client sends requests for one tenant, or for the operator.
type Client struct {
	network   *Network
	tenant    string
	transport *http.Transport
	policies  policies
}

// Do sends a request and follows up to 5 redirects. Only the first address's
// own server gets the headers that may say who is asking. The error is an
// *Error. The caller closes the answer's body, of which MaxAnswer bytes can be
// read; then reading gives ErrTooLarge.
func (c *Client) Do(request *http.Request) (*http.Response, error) {
	return c.do(request, c.policies.allow)
}

func (c *Client) do(request *http.Request, allow func(*url.URL) bool) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(request.Context(), MaxTotal)
	leave, err := c.network.turns.take(ctx, c.tenant)
	if err != nil {
		defer cancel()
		return nil, shown(ctx, err, errNone)
	}
	done := func() { leave(); cancel() }
	sender := &http.Client{Transport: &judged{c, allow}, CheckRedirect: redirect}
	request = request.Clone(ctx)
	// The transport asks for gzip itself, and then gives the uncompressed body.
	request.Header.Del("Accept-Encoding")
	answer, err := sender.Do(request) //nolint:gosec // judged looks at each address, and control at each connection
	if err != nil {
		defer done()
		err = inside(err)
		c.network.config.Log.DebugContext(ctx, "outbound request failed", "tenant", c.tenant, "host", request.URL.Host, "cause", err)
		return nil, shown(ctx, err, errNone)
	}
	answer.Body = &body{from: answer.Body, ctx: ctx, left: MaxAnswer, done: done}
	return answer, nil
}

// Transport returns a http.RoundTripper under the same policy, for libraries
// that have a client of their own. It sets no total time, takes no turn and
// does not bound the answer's size.
func (c *Client) Transport() http.RoundTripper { return &judged{c, c.policies.allow} }

// judged looks at the address of each request, redirects included, before it
// is sent.
type judged struct {
	client *Client
	allow  func(*url.URL) bool
}

// RoundTrip implements http.RoundTripper.
func (j *judged) RoundTrip(request *http.Request) (*http.Response, error) {
	u := request.URL
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || port(u) == 0 || !j.allow(u) {
		if request.Body != nil {
			_ = request.Body.Close()
		}
		return nil, errRefused
	}
	return j.client.transport.RoundTrip(request)
}

// kept are the headers that go along to another server: none of them says who
// is asking.
var kept = map[string]bool{
	"Accept": true, "Accept-Language": true, "Content-Type": true, "Content-Language": true,
	"User-Agent": true, "Idempotency-Key": true,
}

// redirect decides whether an answer that leads elsewhere is followed.
func redirect(next *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return errRedirects
	}
	if before[len(before)-1].URL.Scheme == "https" && next.URL.Scheme != "https" {
		return errSafer
	}
	next.Header.Del("Referer") // the address may hold a secret
	first, away := origin(before[0].URL), origin(next.URL) != origin(before[0].URL)
	for _, b := range before {
		away = away || origin(b.URL) != first
	}
	if !away {
		return nil
	}
	for name := range next.Header {
		if !kept[name] && !strings.HasPrefix(name, "Accept-") {
			next.Header.Del(name)
		}
	}
	next.Host = ""
	return nil
}
