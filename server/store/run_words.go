package store

import (
	"slices"
	"strings"
	"unicode"
)

// The words of a title by which a run is found.
const (
	maxWords   = 8
	maxWordLen = 40 // in bytes
)

// wordsOf are the words of a text in small letters, without repeats.
func wordsOf(text string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}) {
		if word = cut(word, maxWordLen); !slices.Contains(out, word) {
			out = append(out, word)
		}
		if len(out) == maxWords {
			break
		}
	}
	return out
}

// cut shortens a text to at most max bytes, and cuts through no letter.
func cut(text string, max int) string {
	if len(text) <= max {
		return text
	}
	return strings.ToValidUTF8(text[:max], "")
}
