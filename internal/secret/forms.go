package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// shortest is how long a line of a value, or a form that is derived from one,
// must be to be looked for: what is shorter also stands in harmless text.
const shortest = 8

// forms are the texts by which a value may show itself, sorted and each once:
// the value, its lines, and both in the encodings that programs write.
func forms(values []Value) []string {
	var out []string
	add := func(texts ...string) {
		for _, s := range texts {
			if len(s) >= shortest {
				out = append(out, s)
			}
		}
	}
	for _, v := range values {
		whole := string(v.Reveal())
		if whole == "" {
			continue
		}
		out = append(out, whole)
		parts := strings.FieldsFunc(whole, func(r rune) bool { return r == '\n' || r == '\r' })
		parts = append(parts, strings.TrimSpace(whole), whole)
		slices.Sort(parts)
		for _, part := range slices.Compact(parts) {
			if part == whole || len(part) >= shortest {
				add(part)
				add(encodings(part)...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func encodings(s string) []string {
	lower := hex.EncodeToString([]byte(s))
	out := []string{lower, strings.ToUpper(lower)}
	out = append(out, base64Forms(s, base64.StdEncoding)...)
	out = append(out, base64Forms(s, base64.URLEncoding)...)
	out = append(out, urlForms(s)...)
	out = append(out, jsonForms(s)...)
	return append(out, shellForms(s)...)
}

// base64Forms is what stands in a base64 text that has s somewhere inside, for
// each place of s among the groups of three bytes: the characters that depend
// on s alone, and those up to the end if s is the end. Programs that break
// lines do so every 76 or 64 characters.
func base64Forms(s string, enc *base64.Encoding) []string {
	var out []string
	for before := range 3 {
		text := enc.EncodeToString(append(make([]byte, before), s...))
		first := (before*8 + 5) / 6
		sure := (before + len(s)) * 8 / 6
		end := strings.TrimRight(text, "=")
		out = append(out, text[first:sure], end[first:], text[first:])
	}
	text := enc.EncodeToString([]byte(s))
	for _, width := range []int{76, 64} {
		if len(text) > width {
			for line := range slices.Chunk([]byte(text), width) {
				out = append(out, string(line))
			}
		}
	}
	return out
}

var percent = regexp.MustCompile(`%[0-9A-F]{2}`)

func urlForms(s string) []string {
	query := url.QueryEscape(s)
	component := strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*").Replace(query)
	out := []string{query, strings.ReplaceAll(query, "+", "%20"), component, url.PathEscape(s)}
	for _, form := range slices.Clone(out) {
		out = append(out, percent.ReplaceAllStringFunc(form, strings.ToLower))
	}
	return out
}

func jsonForms(s string) []string {
	if !utf8.ValidString(s) {
		return nil // JSON cannot carry it
	}
	html, err := json.Marshal(s)
	if err != nil {
		return nil // a string always marshals
	}
	var plain bytes.Buffer
	e := json.NewEncoder(&plain)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return nil
	}
	inner := func(quoted string) string {
		quoted = strings.TrimSuffix(quoted, "\n")
		return quoted[1 : len(quoted)-1]
	}
	bare := inner(plain.String())
	return []string{
		inner(string(html)), bare, strings.ReplaceAll(bare, "/", `\/`), asciiOnly(bare),
		inner(strconv.Quote(s)), inner(strconv.QuoteToASCII(s)),
	}
}

// asciiOnly writes what is not ASCII as \uXXXX, as Python and PHP do.
func asciiOnly(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func shellForms(s string) []string {
	var backslashes strings.Builder // as printf %q of a shell
	for _, b := range []byte(s) {
		if b > ' ' && b < 0x7f && !strings.ContainsRune(`_@%+=:,./-`, rune(b)) && !isAlphanumeric(b) || b == ' ' {
			backslashes.WriteByte('\\')
		}
		backslashes.WriteByte(b)
	}
	return []string{
		strings.ReplaceAll(s, `'`, `'\''`),
		strings.ReplaceAll(s, `'`, `'"'"'`),
		strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`").Replace(s),
		backslashes.String(),
	}
}

func isAlphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}
