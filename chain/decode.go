package chain

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decoder turns values into the types of a document and notes all that does
// not fit.
type decoder struct {
	*problems
	shapes shapes
}

func (d *decoder) decode(v *value, into reflect.Value, r rules) {
	if d.full() || v.kind == badValue {
		return
	}
	t := into.Type()
	switch {
	case t == jsonType:
		if r.object && v.kind != objectValue {
			d.wrongKind(v, objectValue)
			return
		}
		into.SetBytes(writeJSON(nil, v))
	case t == numType:
		if d.is(v, numberValue) && d.inBounds(v, Number(v.text).Float(), r) {
			into.SetString(v.text)
		}
	case t.Kind() == reflect.Pointer:
		into.Set(reflect.New(t.Elem()))
		d.decode(v, into.Elem(), r)
	case reflect.PointerTo(t).Implements(ownType):
		into.Addr().Interface().(own).read(d, v)
	case t.Kind() == reflect.Struct:
		if d.is(v, objectValue) {
			d.object(v, into)
		}
	case t.Kind() == reflect.Slice:
		if d.is(v, listValue) {
			d.list(v, into, r)
		}
	case t.Kind() == reflect.Map:
		if d.is(v, objectValue) {
			d.dict(v, into, r)
		}
	default:
		d.scalar(v, into, r)
	}
}

func (d *decoder) wrongKind(v *value, want valueKind) {
	d.at(v, codeType, "this must be %s, not %s", want, v.kind)
}

func (d *decoder) is(v *value, want valueKind) bool {
	if v.kind != want {
		d.wrongKind(v, want)
	}
	return v.kind == want
}

func (d *decoder) object(v *value, into reflect.Value) {
	sh := d.shapes.of(into.Type())
	for _, f := range v.fields {
		d.intoKey(f.key)
		i, known := sh.byName[f.key]
		if !known && sh.config >= 0 && isText(v.field("kind"), f.key) {
			i, known = sh.config, true
		}
		if known {
			d.decode(f.value, into.FieldByIndex(sh.fields[i].index), sh.fields[i].rules)
		} else {
			d.add(f.line, f.column, codeUnknownField, "the field %q is not known here%s", f.key, suggestion(f.key, sh))
		}
		d.out()
		if d.full() {
			return
		}
	}
	for _, f := range sh.fields {
		if f.rules.required && v.field(f.name) == nil {
			d.intoKey(f.name)
			d.at(v, codeMissing, "%q is missing", f.name)
			d.out()
		}
	}
}

func isText(v *value, text string) bool {
	return v != nil && v.kind == textValue && v.text == text
}

// suggestion helps with a slip of the pen.
func suggestion(key string, sh *shape) string {
	for _, f := range sh.fields {
		if f.name != "" && (strings.EqualFold(strings.NewReplacer("-", "", "_", "").Replace(key), strings.ReplaceAll(f.name, "_", "")) || key+"s" == f.name || key == f.name+"s") {
			return fmt.Sprintf("; is %q meant?", f.name)
		}
	}
	return ""
}

func (d *decoder) list(v *value, into reflect.Value, r rules) {
	if r.max != nil && float64(len(v.items)) > *r.max {
		d.at(v, codeValue, "this list has %d items; %v are allowed", len(v.items), *r.max)
		return
	}
	if r.min != nil && float64(len(v.items)) < *r.min {
		d.at(v, codeValue, "this list has %d items; at least %v are needed", len(v.items), *r.min)
	}
	into.Set(reflect.MakeSlice(into.Type(), len(v.items), len(v.items)))
	seen := map[string]bool{}
	for i, item := range v.items {
		d.intoItem(i)
		d.decode(item, into.Index(i), rules{})
		if r.unique {
			text := string(writeJSON(nil, item))
			if seen[text] {
				d.at(item, codeValue, "this is in the list twice")
			}
			seen[text] = true
		}
		d.out()
	}
}

func (d *decoder) dict(v *value, into reflect.Value, r rules) {
	if r.max != nil && float64(len(v.fields)) > *r.max {
		d.at(v, codeValue, "there are %d of these; %v are allowed", len(v.fields), *r.max)
		return
	}
	t := into.Type()
	into.Set(reflect.MakeMapWithSize(t, len(v.fields)))
	for _, f := range v.fields {
		d.intoKey(f.key)
		key := reflect.New(t.Key()).Elem()
		d.scalar(&value{kind: textValue, text: f.key, line: f.line, column: f.column}, key, rules{})
		item := reflect.New(t.Elem()).Elem()
		d.decode(f.value, item, rules{})
		into.SetMapIndex(key, item)
		d.out()
	}
}

func (d *decoder) scalar(v *value, into reflect.Value, r rules) {
	switch into.Kind() {
	case reflect.String:
		if d.is(v, textValue) && d.isWord(v, into) && d.inBounds(v, float64(utf8.RuneCountInString(v.text)), r) {
			into.SetString(v.text)
		}
	case reflect.Bool:
		if d.is(v, boolValue) {
			into.SetBool(v.text == "true")
		}
	case reflect.Int, reflect.Int64:
		if !d.is(v, numberValue) {
			return
		}
		n, err := strconv.ParseInt(v.text, 10, 64)
		if err != nil {
			d.at(v, codeType, "this must be a whole number")
			return
		}
		if d.inBounds(v, float64(n), r) {
			into.SetInt(n)
		}
	default:
		panic("chain: a document has no " + into.Type().String())
	}
}

// isWord checks a text against the words or the form that its type allows.
func (d *decoder) isWord(v *value, into reflect.Value) bool {
	switch t := into.Interface().(type) {
	case word:
		for _, w := range t.values() {
			if v.text == w {
				return true
			}
		}
		d.at(v, codeValue, "this must be %s", strings.Join(t.values(), " or "))
		return false
	case lexical:
		if !t.form().pattern.MatchString(v.text) {
			d.at(v, codeValue, "this must be %s", t.form().says)
			return false
		}
	}
	return true
}

func (d *decoder) inBounds(v *value, n float64, r rules) bool {
	what := ""
	if v.kind == textValue {
		what = " characters"
	}
	switch {
	case r.min != nil && n < *r.min:
		d.at(v, codeValue, "this must be at least %v%s", *r.min, what)
	case r.max != nil && n > *r.max:
		d.at(v, codeValue, "this must be at most %v%s", *r.max, what)
	case r.above != nil && n <= *r.above:
		d.at(v, codeValue, "this must be more than %v%s", *r.above, what)
	case math.IsNaN(n):
		d.at(v, codeValue, "this is no number")
	default:
		return true
	}
	return false
}
