package chain

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// writeJSON appends the canonical JSON of a value (RFC 8785): no blanks, keys in
// the order of their UTF-16 units, nothing escaped that need not be. Text stays
// as it was written; it is not normalised.
func writeJSON(b []byte, v *value) []byte {
	switch v.kind {
	case nullValue:
		return append(b, "null"...)
	case textValue:
		return writeText(b, v.text)
	case listValue:
		b = append(b, '[')
		for i, item := range v.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = writeJSON(b, item)
		}
		return append(b, ']')
	case objectValue:
		fields := slices.Clone(v.fields)
		slices.SortFunc(fields, func(x, y field) int { return compareKeys(x.key, y.key) })
		b = append(b, '{')
		for i, f := range fields {
			if i > 0 {
				b = append(b, ',')
			}
			b = writeText(b, f.key)
			b = append(b, ':')
			b = writeJSON(b, f.value)
		}
		return append(b, '}')
	default:
		return append(b, v.text...)
	}
}

const hexDigits = "0123456789abcdef"

func writeText(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, `\b`...)
		case '\t':
			b = append(b, `\t`...)
		case '\n':
			b = append(b, `\n`...)
		case '\f':
			b = append(b, `\f`...)
		case '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, `\u00`...)
			b = append(b, hexDigits[c>>4], hexDigits[c&15])
		}
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// compareKeys orders by UTF-16 units. That is the order of bytes, except
// between characters beyond U+FFFF and those from U+E000 to U+FFFF.
func compareKeys(x, y string) int {
	for x != "" && y != "" {
		rx, nx := utf8.DecodeRuneInString(x)
		ry, ny := utf8.DecodeRuneInString(y)
		if ux, uy := firstUnit(rx), firstUnit(ry); ux != uy {
			return int(ux - uy)
		}
		if rx != ry {
			return int(rx - ry)
		}
		x, y = x[nx:], y[ny:]
	}
	return strings.Compare(x, y)
}

func firstUnit(r rune) rune {
	if high, _ := utf16.EncodeRune(r); high != utf8.RuneError {
		return high
	}
	return r
}
