package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"catenary/internal/fault"
)

// maxDepth is how deep objects and lists may be nested in a request.
const maxDepth = 64

// strictJSON says whether data is one JSON text that can mean only one thing:
// UTF-8, nothing after it, at most maxDepth deep, no field twice in an object
// and no half of a surrogate pair. Whether fields are known and values fit is
// for the route's schema to say. Faults: request.body_missing,
// request.encoding, request.too_deep, request.truncated, request.malformed,
// request.trailing_data and request.duplicate_field, with pointer and place.
func strictJSON(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return fault.New(fault.Malformed, "request.body_missing", "the request has no body")
	}
	if at := firstInvalidUTF8(data); at >= 0 {
		return malformed(data, at, "", "request.encoding", "the body is not UTF-8")
	}
	if at := tooDeep(data); at >= 0 {
		return malformed(data, at, "", "request.too_deep", "objects and lists are nested deeper than "+strconv.Itoa(maxDepth))
	}
	if json.Valid(data) {
		return uniqueFields(data)
	}
	decoder := json.NewDecoder(bytes.NewReader(data)) // it tells what is wrong
	var whole json.RawMessage
	if err := decoder.Decode(&whole); err != nil {
		var syntax *json.SyntaxError
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			return malformed(data, len(data), "", "request.truncated", "the body ends in the middle of the JSON")
		case errors.As(err, &syntax):
			return malformed(data, int(syntax.Offset)-1, "", "request.malformed", "the body is not JSON")
		default:
			return malformed(data, 0, "", "request.malformed", "the body is not JSON")
		}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return malformed(data, int(decoder.InputOffset()), "", "request.trailing_data", "something follows after the JSON")
	}
	return malformed(data, 0, "", "request.malformed", "the body is not JSON")
}

// level is an object or a list that is being read.
type level struct {
	seen  map[string]struct{} // nil: a list
	field string
	index int
}

// uniqueFields walks over data, which is valid JSON, and finds what
// encoding/json would pass over in silence.
func uniqueFields(data []byte) error {
	var stack []level
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{':
			stack = append(stack, level{seen: map[string]struct{}{}})
		case '[':
			stack = append(stack, level{})
		case '}', ']':
			stack = stack[:len(stack)-1]
		case ',':
			stack[len(stack)-1].index++
		case '"':
			end := stringEnd(data, i)
			text := data[i : end+1]
			if halfSurrogate(text) {
				return malformed(data, i, pointer(stack), "request.encoding", "a string has half of a surrogate pair")
			}
			if len(stack) > 0 && isField(data, end+1) {
				top := &stack[len(stack)-1]
				top.field = unquote(text)
				if _, twice := top.seen[top.field]; twice {
					return malformed(data, i, pointer(stack), "request.duplicate_field", "the field stands there twice")
				}
				top.seen[top.field] = struct{}{}
			}
			i = end
		}
	}
	return nil
}

// stringEnd is the place of the quote that closes the string begun at i.
func stringEnd(data []byte, i int) int {
	for i++; data[i] != '"'; i++ {
		if data[i] == '\\' {
			i++
		}
	}
	return i
}

// isField says whether a colon comes next, which makes a string a field's name.
func isField(data []byte, i int) bool {
	for ; i < len(data); i++ {
		switch data[i] {
		case ' ', '\t', '\r', '\n':
		default:
			return data[i] == ':'
		}
	}
	return false
}

func unquote(text []byte) string {
	if !bytes.ContainsRune(text, '\\') {
		return string(text[1 : len(text)-1])
	}
	var s string
	_ = json.Unmarshal(text, &s) // the JSON is valid
	return s
}

// halfSurrogate says whether a JSON string has a \u escape of a surrogate
// without its other half; encoding/json would turn it into U+FFFD.
func halfSurrogate(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if text[i+1] != 'u' {
			i++
			continue
		}
		high := hex4(text[i+2:])
		i += 5
		switch {
		case high >= 0xDC00 && high < 0xE000:
			return true
		case high >= 0xD800 && high < 0xDC00:
			if i+6 >= len(text) || text[i+1] != '\\' || text[i+2] != 'u' {
				return true
			}
			if low := hex4(text[i+3:]); low < 0xDC00 || low >= 0xE000 {
				return true
			}
			i += 6
		}
	}
	return false
}

func hex4(b []byte) uint64 {
	n, _ := strconv.ParseUint(string(b[:4]), 16, 32) // the JSON is valid
	return n
}

// tooDeep is the place of the bracket that goes deeper than maxDepth, or -1. It
// needs no valid JSON, so that it can run before anything recursive does.
func tooDeep(data []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch b := data[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			if depth++; depth > maxDepth {
				return i
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return -1
}

func firstInvalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// pointer is the RFC 6901 pointer of where the walk is.
func pointer(stack []level) string {
	var b strings.Builder
	for _, l := range stack {
		b.WriteByte('/')
		if l.seen == nil {
			b.WriteString(strconv.Itoa(l.index))
		} else {
			b.WriteString(escapePointer(l.field))
		}
	}
	return b.String()
}

// escapePointer writes a field's name as a part of a JSON pointer.
func escapePointer(s string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
}

// malformed is a Malformed fault about the byte at offset.
func malformed(data []byte, offset int, pointer, code, detail string) error {
	offset = max(0, min(offset, len(data)))
	before := data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fault.New(fault.Malformed, code, "%s", detail).
		With(fault.Detail{Code: code, Pointer: pointer, Detail: detail, Line: line, Column: column})
}
