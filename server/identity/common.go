package identity

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the list of common passwords
	"io"
	"slices"
	"strings"
	"unicode"
)

//go:embed common.txt.gz
var commonGzip []byte

// commonPasswords unpacks the shipped list: sorted, in small letters.
func commonPasswords() []string {
	r, err := gzip.NewReader(bytes.NewReader(commonGzip))
	if err != nil {
		panic("identity: the list of common passwords is broken: " + err.Error())
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic("identity: the list of common passwords is broken: " + err.Error())
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// isCommon says whether a password is one that everybody tries first: one of
// the list, one of the list with digits and signs around it, one repeated, or
// one of very few different characters.
func isCommon(list []string, password string) bool {
	p := strings.ToLower(password)
	if few(p) || listed(list, p) {
		return true
	}
	base := strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	if base != "" && (listed(list, base) || listed(list, unit(base))) {
		return true
	}
	return listed(list, unit(p))
}

func listed(list []string, s string) bool {
	_, found := slices.BinarySearch(list, s)
	return found
}

// few says whether s has fewer than five different characters.
func few(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 5
}

// unit is the shortest text that s is a repetition of; s itself if it is none.
func unit(s string) string {
	if i := strings.Index((s + s)[1:], s) + 1; i < len(s) && len(s)%i == 0 {
		return s[:i]
	}
	return s
}
