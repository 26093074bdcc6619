package identity

import (
	"strings"
	"testing"

	"catenary/rbac"
)

func TestBearerForm(t *testing.T) {
	t.Parallel()
	const tokenID = "01JD0000000000000000000000"
	for _, kind := range []rbac.SubjectKind{rbac.User, rbac.Service} {
		b := newBearer(kind, tokenID)
		text := b.String()
		got, ok := parseBearer(text)
		if !ok || got != b {
			t.Errorf("parse %q = %+v, %v", text, got, ok)
		}
		for i := range text { // the checksum finds any slip of one character
			swapped := []byte(text)
			if swapped[i] = 'x'; text[i] == 'x' {
				swapped[i] = 'y'
			}
			if _, ok := parseBearer(string(swapped)); ok {
				t.Errorf("%s passes for %s", swapped, text)
			}
		}
		for _, bad := range []string{
			"", text + "0", text[:len(text)-1], " " + text, text + "\n", strings.ToUpper(text),
			strings.Replace(text, tokenID, strings.ToLower(tokenID), 1),
		} {
			if _, ok := parseBearer(bad); ok {
				t.Errorf("%q passes", bad)
			}
		}
	}
	if a, b := newBearer(rbac.User, tokenID), newBearer(rbac.User, tokenID); a.secret == b.secret || a.hash() == b.hash() {
		t.Error("two secrets are alike")
	}
}

func FuzzParseBearer(f *testing.F) {
	f.Add(newBearer(rbac.User, "01JD0000000000000000000000").String())
	f.Add(newBearer(rbac.Service, "01JD0000000000000000000000").String())
	f.Add("ctn_pat__")
	f.Add("ctn_sa_01JD0000000000000000000000_" + strings.Repeat("0", 49))
	f.Fuzz(func(t *testing.T, text string) {
		b, ok := parseBearer(text)
		if ok && b.String() != text {
			t.Errorf("%q was read as %+v, which is %q", text, b, b.String())
		}
	})
}

func TestScopeIsWrittenOut(t *testing.T) {
	t.Parallel()
	got, err := scopeOf([]string{"run:start", "chain:*", "org:*", "chain:view", "run:start"})
	if err != nil {
		t.Fatal(err)
	}
	want := []rbac.Permission{"org:view", "chain:view", "run:start", "chain:edit", "chain:publish", "chain:delete"}
	if len(got) != len(want) {
		t.Fatalf("scope = %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("scope = %v, want %v", got, want)
		}
	}
	for _, bad := range [][]string{
		nil,
		{""},
		{"*"},
		{"*:*"},
		{"chain"},
		{"chain:"},
		{"chain:view "},
		{"chain:view chain:edit"},
		{"member:write"},
		{"role:write"},
		{"org:move"},
		{"approval:decide"},
		{"release:approve"},
		{"account:write"},
		{"account:*"},
		{"tenant:*"},
		{"nothing:here"},
	} {
		if got, err := scopeOf(bad); err == nil {
			t.Errorf("scope of %q = %v", bad, got)
		}
	}
}

func TestEmails(t *testing.T) {
	t.Parallel()
	for give, want := range map[string]string{
		"a@example.org": "a@example.org", " A.B+c@Example.ORG ": "a.b+c@example.org", "jose\u0301@example.org": "josé@example.org",
	} {
		if got, err := CheckEmail("/email", give); err != nil || got != want {
			t.Errorf("CheckEmail(%q) = %q, %v", give, got, err)
		}
	}
	for _, bad := range []string{
		"", "a", "a@", "@b", "a b@example.org", "a@example.org\nBcc: b@example.org", "A <a@example.org>", "a@example.org, b@example.org",
		`"a b"@example.org`, "a@exa\u202emple.org", "a\xff@example.org", strings.Repeat("a", 255) + "@example.org",
	} {
		if got, err := CheckEmail("/email", bad); err == nil {
			t.Errorf("CheckEmail(%q) = %q", bad, got)
		}
	}
}

func TestCodesAreReadAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	code := newCode()
	if len(code) != 31 {
		t.Errorf("code = %s", code)
	}
	typed := strings.NewReplacer("0", "o", "1", "l", "-", "  ").Replace(strings.ToLower(code))
	if hashCode(typed) != hashCode(code) || hashCode(newCode()) == hashCode(code) {
		t.Errorf("%q is not %q", typed, code)
	}
}

func TestNetworkOfAnAddress(t *testing.T) {
	t.Parallel()
	for give, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
		"": "", "a socket": "a socket",
	} {
		if got := network(give); got != want {
			t.Errorf("network(%q) = %q, want %q", give, got, want)
		}
	}
}
