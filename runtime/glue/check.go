package glue

import (
	"errors"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// maxMessage is how much of a parser's message is kept, in bytes.
const maxMessage = 2 << 10

// check parses and compiles a source. It runs in the child only.
func check(s source) *problem {
	p := compileErrors(s)
	if p != nil {
		p.Line = min(p.Line, strings.Count(s.Text, "\n")+1) // not in what was put behind it
	}
	return p
}

func compileErrors(s source) *problem {
	head, tail := "[\n", "\n]"
	if s.Body {
		head, tail = "(function(input, nodes, run, switches, incoming) {\n", "\n})"
	}
	program, err := parser.ParseFile(nil, "", head+s.Text+tail, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return located(err)
	}
	if !wrapped(program, s.Body) {
		return &problem{Message: "this is not one " + what(s.Body), Line: 1, Column: 1}
	}
	if _, err := goja.CompileAST(program, true); err != nil {
		return located(err)
	}
	return nil
}

func what(body bool) string {
	if body {
		return "function body"
	}
	return "expression"
}

// wrapped says whether the text stayed inside what was put around it: an array
// of one element, or one function. `a], [b` would not.
func wrapped(program *ast.Program, body bool) bool {
	if len(program.Body) != 1 {
		return false
	}
	statement, ok := program.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	if body {
		_, ok := statement.Expression.(*ast.FunctionLiteral)
		return ok
	}
	array, ok := statement.Expression.(*ast.ArrayLiteral)
	if !ok || len(array.Value) != 1 || array.Value[0] == nil {
		return false
	}
	_, spread := array.Value[0].(*ast.SpreadElement)
	return !spread
}

// located turns goja's error into a problem; the first line is what was put in
// front of the source.
func located(err error) *problem {
	p := &problem{Message: err.Error(), Line: 1, Column: 1}
	var list parser.ErrorList
	var syntax *goja.CompilerSyntaxError
	switch {
	case errors.As(err, &list) && len(list) > 0:
		p.Message, p.Line, p.Column = list[0].Message, list[0].Position.Line-1, list[0].Position.Column
	case errors.As(err, &syntax):
		p.Message = syntax.Message
		if syntax.File != nil {
			at := syntax.File.Position(syntax.Offset)
			p.Line, p.Column = at.Line-1, at.Column
		}
	}
	p.Line = max(p.Line, 1)
	if len(p.Message) > maxMessage {
		p.Message = strings.ToValidUTF8(p.Message[:maxMessage], "")
	}
	return p
}
