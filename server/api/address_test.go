package api_test

import (
	"net/http"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

// Escaped or not, it is the same address; an escaped slash parts nothing.
func TestEscapesInAddresses(t *testing.T) {
	t.Parallel()
	g := &given{Server: apitest.New(t), t: t, params: map[string]string{}, header: http.Header{}}
	g.published()
	c := newCaller(t, g.Server, rbac.Designer, servertest.Stock, servertest.Stock)
	for path, status := range map[string]int{
		"/chains/release":                    http.StatusOK,
		"/chains/%72ele%61se":                http.StatusOK,
		"/chains/release/versions/1":         http.StatusOK,
		"/chains/release/versions/%31":       http.StatusOK,
		"/chains/release%2Fversions%2F1":     http.StatusNotFound,
		"/chains/release/versions%2F1":       http.StatusNotFound,
		"/chains/%2572elease":                http.StatusNotFound,
		"/chains/release%00":                 http.StatusNotFound,
		"/chains/x%2F..%2Frelease":           http.StatusNotFound,
		"/chains/release/versions/%2531":     http.StatusNotFound,
		"/chains/release/versions/1%2F..":    http.StatusNotFound,
		"/chains/release/versions/%EF%BC%91": http.StatusNotFound,
	} {
		r := c.Do(apitest.Call{Method: http.MethodGet, Path: c.path + path, Cookie: c.cookie})
		if r.Status != status {
			t.Errorf("%s: %d %s, want %d", path, r.Status, r.Body, status)
		}
	}
}
