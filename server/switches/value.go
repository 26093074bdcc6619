package switches

import (
	"bytes"
	"encoding/json"
	"slices"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/schema"
)

// checked refuses what cannot be a switch, and brings its value into canonical
// form. What is wrong with options and schema is switch.definition (Invalid).
func (s Switch) checked() (Switch, error) {
	var err error
	if s.Name, err = name.Check("/name", s.Name); err != nil {
		return s, err
	}
	if s.Description, err = name.Text("/description", s.Description, MaxDescription); err != nil {
		return s, err
	}
	if err := s.checkType(); err != nil {
		return s, err
	}
	s.Value, err = s.fit(json.RawMessage(s.Value))
	return s, err
}

func (s Switch) checkType() error {
	wrong := func(pointer, format string, args ...any) error {
		return fault.At(pointer, "switch.definition", format, args...)
	}
	switch s.Type {
	case Boolean, Number, JSON:
		if len(s.Options) > 0 {
			return wrong("/options", "only an enum has options")
		}
	case Enum:
		if len(s.Options) == 0 || len(s.Options) > MaxOptions {
			return wrong("/options", "an enum has 1 to %d options", MaxOptions)
		}
		for i, o := range s.Options {
			if o == "" || len([]rune(o)) > MaxOption || slices.Index(s.Options, o) != i {
				return wrong(chain.Pointer("/options", i), "an option is a text of 1 to %d characters, and there once", MaxOption)
			}
		}
	default:
		return wrong("/type", "a switch is boolean, enum, number or json")
	}
	if s.Schema == "" {
		return nil
	}
	if s.Type != Number && s.Type != JSON {
		return wrong("/schema", "only numbers and JSON have a schema")
	}
	if len(s.Schema) > MaxSchema {
		return wrong("/schema", "the schema is longer than %d bytes", MaxSchema)
	}
	if _, violations := schema.Compile([]byte(s.Schema)); len(violations) > 0 {
		return wrong("/schema"+violations[0].Pointer, "this is no JSON Schema: %s", violations[0].Detail)
	}
	return nil
}

// fit gives the canonical form of a value that the switch can have; any other is
// switch.value (Invalid).
func (s Switch) fit(value json.RawMessage) (string, error) {
	wrong := func(at, detail string) error { return fault.At("/value"+at, "switch.value", "%s", detail) }
	if len(value) > MaxValue {
		return "", wrong("", "a value has 64 KiB at most")
	}
	canonical, err := chain.CanonicalJSON(value)
	if err != nil {
		return "", wrong("", "this is not JSON")
	}
	switch s.Type {
	case Boolean:
		if text := string(canonical); text != "true" && text != "false" {
			return "", wrong("", "this switch is true or false")
		}
	case Enum:
		var text string
		if json.Unmarshal(canonical, &text) != nil || !slices.Contains(s.Options, text) {
			return "", wrong("", "this is none of the switch's options")
		}
	case Number:
		if c := bytes.TrimLeft(canonical, "-"); len(c) == 0 || c[0] < '0' || c[0] > '9' {
			return "", wrong("", "this is no number")
		}
	}
	if s.Schema == "" {
		return string(canonical), nil
	}
	compiled, violations := schema.Compile([]byte(s.Schema))
	if compiled == nil {
		return "", fault.New(fault.Internal, "switch.definition", "the schema cannot be used: %s", violations[0].Detail)
	}
	if violations := compiled.Check(canonical); len(violations) > 0 {
		return "", wrong(violations[0].Pointer, violations[0].Detail)
	}
	return string(canonical), nil
}

// same says whether two values are one.
func same(x, y json.RawMessage) bool {
	a, err := chain.CanonicalJSON(x)
	if err != nil {
		return false
	}
	b, err := chain.CanonicalJSON(y)
	return err == nil && bytes.Equal(a, b)
}
