package switchnode_test

import (
	"testing"

	"catenary/nodes/nodestest"
	"catenary/nodes/switchnode"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, switchnode.Kind{}, []nodestest.Case{
		{
			Name: "set", Body: `switch: {set: {switch: stock-mode, value: new, reason: "for ${{ input.release }}"}}`,
			Sources: []string{"expression /switch/set/reason input.release"}, References: []string{"switch stock-mode /switch/set/switch"},
		},
		{
			Name: "a computed value", Body: `switch: {set: {switch: stock-mode, value: "${{ input.mode }}"}}`,
			Sources: []string{"expression /switch/set/value input.mode"}, References: []string{"switch stock-mode /switch/set/switch"},
		},
		{Name: "restore", Body: `switch: {set: {switch: stock-mode, restore: true}}`, References: []string{"switch stock-mode /switch/set/switch"}},
		{Name: "wait", Body: `switch: {wait: {switch: stock-mode, value: true, within: 2h}}`, References: []string{"switch stock-mode /switch/wait/switch"}},
		{Name: "nothing", Problems: []string{"switch.one /switch"}},
		{
			Name: "both", Body: `switch: {set: {switch: a, value: 1}, wait: {switch: b, value: 1}}`, Problems: []string{"switch.one /switch"},
			References: []string{"switch a /switch/set/switch", "switch b /switch/wait/switch"},
		},
		{Name: "no value", Body: `switch: {set: {switch: a}}`, Problems: []string{"switch.one /switch/set"}, References: []string{"switch a /switch/set/switch"}},
		{
			Name: "a value and restore", Body: `switch: {set: {switch: a, value: 1, restore: true}}`, Problems: []string{"switch.one /switch/set"},
			References: []string{"switch a /switch/set/switch"},
		},
		{
			Name: "no key", Body: `switch: {wait: {switch: "A B", value: 1}}`, Problems: []string{"chain.config /switch/wait/switch"},
			References: []string{"switch A B /switch/wait/switch"},
		},
	})
}
