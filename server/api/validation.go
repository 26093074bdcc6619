package api

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"catenary/internal/fault"
)

// useProblems sets what Huma keeps for the whole process: its refusals become
// our problems, field names are told apart by case as in every other JSON
// reader, and our lists are never null.
var useProblems = sync.OnceFunc(func() {
	huma.NewErrorWithContext = func(c huma.Context, status int, message string, errs ...error) huma.StatusError {
		return refusedByHuma(c.Context(), status, message, errs)
	}
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return refusedByHuma(context.Background(), status, message, errs)
	}
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
})

// maxDetails is how many things one problem lists.
const maxDetails = 100

// The codes of what a request's schema refuses.
const (
	codeInvalid      = "request.invalid"
	codeUnknownField = "request.unknown_field"
	codeRequired     = "request.required"
	codeParameter    = "request.parameter"
)

// refusedByHuma makes a problem of what Huma found wrong. Its code is that of
// the details if they all have the same one.
func refusedByHuma(ctx context.Context, status int, message string, errs []error) *problem {
	if status != http.StatusUnprocessableEntity && len(errs) == 0 {
		return newProblem(ctx, status, fault.New(fault.Malformed, codeInvalid, "%s", message))
	}
	f := fault.New(fault.Invalid, "", "the request does not fit this route; see errors")
	for _, err := range errs {
		if len(f.Details) == maxDetails {
			break
		}
		if detailer, ok := err.(huma.ErrorDetailer); ok {
			f.Details = append(f.Details, detailOf(detailer.ErrorDetail()))
		}
	}
	f.Code = codeInvalid
	if len(f.Details) > 0 {
		f.Code = f.Details[0].Code
		f.Message = f.Details[0].Detail
	}
	for _, d := range f.Details {
		if d.Code != f.Code {
			f.Code, f.Message = codeInvalid, "the request does not fit this route; see errors"
		}
	}
	return newProblem(ctx, http.StatusUnprocessableEntity, f)
}

// detailOf turns Huma's place into a pointer. Values are left out: they may be
// secrets.
func detailOf(d *huma.ErrorDetail) fault.Detail {
	out := fault.Detail{Code: codeInvalid, Detail: d.Message}
	where, rest, _ := strings.Cut(d.Location, ".")
	if where == "body" || strings.HasPrefix(where, "body[") {
		out.Pointer = pointerOf(strings.TrimPrefix(d.Location, "body"))
	} else {
		out.Code, out.Pointer = codeParameter, "#/"+where+"/"+escapePointer(rest)
		return out
	}
	if at, text, ok := misfitOf(d.Message); ok {
		out.Pointer, out.Detail = at, text
	}
	before, after, _ := strings.Cut(validation.MsgExpectedRequiredProperty, "%s")
	switch {
	case d.Message == validation.MsgUnexpectedProperty:
		out.Code, out.Detail = codeUnknownField, "there is no such field"
	case strings.HasPrefix(d.Message, before) && strings.HasSuffix(d.Message, after):
		name := strings.TrimSuffix(strings.TrimPrefix(d.Message, before), after)
		out.Code, out.Detail = codeRequired, "this field is needed"
		out.Pointer += "/" + escapePointer(name)
	}
	return out
}

// pointerOf turns .items[3].tags into /items/3/tags.
func pointerOf(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "."), ".") {
		name, index, _ := strings.Cut(part, "[")
		if name != "" {
			b.WriteString("/" + escapePointer(name))
		}
		for at := range strings.SplitSeq(strings.TrimSuffix(index, "]"), "][") {
			if at != "" {
				b.WriteString("/" + at)
			}
		}
	}
	return b.String()
}
