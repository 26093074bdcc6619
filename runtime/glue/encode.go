package glue

import (
	"errors"
	"strconv"

	"github.com/dop251/goja"
)

var (
	errTooLarge = errors.New("it gave more than 1 MiB")
	errBigInt   = errors.New("a BigInt is no JSON; use Number(x) or String(x)")
)

// encode makes JSON of a value, as JSON.stringify would; what that leaves out
// (undefined, a function) is null. It runs toJSON and getters, which may throw:
// then it panics as goja does.
func encode(r *goja.Runtime, v goja.Value) (text []byte, err error) {
	e := encoder{r: r, b: make([]byte, 0, 256)}
	there, err := e.value(v, "", 1)
	if err == nil && !there {
		return []byte("null"), nil
	}
	return e.b, err
}

type encoder struct {
	r *goja.Runtime
	b []byte
}

// value says whether there is something to write.
func (e *encoder) value(v goja.Value, key string, depth int) (bool, error) {
	if len(e.b) > MaxOutput {
		return false, errTooLarge
	}
	switch x := v.(type) {
	case nil:
		return false, nil
	case *goja.Object:
		return e.object(x, key, depth)
	case goja.String:
		e.b = appendText(e.b, x.String())
		if len(e.b) > MaxOutput {
			return false, errTooLarge
		}
		return true, nil
	case *goja.Symbol:
		return false, nil
	}
	switch {
	case goja.IsUndefined(v):
		return false, nil
	case goja.IsNull(v):
		e.b = append(e.b, "null"...)
	case goja.IsNumber(v):
		e.number(v)
	case goja.IsBigInt(v):
		return false, errBigInt
	case v.ToBoolean():
		e.b = append(e.b, "true"...)
	default:
		e.b = append(e.b, "false"...)
	}
	return true, nil
}

func (e *encoder) number(v goja.Value) {
	n := v.ToInteger()
	switch f := v.ToFloat(); {
	case float64(n) == f && n > -1<<53 && n < 1<<53:
		e.b = strconv.AppendInt(e.b, n, 10)
	case goja.IsNaN(v) || goja.IsInfinity(v):
		e.b = append(e.b, "null"...)
	default:
		e.b = append(e.b, v.String()...)
	}
}

func (e *encoder) object(o *goja.Object, key string, depth int) (bool, error) {
	if depth > maxDepth {
		return false, errDeep
	}
	if call, ok := goja.AssertFunction(o.Get("toJSON")); ok {
		v, err := call(o, e.r.ToValue(key))
		if err != nil {
			panic(err)
		}
		inner, ok := v.(*goja.Object)
		if !ok {
			return e.value(v, key, depth+1)
		}
		o = inner
	}
	switch o.ClassName() {
	case "Number":
		return e.value(o.ToNumber(), key, depth+1)
	case "String":
		return e.value(o.ToString(), key, depth+1)
	case "Boolean":
		return e.value(e.r.ToValue(o.Export() == true), key, depth+1)
	case "BigInt":
		return false, errBigInt
	case "Function", "AsyncFunction", "GeneratorFunction":
		return false, nil
	case "Array":
		return true, e.array(o, depth)
	}
	if _, ok := goja.AssertFunction(o); ok {
		return false, nil
	}
	return true, e.fields(o, depth)
}

func (e *encoder) array(o *goja.Object, depth int) error {
	e.b = append(e.b, '[')
	for i, n := int64(0), o.Get("length").ToInteger(); i < n; i++ {
		if i > 0 {
			e.b = append(e.b, ',')
		}
		key := strconv.FormatInt(i, 10)
		there, err := e.value(o.Get(key), key, depth+1)
		if err != nil {
			return err
		}
		if !there {
			e.b = append(e.b, "null"...)
		}
	}
	e.b = append(e.b, ']')
	return nil
}

func (e *encoder) fields(o *goja.Object, depth int) error {
	e.b = append(e.b, '{')
	first := true
	for _, key := range o.Keys() {
		before := len(e.b)
		if !first {
			e.b = append(e.b, ',')
		}
		e.b = append(appendText(e.b, key), ':')
		there, err := e.value(o.Get(key), key, depth+1)
		if err != nil {
			return err
		}
		if there {
			first = false
		} else {
			e.b = e.b[:before]
		}
	}
	e.b = append(e.b, '}')
	return nil
}
