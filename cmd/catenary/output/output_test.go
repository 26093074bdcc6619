package output_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/cmd/catenary/output"
)

func TestPrint(t *testing.T) {
	t.Parallel()
	value := []map[string]any{{"key": "stock", "name": "库存 <x>"}}
	columns, rows := []string{"KEY", "NAME", "STATE"}, [][]string{{"stock", "库存", "ok"}, {"a", "line\x1b[2J\nbreak", ""}}
	tests := map[output.Format]string{
		output.Table: "KEY    NAME            STATE\nstock  库存            ok\na      line [2J break\n",
		output.JSON:  "[\n  {\n    \"key\": \"stock\",\n    \"name\": \"库存 <x>\"\n  }\n]\n",
		output.YAML:  "- key: stock\n  name: 库存 <x>\n",
	}
	for format, want := range tests {
		var b bytes.Buffer
		if err := output.Print(&b, format, value, columns, rows); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

func TestFormatRefusesOthers(t *testing.T) {
	t.Parallel()
	var f output.Format
	if err := f.Set("xml"); err == nil {
		t.Error("xml passed")
	}
	if err := f.Set("yaml"); err != nil || f != output.YAML {
		t.Errorf("Set(yaml) = %v, %s", err, f)
	}
}
