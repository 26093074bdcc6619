package chain

import (
	"reflect"
	"strconv"
	"strings"
)

// The shape of a document is said once, by the types in document.go: reading,
// writing and the published schema all follow it. A field's json tag names it,
// its desc tag explains it, its chain tag has the rules:
//
//	required     it must be there
//	keep         it is written even when empty
//	object       a JSON value that must be an object
//	unique       no two items of the list are alike
//	min=, max=   bounds of a number, of the characters of a text, of a list,
//	             max= also of a map
//	above=       a lower bound that is itself not allowed
//	config       the field whose key is the kind
type shape struct {
	fields []shapeField
	byName map[string]int
	config int // index of the field whose key is the kind, or -1
}

type shapeField struct {
	name  string
	desc  string
	index []int
	typ   reflect.Type
	rules rules
}

type rules struct {
	required, keep, object, unique bool
	min, max, above                *float64
}

// shapes finds the shape of each type once.
type shapes map[reflect.Type]*shape

func (s shapes) of(t reflect.Type) *shape {
	if sh := s[t]; sh != nil {
		return sh
	}
	sh := &shape{byName: map[string]int{}, config: -1}
	sh.add(t, nil)
	s[t] = sh
	return sh
}

func (sh *shape) add(t reflect.Type, at []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int(nil), at...), i)
		switch {
		case f.Anonymous:
			sh.add(f.Type, index)
		case !f.IsExported():
		case f.Tag.Get("chain") == "config":
			sh.config = len(sh.fields)
			sh.fields = append(sh.fields, shapeField{index: index, typ: f.Type, rules: rules{object: true}})
		default:
			sh.byName[f.Tag.Get("json")] = len(sh.fields)
			sh.fields = append(sh.fields, shapeField{
				name: f.Tag.Get("json"), desc: f.Tag.Get("desc"), index: index, typ: f.Type,
				rules: parseRules(f.Tag.Get("chain")),
			})
		}
	}
}

func parseRules(tag string) rules {
	var r rules
	for rule := range strings.SplitSeq(tag, ",") {
		name, argument, _ := strings.Cut(rule, "=")
		n, _ := strconv.ParseFloat(argument, 64)
		switch name {
		case "required":
			r.required = true
		case "keep":
			r.keep = true
		case "object":
			r.object = true
		case "unique":
			r.unique = true
		case "min":
			r.min = &n
		case "max":
			r.max = &n
		case "above":
			r.above = &n
		}
	}
	return r
}

// own is a type that reads and writes itself because it is written in more
// than one way.
type own interface {
	read(d *decoder, v *value)
	write() *value
	schema(s *schemaWriter) *value
}

var (
	ownType  = reflect.TypeFor[own]()
	jsonType = reflect.TypeFor[JSON]()
	numType  = reflect.TypeFor[Number]()
)
