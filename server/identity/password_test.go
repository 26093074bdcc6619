package identity

import (
	"context"
	"errors"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"

	"catenary/internal/fault"
)

func TestPasswordRules(t *testing.T) {
	t.Parallel()
	p := NewPasswords()
	known := []string{"Acme Stock", "acme", "José Müller", "jose.mueller@example.org", "小明"}
	tests := []struct{ name, give, code string }{
		{"long and own", "correct horse battery", ""},
		{"blanks around stay", "  twelve or so  ", ""},
		{"Chinese", "床前明月光疑是地上霜举头", ""},
		{"a known word among others", "the acme of pleasantness", ""},
		{"11 characters", "elevenchars", "password.short"},
		{"11 characters of many bytes", strings.Repeat("é", 11), "password.short"},
		{"257 characters", strings.Repeat("abcdefg ", 32) + "x", "password.long"},
		{"not UTF-8", "correct horse \xff battery", "password.characters"},
		{"listed", "1qaz2wsx3edc", "password.common"},
		{"listed in other case", "QwertyQwerty", "password.common"},
		{"listed with digits around it", "Password2026!!", "password.common"},
		{"listed and repeated", "dragondragon", "password.common"},
		{"listed, repeated, with digits", "dragondragondragon1", "password.common"},
		{"few characters", "abababababab", "password.common"},
		{"product", "Catenary2026!", "password.known"},
		{"tenant", "acme-stock-01", "password.known"},
		{"name", "josémüller123", "password.known"},
		{"address", "jose.mueller@example.org", "password.known"},
		{"two words", "mueller-acme-9", "password.known"},
		{"Chinese name", "小明小明小明小明abc123", "password.known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := p.Check("/password", tt.give, known...)
			if tt.code == "" && (err != nil || got != tt.give) {
				t.Errorf("Check(%q) = %q, %v", tt.give, got, err)
			}
			if tt.code != "" && !fault.HasCode(err, tt.code) {
				t.Errorf("Check(%q) = %v, want %s", tt.give, err, tt.code)
			}
		})
	}
}

func TestCommonListIsLongAndSorted(t *testing.T) {
	t.Parallel()
	list := commonPasswords()
	if len(list) < 10_000 {
		t.Errorf("the list has %d entries", len(list))
	}
	long := 0
	for i, s := range list {
		if i > 0 && list[i-1] >= s {
			t.Fatalf("%q stands after %q", s, list[i-1])
		}
		if len(s) >= passwordShortest {
			long++
		}
	}
	if long < 10_000 {
		t.Errorf("only %d entries are long enough to be chosen", long)
	}
}

func TestPasswordIsKeptInNormalForm(t *testing.T) {
	t.Parallel()
	p, ctx := cheap(), context.Background()
	hash, err := p.Hash(ctx, "caf\u00e9 au lait, s'il vous plait")
	if err != nil {
		t.Fatal(err)
	}
	if right, _, err := p.Verify(ctx, hash, "cafe\u0301 au lait, s'il vous plait"); !right || err != nil {
		t.Errorf("Verify = %v, %v", right, err)
	}
	if right, _, err := p.Verify(ctx, hash, "cafe au lait, s'il vous plait"); right || err != nil {
		t.Errorf("Verify of another = %v, %v", right, err)
	}
}

func TestHashCarriesItsParameters(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	old, now := cheap(), NewPasswords()
	hash, err := old.Hash(ctx, "correct horse battery")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=1024,t=1,p=1$") {
		t.Fatalf("Hash = %q, %v", hash, err)
	}
	if right, overtaken, err := now.Verify(ctx, hash, "correct horse battery"); !right || !overtaken || err != nil {
		t.Errorf("Verify = %v, %v, %v", right, overtaken, err)
	}
	hash, err = now.Hash(ctx, "correct horse battery")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("Hash = %q, %v", hash, err)
	}
	if right, overtaken, err := now.Verify(ctx, hash, "correct horse battery"); !right || overtaken || err != nil {
		t.Errorf("Verify = %v, %v, %v", right, overtaken, err)
	}
}

func TestVerifyOfNobodyWorksAsMuch(t *testing.T) {
	t.Parallel()
	p := cheap()
	right, _, err := p.Verify(context.Background(), "", "")
	if right || err != nil || p.Runs() != 1 {
		t.Errorf("Verify = %v, %v after %d runs", right, err, p.Runs())
	}
}

func TestVerifyRefusesBrokenHashes(t *testing.T) {
	t.Parallel()
	p := cheap()
	good, err := p.Hash(context.Background(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"x", "$argon2id$", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "m=1024", "m=4294967295", 1),
		strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "v=19", "v=16", 1), good[:len(good)-40], good + "$",
	} {
		if right, _, err := p.Verify(context.Background(), bad, "correct horse battery"); right || err == nil {
			t.Errorf("Verify(%q) = %v, %v", bad, right, err)
		}
	}
}

func TestHashingIsBounded(t *testing.T) {
	t.Parallel()
	p := cheap()
	p.slots = make(chan struct{}, 1)
	p.places = make(chan struct{}, 2)
	p.slots <- struct{}{} // one is hashing and does not end
	p.places <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	var waiting sync.WaitGroup
	waiting.Add(1)
	var waited error
	go func() {
		defer waiting.Done()
		_, waited = p.Hash(ctx, "second in the queue")
	}()
	for ; len(p.places) < 2; goruntime.Gosched() { // until the second waits
		if ctx.Err() != nil {
			t.Fatal("the second was refused")
		}
	}
	_, err := p.Hash(ctx, "third")
	if !fault.HasCode(err, "auth.busy") || fault.As(err).RetryAfter == 0 {
		t.Errorf("third = %v", err)
	}
	cancel()
	waiting.Wait()
	if !errors.Is(waited, context.Canceled) {
		t.Errorf("second = %v", waited)
	}
}

// cheap hashes with as little work as there is.
func cheap() *Passwords {
	p := NewPasswords()
	p.params = argon{memory: 1024, time: 1, threads: 1}
	return p
}
