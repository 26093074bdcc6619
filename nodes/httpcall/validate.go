package httpcall

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/nodes"
)

// headerName is a token of RFC 9110.
var headerName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

// ownHeaders are set by the request itself.
var ownHeaders = map[string]bool{
	"Host": true, "Content-Length": true, "Transfer-Encoding": true, "Connection": true, "Upgrade": true,
	"Te": true, "Trailer": true, "Keep-Alive": true, "Proxy-Authorization": true, "Proxy-Connection": true,
}

// Validate checks the address as far as it is known, and what the parts of a
// request say of each other.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil {
		return nil
	}
	var found []chain.Problem
	wrong := func(severity chain.Severity, pointer, code, format string, args ...any) {
		found = append(found, chain.NewProblem(severity, "/http"+pointer, code, format, args...))
	}
	if detail := address(string(c.URL)); detail != "" {
		wrong(chain.Error, "/url", "http.address", "%s", detail)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		pointer := chain.Pointer("/headers", name)
		switch canonical := http.CanonicalHeaderKey(name); {
		case !headerName.MatchString(name):
			wrong(chain.Error, pointer, "http.header", "this cannot be the name of a header")
		case ownHeaders[canonical]:
			wrong(chain.Error, pointer, "http.header", "the request sets %s itself", canonical)
		case canonical == "Authorization" && c.Auth != nil:
			wrong(chain.Error, pointer, "http.header", "the sign-in sets Authorization already")
		case canonical == "Authorization" && c.Headers[name].Secret == "":
			wrong(chain.Warning, pointer, "http.secret", "what is written here can be read by everybody who can see the chain; use a secret")
		}
		if strings.ContainsAny(c.Headers[name].Value, "\r\n\x00") {
			wrong(chain.Error, pointer, "http.header", "a header is one line")
		}
	}
	if name := c.IdempotencyHeader; name != "" && (!headerName.MatchString(name) || ownHeaders[http.CanonicalHeaderKey(name)]) {
		wrong(chain.Error, "/idempotency_header", "http.header", "this cannot be the name of the header")
	}
	if c.Auth != nil && (c.Auth.Scheme == "basic") != (c.Auth.Username != "") {
		wrong(chain.Error, "/auth/username", "http.auth", "a user name belongs to basic, and to nothing else")
	}
	if c.Body != nil && (c.Method == "" || c.Method == http.MethodGet || c.Method == http.MethodHead) {
		wrong(chain.Error, "/body", "http.body", "a request with GET or HEAD has no body")
	}
	for i, status := range c.Accept {
		if status < 200 || status > 599 {
			wrong(chain.Error, chain.Pointer("/accept", i), "http.status", "this is no status of an answer")
		}
	}
	return found
}

// address says what is wrong with an address; what stands behind an expression
// is not known before the run.
func address(s string) string {
	segments, err := chain.Split(s)
	if err != nil || len(segments) == 0 || segments[0].Expression {
		return ""
	}
	known := segments[0].Text
	if !strings.HasPrefix(known, "http://") && !strings.HasPrefix(known, "https://") {
		return "the address must begin with https:// or http://"
	}
	if strings.ContainsFunc(known, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "an address has no blanks"
	}
	if len(segments) > 1 {
		return ""
	}
	u, err := url.Parse(known)
	switch {
	case err != nil || u.Hostname() == "":
		return "this is no address"
	case u.User != nil:
		return "user name and password do not belong into an address; use the sign-in"
	case u.Fragment != "":
		return "what stands behind # is never sent"
	}
	return ""
}
