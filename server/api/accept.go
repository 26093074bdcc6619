package api

import (
	"strings"

	"github.com/danielgtaylor/huma/v2/negotiation"
	"github.com/labstack/echo/v4"
)

// readableAccept replaces an Accept with parameters by the one of our forms that
// it likes best: Huma's own reading panics over some that are malformed. Where
// there is nothing, Huma does not read it.
func readableAccept(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if endpointOf(c) == nil {
			return next(c)
		}
		h := c.Request().Header
		if accept := strings.Join(h.Values(echo.HeaderAccept), ","); strings.Contains(accept, ";") {
			h.Set(echo.HeaderAccept, negotiation.SelectQValue(accept, []string{jsonType, yamlType, "text/event-stream"}))
		}
		return next(c)
	}
}
