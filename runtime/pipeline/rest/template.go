package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// values are what placeholders stand for: name → JSON value. {parameters.a.b}
// goes into a value; {{ stands for one brace.
type values map[string]any

// names of placeholders, by what is being asked.
func nameable(extra ...string) []string {
	return append([]string{"key", "name", "position", "parameters"}, extra...)
}

var (
	errOpen  = errors.New("a { is never closed by }; write {{ for the character itself")
	errEmpty = errors.New("there is nothing between { and }")
)

// segment is a piece of a template: text, or the name of a placeholder.
type segment struct {
	text string
	name bool
}

func split(template string) ([]segment, error) {
	var out []segment
	var plain strings.Builder
	for rest := template; rest != ""; {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			plain.WriteString(rest)
			break
		}
		plain.WriteString(rest[:i])
		rest = rest[i+1:]
		if strings.HasPrefix(rest, "{") {
			plain.WriteByte('{')
			rest = rest[1:]
			continue
		}
		name, after, found := strings.Cut(rest, "}")
		switch {
		case !found:
			return nil, errOpen
		case strings.TrimSpace(name) == "":
			return nil, errEmpty
		}
		if plain.Len() > 0 {
			out = append(out, segment{text: plain.String()})
			plain.Reset()
		}
		out = append(out, segment{text: strings.TrimSpace(name), name: true})
		rest = after
	}
	if plain.Len() > 0 {
		out = append(out, segment{text: plain.String()})
	}
	return out, nil
}

// checkTemplate says what is wrong with a template whose placeholders may be
// named so.
func checkTemplate(template string, known []string) error {
	segments, err := split(template)
	if err != nil {
		return err
	}
	for _, s := range segments {
		first, _, _ := strings.Cut(s.text, ".")
		if s.name && !slices.Contains(known, first) {
			return fmt.Errorf("{%s} is not known here; there are %s", s.text, strings.Join(known, ", "))
		}
	}
	return nil
}

// find goes to the value that a placeholder names; absent is nil.
func (v values) find(name string) any {
	parts := strings.Split(name, ".")
	at := v[parts[0]]
	for _, p := range parts[1:] {
		switch in := at.(type) {
		case map[string]any:
			at = in[p]
		case []any:
			i, err := strconv.Atoi(p)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			at = in[i]
		default:
			return nil
		}
	}
	return at
}

// text fills a template, each value by way of escape.
func (v values) text(template string, escape func(string) (string, error)) (string, error) {
	segments, err := split(template)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, s := range segments {
		text := s.text
		if s.name {
			if text, err = escape(textOf(v.find(s.text))); err != nil {
				return "", fmt.Errorf("{%s}: %w", s.text, err)
			}
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

func plain(s string) (string, error) { return s, nil }

// inPath lets a value be one part of a path and nothing else.
func inPath(s string) (string, error) {
	if s == "" || s == "." || s == ".." {
		return "", fmt.Errorf("%q cannot be a part of a path", s)
	}
	return url.PathEscape(s), nil
}

func inHeader(s string) (string, error) {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return "", errors.New("a control character cannot stand in a header")
	}
	return s, nil
}

// fill fills all texts of a JSON value. One that is just a placeholder becomes
// the value itself.
func (v values) fill(in any) (any, error) {
	switch x := in.(type) {
	case string:
		segments, err := split(x)
		if err != nil {
			return nil, err
		}
		if len(segments) == 1 && segments[0].name {
			return v.find(segments[0].text), nil
		}
		return v.text(x, plain)
	case []any:
		out := make([]any, len(x))
		for i := range x {
			var err error
			if out[i], err = v.fill(x[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(x))
		for k := range x {
			var err error
			if out[k], err = v.fill(x[k]); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return in, nil
}

// textOf writes a JSON value as text: a string as itself.
func textOf(value any) string {
	switch x := value.(type) {
	case nil:
		return ""
	case string:
		return x
	case json.Number:
		return x.String()
	}
	text, _ := json.Marshal(value)
	return string(text)
}
