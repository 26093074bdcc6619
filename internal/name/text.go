package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"catenary/internal/fault"
)

// Text returns a longer text for people as it is kept: in normal form C and
// without blanks around it; it may be empty. One with more than limit
// characters, or with characters that cannot be seen, line breaks and tabs
// apart, is Invalid at pointer.
func Text(pointer, s string, limit int) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.At(pointer, "name.characters", "the text is not valid UTF-8")
	}
	s = strings.TrimSpace(norm.NFC.String(s))
	if n := utf8.RuneCountInString(s); n > limit {
		return "", fault.At(pointer, "name.long", "the text has %d characters; %d are allowed", n, limit)
	}
	for _, r := range s {
		if r != '\n' && r != '\t' && r != '\r' && unseen(r) {
			return "", fault.At(pointer, "name.characters", "the text has the character U+%04X, which cannot be seen", r)
		}
	}
	return s, nil
}

// Search returns what a list is searched for as it is compared: in small
// letters, or empty for no search. What no name can have is Invalid.
func Search(pointer, s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", nil
	}
	s, err := Check(pointer, s)
	return strings.ToLower(s), err
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' ||
		unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || r == utf8.RuneError
}
