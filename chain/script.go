package chain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scriptScanner walks through JavaScript just well enough to tell code from
// text, comments and regular expressions. It takes any input and always ends;
// whether the code is right is for the compiler to say.
type scriptScanner struct {
	src string
	at  int
	// open holds what is not closed yet: { in code, ` inside a template.
	open []byte
	// operand says that a value ended just now, so that / divides.
	operand bool
	// looked is how far ahead was looked in all for the ends of regular
	// expressions; it is bounded, so that no input costs more than its length.
	looked int
}

type scriptToken struct {
	kind scriptKind
	text string
	at   int
}

type scriptKind uint8

const (
	scriptEnd scriptKind = iota
	scriptWord
	scriptText // a string with its quotes, a piece of a template, a regular expression
	scriptSign // one character
)

// next returns the next token that is not a comment.
func (s *scriptScanner) next() scriptToken {
	for s.at < len(s.src) {
		start := s.at
		if n := len(s.open); n > 0 && s.open[n-1] == '`' {
			return s.template()
		}
		c, size := utf8.DecodeRuneInString(s.src[s.at:])
		s.at += size
		switch {
		case unicode.IsSpace(c):
			continue
		case c == '/' && strings.HasPrefix(s.src[s.at:], "/"):
			s.skipTo("\n", 0)
			continue
		case c == '/' && strings.HasPrefix(s.src[s.at:], "*"):
			s.at++
			s.skipTo("*/", 2)
			continue
		case c == '\'' || c == '"':
			s.quoted(byte(c))
			s.operand = true
			return scriptToken{scriptText, s.src[start:s.at], start}
		case c == '`':
			s.open = append(s.open, '`')
			return s.template()
		case c == '/' && !s.operand && s.expression():
			s.operand = true
			return scriptToken{scriptText, s.src[start:s.at], start}
		case isWordRune(c):
			for s.at < len(s.src) {
				c, size := utf8.DecodeRuneInString(s.src[s.at:])
				if !isWordRune(c) {
					break
				}
				s.at += size
			}
			word := s.src[start:s.at]
			s.operand = !beforeOperand[word]
			return scriptToken{scriptWord, word, start}
		}
		s.sign(c)
		return scriptToken{scriptSign, s.src[start:s.at], start}
	}
	return scriptToken{kind: scriptEnd, at: s.at}
}

// beforeOperand are words after which a value begins, and / a regular expression.
var beforeOperand = map[string]bool{
	"return": true, "typeof": true, "case": true, "in": true, "of": true, "delete": true, "void": true,
	"throw": true, "new": true, "instanceof": true, "do": true, "else": true, "yield": true, "await": true,
}

func isWordRune(c rune) bool {
	return c == '_' || c == '$' || unicode.IsLetter(c) || unicode.IsDigit(c)
}

func (s *scriptScanner) sign(c rune) {
	switch c {
	case '{':
		s.open = append(s.open, '{')
	case '}':
		if n := len(s.open); n > 0 {
			s.open = s.open[:n-1]
		}
	}
	s.operand = c == ')' || c == ']' || c == '}'
}

func (s *scriptScanner) skipTo(end string, length int) {
	i := strings.Index(s.src[s.at:], end)
	if i < 0 {
		s.at = len(s.src)
		return
	}
	s.at += i + length
}

// quoted ends behind the closing quote, or where the line ends.
func (s *scriptScanner) quoted(quote byte) {
	for s.at < len(s.src) {
		c := s.src[s.at]
		switch {
		case c == '\n':
			return
		case c == '\\' && s.at+1 < len(s.src):
			s.at++
		case c == quote:
			s.at++
			return
		}
		s.at++
	}
}

// template reads on to the end of a template or to the ${ in it.
func (s *scriptScanner) template() scriptToken {
	start := s.at
	s.operand = false
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case c == '`':
			s.at++
			s.open = s.open[:len(s.open)-1]
			s.operand = true
			return scriptToken{scriptText, s.src[start:s.at], start}
		case c == '$' && strings.HasPrefix(s.src[s.at:], "${"):
			s.at += 2
			s.open = append(s.open, '{')
			return scriptToken{scriptText, s.src[start:s.at], start}
		case c == '\\' && s.at+1 < len(s.src):
			s.at++
		}
		s.at++
	}
	return scriptToken{scriptText, s.src[start:s.at], start}
}

// expression reads a regular expression, if there is one on this line.
func (s *scriptScanner) expression() bool {
	class := false
	if s.looked > 4*len(s.src) {
		return false
	}
	for i := s.at; i < len(s.src) && s.src[i] != '\n'; i++ {
		s.looked++
		switch c := s.src[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			s.at = i + 1
			return true
		}
	}
	return false
}
