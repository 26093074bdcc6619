package triggers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

func mac(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}

func TestVerify(t *testing.T) {
	t.Parallel()
	const id, body, key = "01JD0000000000000000000000", `{"a": 1}`, "the key of the trigger"
	now := time.Unix(1_767_323_045, 0)
	digest := sha256.Sum256([]byte(body))
	text := func(at time.Time) string {
		return fmt.Sprintf("v1\n%d\n%s\nPOST\n%s", at.Unix(), id, hex.EncodeToString(digest[:]))
	}
	ours := func(at time.Time, key string) string {
		return "t=" + strconv.FormatInt(at.Unix(), 10) + ",v1=" + mac(key, text(at))
	}
	stripe := func(at time.Time) string {
		return fmt.Sprintf("t=%d,v1=%s,v0=00", at.Unix(), mac(key, fmt.Sprintf("%d.%s", at.Unix(), body)))
	}
	good := mac(key, text(now))
	tests := []struct {
		name   string
		scheme Scheme
		call   Call
		ok     bool
	}{
		{"ours", Signed, Call{CatenarySignature: ours(now, key)}, true},
		{"ours with the old key", Signed, Call{CatenarySignature: ours(now, "the key before it")}, true},
		{"ours with another key", Signed, Call{CatenarySignature: ours(now, "another key")}, false},
		{"ours, and one of another key", Signed, Call{CatenarySignature: ours(now, "another") + ",v1=" + good}, true},
		{"five minutes ago", Signed, Call{CatenarySignature: ours(now.Add(-5*time.Minute), key)}, true},
		{"longer ago", Signed, Call{CatenarySignature: ours(now.Add(-5*time.Minute-time.Second), key)}, false},
		{"from the future", Signed, Call{CatenarySignature: ours(now.Add(6*time.Minute), key)}, false},
		{"another body", Signed, Call{CatenarySignature: ours(now, key), Body: []byte(`{"a": 2}`)}, false},
		{"another method", Signed, Call{CatenarySignature: ours(now, key), Method: "PUT"}, false},
		{"another trigger", Signed, Call{CatenarySignature: ours(now, key), Trigger: "01JD0000000000000000000001"}, false},
		{"no signature", Signed, Call{}, false},
		{"no time", Signed, Call{CatenarySignature: "v1=" + good}, false},
		{"a time that is written otherwise", Signed, Call{CatenarySignature: "t=+" + strings.TrimPrefix(ours(now, key), "t=")}, false},
		{"half a signature", Signed, Call{CatenarySignature: ours(now, key)[:40]}, false},
		{"another version", Signed, Call{CatenarySignature: strings.Replace(ours(now, key), "v1", "v2", 1)}, false},
		{"the sixth of many", Signed, Call{CatenarySignature: "t=" + strconv.FormatInt(now.Unix(), 10) + strings.Repeat(",v1="+mac("x", "y"), 5) + ",v1=" + good}, false},
		{"GitHub", GitHub, Call{HubSignature: "sha256=" + mac(key, body)}, true},
		{"GitHub with another body", GitHub, Call{HubSignature: "sha256=" + mac(key, "x")}, false},
		{"GitHub with SHA-1", GitHub, Call{HubSignature: "sha1=" + mac(key, body)}, false},
		{"GitHub without one", GitHub, Call{}, false},
		{"GitLab", GitLab, Call{GitLabToken: key}, true},
		{"GitLab with another token", GitLab, Call{GitLabToken: key + "x"}, false},
		{"GitLab without one", GitLab, Call{}, false},
		{"Stripe", Stripe, Call{StripeSignature: stripe(now)}, true},
		{"Stripe, old", Stripe, Call{StripeSignature: stripe(now.Add(-time.Hour))}, false},
		{"one scheme's signature for another", Stripe, Call{CatenarySignature: ours(now, key), StripeSignature: ours(now, key)}, false},
		{"none", Unsigned, Call{}, true},
		{"no scheme", "", Call{}, false},
	}
	for _, tt := range tests {
		c := tt.call
		if c.Trigger == "" {
			c.Trigger = id
		}
		if c.Method == "" {
			c.Method = "POST"
		}
		if c.Body == nil {
			c.Body = []byte(body)
		}
		if _, ok := c.verify(tt.scheme, [][]byte{[]byte(key), []byte("the key before it")}, now); ok != tt.ok {
			t.Errorf("%s: %v", tt.name, ok)
		}
		if _, ok := c.verify(tt.scheme, nil, now); ok && tt.scheme != Unsigned {
			t.Errorf("%s: passes without any key", tt.name)
		}
	}
}

// TestOnce: however a signature is written, it is the same call.
func TestOnce(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_767_323_045, 0)
	keys := [][]byte{[]byte("one"), []byte("two")}
	digest := sha256.Sum256(nil)
	text := fmt.Sprintf("v1\n%d\n\n\n%s", now.Unix(), hex.EncodeToString(digest[:]))
	one, two := mac("one", text), mac("two", text)
	var first string
	for i, header := range []string{
		fmt.Sprintf("t=%d,v1=%s", now.Unix(), one), fmt.Sprintf("t=%d, v1=%s", now.Unix(), strings.ToUpper(one)),
		fmt.Sprintf("v1=%s,t=%d,x=y", two, now.Unix()), fmt.Sprintf("t=%d,v1=%s,v1=%s", now.Unix(), one, two),
	} {
		c := Call{CatenarySignature: header}
		once, ok := c.verify(Signed, keys, now)
		if !ok || i > 0 && once != first {
			t.Errorf("%s: %v, %q", header, ok, once)
		}
		first = once
	}
}

func FuzzSignatures(f *testing.F) {
	f.Add("t=1767323045,v1=00")
	f.Add(",,,t=,v1=,=")
	f.Fuzz(func(t *testing.T, header string) {
		now := time.Unix(1_767_323_045, 0)
		at, given := signatures(header, now)
		if len(given) > maxSignatures || at == "" && given != nil {
			t.Fatalf("%q gives %q and %d signatures", header, at, len(given))
		}
		c := Call{CatenarySignature: header, HubSignature: header, GitLabToken: header, StripeSignature: header}
		for _, scheme := range []Scheme{Signed, GitHub, GitLab, Stripe} {
			if _, ok := c.verify(scheme, [][]byte{[]byte("a key that nobody knows")}, now); ok {
				t.Fatalf("%s accepts %q", scheme, header)
			}
		}
	})
}
