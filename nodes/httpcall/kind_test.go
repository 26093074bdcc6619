package httpcall_test

import (
	"testing"

	"catenary/nodes/httpcall"
	"catenary/nodes/nodestest"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, httpcall.Kind{}, []nodestest.Case{
		{Name: "an address", Body: `http: {url: "https://example.org/a?b=c"}`},
		{
			Name: "everything", Body: `http: {method: POST, url: "https://example.org/${{ input.id }}", query: {q: "${{ input.q }}", key: {secret: api-key}},
				headers: {X-Trace: "a ${{ run.id }}"}, auth: {scheme: basic, username: "${{ input.user }}", secret: password},
				body: {list: ["${{ 1 }}"]}, accept: [200, 404], idempotency_header: X-Key}`,
			Sources: []string{
				"expression /http/url input.id", "expression /http/query/q input.q", "expression /http/headers/X-Trace run.id",
				"expression /http/auth/username input.user", "expression /http/body/list/0 1",
			},
			References: []string{"secret api-key /http/query/key/secret", "secret password /http/auth/secret"},
		},
		{Name: "a computed address", Body: `http: {url: "${{ input.url }}"}`, Sources: []string{"expression /http/url input.url"}},
		{Name: "no address", Body: `http: {method: GET}`, Problems: []string{"chain.config /http/url"}},
		{Name: "another scheme", Body: `http: {url: "file:///etc/passwd"}`, Problems: []string{"http.address /http/url"}},
		{Name: "a password in the address", Body: `http: {url: "https://user:pw@example.org"}`, Problems: []string{"http.address /http/url"}},
		{Name: "a blank in the address", Body: `http: {url: "https://example.org/a b"}`, Problems: []string{"http.address /http/url"}},
		{Name: "no host", Body: `http: {url: "https:///a"}`, Problems: []string{"http.address /http/url"}},
		{Name: "an unknown method", Body: `http: {url: "https://example.org", method: TRACE}`, Problems: []string{"chain.config /http/method"}},
		{Name: "a body with GET", Body: `http: {url: "https://example.org", body: 1}`, Problems: []string{"http.body /http/body"}},
		{
			Name: "headers", Body: `http: {url: "https://example.org", headers: {"a b": x, host: x, Authorization: "Bearer x", X: "a\nb"}, idempotency_header: "a:b"}`,
			Problems: []string{
				"http.header /http/headers/a b", "http.header /http/headers/host", "?http.secret /http/headers/Authorization",
				"http.header /http/headers/X", "http.header /http/idempotency_header",
			},
		},
		{
			Name: "Authorization twice", Body: `http: {url: "https://example.org", headers: {authorization: {secret: a}}, auth: {scheme: bearer, secret: b}}`,
			Problems: []string{"http.header /http/headers/authorization"}, References: []string{"secret a /http/headers/authorization/secret", "secret b /http/auth/secret"},
		},
		{
			Name: "a user name with bearer", Body: `http: {url: "https://example.org", auth: {scheme: bearer, username: a, secret: b}}`,
			Problems: []string{"http.auth /http/auth/username"}, References: []string{"secret b /http/auth/secret"},
		},
		{Name: "a status that is none", Body: `http: {url: "https://example.org", accept: [99]}`, Problems: []string{"http.status /http/accept/0"}},
		{
			Name: "a secret with a name that cannot be", Body: `http: {url: "https://example.org", query: {a: {secret: "A B"}}}`,
			Problems: []string{"chain.config /http/query/a/secret"},
		},
	})
}
