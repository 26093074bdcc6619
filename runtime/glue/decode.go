package glue

import (
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// decode makes a value of a JSON text, as JSON.parse would. It must be called
// before any glue has run in the runtime, because it sets properties the
// ordinary way.
func decode(r *goja.Runtime, text []byte) (goja.Value, error) {
	return decodeParts(r, text, whole)
}

// decodeParts leaves out the fields of objects of which nothing is wanted.
func decodeParts(r *goja.Runtime, text []byte, w *want) (goja.Value, error) {
	if len(text) == 0 {
		return goja.Null(), nil
	}
	d := decoder{jsonScanner: jsonScanner{b: text}, r: r}
	v, err := d.value(1, w)
	if err != nil {
		return nil, err
	}
	if d.space(); d.at < len(d.b) {
		return nil, errJSON
	}
	return v, nil
}

type decoder struct {
	jsonScanner
	r *goja.Runtime
	// keys are some that were seen inside a list, whose objects have the same;
	// items are those of the arrays that are being read.
	keys  *[32]string
	items []any
}

func (d *decoder) value(depth int, w *want) (goja.Value, error) {
	switch c := d.peek(); c {
	case '{', '[':
		if depth > maxDepth {
			return nil, errDeep
		}
		if c == '{' {
			return d.object(depth, w)
		}
		return d.array(depth)
	case '"':
		s, err := d.string()
		if err != nil {
			return nil, err
		}
		return d.r.ToValue(s), nil
	case 't':
		return d.r.ToValue(true), d.word("true")
	case 'f':
		return d.r.ToValue(false), d.word("false")
	case 'n':
		return goja.Null(), d.word("null")
	default:
		return d.numberValue()
	}
}

func (d *decoder) object(depth int, w *want) (goja.Value, error) {
	o := d.r.NewObject()
	d.at++
	if d.peek() == '}' {
		d.at++
		return o, nil
	}
	for {
		if d.peek() != '"' {
			return nil, errJSON
		}
		key, err := d.key()
		if err != nil {
			return nil, err
		}
		if d.peek() != ':' {
			return nil, errJSON
		}
		d.at++
		if err := d.field(o, key, depth, w.field(key)); err != nil {
			return nil, err
		}
		switch d.peek() {
		case ',':
			d.at++
		case '}':
			d.at++
			return o, nil
		default:
			return nil, errJSON
		}
	}
}

// field reads the value of a field, and sets it if it is wanted.
func (d *decoder) field(o *goja.Object, key string, depth int, w *want) error {
	if w == nil {
		return d.jsonScanner.value(depth + 1)
	}
	v, err := d.value(depth+1, w)
	if err != nil {
		return err
	}
	if key == "__proto__" { // which Set would take for the prototype
		return o.DefineDataProperty(key, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	return o.Set(key, v)
}

func (d *decoder) array(depth int) (goja.Value, error) {
	if d.keys == nil {
		d.keys = &[32]string{}
	}
	first := len(d.items)
	d.at++
	if d.peek() == ']' {
		d.at++
		return d.r.NewArray(), nil
	}
	for {
		v, err := d.value(depth+1, whole)
		if err != nil {
			return nil, err
		}
		d.items = append(d.items, v)
		switch d.peek() {
		case ',':
			d.at++
		case ']':
			d.at++
			list := d.r.NewArray(d.items[first:]...)
			d.items = d.items[:first]
			return list, nil
		default:
			return nil, errJSON
		}
	}
}

// maxDigits is how long an integer may be to be exact in a float without a
// look at its value.
const maxDigits = 15

func (d *decoder) numberValue() (goja.Value, error) {
	begin := d.at
	integer, err := d.number()
	if err != nil {
		return nil, err
	}
	digits := d.b[begin:d.at]
	if integer && len(digits) <= maxDigits && digits[0] != '-' {
		n := int64(0)
		for _, c := range digits {
			n = 10*n + int64(c-'0')
		}
		return d.r.ToValue(n), nil
	}
	f, err := strconv.ParseFloat(string(digits), 64)
	if err != nil && f == 0 {
		return nil, err
	}
	return d.r.ToValue(f), nil // too large: Infinity, as JSON.parse has it
}

// key reads a string that is likely to come again.
func (d *decoder) key() (string, error) {
	if d.keys == nil {
		return d.string()
	}
	begin := d.at
	plain, err := d.text()
	if err != nil {
		return "", err
	}
	if !plain {
		d.at = begin
		return d.string()
	}
	text := d.b[begin+1 : d.at-1]
	if len(text) == 0 {
		return "", nil
	}
	seen := &d.keys[(int(text[0])*3+int(text[len(text)-1])+len(text))%len(d.keys)]
	if *seen != string(text) {
		*seen = string(text)
	}
	return *seen, nil
}

func (d *decoder) string() (string, error) {
	begin := d.at
	plain, err := d.text()
	if err != nil {
		return "", err
	}
	if plain {
		return string(d.b[begin+1 : d.at-1]), nil
	}
	var s string
	if err := json.Unmarshal(d.b[begin:d.at], &s); err != nil {
		return "", err
	}
	return s, nil
}

// appendText appends a string as JSON. What is no text (half a surrogate pair)
// becomes U+FFFD, so that every reader reads the same.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || utf16.IsSurrogate(r) {
				b = append(append(b, s[from:i]...), "\ufffd"...)
				from = i + size
			}
			i += size
			continue
		}
		if c < ' ' || c == '"' || c == '\\' {
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			from = i + 1
		}
		i++
	}
	return append(append(b, s[from:]...), '"')
}
