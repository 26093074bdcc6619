package nodes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"catenary/chain"
)

// Values reads the configuration of a call into its type, with the values of
// its expressions. Only those come from Config, and all else from Written, so
// that no value can choose a secret: where a text may also be a secret, a value
// is always text. A value that cannot stand where its expression stood is a
// Failure with CodeConfig; the error is one of the document.
func Values[T any](call Call) (T, *Failure, error) {
	if call.Written == nil {
		var none T
		return none, nil, fmt.Errorf("read configuration: the call has none as it was written")
	}
	c, err := Decode[T](call.Written)
	if err != nil {
		return c, nil, err
	}
	config := call.Config
	if len(config) == 0 {
		config = json.RawMessage(`{}`)
	}
	if err := fill(reflect.ValueOf(&c).Elem(), config, ""); err != nil {
		return c, &Failure{Code: CodeConfig, Message: err.Error()}, nil //nolint:nilerr // a value of the user's is no fault of ours
	}
	return c, nil, nil
}

// filler is a type of field that may hold expressions.
type filler interface {
	fill(value json.RawMessage, pointer string) error
}

// fill puts values into all parts of a configuration that may hold expressions.
func fill(v reflect.Value, value json.RawMessage, pointer string) error {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		return fill(v.Elem(), value, pointer)
	}
	switch part := v.Addr().Interface().(type) {
	case filler:
		return part.fill(value, pointer)
	case *chain.Text:
		if part.Secret != "" {
			return nil
		}
		text, err := textOf(value, pointer)
		part.Value = text
		return err
	}
	switch v.Kind() {
	case reflect.Struct:
		return fillStruct(v, value, pointer)
	case reflect.Slice:
		return fillSlice(v, value, pointer)
	case reflect.Map:
		return fillMap(v, value, pointer)
	}
	return nil
}

func fillStruct(v reflect.Value, value json.RawMessage, pointer string) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(value, &fields); err != nil {
		return misplaced(pointer, "an object")
	}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		inner, there := fields[name]
		if !there {
			continue
		}
		if err := fill(v.Field(i), inner, chain.Pointer(pointer, name)); err != nil {
			return err
		}
	}
	return nil
}

func fillSlice(v reflect.Value, value json.RawMessage, pointer string) error {
	if v.Type().Elem().Kind() == reflect.Uint8 || v.IsNil() { // a whole JSON value: a graph, a schema
		return nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(value, &items); err != nil || len(items) != v.Len() {
		return misplaced(pointer, fmt.Sprintf("a list of %d", v.Len()))
	}
	for i := range v.Len() {
		if err := fill(v.Index(i), items[i], chain.Pointer(pointer, i)); err != nil {
			return err
		}
	}
	return nil
}

func fillMap(v reflect.Value, value json.RawMessage, pointer string) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(value, &fields); err != nil {
		return misplaced(pointer, "an object")
	}
	for _, key := range v.MapKeys() {
		inner, there := fields[key.String()]
		if !there {
			continue
		}
		item := reflect.New(v.Type().Elem()).Elem()
		item.Set(v.MapIndex(key))
		if err := fill(item, inner, chain.Pointer(pointer, key.String())); err != nil {
			return err
		}
		v.SetMapIndex(key, item)
	}
	return nil
}

func (t *Template) fill(value json.RawMessage, pointer string) error {
	text, err := textOf(value, pointer)
	*t = Template(text)
	return err
}

func (a *Any) fill(value json.RawMessage, _ string) error { //nolint:unparam // filler
	*a = Any(bytes.Clone(value))
	return nil
}

// fill reads the value of an expression into a T. A T that is read from values
// has no secrets in it.
func (d *Dynamic[T]) fill(value json.RawMessage, pointer string) error {
	if d.Expression == "" {
		return fill(reflect.ValueOf(&d.Value).Elem(), value, pointer)
	}
	d.Expression = ""
	if err := json.Unmarshal(value, &d.Value); err != nil {
		return misplaced(pointer, "what can stand there without an expression")
	}
	return nil
}

// textOf gives a value as text. Numbers and truth are written as in JSON.
func textOf(value json.RawMessage, pointer string) (string, error) {
	var any any
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	if err := d.Decode(&any); err != nil {
		return "", misplaced(pointer, "text")
	}
	switch any := any.(type) {
	case string:
		return any, nil
	case json.Number, bool:
		return fmt.Sprint(any), nil
	default:
		return "", misplaced(pointer, "text")
	}
}

func misplaced(pointer, want string) error {
	if pointer == "" {
		pointer = "the configuration"
	}
	return fmt.Errorf("the value of %s must be %s", pointer, want)
}
