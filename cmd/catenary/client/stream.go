package client

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Event is one server-sent event.
type Event struct {
	ID, Name string
	Data     []byte
}

// maxEvent bounds one event, in bytes.
const maxEvent = 8 << 20

// lostFor is how long a stream that was lost is asked for again before it is
// given up.
const lostFor = time.Minute

// errOver says that the server has nothing more to send.
var errOver = errors.New("the stream is over")

// Stream reads server-sent events until the server has no more of them, or see
// says that it has seen enough. A stream that is lost goes on behind the last
// event that was seen.
func (c *Client) Stream(ctx context.Context, path string, query url.Values, see func(Event) (enough bool, err error)) error {
	last, lost := "", time.Time{}
	for {
		before := last
		err := c.stream(ctx, path, query, &last, see)
		var final finalError
		switch {
		case errors.Is(err, errOver):
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &final):
			return final.error
		}
		if last != before || lost.IsZero() {
			lost = time.Now()
		} else if time.Since(lost) > lostFor {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// finalError is one that no other try can mend.
type finalError struct{ error }

func (e finalError) Unwrap() error { return e.error }

// stream reads until the connection ends.
func (c *Client) stream(ctx context.Context, path string, query url.Values, last *string, see func(Event) (bool, error)) error {
	address := c.Server + "/api/v1" + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return finalError{fmt.Errorf("server %q: %w", c.Server, err)}
	}
	req.Header.Set("Accept", "text/event-stream")
	if *last != "" {
		req.Header.Set("Last-Event-ID", *last)
	}
	c.sign(req)
	endless := *c.HTTP
	endless.Timeout = 0
	resp, err := endless.Do(req)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrUnreachable, c.Server, err)
	}
	defer func() { _ = resp.Body.Close() }()
	c.renew(resp)
	switch {
	case resp.StatusCode == http.StatusNoContent:
		return errOver
	case resp.StatusCode >= 400:
		text, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswer)) // what is there says what is wrong
		p := readProblem(Answer{Status: resp.StatusCode, Header: resp.Header, Body: text})
		if p.wait() == 0 {
			return finalError{p}
		}
		return p
	}
	return read(resp.Body, last, see)
}

// read takes events apart.
func read(body io.Reader, last *string, see func(Event) (bool, error)) error {
	lines := bufio.NewScanner(body)
	lines.Buffer(make([]byte, 0, 64<<10), maxEvent)
	var e Event
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case lines.Text() == "":
			if e.Data == nil {
				continue
			}
			if e.ID != "" {
				*last = e.ID
			}
			enough, err := see(e)
			if err != nil {
				return finalError{err}
			}
			if enough {
				return errOver
			}
			e = Event{}
		case field == "id":
			e.ID = value
		case field == "event":
			e.Name = value
		case field == "data":
			e.Data = append(e.Data, value...)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%w: the stream was cut off: %w", ErrUnreachable, err)
	}
	return fmt.Errorf("%w: the stream was cut off", ErrUnreachable)
}
