package fail_test

import (
	"testing"

	"catenary/nodes/fail"
	"catenary/nodes/nodestest"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, fail.Kind{}, []nodestest.Case{
		{Name: "a message", Body: `fail: {message: "No stock of ${{ input.sku }}", code: stock.empty}`, Sources: []string{"expression /fail/message input.sku"}},
		{Name: "no message", Body: `fail: {}`, Problems: []string{"chain.config /fail/message"}},
		{Name: "a code that is none", Body: `fail: {message: m, code: "No stock"}`, Problems: []string{"chain.config /fail/code"}},
		{
			Name: "an expression as code", Body: `fail: {message: m, code: "${{ input.code }}"}`,
			Problems: []string{"chain.config /fail/code", "chain.expression_here /fail/code"},
		},
	})
}
