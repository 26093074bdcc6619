package api

import (
	"strings"

	"github.com/labstack/echo/v4"
)

// contentPolicy is what a page of ours may load. A page whose style tags carry
// a nonce gives it.
func contentPolicy(nonce string) string {
	style := "style-src 'self'"
	if nonce != "" {
		style += " 'nonce-" + nonce + "'"
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", style, "style-src-attr 'unsafe-inline'",
		"img-src 'self' data:", "font-src 'self'", "connect-src 'self'", "form-action 'self'",
		"base-uri 'none'", "frame-ancestors 'none'",
	}, "; ")
}

// secureHeaders adds what every answer carries; handlers may set another
// Cache-Control.
func (a *API) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	policy := contentPolicy("")
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if a.TLS {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}
