package name_test

import (
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/name"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := []struct{ give, want, code string }{
		{give: "  Stock release ", want: "Stock release"},
		{give: "库存发布", want: "库存发布"},
		{give: "e\u0301", want: "é"},
		{give: "👩‍🔬", want: "👩‍🔬"},
		{give: " ", code: "name.empty"},
		{give: strings.Repeat("a", 201), code: "name.long"},
		{give: "a\u202eb", code: "name.characters"},
		{give: "a\u2066b", code: "name.characters"},
		{give: "a\u200fb", code: "name.characters"},
		{give: "a\x00b", code: "name.characters"},
		{give: "a\nb", code: "name.characters"},
		{give: "a\xffb", code: "name.characters"},
	}
	for _, tt := range tests {
		got, err := name.Check("/name", tt.give)
		if tt.code != "" {
			if !fault.HasCode(err, tt.code) {
				t.Errorf("Check(%q) = %q, %v; want %s", tt.give, got, err, tt.code)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("Check(%q) = %q, %v; want %q", tt.give, got, err, tt.want)
		}
	}
}

func TestKeyAndSlug(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"a", "stock-release", "3x", strings.Repeat("a", 64)} {
		if err := name.Key("/key", good); err != nil {
			t.Errorf("Key(%q) = %v", good, err)
		}
	}
	for _, bad := range []string{"", "-a", "a-", "A", "a b", "a/b", "é", strings.Repeat("a", 65)} {
		if err := name.Key("/key", bad); err == nil {
			t.Errorf("Key(%q) passed", bad)
		}
	}
	for give, want := range map[string]string{"Café & Co.": "cafe-co", "库存": "", "R&D": "r-d"} {
		if got := name.Slug(give); got != want {
			t.Errorf("Slug(%q) = %q, want %q", give, got, want)
		}
	}
}
