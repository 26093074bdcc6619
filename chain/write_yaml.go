package chain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writeYAML writes a value as people write it by hand: blocks, short things on
// one line, texts of several lines as literal blocks. The same value gives the
// same text, and readYAML gives the value back.
func writeYAML(v *value) []byte {
	w := &yamlWriter{}
	w.block(v, 0)
	if s := w.b.String(); !strings.HasSuffix(s, "\n") {
		w.b.WriteByte('\n')
	}
	return []byte(w.b.String())
}

type yamlWriter struct{ b strings.Builder }

// lineWidth is how long a line may get by putting several things on it.
const lineWidth = 100

// block writes a value that begins where the writer is, at the given indent.
func (w *yamlWriter) block(v *value, indent int) {
	if line, ok := oneLineOf(v); ok && (len(v.items)+len(v.fields) == 0 || indent+len(line) <= lineWidth) {
		w.b.WriteString(line)
		return
	}
	switch v.kind {
	case objectValue:
		for i, f := range v.fields {
			w.newLine(i > 0, indent)
			key := yamlKey(f.key)
			if len(key) > maxSimpleKey {
				w.b.WriteString("? " + key)
				w.newLine(true, indent)
				w.b.WriteString(":")
			} else {
				w.b.WriteString(key + ":")
			}
			w.under(f.value, indent)
		}
	case listValue:
		for i, item := range v.items {
			w.newLine(i > 0, indent)
			w.b.WriteString("- ")
			w.block(item, indent+2)
		}
	case textValue:
		w.literal(v.text, indent)
	}
}

// maxSimpleKey is less than the 1,024 characters after which YAML needs a key
// to be announced.
const maxSimpleKey = 200

// under writes the value of a key: on the same line, or as a block below it.
func (w *yamlWriter) under(v *value, indent int) {
	if v.kind == textValue {
		w.b.WriteByte(' ')
		w.block(v, indent+2)
		return
	}
	if line, ok := oneLineOf(v); ok && indent+len(line) <= lineWidth-20 || len(v.items)+len(v.fields) == 0 {
		w.b.WriteString(" " + line)
		return
	}
	w.newLine(true, indent+2)
	w.block(v, indent+2)
}

func (w *yamlWriter) newLine(needed bool, indent int) {
	if !needed {
		return
	}
	if !strings.HasSuffix(w.b.String(), "\n") {
		w.b.WriteByte('\n')
	}
	w.b.WriteString(strings.Repeat(" ", indent))
}

// oneLineOf writes scalars, and lists and objects that read well on one line.
func oneLineOf(v *value) (string, bool) {
	switch v.kind {
	case objectValue:
		if len(v.fields) > 0 && !v.flow {
			return "", false
		}
		parts := make([]string, len(v.fields))
		for i, f := range v.fields {
			inner, ok := oneLineOf(f.value)
			key := yamlKey(f.key)
			if !ok || len(key) > maxSimpleKey {
				return "", false
			}
			parts[i] = key + ": " + inner
		}
		return "{" + strings.Join(parts, ", ") + "}", true
	case listValue:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			inner, ok := oneLineOf(item)
			if !ok || item.kind == listValue || item.kind == objectValue {
				return "", false
			}
			parts[i] = inner
		}
		return "[" + strings.Join(parts, ", ") + "]", true
	case textValue:
		if isLiteral(v.text) {
			return "", false
		}
		return yamlText(v.text), true
	default:
		return v.text, true
	}
}

// isLiteral says whether a text can and should be a literal block.
func isLiteral(s string) bool {
	body := strings.TrimSuffix(s, "\n")
	if !strings.Contains(s, "\n") || body == "" || strings.HasSuffix(body, "\n") || strings.ContainsAny(body[:1], " \t\n") {
		return false
	}
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" && strings.Trim(line, " \t") == "" || strings.HasPrefix(line, "\t") {
			return false
		}
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && mustEscape(r) })
}

func (w *yamlWriter) literal(s string, indent int) {
	w.b.WriteByte('|')
	if !strings.HasSuffix(s, "\n") {
		w.b.WriteByte('-')
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(s, "\n"), "\n") {
		w.b.WriteByte('\n')
		if line != "" {
			w.b.WriteString(strings.Repeat(" ", indent) + line)
		}
	}
}

var (
	// plainText needs no quotes wherever it stands, for any reader of YAML.
	plainText = regexp.MustCompile(`^[\p{L}_/][\p{L}\p{M}\p{N}_./@+-]*( [\p{L}\p{N}_./@+(-][\p{L}\p{M}\p{N}_./@+()-]*)*$`)
	// plainUnit is a number with a unit.
	plainUnit = regexp.MustCompile(`^[0-9]+(ms|s|m|h|d|Ki|Mi|Gi|Ti)$`)
	// reserved words mean something else than text to some reader.
	reserved = regexp.MustCompile(`(?i)^(null|true|false|yes|no|on|off|nan|inf)$`)
)

func yamlKey(s string) string { return yamlText(s) }

func yamlText(s string) string {
	if (plainText.MatchString(s) || plainUnit.MatchString(s)) && !reserved.MatchString(s) && !strings.ContainsFunc(s, mustEscape) {
		return s
	}
	b := []byte{'"'}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\' || r < ' ':
			quoted := writeText(nil, string(r))
			b = append(b, quoted[1:len(quoted)-1]...)
		case mustEscape(r):
			b = append(b, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(append(b, '"'))
}

// mustEscape says whether YAML forbids a character, or takes it for the end of
// a line.
func mustEscape(r rune) bool {
	return r < ' ' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff ||
		r < 0x10000 && unicode.Is(unicode.Cf, r)
}
