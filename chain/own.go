package chain

import (
	"errors"
	"reflect"
)

// Text is a text that may hold ${{ expressions }}, or a secret, which is named
// and never shown: {secret: key}.
type Text struct {
	Value  string
	Secret Ref
}

type secretText struct {
	Secret Ref `json:"secret" chain:"required" desc:"Key of the secret."`
}

func (secretText) oneLine() {}

func (t *Text) read(d *decoder, v *value) {
	switch v.kind {
	case textValue:
		t.Value = v.text
	case objectValue:
		var s secretText
		d.decode(v, reflect.ValueOf(&s).Elem(), rules{})
		t.Secret = s.Secret
	default:
		d.at(v, codeType, "this must be text or {secret: key}, not %s", v.kind)
	}
}

// MarshalJSON writes the text, or the secret's key.
func (t Text) MarshalJSON() ([]byte, error) { return writeJSON(nil, t.write()), nil }

// UnmarshalJSON reads what MarshalJSON writes, and nothing else.
func (t *Text) UnmarshalJSON(data []byte) error {
	p := &problems{}
	if v := readJSON(string(data), p); v != nil {
		t.read(&decoder{problems: p, shapes: shapes{}}, v)
	}
	if len(p.list) > 0 {
		return errors.New(p.list[0].Detail)
	}
	return nil
}

func (t *Text) write() *value {
	if t.Secret == "" {
		return text(t.Value)
	}
	return (&encoder{shapes: shapes{}}).encode(reflect.ValueOf(secretText{t.Secret}))
}

func (*Text) schema(s *schemaWriter) *value {
	return object("oneOf", list(object("type", text("string")), s.inline(reflect.TypeFor[secretText]())))
}

// Join says when a node with several incoming edges is ready: all of them, any
// of them, or {at_least: n}. One of the two fields is set.
type Join struct {
	Mode    JoinMode
	AtLeast int
}

type joinAtLeast struct {
	AtLeast int `json:"at_least" chain:"required,min=1,max=10000" desc:"So many incoming edges are taken."`
}

func (joinAtLeast) oneLine() {}

func (j *Join) read(d *decoder, v *value) {
	switch v.kind {
	case textValue:
		d.scalar(v, reflect.ValueOf(&j.Mode).Elem(), rules{})
	case objectValue:
		var a joinAtLeast
		d.decode(v, reflect.ValueOf(&a).Elem(), rules{})
		j.AtLeast = a.AtLeast
	default:
		d.at(v, codeType, "this must be all, any or {at_least: n}, not %s", v.kind)
	}
}

func (j *Join) write() *value {
	if j.AtLeast == 0 {
		return text(string(j.Mode))
	}
	return (&encoder{shapes: shapes{}}).encode(reflect.ValueOf(joinAtLeast{j.AtLeast}))
}

func (*Join) schema(s *schemaWriter) *value {
	return object("oneOf", list(s.inline(reflect.TypeFor[JoinMode]()), s.inline(reflect.TypeFor[joinAtLeast]())))
}

// These make values in code.

func text(s string) *value        { return &value{kind: textValue, text: s} }
func list(items ...*value) *value { return &value{kind: listValue, items: items} }
func truth() *value               { return &value{kind: boolValue, text: "true"} }
func number(f float64) *value     { return &value{kind: numberValue, text: formatNumber(f)} }

func (v *value) set(key string, to *value) { v.fields = append(v.fields, field{key: key, value: to}) }

// object takes keys and their values in turn.
func object(pairs ...any) *value {
	v := &value{kind: objectValue}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.set(pairs[i].(string), pairs[i+1].(*value))
	}
	return v
}
