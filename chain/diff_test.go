package chain_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	const before = `
description: old
nodes:
  - {id: a, kind: glue, name: A, glue: {code: "1", list: [1, 2]}}
  - {id: b, kind: plain}
  - {id: c, kind: loop, loop: {graph: {nodes: [{id: x, kind: plain}, {id: y, kind: plain}]}}}
edges: [{from: a, to: b}, {from: b, to: c, when: "1"}]
layout: {nodes: {a: {x: 0, y: 0}, b: {x: 1, y: 1}}, notes: [{id: n, text: hi, x: 0, y: 0}]}`
	tests := []struct {
		name, after string
		want        []string
	}{
		{"nothing", before, nil},
		{"everything", `
output: "${{ 1 }}"
timeout: 2h
nodes:
  - {id: d, kind: plain}
  - {id: a, kind: glue, timeout: 5s, glue: {code: "2", list: [1, 3]}}
  - {id: c, kind: loop, loop: {graph: {nodes: [{id: z, kind: plain}, {id: x, kind: other}]}}}
edges: [{from: a, to: c}, {from: a, to: c, failure: true}]
layout: {direction: right, nodes: {a: {x: 5, y: 0}}, notes: [{id: n, text: ho, x: 0, y: 0}]}`, []string{
			`added document /timeout: ""=>"2h"`,
			`added document /output: ""=>"${{ 1 }}"`,
			`removed document /description: """old"=>`,
			`removed node b /nodes/1`,
			`added node d /nodes/0`,
			`changed node a /nodes/1: "/glue/code""1"=>"2" "/glue/list/1"2=>3 "/timeout"=>"5s" "/name""A"=>`,
			`changed node c /nodes/2: "/loop/graph/nodes/1"{"id":"y","kind":"plain"}=> "/loop/graph/nodes/0"=>{"id":"z","kind":"plain"} "/loop/graph/nodes/1/kind""plain"=>"other"`,
			`removed edge a-b /edges/0`, `removed edge b-c /edges/1`, `added edge a-c /edges/0`, `added edge a-c /edges/1`,
			`moved node a /layout/nodes/a: "/x"0=>5`,
			`moved node b /layout/nodes/b: ""{"x":1,"y":1}=>`,
			`added layout /layout/direction: ""=>"right"`,
			`changed layout /layout/notes: "/0/text""hi"=>"ho"`,
		}},
		{"another order", `
description: old
nodes:
  - {id: b, kind: plain}
  - {id: a, kind: glue, name: A, glue: {code: "1", list: [1, 2]}}
  - {id: c, kind: loop, loop: {graph: {nodes: [{id: y, kind: plain}, {id: x, kind: plain}]}}}
edges: [{from: b, to: c, when: "2"}, {from: a, to: b}]
layout: {nodes: {a: {x: 0, y: 0}, b: {x: 1, y: 1}}, notes: [{id: n, text: hi, x: 0, y: 0}]}`, []string{
			`changed node c /nodes/2: "/loop/graph/nodes"[{"id":"x","kind":"plain"},{"id":"y","kind":"plain"}]=>[{"id":"y","kind":"plain"},{"id":"x","kind":"plain"}]`,
			`changed document /nodes: ""["a","b","c"]=>["b","a","c"]`,
			`changed edge b-c /edges/0: "/when""1"=>"2"`,
			`changed document /edges: ""["a → b","b → c"]=>["b → c","a → b"]`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, c := range chain.Diff(parse(t, before), parse(t, tt.after)) {
				line := fmt.Sprintf("%s %s", c.Kind, c.Subject)
				if c.Node != "" {
					line += " " + string(c.Node)
				}
				if c.From != "" {
					line += fmt.Sprintf(" %s-%s", c.From, c.To)
				}
				line += " " + c.Pointer
				for i, f := range c.Fields {
					if i == 0 {
						line += ":"
					}
					line += fmt.Sprintf(" %q%s=>%s", f.Pointer, f.Before, f.After)
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Diff (-want +got):\n%s", diff)
			}
		})
	}
}
