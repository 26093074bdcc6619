package glue

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// op is what a child is asked for: the first byte of a request.
type op byte

const (
	opCheck   op = iota + 1 // a list of sources, as JSON
	opAdvance               // answer the questions that come up in a run
	opRender                // evaluate expressions
	opTry                   // evaluate a source outside of a run
)

// The first byte of a response.
const (
	statusDone    = 0
	statusUnknown = 1 // the child does not have the graph: send it along
)

// source is one piece of JavaScript: an expression, or a function's body.
type source struct {
	Body bool   `json:"body,omitempty"`
	Text string `json:"text"`
}

// problem is what is wrong with the source of that index. Line and column are
// 1-based within the source.
type problem struct {
	Source  int    `json:"source"`
	Message string `json:"message"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// newFrame begins a frame: four bytes for its length, and the first byte.
func newFrame(first byte) *writer {
	return &writer{b: append(make([]byte, 0, 512), 0, 0, 0, 0, first)}
}

// checkFrame asks for a check of sources.
func checkFrame(sources []source) (*writer, error) {
	body, err := json.Marshal(sources)
	if err != nil {
		return nil, fmt.Errorf("encode frame: %w", err)
	}
	w := newFrame(byte(opCheck))
	w.b = append(w.b, body...)
	return w, nil
}

// writeFrame sends a frame.
func writeFrame(w io.Writer, frame *writer) error {
	n := len(frame.b) - 4
	if n > maxFrame {
		return fmt.Errorf("frame of %d bytes; %d are allowed", n, maxFrame)
	}
	binary.BigEndian.PutUint32(frame.b, uint32(n))
	_, err := w.Write(frame.b)
	return err
}

// readFrame reads what writeFrame wrote; io.EOF means that the other side is
// gone between two frames.
func readFrame(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n == 0 || n > maxFrame {
		return nil, fmt.Errorf("frame of %d bytes; %d are allowed", n, maxFrame)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("frame cut off: %w", io.ErrUnexpectedEOF)
	}
	return body, nil
}
