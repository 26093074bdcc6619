package chain

import (
	"errors"
	"strings"
)

// Segment is a piece of a text that may hold ${{ expressions }}.
type Segment struct {
	// Text is the text itself, or the expression without its braces.
	Text string
	// Expression says which of the two.
	Expression bool
	// Offset is where an expression begins in the whole text, in bytes.
	Offset int
}

// What can be wrong with a text that holds expressions.
var (
	ErrOpenExpression  = errors.New("${{ is never closed by }}; write $${{ for the characters themselves")
	ErrEmptyExpression = errors.New("there is nothing between ${{ and }}")
)

const (
	opening = "${{"
	closing = "}}"
)

// Split takes a text apart. A text that is exactly one expression keeps the
// type of its value; otherwise each value becomes text. $${{ stands for the
// three characters themselves. Braces, strings, templates and comments inside
// an expression do not end it. It returns ErrOpenExpression or
// ErrEmptyExpression, with the segments before.
func Split(s string) ([]Segment, error) {
	var segments []Segment
	var plain strings.Builder
	at := 0
	scanner := scriptScanner{src: s}
	for {
		i := strings.Index(s[at:], opening)
		if i < 0 {
			break
		}
		start := at + i
		if start > at && s[start-1] == '$' {
			plain.WriteString(s[at:start-1] + opening)
			at = start + len(opening)
			continue
		}
		plain.WriteString(s[at:start])
		if plain.Len() > 0 {
			segments = append(segments, Segment{Text: plain.String()})
			plain.Reset()
		}
		begin := start + len(opening)
		end, ok := scanner.expressionEnd(begin)
		if !ok {
			return segments, ErrOpenExpression
		}
		source := s[begin:end]
		trimmed := strings.TrimLeft(source, " \t\r\n")
		begin += len(source) - len(trimmed)
		trimmed = strings.TrimRight(trimmed, " \t\r\n")
		if trimmed == "" {
			return segments, ErrEmptyExpression
		}
		segments = append(segments, Segment{Text: trimmed, Expression: true, Offset: begin})
		at = end + len(closing)
	}
	plain.WriteString(s[at:])
	if plain.Len() > 0 {
		segments = append(segments, Segment{Text: plain.String()})
	}
	return segments, nil
}

// expressionEnd finds the }} that ends an expression: the first one in code
// that closes no brace of its own.
func (s *scriptScanner) expressionEnd(begin int) (int, bool) {
	s.at, s.open, s.operand = begin, nil, false
	for {
		top := len(s.open) == 0
		t := s.next()
		if t.kind == scriptEnd {
			return 0, false
		}
		if top && t.kind == scriptSign && strings.HasPrefix(s.src[t.at:], closing) {
			return t.at, true
		}
	}
}

// mention is a place in glue that names a part of a value, such as a node of
// nodes.
type mention struct {
	name string
	// dashed is what an author may have meant by name and what follows it.
	dashed string
	// bare says that no part is named: the value as a whole is meant.
	bare bool
}

// mentions finds of.<name> and of["<name>"] in a source, as far as it can be told
// without running it. There are none where the source calls something of its own
// so.
func mentions(src, of string) []mention {
	if !strings.Contains(src, of) {
		return nil
	}
	var tokens []scriptToken
	for s := (scriptScanner{src: src}); ; {
		t := s.next()
		if t.kind == scriptEnd {
			break
		}
		if t.text != "?" { // nodes?.a and nodes.a are alike
			tokens = append(tokens, t)
		}
	}
	text := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return tokens[i].text
	}
	var found []mention
	for i, t := range tokens {
		if t.kind != scriptWord || t.text != of || text(i-1) == "." && text(i-2) != "." {
			continue
		}
		if before := text(i - 1); before == "const" || before == "let" || before == "var" || text(i+1) == "=" && text(i+2) != "=" {
			return nil
		}
		switch {
		case text(i+1) == "." && i+2 < len(tokens) && tokens[i+2].kind == scriptWord:
			found = append(found, mention{name: text(i + 2), dashed: dashed(tokens[i+2:])})
		case text(i+1) == "[" && i+2 < len(tokens) && tokens[i+2].kind == scriptText && text(i+3) == "]" && len(text(i+2)) > 2:
			quoted := text(i + 2)
			found = append(found, mention{name: quoted[1 : len(quoted)-1]})
		case text(i+1) != ":": // else it is the name of a field
			found = append(found, mention{bare: true})
		}
	}
	return found
}

func dashed(tokens []scriptToken) string {
	name, end := tokens[0].text, tokens[0].at+len(tokens[0].text)
	for i := 1; i+1 < len(tokens) && tokens[i].text == "-" && tokens[i].at == end && tokens[i+1].kind == scriptWord && tokens[i+1].at == end+1; i += 2 {
		name += "-" + tokens[i+1].text
		end += 1 + len(tokens[i+1].text)
	}
	return name
}
