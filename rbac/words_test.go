package rbac

import (
	"strings"
	"testing"
)

func TestHas(t *testing.T) {
	t.Parallel()
	tests := []struct {
		list, word string
		want       bool
	}{
		{" chain:edit chain:view ", "chain:view", true},
		{" chain:edit chain:view ", "chain:edit", true},
		{" chain:editor ", "chain:edit", false},
		{" xchain:edit ", "chain:edit", false},
		{" chain:editor chain:edit ", "chain:edit", true},
		{"chain:edit ", "chain:edit", false}, // no blank before it
		{" chain:edit", "chain:edit", false},
		{" chain:edit chain:view ", "chain:edit chain:view", false},
		{" chain:edit ", "", false},
		{" chain:edit ", " ", false},
		{"*", "chain:edit", true},
		{"*", "*", false},
		{"*", "chain:*", false},
		{"*", "", false},
		{" * ", "chain:edit", false}, // one of several words means nothing
		{" chain:* ", "chain:edit", false},
		{" chain:* ", "chain:*", false},
		{"", "chain:edit", false},
		{"  ", "", false},
	}
	for _, tt := range tests {
		if got := has(tt.list, tt.word); got != tt.want {
			t.Errorf("has(%q, %q) = %v", tt.list, tt.word, got)
		}
	}
}

func FuzzHas(f *testing.F) {
	for _, seed := range [][2]string{
		{" chain:edit chain:view ", "chain:view"},
		{"*", "run:start"},
		{" run:startrun:start ", "run:start"},
		{" a a aa aaa ", "aa"},
		{" * ", "*"},
		{"", ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, list, word string) {
		want := word != "" && !strings.ContainsAny(word, " *") && (list == "*" || strings.Contains(list, " "+word+" "))
		if got := has(list, word); got != want {
			t.Fatalf("has(%q, %q) = %v", list, word, got)
		}
	})
}

func TestWordsCarryEveryPermission(t *testing.T) {
	t.Parallel()
	v := newVocabulary()
	if len(v.all) > 64 {
		t.Fatalf("%d permissions do not go into 64 bits", len(v.all))
	}
	for _, r := range v.roles {
		if got := v.list(v.scope(Words(r.Permissions))); len(got) != len(r.Permissions) {
			t.Errorf("%s: %v became %v", r.ID, r.Permissions, got)
		}
	}
}
