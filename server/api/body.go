package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"catenary/internal/fault"
)

// jsonType is the content type of JSON.
const jsonType = "application/json"

const bodyKey = "body"

// What may be large has longer to come than the server gives to all else: as long
// as it takes over a line of a megabit.
const (
	large   = 4 << 20
	slowest = 128 << 10 // bytes in a second
)

// body reads what a request sends, as far as the route takes it: the content
// type first, then no more bytes than the route's limit, then, of JSON,
// whether it can mean only one thing. Handlers get it from memory.
func (a *API) body(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		e := endpointOf(c)
		if e == nil {
			return next(c)
		}
		r := c.Request()
		if e.MaxBody > large {
			_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(time.Duration(e.MaxBody/slowest) * time.Second)) // as below
		}
		data, err := readBody(c.Response(), r, e)
		if err != nil {
			return err
		}
		// All is read. A deadline left on the connection would end the context of
		// a request that takes longer; whoever has no deadline to clear is a test.
		_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Time{})
		c.Set(bodyKey, data)
		r.Body = io.NopCloser(bytes.NewReader(data))
		r.ContentLength = int64(len(data))
		return next(c)
	}
}

func readBody(w http.ResponseWriter, r *http.Request, e *endpoint) ([]byte, error) {
	if r.ContentLength == 0 {
		if len(e.bodies) > 0 && !e.optional {
			return nil, bodyMissing()
		}
		return nil, nil
	}
	if len(e.bodies) == 0 {
		return nil, noBodyWanted(r)
	}
	contentType, err := contentTypeOf(r, e.bodies)
	if err != nil {
		return nil, err
	}
	r.Header.Set(echo.HeaderContentType, contentType) // all that come after compare it as it is
	limit := e.MaxBody
	if limit == 0 {
		limit = defaultMaxBody
	}
	if r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, tooLarge(limit)
	case err != nil:
		return nil, fault.New(fault.Malformed, "request.truncated", "the body ended too soon").Because(err)
	case len(data) == 0 && e.optional:
		return nil, nil
	case contentType == jsonType && !e.Unread:
		return data, strictJSON(data)
	case len(data) == 0:
		return nil, bodyMissing()
	}
	return data, nil
}

// contentTypeOf is the request's content type, which has to be one that the
// route takes, in UTF-8 and not packed. It is in small letters and without
// parameters, however it was written.
func contentTypeOf(r *http.Request, takes []string) (string, error) {
	wanted := fault.New(fault.Unsupported, "request.content_type", "this route takes %s, in UTF-8 and not packed", strings.Join(takes, " or "))
	values := r.Header.Values(echo.HeaderContentType)
	if len(values) != 1 || r.Header.Get(echo.HeaderContentEncoding) != "" {
		return "", wanted
	}
	contentType, parameters, err := mime.ParseMediaType(values[0])
	if err != nil || !slices.Contains(takes, contentType) {
		return "", wanted
	}
	if charset, given := parameters["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return "", wanted
	}
	return contentType, nil
}

// noBodyWanted refuses a body where none is looked at: whoever sent it would
// think that it counts.
func noBodyWanted(r *http.Request) error {
	n, err := io.ReadFull(r.Body, make([]byte, 1))
	if n > 0 {
		return fault.New(fault.Malformed, "request.body_unexpected", "this route takes no body")
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return fault.New(fault.Malformed, "request.truncated", "the body ended too soon").Because(err)
	}
	return nil
}

func bodyMissing() error {
	return fault.New(fault.Malformed, "request.body_missing", "this route needs a body")
}

func tooLarge(limit int64) error {
	return fault.New(fault.TooLarge, "request.too_large", "this route takes at most %d bytes", limit)
}
