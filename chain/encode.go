package chain

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// encoder turns a document into values, in the order in which people read it.
type encoder struct {
	shapes shapes
	// look makes trees of JSON values too; without it they stay text.
	look bool
}

func (e *encoder) encode(from reflect.Value) *value {
	t := from.Type()
	switch {
	case t == jsonType:
		if e.look {
			return readJSON(string(from.Bytes()), &problems{})
		}
		return &value{kind: jsonValue, text: string(from.Bytes())}
	case t == numType:
		if from.Len() == 0 {
			return &value{kind: numberValue, text: "0"}
		}
		return &value{kind: numberValue, text: from.String()}
	case t.Kind() == reflect.Pointer:
		return e.encode(from.Elem())
	case reflect.PointerTo(t).Implements(ownType):
		p := reflect.New(t)
		p.Elem().Set(from)
		return p.Interface().(own).write()
	case t.Kind() == reflect.Struct:
		return e.object(from)
	case t.Kind() == reflect.Slice:
		v := &value{kind: listValue}
		for i := range from.Len() {
			v.items = append(v.items, e.encode(from.Index(i)))
		}
		return v
	case t.Kind() == reflect.Map:
		v := &value{kind: objectValue}
		for _, key := range from.MapKeys() {
			v.fields = append(v.fields, field{key: key.String(), value: e.encode(from.MapIndex(key))})
		}
		slices.SortFunc(v.fields, func(x, y field) int { return strings.Compare(x.key, y.key) })
		return v
	case t.Kind() == reflect.Bool:
		return &value{kind: boolValue, text: strconv.FormatBool(from.Bool())}
	case t.Kind() == reflect.String:
		return &value{kind: textValue, text: from.String()}
	default:
		return &value{kind: numberValue, text: strconv.FormatInt(from.Int(), 10)}
	}
}

func (e *encoder) object(from reflect.Value) *value {
	sh := e.shapes.of(from.Type())
	v := &value{kind: objectValue}
	_, v.flow = from.Interface().(oneLine)
	for i, f := range sh.fields {
		inner := from.FieldByIndex(f.index)
		name := f.name
		if i == sh.config {
			name = v.field("kind").text
		}
		if isEmpty(inner) && !f.rules.keep && !f.rules.required {
			continue
		}
		v.fields = append(v.fields, field{key: name, value: e.encode(inner)})
	}
	return v
}

// isEmpty says whether a field says nothing. A pointer to an empty object does
// say something, a list or map without items does not.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

// oneLine is a type that reads best on one line of YAML.
type oneLine interface{ oneLine() }

func (Artefact) oneLine() {}
func (Edge) oneLine()     {}
func (Point) oneLine()    {}
func (Limits) oneLine()   {}
func (Retry) oneLine()    {}
func (Backoff) oneLine()  {}
