package approval_test

import (
	"testing"

	"catenary/nodes/approval"
	"catenary/nodes/nodestest"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, approval.Kind{}, []nodestest.Case{
		{Name: "a role", Body: `approval: {by: [{role: approver, org: owner}], quorum: 2, due: 24h}`},
		{Name: "levels", Body: `approval: {levels: [{by: [{group: crew}]}, {by: [{role: admin, org: root}], quorum: 2, distinct_orgs: true}]}`},
		{
			Name: "computed", Body: `approval: {title: "Release ${{ input.sku }}", members: "${{ input.people }}", details: {price: "${{ input.price }}"}}`,
			Sources: []string{"expression /approval/title input.sku", "expression /approval/details/price input.price", "expression /approval/members input.people"},
		},
		{Name: "all of it", Body: `approval: {by: [{member: "${{ input.chief }}"}], due: 2d, remind: {every: 4h, rounds: 3}, escalate: 2, at_end: reject}`, Sources: []string{"expression /approval/by/0/member input.chief"}},
		{Name: "nobody", Problems: []string{"approval.plan /approval"}},
		{Name: "two in one", Body: `approval: {by: [{role: approver, group: crew}]}`, Problems: []string{"approval.plan /approval/by/0"}},
		{Name: "an org of no role", Body: `approval: {by: [{group: crew, org: root}]}`, Problems: []string{"approval.plan /approval/by/0"}},
		{Name: "no end to it", Body: `approval: {by: [{role: approver}], escalate: 1}`, Problems: []string{"approval.plan /approval/due"}},
		{Name: "an end without due", Body: `approval: {by: [{role: approver}], at_end: approve}`, Problems: []string{"approval.plan /approval/due"}},
		{Name: "one level and several", Body: `approval: {quorum: 2, levels: [{by: [{role: approver}]}]}`, Problems: []string{"approval.plan /approval/levels"}},
		{Name: "no quorum", Body: `approval: {by: [{role: approver}], quorum: -1}`, Problems: []string{"chain.config /approval/quorum"}},
	})
}

func TestBegin(t *testing.T) {
	t.Parallel()
	nodestest.Begin(t, approval.Kind{}, []nodestest.BeginCase{
		{
			Name: "a role", Written: `{"by":[{"role":"approver"}],"quorum":2}`,
			Ask: `approval {"title":"Step","details":{"from":"before"},"levels":[{"by":[{"role":"approver"}],"quorum":2}]}`,
		},
		{
			Name: "computed", Written: `{"title":"Release ${{ x }}","details":{"a":"${{ y }}"},"levels":[{"members":"${{ z }}","due":"1h"},{"by":[{"member":"${{ w }}"}]}]}`,
			Config: `{"title":"Release 7","details":{"a":1},"levels":[{"members":["a@example.org","b@example.org"],"due":"1h"},{"by":[{"member":"c@example.org"}]}]}`,
			Ask:    `approval {"title":"Release 7","details":{"a":1},"levels":[{"by":[{"member":"a@example.org"},{"member":"b@example.org"}],"due":"1h"},{"by":[{"member":"c@example.org"}]}]}`,
		},
		{Name: "nobody", Written: `{"members":"${{ z }}"}`, Config: `{"members":[]}`, Code: "node.config"},
		{Name: "no names", Written: `{"members":"${{ z }}"}`, Config: `{"members":[3]}`, Code: "node.config"},
	})
}
