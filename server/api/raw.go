package api

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/internal/fault"
)

// raw adds a route whose handler reads the body and writes the answer itself: no
// time goes into finding out at each request what they look like. op describes
// what describe does not know: the body and the answers.
func (a *API) raw(r route, op *huma.Operation, handle echo.HandlerFunc) {
	a.routes = append(a.routes, r)
	op.OperationID, op.Method, op.Path, op.Summary, op.Tags = r.ID, r.Method, prefix+r.Path, r.Summary, []string{r.Tag}
	describe(op, r, reflect.TypeFor[struct{}]())
	op.Errors = nil // those are for Huma to make answers of
	op.Responses = a.orRefused(op.Responses)
	a.huma.OpenAPI().AddOperation(op)
	a.echo.Add(r.Method, echoPattern(prefix+r.Path), func(c echo.Context) error {
		err := noQuery(c)
		if err == nil {
			err = handle(c)
		}
		if err != nil {
			a.refused(c.Request().Context(), r, err)
		}
		return err
	})
}

// schemaOf is the schema of a body, for routes that are described by hand.
func schemaOf[T any](a *API) *huma.Schema {
	t := reflect.TypeFor[T]()
	return a.huma.OpenAPI().Components.Schemas.Schema(t, true, t.Name())
}

// pathParam describes a parameter of the address.
func pathParam(name, doc, example string) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Description: doc, Example: example, Schema: &huma.Schema{Type: huma.TypeString}}
}

// noQuery refuses parameters where none is looked at.
func noQuery(c echo.Context) error {
	if c.Request().URL.RawQuery == "" {
		return nil
	}
	f := fault.New(fault.Invalid, codeParameter, "this route takes no parameters")
	for _, name := range slices.Sorted(maps.Keys(c.QueryParams())) {
		f.Details = append(f.Details, fault.Detail{Code: codeParameter, Pointer: "#/query/" + escapePointer(name), Detail: "there is no such parameter"})
	}
	return f
}

// bodyOf is the body that was read, which is JSON that can mean only one thing.
func bodyOf(c echo.Context) []byte {
	data, _ := c.Get(bodyKey).([]byte)
	return data
}

// fieldsOf takes an object apart and hands each field on. What is no object, or
// has a field that read refuses, is answered as everywhere.
func fieldsOf(data []byte, read map[string]any) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return fault.At("", codeInvalid, "expected object")
	}
	f := fault.New(fault.Invalid, "", "the request does not fit this route; see errors")
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		into, known := read[name]
		if !known {
			f.Details = append(f.Details, fault.Detail{Code: codeUnknownField, Pointer: "/" + escapePointer(name), Detail: "there is no such field"})
			continue
		}
		if raw, ok := into.(*json.RawMessage); ok {
			*raw = fields[name]
			continue
		}
		var wrong *json.UnmarshalTypeError
		if err := json.Unmarshal(fields[name], into); errors.As(err, &wrong) {
			f.Details = append(f.Details, fault.Detail{Code: codeInvalid, Pointer: "/" + escapePointer(name), Detail: "this " + wrong.Value + " does not fit here"})
		} else if err != nil || string(fields[name]) == "null" {
			f.Details = append(f.Details, fault.Detail{Code: codeInvalid, Pointer: "/" + escapePointer(name), Detail: "this does not fit here"})
		}
	}
	if len(f.Details) == 0 {
		return nil
	}
	f.Code, f.Message = f.Details[0].Code, f.Details[0].Detail
	for _, d := range f.Details {
		if d.Code != f.Code {
			f.Code, f.Message = codeInvalid, "the request does not fit this route; see errors"
		}
	}
	return f
}
