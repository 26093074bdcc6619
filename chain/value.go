package chain

import (
	"fmt"
	"strconv"
	"strings"

	"catenary/internal/fault"
)

// value is one value of a document that was read, or is about to be written,
// with the place where it stands. Readers make trees of values; decode turns
// them into types and encode back.
type value struct {
	kind valueKind
	// text is that of a string, or of a number in canonical form, or true or
	// false, or a whole JSON value.
	text   string
	items  []*value
	fields []field
	line   int
	column int
	// flow asks the YAML writer for one line, if the value fits on it.
	flow bool
}

type field struct {
	key    string
	line   int
	column int
	value  *value
}

type valueKind uint8

const (
	nullValue valueKind = iota
	boolValue
	numberValue
	textValue
	listValue
	objectValue
	jsonValue // canonical JSON text that nobody needs to look into
	badValue  // what stood here was refused; nothing more is said of it
)

// String names the kind as people know it.
func (k valueKind) String() string {
	switch k {
	case nullValue:
		return "null"
	case boolValue:
		return "true or false"
	case numberValue:
		return "a number"
	case textValue:
		return "text"
	case listValue:
		return "a list"
	default:
		return "an object"
	}
}

// field returns the value under a key, or nil.
func (v *value) field(key string) *value {
	for i := range v.fields {
		if v.fields[i].key == key {
			return v.fields[i].value
		}
	}
	return nil
}

// locate returns line and column of the value at a JSON pointer, or of the
// nearest one around it that exists.
func (v *value) locate(pointer string) (line, column int) {
	if v == nil {
		return 0, 0
	}
	line, column = v.line, v.column
	if pointer == "" {
		return line, column
	}
	for part := range strings.SplitSeq(pointer[1:], "/") {
		var next *value
		switch v.kind {
		case objectValue:
			part = unescape.Replace(part)
			for i := range v.fields {
				if v.fields[i].key == part {
					next, line, column = v.fields[i].value, v.fields[i].line, v.fields[i].column
				}
			}
		case listValue:
			if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(v.items) {
				next = v.items[i]
				line, column = next.line, next.column
			}
		}
		if next == nil {
			return line, column
		}
		v = next
	}
	return line, column
}

// Replacers are safe for use by many at once and are never changed.
var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// Pointer appends reference tokens to a JSON pointer (RFC 6901).
func Pointer(base string, tokens ...any) string {
	b := make([]byte, 0, len(base)+16*len(tokens))
	b = append(b, base...)
	for _, t := range tokens {
		b = append(b, '/')
		switch t := t.(type) {
		case string:
			b = append(b, escape.Replace(t)...)
		case int:
			b = strconv.AppendInt(b, int64(t), 10)
		default:
			b = append(b, escape.Replace(fmt.Sprint(t))...)
		}
	}
	return string(b)
}

// maxProblems is how many problems a reader reports before it gives up: more
// help nobody.
const maxProblems = 100

// problems collects what is wrong with the shape of a document, and knows where
// in it the reader is.
type problems struct {
	list []fault.Detail
	path []step
}

// step is one step into a document: a key, or an index.
type step struct {
	key   string
	index int
}

const noIndex = -1

func (p *problems) intoKey(key string) { p.path = append(p.path, step{key: key, index: noIndex}) }
func (p *problems) intoItem(index int) { p.path = append(p.path, step{index: index}) }
func (p *problems) out()               { p.path = p.path[:len(p.path)-1] }
func (p *problems) full() bool         { return len(p.list) == maxProblems }
func (p *problems) pointer() string {
	pointer := ""
	for _, s := range p.path {
		if s.index == noIndex {
			pointer = Pointer(pointer, s.key)
		} else {
			pointer = Pointer(pointer, s.index)
		}
	}
	return pointer
}

// add notes a problem with the place where the reader is.
func (p *problems) add(line, column int, code, format string, args ...any) {
	if p.full() {
		return
	}
	p.list = append(p.list, fault.Detail{
		Code: code, Pointer: p.pointer(), Detail: fmt.Sprintf(format, args...), Line: line, Column: column,
	})
}

// at notes a problem with a value.
func (p *problems) at(v *value, code, format string, args ...any) {
	p.add(v.line, v.column, code, format, args...)
}
