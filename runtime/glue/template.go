package glue

import (
	"encoding/json"
	"fmt"
	"strings"

	"catenary/chain"
)

// template is a JSON value in which some strings hold ${{ expressions }}.
type template struct {
	pieces []piece
	// sources are the expressions in their order.
	sources []string
}

// piece is a stretch of the JSON text, or a string that holds expressions.
type piece struct {
	json []byte
	// segments are those of the string; whole says that it is one expression
	// and keeps the type of its value.
	segments []chain.Segment
	whole    bool
}

// parseTemplate takes a JSON value apart. The error names what chain.Split
// found, or says that it is no JSON.
func parseTemplate(value []byte) (*template, error) {
	t := &template{}
	s := jsonScanner{b: value}
	done := 0
	for s.at < len(value) {
		if value[s.at] != '"' {
			s.at++
			continue
		}
		begin := s.at
		if _, err := s.text(); err != nil {
			return nil, err
		}
		if s.peek() == ':' || !strings.Contains(string(value[begin:s.at]), "{{") {
			continue // a key, or nothing to replace
		}
		end := s.at
		var text string
		if err := json.Unmarshal(value[begin:end], &text); err != nil {
			return nil, err
		}
		if !strings.Contains(text, "${{") {
			continue
		}
		segments, err := chain.Split(text)
		if err != nil {
			return nil, err
		}
		t.pieces = append(t.pieces,
			piece{json: value[done:begin]},
			piece{segments: segments, whole: len(segments) == 1 && segments[0].Expression})
		for _, segment := range segments {
			if segment.Expression {
				t.sources = append(t.sources, segment.Text)
			}
		}
		done = end
	}
	t.pieces = append(t.pieces, piece{json: value[done:]})
	return t, checkJSON(value)
}

// fill puts the values of the expressions, which are JSON, in their places. In
// a longer string, text stands as it is, null as nothing, and everything else
// as its JSON.
func (t *template) fill(values []json.RawMessage) (json.RawMessage, error) {
	var b []byte
	for _, p := range t.pieces {
		switch {
		case p.segments == nil:
			b = append(b, p.json...)
		case p.whole:
			b = append(b, values[0]...)
			values = values[1:]
		default:
			var text strings.Builder
			for _, segment := range p.segments {
				if !segment.Expression {
					text.WriteString(segment.Text)
					continue
				}
				s, err := asText(values[0])
				if err != nil {
					return nil, err
				}
				text.WriteString(s)
				values = values[1:]
			}
			b = appendText(b, text.String())
		}
		if len(b) > MaxOutput {
			return nil, errTooLarge
		}
	}
	return b, checkJSON(b)
}

func asText(value json.RawMessage) (string, error) {
	switch {
	case string(value) == "null":
		return "", nil
	case len(value) > 0 && value[0] == '"':
		var s string
		if err := json.Unmarshal(value, &s); err != nil {
			return "", fmt.Errorf("read the text of an expression: %w", err)
		}
		return s, nil
	default:
		return string(value), nil
	}
}
