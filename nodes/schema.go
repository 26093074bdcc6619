package nodes

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"catenary/chain"
)

// Schema is the JSON Schema of a configuration together with what is known of
// its Go type.
type Schema struct {
	// JSON is the schema as the designer gets it.
	JSON chain.JSON
	find func(chain.JSON) (chain.Findings, error)
}

// SchemaOf makes the schema of a configuration from its type. The jsonschema
// tag has titles, bounds and defaults in English; jsonschema_extras has
// x-title-zh and x-description-zh and the hints for the form: x-widget, x-more,
// x-placeholder, x-show-if. The order of the fields becomes x-order. A field is
// required unless it is omitempty.
func SchemaOf[T any]() Schema {
	s := reflectSchema(reflect.TypeFor[T]())
	order(s)
	text, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("nodes: the schema of %v cannot be written: %v", reflect.TypeFor[T](), err))
	}
	text, err = chain.CanonicalJSON(text)
	if err != nil {
		panic(fmt.Sprintf("nodes: the schema of %v is not JSON: %v", reflect.TypeFor[T](), err))
	}
	return Schema{JSON: text, find: func(config chain.JSON) (chain.Findings, error) {
		c, err := Decode[T](config)
		if err != nil {
			return chain.Findings{}, err
		}
		var found chain.Findings
		walk(reflect.ValueOf(c), "", &found)
		return found, nil
	}}
}

func reflectSchema(t reflect.Type) *jsonschema.Schema {
	r := jsonschema.Reflector{Anonymous: true, DoNotReference: true, ExpandedStruct: true, Mapper: special}
	s := r.ReflectFromType(t)
	s.Version = ""
	return s
}

// order notes the order of fields, which canonical JSON does not keep.
func order(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	var names []string
	if s.Properties != nil {
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			names = append(names, p.Key)
			order(p.Value)
		}
	}
	if len(names) > 1 {
		hint(s, "x-order", names)
	}
	order(s.Items)
	order(s.AdditionalProperties)
	for _, alternative := range s.OneOf {
		order(alternative)
	}
}

func hint(s *jsonschema.Schema, key string, to any) *jsonschema.Schema {
	if s.Extras == nil {
		s.Extras = map[string]any{}
	}
	s.Extras[key] = to
	return s
}

// special gives the schemas of the types in config.go.
func special(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[Template]():
		return hint(&jsonschema.Schema{Type: "string"}, "x-expression", true)
	case reflect.TypeFor[Any]():
		return hint(hint(&jsonschema.Schema{}, "x-expression", true), "x-widget", "json")
	case reflect.TypeFor[Code]():
		return hint(&jsonschema.Schema{Type: "string", Format: "code"}, "x-widget", "script")
	case reflect.TypeFor[Graph]():
		return hint(hint(&jsonschema.Schema{Type: "object"}, "x-graph", true), "x-widget", "graph")
	case reflect.TypeFor[JSONSchema]():
		return hint(&jsonschema.Schema{Type: "object"}, "x-widget", "schema")
	case reflect.TypeFor[Secret]():
		return hint(&jsonschema.Schema{Type: "string", Pattern: `^[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$`}, "x-widget", "secret")
	case reflect.TypeFor[Switch](), reflect.TypeFor[SetSwitch]():
		return hint(&jsonschema.Schema{Type: "string", Pattern: `^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`}, "x-widget", "switch")
	case reflect.TypeFor[chain.Text]():
		secret := &jsonschema.Schema{
			Type: "object", Required: []string{"secret"}, AdditionalProperties: jsonschema.FalseSchema,
			Properties: jsonschema.NewProperties(),
		}
		secret.Properties.Set("secret", special(reflect.TypeFor[Secret]()))
		return hint(&jsonschema.Schema{OneOf: []*jsonschema.Schema{
			hint(&jsonschema.Schema{Type: "string"}, "x-expression", true), secret,
		}}, "x-widget", "text-or-secret")
	case reflect.TypeFor[chain.Duration]():
		return hint(&jsonschema.Schema{Type: "string", Pattern: `^([0-9]{1,9}(ms|s|m|h|d))+$`}, "x-widget", "duration")
	}
	if inner, ok := reflect.Zero(t).Interface().(interface{ value() reflect.Type }); ok {
		return hint(reflectSchema(inner.value()), "x-expression", true)
	}
	return nil
}

// JSONSchemaExtend gives the fields of a call of a chain the widgets that read
// the called chain.
func (Chain) JSONSchemaExtend(s *jsonschema.Schema) {
	for field, widget := range map[string]string{"version": "chain-version", "input": "chain-input"} {
		if property, found := s.Properties.Get(field); found {
			hint(property, "x-widget", widget)
		}
	}
}

func (Dynamic[T]) value() reflect.Type { return reflect.TypeFor[T]() }

// finder is a type that knows what a document must know of it.
type finder interface {
	find(pointer string) chain.Findings
}

// walk asks all parts of a configuration.
func walk(v reflect.Value, pointer string, found *chain.Findings) {
	if v.Kind() == reflect.Pointer {
		if !v.IsNil() {
			walk(v.Elem(), pointer, found)
		}
		return
	}
	switch part := v.Interface().(type) {
	case finder:
		merge(found, part.find(pointer))
		return
	case chain.Text:
		merge(found, Template(part.Value).find(pointer))
		merge(found, Secret(part.Secret).find(pointer+"/secret"))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			inner := pointer
			if name != "" {
				inner = chain.Pointer(pointer, name)
			}
			walk(v.Field(i), inner, found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), chain.Pointer(pointer, i), found)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			walk(v.MapIndex(key), chain.Pointer(pointer, key.String()), found)
		}
	case reflect.String:
		if f := chain.TextSources(pointer, v.String()); len(f.Sources)+len(f.Problems) > 0 {
			found.Problems = append(found.Problems, chain.NewProblem(chain.Error, pointer, "chain.expression_here",
				"an expression cannot stand here: the value must be known when the chain is published"))
		}
	}
}

func merge(into *chain.Findings, found chain.Findings) {
	into.Problems = append(into.Problems, found.Problems...)
	into.Sources = append(into.Sources, found.Sources...)
	into.References = append(into.References, found.References...)
	into.Graphs = append(into.Graphs, found.Graphs...)
}
