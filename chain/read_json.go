package chain

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonReader reads JSON strictly: nothing that RFC 8259 does not allow, no
// duplicate keys, no half surrogates, nothing deeper than MaxDepth. Syntax
// ends the reading; what can be read on is.
type jsonReader struct {
	data      string
	at        int
	line      int
	lineStart int
	// A column is counted on from the last one, so that a document on one
	// line costs no more than one on many.
	countedAt int
	counted   int
	values    int
	problems  *problems
	failed    bool
}

// maxValues bounds the memory that a document can ask for.
const maxValues = 400_000

// readJSON returns nil if the text is not JSON, or too much of it.
func readJSON(data string, p *problems) *value {
	r := &jsonReader{data: data, line: 1, problems: p}
	r.space()
	v := r.value(1)
	if r.failed {
		return nil
	}
	if r.space(); r.at < len(r.data) {
		r.fail(codeSyntax, "there is something behind the end of the document")
		return nil
	}
	return v
}

func (r *jsonReader) column(at int) int {
	if at < r.countedAt || r.countedAt < r.lineStart {
		r.countedAt, r.counted = r.lineStart, 1
	}
	r.counted += utf8.RuneCountInString(r.data[r.countedAt:at])
	r.countedAt = at
	return r.counted
}

func (r *jsonReader) fail(code, detail string) {
	if !r.failed {
		r.problems.add(r.line, r.column(min(r.at, len(r.data))), code, "%s", detail)
	}
	r.failed = true
	r.at = len(r.data)
}

func (r *jsonReader) space() {
	for ; r.at < len(r.data); r.at++ {
		switch r.data[r.at] {
		case '\n':
			r.line++
			r.lineStart = r.at + 1
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

func (r *jsonReader) peek() byte {
	if r.at < len(r.data) {
		return r.data[r.at]
	}
	return 0
}

func (r *jsonReader) value(depth int) *value {
	v := &value{line: r.line, column: r.column(r.at)}
	if r.values++; r.values > maxValues {
		r.fail(codeTooLarge, "the document has too many values")
		return v
	}
	if depth > MaxDepth {
		r.fail(codeTooDeep, "the document is nested too deeply")
		return v
	}
	switch c := r.peek(); {
	case c == '{':
		v.kind = objectValue
		r.object(v, depth)
	case c == '[':
		v.kind = listValue
		r.list(v, depth)
	case c == '"':
		v.kind, v.text = textValue, r.text()
	case c == '-' || c >= '0' && c <= '9':
		v.kind, v.text = numberValue, r.number()
	default:
		r.word(v)
	}
	return v
}

func (r *jsonReader) object(v *value, depth int) {
	r.at++
	seen := map[string]bool{}
	for r.space(); !r.failed; r.space() {
		if r.peek() == '}' && len(v.fields) == 0 {
			r.at++
			return
		}
		f := field{line: r.line, column: r.column(r.at)}
		if r.peek() != '"' {
			r.fail(codeSyntax, "a key between double quotes is expected")
			return
		}
		f.key = r.text()
		r.problems.intoKey(f.key)
		if seen[f.key] {
			r.problems.add(f.line, f.column, codeDuplicate, "the key %q is there twice", f.key)
		}
		seen[f.key] = true
		if r.space(); r.peek() != ':' {
			r.fail(codeSyntax, "a colon is expected")
			return
		}
		r.at++
		r.space()
		f.value = r.value(depth + 1)
		r.problems.out()
		v.fields = append(v.fields, f)
		if !r.next('}') {
			return
		}
	}
}

func (r *jsonReader) list(v *value, depth int) {
	r.at++
	for r.space(); !r.failed; r.space() {
		if r.peek() == ']' && len(v.items) == 0 {
			r.at++
			return
		}
		r.problems.intoItem(len(v.items))
		v.items = append(v.items, r.value(depth+1))
		r.problems.out()
		if !r.next(']') {
			return
		}
	}
}

// next reads a comma, or the end of what is being read.
func (r *jsonReader) next(end byte) bool {
	if r.failed {
		return false
	}
	r.space()
	switch r.peek() {
	case ',':
		r.at++
		return true
	case end:
		r.at++
	default:
		r.fail(codeSyntax, "a comma or "+string(rune(end))+" is expected")
	}
	return false
}

func (r *jsonReader) word(v *value) {
	rest := r.data[r.at:]
	switch {
	case strings.HasPrefix(rest, "true"):
		v.kind, v.text = boolValue, "true"
	case strings.HasPrefix(rest, "false"):
		v.kind, v.text = boolValue, "false"
	case strings.HasPrefix(rest, "null"):
		v.kind, v.text = nullValue, "null"
	default:
		r.fail(codeSyntax, "a value is expected")
	}
	r.at += len(v.text)
}

func (r *jsonReader) number() string {
	start := r.at
	for r.at < len(r.data) && strings.IndexByte("+-.eE0123456789", r.data[r.at]) >= 0 {
		r.at++
	}
	literal := r.data[start:r.at]
	if !numberPattern.MatchString(literal) {
		r.at = start
		r.fail(codeSyntax, "this is not a number of JSON")
		return "0"
	}
	text, ok := canonicalNumber(literal)
	if !ok {
		r.problems.add(r.line, r.column(start), codeNumber, "the number cannot be kept exactly; write it as text")
		return "0"
	}
	return text
}

func (r *jsonReader) text() string {
	r.at++
	start := r.at
	for r.at < len(r.data) && r.data[r.at] != '"' && r.data[r.at] != '\\' && r.data[r.at] >= ' ' {
		r.at++
	}
	if r.peek() == '"' && r.at < len(r.data) {
		r.at++
		return r.data[start : r.at-1]
	}
	var b strings.Builder
	b.WriteString(r.data[start:r.at])
	for r.at < len(r.data) {
		switch c := r.data[r.at]; {
		case c == '"':
			r.at++
			return b.String()
		case c < ' ':
			r.fail(codeSyntax, "a control character in text must be escaped")
			return ""
		case c == '\\':
			r.at++
			r.escaped(&b)
		default:
			b.WriteByte(c)
			r.at++
		}
	}
	r.fail(codeSyntax, "the text does not end")
	return ""
}

var jsonEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (r *jsonReader) escaped(b *strings.Builder) {
	if c, ok := jsonEscapes[r.peek()]; ok {
		b.WriteByte(c)
		r.at++
		return
	}
	first, ok := r.hex()
	switch {
	case !ok:
		r.fail(codeSyntax, "this is not an escape of JSON")
	case !utf16.IsSurrogate(first):
		b.WriteRune(first)
	default:
		second, ok := rune(0), false
		if r.peek() == '\\' {
			r.at++
			second, ok = r.hex()
		}
		whole := utf16.DecodeRune(first, second)
		if !ok || whole == utf8.RuneError {
			r.fail(codeSyntax, "half of a surrogate pair is no character")
			return
		}
		b.WriteRune(whole)
	}
}

// hex reads u and four digits.
func (r *jsonReader) hex() (rune, bool) {
	if r.peek() != 'u' || r.at+5 > len(r.data) {
		return 0, false
	}
	var n rune
	for _, c := range []byte(r.data[r.at+1 : r.at+5]) {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			n = n<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	r.at += 5
	return n, true
}
