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
		{Name: "files", Body: `form: {schema: {properties: {a: {type: string, format: file, x-accept: [.pdf, image/*], x-max-bytes: 32000000}, b: {items: {properties: {c: {type: string, format: file}}}}}}}`},
		{Name: "a file that is the whole form", Body: `form: {schema: {type: string, format: file}}`, Problems: []string{"form.schema /form/schema"}},
		{Name: "a file among alternatives", Body: `form: {schema: {oneOf: [{properties: {a: {type: string, format: file}}}]}}`, Problems: []string{"form.schema /form/schema/oneOf/0/properties/a"}},
		{Name: "a file behind a reference", Body: `form: {schema: {properties: {a: {$ref: "#/$defs/a"}}, $defs: {a: {type: string, format: file}}}}`, Problems: []string{"form.schema /form/schema/$defs/a"}},
		{Name: "a file that is no string", Body: `form: {schema: {properties: {a: {type: object, format: file}}}}`, Problems: []string{"form.schema /form/schema/properties/a"}},
		{Name: "too large a file", Body: `form: {schema: {properties: {a: {type: string, format: file, x-max-bytes: 32000001}}}}`, Problems: []string{"form.schema /form/schema/properties/a/x-max-bytes"}},
		{Name: "half a byte", Body: `form: {schema: {properties: {a: {type: string, format: file, x-max-bytes: 1.5}}}}`, Problems: []string{"form.schema /form/schema/properties/a/x-max-bytes"}},
		{Name: "no type", Body: `form: {schema: {properties: {a: {items: {type: string, format: file, x-accept: [.pdf, everything]}}}}}`, Problems: []string{"form.schema /form/schema/properties/a/items/x-accept"}},
		{Name: "no list of types", Body: `form: {schema: {properties: {a: {type: string, format: file, x-accept: .pdf}}}}`, Problems: []string{"form.schema /form/schema/properties/a/x-accept"}},
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
