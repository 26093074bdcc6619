package config

import (
	"reflect"
	"strings"

	"catenary/internal/secret"
)

// Field is one setting as operators know it.
type Field struct {
	Key  string // log.level
	Env  string // CATENARY_LOG_LEVEL
	Doc  string
	Live bool

	index []int
}

// prefix begins the name of every variable that is ours.
const prefix = "CATENARY_"

// Fields are all settings, in the order of the struct.
func Fields() []Field { return fieldsOf(reflect.TypeFor[Settings](), nil, "") }

func fieldsOf(t reflect.Type, index []int, path string) []Field {
	var out []Field
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(append([]int(nil), index...), i)
		key, doc := path+f.Tag.Get("koanf"), f.Tag.Get("doc")
		if isSection(f.Type) {
			for _, inner := range fieldsOf(f.Type, at, key+".") {
				if doc != "" { // what the inner ones say is about this
					inner.Doc += " " + doc + "."
				}
				out = append(out, inner)
			}
			continue
		}
		env := f.Tag.Get("env")
		if env == "" {
			env = prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
		}
		out = append(out, Field{Key: key, Env: env, Doc: doc, Live: f.Tag.Get("live") == "true", index: at})
	}
	return out
}

// isSection says whether t holds settings rather than being one.
func isSection(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || t.NumField() == 0 {
		return false
	}
	_, tagged := t.Field(0).Tag.Lookup("koanf")
	return tagged
}

// Flag is the name of the field's flag, for commands that have one.
func (f Field) Flag() string { return strings.NewReplacer(".", "-", "_", "-").Replace(f.Key) }

func (f Field) of(s *Settings) reflect.Value { return reflect.ValueOf(s).Elem().FieldByIndex(f.index) }

// Secret says whether the value is hidden, wholly or in part.
func (f Field) Secret() bool {
	switch f.of(&Settings{}).Interface().(type) {
	case secret.Value, SecretURL:
		return true
	}
	return false
}

// Show gives the field's value in s as it may be seen, in the form in which it
// can be set.
func (f Field) Show(s Settings) string { return show(f.of(&s).Interface()) }

// same says whether both have one value, hidden parts too.
func (f Field) same(a, b *Settings) bool {
	return reflect.DeepEqual(f.of(a).Interface(), f.of(b).Interface())
}
