package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"catenary/internal/fault"
)

const (
	passwordShortest = 12
	passwordLongest  = 256
	// product is what passwords must not be made of, besides names.
	product = "catenary"
	// ownPart is how many characters of a password must be other than the words
	// that anybody knows of its owner.
	ownPart = 8
)

// Check says whether a new password may be used, and returns it as it is kept:
// in normal form C and otherwise unchanged. known are words that others know of
// its owner: names, address, tenant. What is refused is Invalid at pointer:
// password.characters, password.short, password.long, password.common or
// password.known.
func (p *Passwords) Check(pointer, password string, known ...string) (string, error) {
	if !utf8.ValidString(password) {
		return "", fault.At(pointer, "password.characters", "the password is not valid UTF-8")
	}
	password = norm.NFC.String(password)
	switch n := utf8.RuneCountInString(password); {
	case n < passwordShortest:
		return "", fault.At(pointer, "password.short", "a password has at least %d characters", passwordShortest)
	case n > passwordLongest:
		return "", fault.At(pointer, "password.long", "a password has at most %d characters", passwordLongest)
	}
	if isCommon(p.common(), password) {
		return "", fault.At(pointer, "password.common", "many people use this password, so it is tried first")
	}
	if madeOf(password, append(known, product)) {
		return "", fault.At(pointer, "password.known", "the password is made of names that others know")
	}
	return password, nil
}

// madeOf says whether a password has one of the words in it and little else.
func madeOf(password string, known []string) bool {
	rest := strings.ToLower(password)
	whole := rest
	for _, text := range known {
		for _, word := range words(text) {
			rest = strings.ReplaceAll(rest, word, "")
		}
	}
	return rest != whole && utf8.RuneCountInString(rest) < ownPart
}

// words are the parts of a name or address that say something: the whole of
// it, and each run of letters and digits. Shorter ones than three bytes (a
// Chinese character has three) could be in any password.
func words(text string) []string {
	text = strings.ToLower(norm.NFC.String(text))
	parts := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := make([]string, 0, len(parts)+2)
	for _, w := range append([]string{text, strings.Join(parts, "")}, parts...) {
		if len(w) >= 3 {
			out = append(out, w)
		}
	}
	return out
}
