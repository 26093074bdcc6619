// Package schema compiles JSON Schemas and checks values against them. Schemas
// and values may come from anybody: no schema is loaded from anywhere, patterns
// run in time that is linear in the text, and what a schema takes in memory is
// bounded (bounds.go).
package schema

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Schema is a compiled JSON Schema, safe for use by many at once.
type Schema struct{ compiled *jsonschema.Schema }

// Violation is one thing about a value that its schema does not allow; Pointer
// is an RFC 6901 JSON pointer.
type Violation struct {
	Pointer string
	Detail  string
}

// offline refuses every schema that is not built in.
type offline struct{}

func (offline) Load(url string) (any, error) {
	return nil, fmt.Errorf("a reference to another document (%s) is not allowed", url)
}

// Compile reads a schema (2020-12 unless it says otherwise). What is wrong with
// it comes back as violations of its meta-schema, or as one at the root.
func Compile(text []byte) (*Schema, []Violation) {
	if len(text) > MaxBytes {
		return nil, []Violation{{Detail: fmt.Sprintf("the schema has %d bytes; %d are allowed", len(text), MaxBytes)}}
	}
	doc, err := read(text)
	if err != nil {
		return nil, []Violation{{Detail: "the schema is not JSON"}}
	}
	patterns := &patterns{left: maxProgram}
	c := jsonschema.NewCompiler()
	c.UseLoader(offline{})
	c.UseRegexpEngine(patterns.compile)
	c.AssertFormat()
	const name = "urn:schema"
	if err := c.AddResource(name, doc); err != nil {
		return nil, []Violation{{Detail: "the schema cannot be read: " + plain(err)}}
	}
	compiled, err := c.Compile(name)
	if err != nil {
		var invalid *jsonschema.SchemaValidationError
		var violation *jsonschema.ValidationError
		if errors.As(err, &invalid) && errors.As(invalid.Err, &violation) {
			return nil, violations(violation)
		}
		return nil, []Violation{{Detail: "the schema cannot be used: " + plain(err)}}
	}
	patterns.done = true
	return &Schema{compiled}, nil
}

// plain takes our own name for the schema out of the library's message.
func plain(err error) string {
	return strings.NewReplacer(`"urn:schema#"`, "the schema", `urn:schema#`, "").Replace(err.Error())
}

// Check returns all that is wrong with a JSON text.
func (s *Schema) Check(text []byte) []Violation {
	value, err := read(text)
	if err != nil {
		return []Violation{{Detail: "this is not JSON, or has a number that is out of bounds"}}
	}
	err = s.compiled.Validate(value)
	if err == nil {
		return nil
	}
	var violation *jsonschema.ValidationError
	if !errors.As(err, &violation) {
		return []Violation{{Detail: "this cannot be checked: " + err.Error()}}
	}
	return violations(violation)
}

func violations(e *jsonschema.ValidationError) []Violation {
	printer := message.NewPrinter(language.English)
	var found []Violation
	for _, leaf := range leaves(e) {
		pointer := pointerOf(leaf.InstanceLocation)
		switch k := leaf.ErrorKind.(type) {
		case *kind.Required:
			for _, name := range k.Missing {
				found = append(found, Violation{pointer + pointerOf([]string{name}), strconv.Quote(name) + " is missing"})
			}
		case *kind.AdditionalProperties:
			for _, name := range k.Properties {
				found = append(found, Violation{pointer + pointerOf([]string{name}), fmt.Sprintf("the field %q is not known here", name)})
			}
		case *kind.AnyOf, *kind.OneOf:
			found = append(found, Violation{pointer, "this has none of the forms that are allowed here"})
		default:
			found = append(found, Violation{pointer, leaf.ErrorKind.LocalizedString(printer)})
		}
	}
	slices.SortStableFunc(found, func(a, b Violation) int { return strings.Compare(a.Pointer, b.Pointer) })
	return slices.Compact(found)
}

// leaves returns the errors that say something by themselves. Of alternatives
// it takes the one that went furthest: it is most likely the one that was
// meant. If none even has the right type, the alternatives are one error.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var all []*jsonschema.ValidationError
	switch e.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf:
		best := 0
		for _, cause := range e.Causes {
			inner := leaves(cause)
			if went := furthest(inner, len(e.InstanceLocation)); went > best {
				all, best = inner, went
			}
		}
		if best == 0 {
			return []*jsonschema.ValidationError{e}
		}
	default:
		for _, cause := range e.Causes {
			all = append(all, leaves(cause)...)
		}
	}
	return all
}

// furthest says how far below a place errors are: 0 if the type of the place
// itself is wrong, 1 if something else of it is.
func furthest(errs []*jsonschema.ValidationError, at int) int {
	went := 1
	for _, e := range errs {
		if _, wrongType := e.ErrorKind.(*kind.Type); wrongType && len(e.InstanceLocation) <= at {
			return 0
		}
		went = max(went, len(e.InstanceLocation)-at+1)
	}
	return went
}

func pointerOf(tokens []string) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(t, "~", "~0"), "/", "~1"))
	}
	return b.String()
}
