package glue

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// request is what the server sends a child.
type request struct {
	Check []source `json:"check,omitempty"`
}

// source is one piece of JavaScript: an expression, or a function's body.
type source struct {
	Body bool   `json:"body,omitempty"`
	Text string `json:"text"`
}

// response is what a child sends back.
type response struct {
	Problems []problem `json:"problems,omitempty"`
}

// problem is what is wrong with the source of that index. Line and column are
// 1-based within the source.
type problem struct {
	Source  int    `json:"source"`
	Message string `json:"message"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// writeFrame sends v as JSON behind its length in four bytes.
func writeFrame(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode frame: %w", err)
	}
	if len(body) > maxFrame {
		return fmt.Errorf("frame of %d bytes; %d are allowed", len(body), maxFrame)
	}
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(body)), uint32(len(body)))
	_, err = w.Write(append(frame, body...))
	return err
}

// readFrame reads what writeFrame wrote; io.EOF means that the other side is
// gone between two frames.
func readFrame(r io.Reader, v any) error {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > maxFrame {
		return fmt.Errorf("frame of %d bytes; %d are allowed", n, maxFrame)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return fmt.Errorf("frame cut off: %w", io.ErrUnexpectedEOF)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("decode frame: %w", err)
	}
	return nil
}
