package nodes_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/nodes"
)

func TestValues(t *testing.T) {
	t.Parallel()
	c, failure, err := nodes.Values[config](nodes.Call{
		Written: chain.JSON(`{"text": "a ${{ t }}", "value": {"x": "${{ v }}"}, "count": "${{ c }}", "many": [{"a/b": "${{ m }}"}], "secret": "s1",
			"mixed": {"number": "${{ n }}", "fixed": "f", "hidden": {"secret": "s2"}}, "deep": {"k": [{"a/b": "${{ d }}"}]},
			"chain": {"key": "other", "input": "${{ i }}"}, "fixed": "x", "code": "return 1", "inner": {"nodes": []}, "schema": {}}`),
		Config: chain.JSON(`{"text": "a 1", "value": {"x": [1]}, "count": 3, "many": [{"a/b": true}], "secret": "other",
			"mixed": {"number": 1.5, "fixed": "f", "hidden": {"secret": "other"}}, "deep": {"k": [{"a/b": "d"}]},
			"chain": {"key": "stolen", "input": {"secret": "s3"}}, "fixed": "y", "code": "return 2", "inner": {}, "schema": {}}`),
	})
	if err != nil || failure != nil {
		t.Fatal(failure, err)
	}
	if c.Text != "a 1" || c.Count.Value != 3 || c.Count.Expression != "" || c.Many.Value[0].Text != "true" || c.Deep["k"][0].Text != "d" {
		t.Errorf("values: %+v", c)
	}
	if string(c.Value) != `{"x": [1]}` || string(c.Chain.Input) != `{"secret": "s3"}` {
		t.Errorf("values: %s, %s", c.Value, c.Chain.Input)
	}
	want := map[string]chain.Text{"number": {Value: "1.5"}, "fixed": {Value: "f"}, "hidden": {Secret: "s2"}}
	if diff := cmp.Diff(want, c.Mixed); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	if c.Secret != "s1" || c.Chain.Key != "other" || c.Fixed != "x" || c.Code != "return 1" {
		t.Errorf("a value took the place of what was written: %+v", c)
	}
}

func TestValuesThatCannotStandThere(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ written, config string }{
		"a secret":         {`{"mixed": {"a": "${{ x }}"}}`, `{"mixed": {"a": {"secret": "s"}}}`},
		"nothing":          {`{"text": "${{ x }}"}`, `{"text": null}`},
		"a list as text":   {`{"text": "${{ x }}"}`, `{"text": [1]}`},
		"text as number":   {`{"count": "${{ x }}"}`, `{"count": "three"}`},
		"an object":        {`{"many": "${{ x }}"}`, `{"many": {}}`},
		"another shape":    {`{"deep": {"k": [{"a/b": "${{ x }}"}]}}`, `{"deep": {"k": []}}`},
		"no object":        {`{"mixed": {"a": "${{ x }}"}}`, `{"mixed": 1}`},
		"no configuration": {`{"text": "${{ x }}"}`, `[]`},
	} {
		_, failure, err := nodes.Values[config](nodes.Call{Written: chain.JSON(tt.written), Config: chain.JSON(tt.config)})
		if err != nil || failure == nil || failure.Code != nodes.CodeConfig || strings.Contains(failure.Message, "three") {
			t.Errorf("%s gives %+v, %v", name, failure, err)
		}
	}
	if _, _, err := nodes.Values[config](nodes.Call{Config: chain.JSON(`{}`)}); err == nil {
		t.Error("a call without what was written passed")
	}
}
