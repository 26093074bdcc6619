package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// withHead serves HEAD wherever there is a GET: as a GET in all, also in limits,
// logs and the audit log. The body stays behind in net/http, which knows what
// was asked and so gives the same headers, Content-Length included.
func withHead(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		next.ServeHTTP(w, r)
	})
}

// allowed lists the methods of an address, HEAD with GET.
func allowed(h http.Header) string {
	methods := strings.Join(h.Values(echo.HeaderAllow), ", ")
	methods = strings.Replace(methods, http.MethodGet, http.MethodGet+", "+http.MethodHead, 1)
	h.Set(echo.HeaderAllow, methods)
	return methods
}
