package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"catenary/internal/fault"
)

// Type is the content type of streams.
const Type = "text/event-stream"

// sender writes server-sent events.
type sender struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	buffer   bytes.Buffer
}

// maxBuffer is how many bytes wait in memory at most before they are sent.
const maxBuffer = 64 << 10

// begin sends the head of the answer and when to come back.
func (s *Service) sender(w http.ResponseWriter) *sender {
	h := w.Header()
	h.Set("Content-Type", Type)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies pass events on at once
	w.WriteHeader(http.StatusOK)
	out := &sender{w: w, control: http.NewResponseController(w), patience: s.Patience}
	fmt.Fprintf(&out.buffer, "retry: %d\n\n", retry.Milliseconds())
	return out
}

// event adds an event; without an id it does not count as one to go on from.
func (s *sender) event(id, name string, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("write an event: %w", err)
	}
	if id != "" {
		s.buffer.WriteString("id: " + id + "\n")
	}
	s.buffer.WriteString("event: " + name + "\ndata: ")
	s.buffer.Write(text) // JSON has no line breaks
	s.buffer.WriteString("\n\n")
	if s.buffer.Len() > maxBuffer {
		return s.flush()
	}
	return nil
}

// comment sends a line that readers pass over.
func (s *sender) comment() error {
	s.buffer.WriteString(":\n\n")
	return s.flush()
}

// flush sends what waits. A reader that does not accept it in time is cut off;
// it can go on from the last event that it has.
func (s *sender) flush() error {
	if s.buffer.Len() == 0 {
		return nil
	}
	// Who has no deadline to set is a test.
	_ = s.control.SetWriteDeadline(time.Now().Add(s.patience))
	if _, err := s.w.Write(s.buffer.Bytes()); err != nil {
		return err
	}
	s.buffer.Reset()
	return s.control.Flush()
}

// refusal is the data of the event "refused".
type refusal struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// close says why a stream ends before its end, to whoever still reads.
func (s *sender) close(ctx context.Context, err error) error {
	var f *fault.Fault
	switch {
	case err == nil:
		return s.flush()
	case ctx.Err() != nil:
		return nil //nolint:nilerr // nobody reads, and that is no failure
	case errors.Is(err, errStopping):
		return s.flush() // and the reader comes back
	case !errors.As(err, &f):
		return err
	}
	if f.Kind == fault.Internal {
		return err
	}
	if failed := s.event("", "refused", refusal{Code: f.Code, Detail: f.Message}); failed != nil {
		return failed
	}
	return s.flush()
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

// number reads the number of the last event that a reader has; none is 0.
func number(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(after, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Malformed, "request.parameter", "Last-Event-ID or after is not the number of an event").
			With(fault.Detail{Code: "request.parameter", Pointer: "#/query/after", Detail: "this is not the number of an event"})
	}
	return n, nil
}
