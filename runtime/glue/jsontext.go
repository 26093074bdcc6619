package glue

import "errors"

// maxDepth is how deep a JSON value may be nested.
const maxDepth = 64

var (
	errJSON = errors.New("this is no JSON")
	errDeep = errors.New("it is nested more than 64 deep, or contains itself")
)

// checkJSON says whether b is one JSON value that is not nested too deeply.
func checkJSON(b []byte) error {
	s := jsonScanner{b: b}
	if err := s.value(1); err != nil {
		return err
	}
	if s.space(); s.at < len(s.b) {
		return errJSON
	}
	return nil
}

// jsonScanner goes through a JSON text. It takes exactly what encoding/json
// takes.
type jsonScanner struct {
	b  []byte
	at int
}

func (s *jsonScanner) space() {
	for s.at < len(s.b) {
		switch s.b[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// peek returns the byte that comes after blanks, 0 at the end.
func (s *jsonScanner) peek() byte {
	s.space()
	if s.at == len(s.b) {
		return 0
	}
	return s.b[s.at]
}

func (s *jsonScanner) value(depth int) error {
	switch c := s.peek(); c {
	case '{', '[':
		if depth > maxDepth {
			return errDeep
		}
		return s.group(c, depth)
	case '"':
		_, err := s.text()
		return err
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	default:
		_, err := s.number()
		return err
	}
}

func (s *jsonScanner) group(open byte, depth int) error {
	closing := open + 2 // the closing ones stand two behind in ASCII
	s.at++
	if s.peek() == closing {
		s.at++
		return nil
	}
	for {
		if open == '{' {
			if s.peek() != '"' {
				return errJSON
			}
			if _, err := s.text(); err != nil {
				return err
			}
			if s.peek() != ':' {
				return errJSON
			}
			s.at++
		}
		if err := s.value(depth + 1); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.at++
		case closing:
			s.at++
			return nil
		default:
			return errJSON
		}
	}
}

func (s *jsonScanner) word(w string) error {
	if len(s.b)-s.at < len(w) || string(s.b[s.at:s.at+len(w)]) != w {
		return errJSON
	}
	s.at += len(w)
	return nil
}

// text reads a string with its quotes, and says whether there is nothing in it
// that stands for something else and nothing beyond ASCII.
func (s *jsonScanner) text() (plain bool, err error) {
	plain = true
	for i := s.at + 1; i < len(s.b); i++ {
		switch c := s.b[i]; {
		case c == '"':
			s.at = i + 1
			return plain, nil
		case c < ' ':
			return false, errJSON
		case c >= 0x80:
			plain = false
		case c == '\\':
			plain = false
			i++
			if i == len(s.b) {
				return false, errJSON
			}
			switch s.b[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				for range 4 {
					i++
					if i == len(s.b) || !isHex(s.b[i]) {
						return false, errJSON
					}
				}
			default:
				return false, errJSON
			}
		}
	}
	return false, errJSON
}

func isHex(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number reads a number, and says whether it is written as an integer.
func (s *jsonScanner) number() (integer bool, err error) {
	i := s.at
	if i < len(s.b) && s.b[i] == '-' {
		i++
	}
	begin := i
	digits := func() bool {
		first := i
		for i < len(s.b) && isDigit(s.b[i]) {
			i++
		}
		return i > first
	}
	if !digits() || s.b[begin] == '0' && i > begin+1 {
		return false, errJSON
	}
	integer = true
	if i < len(s.b) && s.b[i] == '.' {
		i++
		integer = false
		if !digits() {
			return false, errJSON
		}
	}
	if i < len(s.b) && (s.b[i] == 'e' || s.b[i] == 'E') {
		i++
		integer = false
		if i < len(s.b) && (s.b[i] == '+' || s.b[i] == '-') {
			i++
		}
		if !digits() {
			return false, errJSON
		}
	}
	s.at = i
	return integer, nil
}
