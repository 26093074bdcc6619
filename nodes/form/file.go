package form

import (
	"encoding/json"
	"errors"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"catenary/chain"
)

// How many bytes a file has at most: in any field, and in one that says nothing.
// A task takes one of the usual size; more is for people.
const (
	MaxFile   = 32_000_000
	usualFile = 8_000_000
)

// FileField is a place of a form that takes a file: in its schema a string of the
// format file, with x-max-bytes and x-accept. While the form is filled in, the id
// of a file stands there.
type FileField struct {
	// Limit is how many bytes a file may have.
	Limit int64
	// Accept are endings such as .pdf, and types such as image/* or
	// application/pdf; none: all files.
	Accept []string
}

// Accepts says whether a file's name or type is among what the field takes.
func (f FileField) Accepts(name, mediaType string) bool {
	return len(f.Accept) == 0 || slices.ContainsFunc(f.Accept, func(accept string) bool {
		kind, all := strings.CutSuffix(accept, "*")
		return strings.HasPrefix(accept, ".") && strings.EqualFold(path.Ext(name), accept) ||
			accept == mediaType || all && strings.HasPrefix(mediaType, kind)
	})
}

// FileAt is the field of a schema at a pointer into what is filled in, if a file
// stands there.
func FileAt(schema json.RawMessage, pointer string) (FileField, bool) {
	var part any
	if !strings.HasPrefix(pointer, "/") || json.Unmarshal(schema, &part) != nil {
		return FileField{}, false
	}
	for _, token := range strings.Split(pointer[1:], "/") {
		part = below(part, strings.NewReplacer("~1", "/", "~0", "~").Replace(token))
	}
	return fileField(part)
}

// below is the schema of what stands under a key, or at an index.
func below(part any, token string) any {
	s, _ := part.(map[string]any)
	properties, _ := s["properties"].(map[string]any)
	if inner, ok := properties[token]; ok {
		return inner
	}
	if _, err := strconv.ParseUint(token, 10, 31); err == nil {
		return s["items"]
	}
	return nil
}

func fileField(part any) (FileField, bool) {
	s, _ := part.(map[string]any)
	f := FileField{Limit: usualFile}
	if most, ok := s["x-max-bytes"].(float64); ok {
		f.Limit = int64(most)
	}
	accept, _ := s["x-accept"].([]any)
	for _, a := range accept {
		if text, ok := a.(string); ok {
			f.Accept = append(f.Accept, text)
		}
	}
	return f, s["format"] == "file" && s["type"] == "string"
}

var acceptable = regexp.MustCompile(`^(\.[a-z0-9]{1,16}|[a-z]+/(\*|[a-z0-9.+-]+))$`)

// CheckFiles says form.schema of files where none can be given, and of bounds that
// mean nothing. Pointers begin at the schema.
func CheckFiles(schema json.RawMessage) []chain.Problem {
	var whole any
	if json.Unmarshal(schema, &whole) != nil {
		return nil // told where the schema is compiled
	}
	var problems []chain.Problem
	checkFiles(whole, "", true, func(at, detail string) {
		problems = append(problems, chain.NewProblem(chain.Error, at, "form.schema", "%s", detail))
	})
	return problems
}

// checkFiles looks at a part of a schema; found says that whoever fills in finds
// it: the way there is one of properties and items.
func checkFiles(v any, at string, found bool, say func(at, detail string)) {
	switch v := v.(type) {
	case map[string]any:
		if v["format"] == "file" {
			checkFile(v, at, found && at != "", say)
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			inner, at := v[key], chain.Pointer(at, key)
			if fields, ok := inner.(map[string]any); ok && found && key == "properties" {
				for _, name := range slices.Sorted(maps.Keys(fields)) {
					checkFiles(fields[name], chain.Pointer(at, name), true, say)
				}
				continue
			}
			checkFiles(inner, at, found && key == "items", say)
		}
	case []any:
		for i, inner := range v {
			checkFiles(inner, chain.Pointer(at, i), false, say)
		}
	}
}

func checkFile(s map[string]any, at string, found bool, say func(at, detail string)) {
	if !found || s["type"] != "string" {
		say(at, "a file is a string of the format file that stands in properties or items, and nowhere else")
		return
	}
	if given, ok := s["x-max-bytes"]; ok {
		if most, ok := given.(float64); !ok || most < 1 || most > MaxFile || most != float64(int64(most)) {
			say(at+"/x-max-bytes", "a file has 1 to "+strconv.Itoa(MaxFile)+" bytes")
		}
	}
	if given, ok := s["x-accept"]; ok {
		all, ok := given.([]any)
		for _, a := range all {
			text, _ := a.(string)
			ok = ok && acceptable.MatchString(text)
		}
		if !ok {
			say(at+"/x-accept", "want a list of endings such as .pdf, and of types such as image/* or application/pdf")
		}
	}
}

// PutFiles puts into what was filled in, wherever its schema has a file, what
// replace gives for the id that stands there. What does not fit the schema stays.
func PutFiles(schema, data json.RawMessage, replace func(pointer, id string, f FileField) any) (json.RawMessage, error) {
	var part, value any
	reader := json.NewDecoder(strings.NewReader(string(data)))
	reader.UseNumber()
	if err := errors.Join(json.Unmarshal(schema, &part), reader.Decode(&value)); err != nil {
		return nil, err
	}
	return json.Marshal(putFiles(part, value, "", replace))
}

func putFiles(part, value any, at string, replace func(pointer, id string, f FileField) any) any {
	switch value := value.(type) {
	case string:
		if f, ok := fileField(part); ok {
			return replace(at, value, f)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			value[name] = putFiles(below(part, name), value[name], chain.Pointer(at, name), replace)
		}
	case []any:
		for i := range value {
			value[i] = putFiles(below(part, strconv.Itoa(i)), value[i], chain.Pointer(at, i), replace)
		}
	}
	return value
}
