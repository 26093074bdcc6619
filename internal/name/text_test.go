package name_test

import (
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/name"
)

func TestText(t *testing.T) {
	t.Parallel()
	tests := []struct{ give, want, code string }{
		{give: "", want: ""},
		{give: " two\n\tlines \n", want: "two\n\tlines"},
		{give: strings.Repeat("库", 10), want: strings.Repeat("库", 10)},
		{give: strings.Repeat("a", 11), code: "name.long"},
		{give: "a\u202eb", code: "name.characters"},
		{give: "a\x00b", code: "name.characters"},
		{give: "a\xffb", code: "name.characters"},
	}
	for _, tt := range tests {
		got, err := name.Text("/message", tt.give, 10)
		if tt.code != "" {
			if !fault.HasCode(err, tt.code) {
				t.Errorf("Text(%q) = %q, %v; want %s", tt.give, got, err, tt.code)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("Text(%q) = %q, %v; want %q", tt.give, got, err, tt.want)
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	for give, want := range map[string]string{"": "", "  ": "", " École ": "école", "50%_a": "50%_a"} {
		if got, err := name.Search("/q", give); err != nil || got != want {
			t.Errorf("Search(%q) = %q, %v; want %q", give, got, err, want)
		}
	}
	if _, err := name.Search("/q", "a\x00"); !fault.HasCode(err, "name.characters") {
		t.Errorf("Search with NUL = %v", err)
	}
}
