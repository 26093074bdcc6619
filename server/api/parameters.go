package api

import (
	"context"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/rbac"
)

var (
	keyPattern    = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)
	numberPattern = regexp.MustCompile(`^[0-9]{1,18}$`)
)

// parameters reads the parameters of the address, each of which is one segment
// of it, whatever is escaped there. It refuses ids that none of ours can be, as
// if the thing were not there: they are not looked up, so the database never
// sees what is not an id.
func (a *API) parameters(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if endpointOf(c) == nil {
			return next(c)
		}
		var on target
		values, escaped := c.ParamValues(), c.Request().URL.RawPath != "" // then the router went by it
		for i, name := range c.ParamNames() {
			value, err := values[i], error(nil)
			if escaped {
				value, err = url.PathUnescape(value)
			}
			if err != nil || !possible(name, value) {
				return fault.New(fault.NotFound, "resource.unknown", "there is no such thing, or you may not see it")
			}
			values[i] = value
			on.name(name, value)
		}
		c.SetParamValues(values...)
		if on != (target{}) {
			r := c.Request()
			c.SetRequest(r.WithContext(context.WithValue(r.Context(), targetKey{}, on)))
		}
		query := c.Request().URL.RawQuery
		if text, err := url.QueryUnescape(query); err != nil || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return fault.New(fault.Malformed, codeParameter, "the query is not UTF-8 in percent-encoding").
				With(fault.Detail{Code: codeParameter, Pointer: "#/query", Detail: "it cannot be read"})
		}
		if err := givenOnce(c); err != nil {
			return err
		}
		return next(c)
	}
}

// givenOnce refuses what is given twice and can count once only, as no two
// readers would take the same one. No parameter of ours is a list.
func givenOnce(c echo.Context) error {
	twice := func(where, name string) error {
		return fault.New(fault.Malformed, codeParameter, "%s is given more than once", name).
			With(fault.Detail{Code: codeParameter, Pointer: "#/" + where + "/" + escapePointer(name), Detail: "give it once"})
	}
	query := c.QueryParams()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if len(query[name]) > 1 {
			return twice("query", name)
		}
	}
	for _, name := range []string{"If-Match", "Lease"} {
		if len(c.Request().Header.Values(name)) > 1 {
			return twice("header", name)
		}
	}
	return nil
}

// possible says whether a value can be that of a parameter with this name. What
// ends in _id is an id, but for roles, of which some are the system's and have
// words; what ends in _key is a key.
func possible(name, value string) bool {
	switch {
	case name == "role_id":
		return id.Valid(value) || isSystemRole(value)
	case strings.HasSuffix(name, "_id"):
		return id.Valid(value)
	case strings.HasSuffix(name, "_key"):
		return keyPattern.MatchString(value)
	case name == "version" || name == "revision" || name == "phase":
		return numberPattern.MatchString(value)
	default:
		return utf8.ValidString(value) && len(value) <= 200 && !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == '/' })
	}
}

func isSystemRole(value string) bool {
	return slices.ContainsFunc(rbac.SystemRoles(), func(r rbac.SystemRole) bool { return string(r.ID) == value })
}
