package subchain_test

import (
	"testing"

	"catenary/nodes/nodestest"
	"catenary/nodes/subchain"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, subchain.Kind{}, []nodestest.Case{
		{Name: "the latest version", Body: `chain: {key: stock-release}`, References: []string{"chain stock-release /chain/key"}},
		{
			Name: "a version and an input", Body: `chain: {key: other, version: 3, input: {a: ["${{ input.a }}"], b: 1}}`,
			Sources: []string{"expression /chain/input/a/0 input.a"}, References: []string{"chain other /chain/key"},
		},
		{Name: "no chain", Body: `chain: {}`, Problems: []string{"chain.config /chain/key"}},
		{
			Name: "a key that is none", Body: `chain: {key: "Stock Release"}`, Problems: []string{"chain.config /chain/key"},
			References: []string{"chain Stock Release /chain/key"},
		},
		{Name: "version 0", Body: `chain: {key: a, version: 0}`, Problems: []string{"chain.config /chain/version"}, References: []string{"chain a /chain/key"}},
		{
			Name: "braces that do not close", Body: `chain: {key: a, input: "${{ x"}`, Problems: []string{"chain.expression_open /chain/input"},
			References: []string{"chain a /chain/key"},
		},
	})
}
