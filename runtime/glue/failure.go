package glue

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja"

	"catenary/runtime/run"
)

// Why a runtime was interrupted.
var (
	errTime   = errors.New("it takes longer than one second")
	errMemory = errors.New("it needs more memory than glue may use")
)

// cut bounds a message.
func cut(message string) string {
	if len(message) > maxMessage {
		return strings.ToValidUTF8(message[:maxMessage], "")
	}
	return strings.ToValidUTF8(message, "\ufffd")
}

// failureOf says as what a step fails because of an error in its glue.
func failureOf(err error) *run.Failure {
	f := &run.Failure{Code: CodeError, Message: err.Error()}
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	var thrown *goja.Exception
	switch {
	case errors.As(err, &interrupted):
		f.Code, f.Message = CodeTimeout, errTime.Error()
		if why, ok := interrupted.Value().(error); ok && errors.Is(why, errMemory) {
			f.Code, f.Message = CodeMemory, errMemory.Error()
		}
	case errors.Is(err, errTooLarge):
		f.Code = CodeTooLarge
	case errors.As(err, &overflow):
		f.Message, f.Line = "RangeError: functions call each other too deeply", lineOf(overflow.Stack())
	case errors.As(err, &thrown):
		f.Message, f.Line = thrownMessage(thrown), lineOf(thrown.Stack())
	}
	f.Message = cut(f.Message)
	return f
}

// thrownMessage is name: message of an error, or what else was thrown as text.
// It may run glue.
func thrownMessage(e *goja.Exception) (message string) {
	defer func() {
		if recover() != nil {
			message = "it threw something that cannot be shown"
		}
	}()
	v := e.Value()
	if v == nil {
		return e.Error()
	}
	o, ok := v.(*goja.Object)
	if !ok {
		return v.String()
	}
	name, text := o.Get("name"), o.Get("message")
	switch {
	case name == nil && text == nil:
		return o.String()
	case name == nil:
		return text.String()
	case text == nil || text.String() == "":
		return name.String()
	default:
		return fmt.Sprintf("%s: %s", name, text)
	}
}

// lineOf is the line of the source that was at work; the first line is what was
// put in front of it.
func lineOf(stack []goja.StackFrame) int {
	for i := range stack {
		if line := stack[i].Position().Line; line > 1 {
			return line - 1
		}
	}
	return 0
}
