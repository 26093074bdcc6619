package branch_test

import (
	"testing"

	"catenary/nodes/branch"
	"catenary/nodes/nodestest"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, branch.Kind{}, []nodestest.Case{
		{Name: "nothing to fill in"},
		{Name: "an empty configuration", Body: `branch: {}`},
		{Name: "an unknown field", Body: `branch: {on: x}`, Problems: []string{"chain.config /branch/on"}},
	})
}
