package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/internal/schema"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	const text = `{
		"type": "object", "required": ["sku"], "additionalProperties": false,
		"properties": {
			"sku": {"type": "string", "pattern": "^[a-z]+$"},
			"a/b": {"type": "integer", "maximum": 3},
			"when": {"oneOf": [{"type": "object", "required": ["at"], "properties": {"at": {"format": "date-time"}}, "additionalProperties": false}, {"type": "null"}]}
		}
	}`
	s, bad := schema.Compile([]byte(text))
	if bad != nil {
		t.Fatal(bad)
	}
	tests := []struct {
		give string
		want []string
	}{
		{`{"sku": "abc"}`, nil},
		{`{}`, []string{"/sku"}},
		{`{"sku": "A", "a/b": 4, "c~d": 1}`, []string{"/a~1b", "/c~0d", "/sku"}},
		{`{"sku": "a", "when": {"at": "yesterday"}}`, []string{"/when/at"}},
		{`{"sku": "a", "when": 3}`, []string{"/when"}},
		{`{"sku": "a", "when": {"at": 1, "on": 2}}`, []string{"/when/on"}},
		{`{"sku": "a", "when": {}}`, []string{"/when/at"}},
		{`[]`, []string{""}},
		{`{`, []string{""}},
	}
	for _, tt := range tests {
		var got []string
		for _, v := range s.Check([]byte(tt.give)) {
			got = append(got, v.Pointer)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Check(%s) (-want +got):\n%s", tt.give, diff)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	for give, want := range map[string]string{
		`{"type": "text"}`:                                          "/type",
		`{"properties": {"a": {"minimum": "x"}}}`:                   "/properties/a/minimum",
		`{"pattern": "("}`:                                          "/pattern",
		`{"$ref": "https://example.org/schema.json"}`:               "",
		`{"$ref": "file:///etc/passwd"}`:                            "",
		`{"$ref": "#/nowhere"}`:                                     "",
		`nonsense`:                                                  "",
		`{"maximum": 1e999999999}`:                                  "",
		`{"maximum": 1e-999999999` + strings.Repeat("0", 100) + `}`: "",
		`{"pattern": "` + strings.Repeat("a", 1001) + `"}`:          "/pattern",
		`{"title": "` + strings.Repeat("a", schema.MaxBytes) + `"}`: "",
	} {
		s, bad := schema.Compile([]byte(give))
		if s != nil || len(bad) == 0 {
			t.Errorf("Compile(%s) passed", give)
			continue
		}
		if bad[0].Pointer != want {
			t.Errorf("Compile(%s) = %v, want it at %q", give, bad, want)
		}
	}
}

// TestPatternBomb: a short schema cannot ask for gigabytes.
func TestPatternBomb(t *testing.T) {
	t.Parallel()
	var properties []string
	for i := range 5000 {
		properties = append(properties, fmt.Sprintf(`"(x{100}){10}%d": {}`, i))
	}
	text := `{"patternProperties": {` + strings.Join(properties, ",") + `}}`
	if s, bad := schema.Compile([]byte(text)); s != nil || len(bad) == 0 {
		t.Error("the schema passed")
	}
	s, bad := schema.Compile([]byte(`{"type": "string", "format": "regex"}`))
	if bad != nil {
		t.Fatal(bad)
	}
	for range 600 {
		if got := s.Check([]byte(`"(x{100}){9}"`)); len(got) > 0 {
			t.Fatalf("a pattern in a value: %v", got)
		}
	}
}
