// Package name checks the names and keys that people give to things.
package name

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"catenary/internal/fault"
)

// MaxLength is how many characters a name may have.
const MaxLength = 200

var key = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)

// Check returns the name as it is kept: in Unicode's normal form C and without
// blanks around it. A name that is empty, too long, or has characters that
// cannot be seen or turn the reading direction is Invalid at pointer.
func Check(pointer, s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.At(pointer, "name.characters", "the name is not valid UTF-8")
	}
	s = strings.TrimSpace(norm.NFC.String(s))
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "", fault.At(pointer, "name.empty", "a name is needed")
	case n > MaxLength:
		return "", fault.At(pointer, "name.long", "the name has %d characters; %d are allowed", n, MaxLength)
	}
	for _, r := range s {
		if unseen(r) {
			return "", fault.At(pointer, "name.characters", "the name has the character U+%04X, which cannot be seen", r)
		}
	}
	return s, nil
}

// Key says whether s can be a key: small letters, digits and inner hyphens, 1
// to 64 of them.
func Key(pointer, s string) error {
	if !key.MatchString(s) {
		return fault.At(pointer, "name.key", "a key has 1 to 64 small letters, digits and inner hyphens")
	}
	return nil
}

// Slug makes a key out of a name as far as its letters allow; it is empty if
// nothing of the name can stand in a key.
func Slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(s)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == 64 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}
