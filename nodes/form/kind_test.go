package form_test

import (
	"fmt"
	"testing"
	"time"

	"catenary/nodes/form"
	"catenary/nodes/nodestest"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, form.Kind{}, []nodestest.Case{
		{Name: "for the starter", Body: `form: {schema: {type: object, required: [sku], properties: {sku: {type: string}}}}`},
		{
			Name: "computed", Body: `form: {title: "Order ${{ input.no }}", schema: {type: object}, initial: {sku: "${{ input.sku }}"}, members: "${{ input.people }}"}`,
			Sources: []string{"expression /form/title input.no", "expression /form/initial/sku input.sku", "expression /form/members input.people"},
		},
		{Name: "for a role", Body: `form: {schema: {type: object}, by: [{role: operator, org: parent}], due: 2d}`},
		{Name: "no schema", Body: `form: {by: [{role: operator}]}`, Problems: []string{"chain.config /form/schema"}},
		{Name: "a wrong schema", Body: `form: {schema: {type: words}}`, Problems: []string{"chain.input_schema /form/schema/type"}},
		{Name: "two in one", Body: `form: {schema: {}, by: [{role: operator, member: a@example.org}]}`, Problems: []string{"approval.plan /form/by/0"}},
	})
}

func TestBegin(t *testing.T) {
	t.Parallel()
	nodestest.Begin(t, form.Kind{}, []nodestest.BeginCase{
		{Name: "for the starter", Written: `{"schema":{"type":"object"}}`, Ask: `form {"title":"Step","schema":{"type":"object"}}`},
		{
			Name: "computed", Written: `{"title":"${{ t }}","schema":{},"initial":{"a":"${{ a }}"},"members":"${{ m }}","by":[{"role":"operator"}]}`,
			Config: `{"title":"T","schema":{},"initial":{"a":[1]},"members":["a@example.org"],"by":[{"role":"operator"}]}`,
			Ask:    `form {"title":"T","schema":{},"initial":{"a":[1]},"by":[{"role":"operator"},{"member":"a@example.org"}]}`,
		},
		{Name: "nobody", Written: `{"schema":{},"members":"${{ m }}"}`, Config: `{"schema":{},"members":[]}`, Code: "node.config"},
		{Name: "due", Written: `{"schema":{},"due":"1h"}`, After: time.Hour, Ask: due()},
	})
}

func due() string {
	return fmt.Sprintf(`form {"title":"Step","schema":{},"due_at":%d}`, nodestest.Now.Add(time.Hour).UnixMicro())
}
