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
// whether it can mean only one thing. Handlers get it from memory, of which large
// bodies have only so much between them (room).
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
		data, leave, err := a.readBody(c.Response(), r, e)
		defer leave()
		if err != nil {
			return err
		}
		// All is read. A deadline left on the connection would end the context of
		// a request that takes longer; whoever has no deadline to clear is a test.
		_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Time{})
		c.Set(bodyKey, data)
		defer func() { // Echo keeps a context, and what it has, for a later request
			c.Set(bodyKey, nil)
			c.Request().Body = http.NoBody
		}()
		r.Body = io.NopCloser(bytes.NewReader(data))
		r.ContentLength = int64(len(data))
		return next(c)
	}
}

// readBody gives the body, and leave gives its place back when it is needed no
// more.
func (a *API) readBody(w http.ResponseWriter, r *http.Request, e *endpoint) (data []byte, leave func(), err error) {
	leave = func() {}
	if r.ContentLength == 0 {
		if len(e.bodies) > 0 && !e.optional {
			return nil, leave, bodyMissing()
		}
		return nil, leave, nil
	}
	if len(e.bodies) == 0 {
		return nil, leave, noBodyWanted(r)
	}
	contentType, err := contentTypeOf(r, e.bodies)
	if err != nil {
		return nil, leave, err
	}
	r.Header.Set(echo.HeaderContentType, contentType) // all that come after compare it as it is
	limit := e.MaxBody
	if limit == 0 {
		limit = defaultMaxBody
	}
	size := r.ContentLength
	switch {
	case size > limit:
		return nil, leave, tooLarge(limit)
	case size < 0: // it is not said
		size = limit
	}
	if leave, err = a.room.take(size); err != nil {
		return nil, leave, err
	}
	data, err = readAll(http.MaxBytesReader(w, r.Body, limit), size)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, leave, tooLarge(limit)
	case err != nil:
		return nil, leave, fault.New(fault.Malformed, "request.truncated", "the body ended too soon").Because(err)
	case len(data) == 0 && e.optional:
		return nil, leave, nil
	case contentType == jsonType && !e.Unread:
		return data, leave, strictJSON(data)
	case len(data) == 0:
		return nil, leave, bodyMissing()
	}
	return data, leave, nil
}

// readAll reads what has at most size bytes. Of a large body it makes no copies
// on the way, which would need more than the body's room.
func readAll(from io.Reader, size int64) ([]byte, error) {
	if size <= defaultMaxBody {
		return io.ReadAll(from)
	}
	whole := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	_, err := whole.ReadFrom(from)
	return whole.Bytes(), err
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
