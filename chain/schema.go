package chain

import (
	"reflect"
	"slices"
)

// KindSchema is what the published schema must know of a node kind.
type KindSchema struct {
	Name KindName
	// Config is the JSON Schema of the configuration, without references; nil
	// for a kind that has none of its own. What may also be an expression is
	// marked with "x-expression": true, where a graph stands with "x-graph".
	Config JSON
}

// Schema returns the JSON Schema (2020-12) of a document that uses these kinds.
// It takes exactly what Parse takes, except that it also looks into the
// configuration of kinds, and that it cannot see a key that is there twice.
func Schema(kinds []KindSchema) []byte {
	s := &schemaWriter{shapes: shapes{}, kinds: kinds, defs: map[reflect.Type]*value{}}
	root := s.inline(reflect.TypeFor[Document]())
	s.named(reflect.TypeFor[Graph]())
	defs := object()
	for t, v := range s.defs {
		defs.set(defName(t), v)
	}
	root.set("$defs", defs)
	root.set("$schema", text("https://json-schema.org/draft/2020-12/schema"))
	root.set("$id", text("urn:catenary:chain:v1"))
	root.set("title", text("Catenary chain"))
	return writeJSON(nil, root)
}

type schemaWriter struct {
	shapes shapes
	kinds  []KindSchema
	defs   map[reflect.Type]*value
}

// named returns a reference to the schema of a struct.
func (s *schemaWriter) named(t reflect.Type) *value {
	if _, ok := s.defs[t]; !ok {
		s.defs[t] = nil // it may hold itself
		s.defs[t] = s.inline(t)
	}
	return object("$ref", text("#/$defs/"+defName(t)))
}

func defName(t reflect.Type) string { return t.Name() }

// of returns the schema of a field.
func (s *schemaWriter) of(t reflect.Type, r rules) *value {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var v *value
	switch {
	case t == jsonType && r.object:
		return object("type", text("object"))
	case t == jsonType:
		return object()
	case t == numType:
		v = object("type", text("number"))
		bounds(v, r, "minimum", "maximum")
	case reflect.PointerTo(t).Implements(ownType):
		return s.inline(t)
	case t.Kind() == reflect.Struct:
		return s.named(t)
	case t.Kind() == reflect.Slice:
		v = object("type", text("array"), "items", s.of(t.Elem(), rules{}))
		bounds(v, r, "minItems", "maxItems")
		if r.unique {
			v.set("uniqueItems", truth())
		}
	case t.Kind() == reflect.Map:
		v = object("type", text("object"), "propertyNames", s.inline(t.Key()),
			"additionalProperties", s.of(t.Elem(), rules{}))
		bounds(v, r, "minProperties", "maxProperties")
	case t.Kind() == reflect.Bool:
		v = object("type", text("boolean"))
	case t.Kind() == reflect.String:
		v = s.inline(t)
		bounds(v, r, "minLength", "maxLength")
	default:
		v = object("type", text("integer"))
		bounds(v, r, "minimum", "maximum")
	}
	return v
}

func bounds(v *value, r rules, minimum, maximum string) {
	if r.min != nil {
		v.set(minimum, number(*r.min))
	}
	if r.max != nil {
		v.set(maximum, number(*r.max))
	}
	if r.above != nil {
		v.set("exclusiveMinimum", number(*r.above))
	}
}

// inline returns the schema of a type where it stands.
func (s *schemaWriter) inline(t reflect.Type) *value {
	switch zero := reflect.New(t).Interface().(type) {
	case own:
		return zero.schema(s)
	case word:
		if t.Kind() == reflect.String {
			values := list()
			for _, w := range zero.values() {
				values.items = append(values.items, text(w))
			}
			return object("type", text("string"), "enum", values)
		}
	case lexical:
		return object("type", text("string"), "pattern", text(zero.form().pattern.String()))
	}
	if t.Kind() == reflect.String {
		return object("type", text("string"))
	}
	return s.object(t)
}

func (s *schemaWriter) object(t reflect.Type) *value {
	sh := s.shapes.of(t)
	properties, required := object(), list()
	for i, f := range sh.fields {
		if i == sh.config {
			continue
		}
		property := s.of(f.typ, f.rules)
		property.set("description", text(f.desc))
		if f.name == "kind" && sh.config >= 0 {
			property = s.kindNames(f.desc)
		}
		properties.set(f.name, property)
		if f.rules.required {
			required.items = append(required.items, text(f.name))
		}
	}
	v := object("type", text("object"), "properties", properties)
	if len(required.items) > 0 {
		v.set("required", required)
	}
	if sh.config < 0 {
		v.set("additionalProperties", &value{kind: boolValue, text: "false"})
		return v
	}
	v.set("unevaluatedProperties", &value{kind: boolValue, text: "false"})
	if configs := s.configs(); len(configs.items) > 0 {
		v.set("allOf", configs)
	}
	return v
}

func (s *schemaWriter) kindNames(desc string) *value {
	names := list()
	for _, k := range s.kinds {
		names.items = append(names.items, text(string(k.Name)))
	}
	return object("type", text("string"), "enum", names, "description", text(desc))
}

// configs lets a body have the configuration of its kind, and of no other.
func (s *schemaWriter) configs() *value {
	all := list()
	for _, k := range s.kinds {
		if k.Config == nil {
			continue
		}
		config := allowMarked(readJSON(string(k.Config), &problems{}), s.named(reflect.TypeFor[Graph]()))
		name := string(k.Name)
		then := object("properties", object(name, config))
		if required := config.field("required"); required != nil && len(required.items) > 0 {
			then.set("required", list(text(name)))
		}
		all.items = append(all.items, object(
			"if", object("properties", object("kind", object("const", text(name))), "required", list(text("kind"))),
			"then", then))
	}
	return all
}

// WithExpressions returns the schema of a kind's configuration that also takes
// expressions where they are marked, and any object where a graph is.
func WithExpressions(config JSON) JSON {
	v := readJSON(string(config), &problems{})
	if v == nil {
		return config
	}
	return writeJSON(nil, allowMarked(v, object("type", text("object"))))
}

// allowMarked turns the marks of a kind's schema into what they mean.
func allowMarked(v, graph *value) *value {
	if v.field("x-graph") != nil {
		return graph
	}
	marked := v.field("x-expression") != nil
	for i, f := range v.fields {
		switch f.key {
		case "properties":
			for j := range f.value.fields {
				f.value.fields[j].value = allowMarked(f.value.fields[j].value, graph)
			}
		case "items", "additionalProperties":
			if f.value.kind == objectValue {
				v.fields[i].value = allowMarked(f.value, graph)
			}
		case "oneOf", "anyOf", "allOf":
			for j := range f.value.items {
				f.value.items[j] = allowMarked(f.value.items[j], graph)
			}
		}
	}
	// A text without further rules takes an expression anyway.
	free := v.field("type") == nil || isText(v.field("type"), "string") && v.field("enum") == nil && v.field("pattern") == nil
	if !marked || free {
		return v
	}
	v.fields = slices.DeleteFunc(v.fields, func(f field) bool { return f.key == "x-expression" })
	return object("anyOf", list(v, object("type", text("string"), "pattern", text(`^\$\{\{[\s\S]*\}\}$`))))
}

// ValidKindName says whether a kind can have this name: it must fit the form,
// and not be a field that bodies have anyway.
func ValidKindName(n KindName) bool {
	_, taken := (shapes{}).of(reflect.TypeFor[Node]()).byName[string(n)]
	return n.form().pattern.MatchString(string(n)) && !taken
}
