package secrets_test

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/server/secrets"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

func TestAValueOpensOnlyWhereItWasSealed(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, clock.Wall)
	sealer, _ := mustStart(t, s, secrets.KeySettings{Dir: t.TempDir()})
	ctx := context.Background()
	sealed, err := sealer.Seal(ctx, "t1", "secret", "row1", 3, secrets.NewValue([]byte("the value")))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("value")) {
		t.Fatal("it is not sealed at all")
	}
	if v, err := sealer.Open(ctx, "t1", "secret", "row1", 3, sealed); err != nil || string(v.Reveal()) != "the value" {
		t.Fatalf("in its place: %v, %v", v, err)
	}
	other, err := sealer.Seal(ctx, "t2", "secret", "row1", 3, secrets.NewValue([]byte("another")))
	if err != nil {
		t.Fatal(err)
	}
	flipped := func(i int) []byte {
		b := bytes.Clone(sealed)
		b[i] ^= 1
		return b
	}
	tests := []struct {
		name             string
		tenant, what, id string
		version          int64
		sealed           []byte
	}{
		{"another tenant", "t2", "secret", "row1", 3, sealed},
		{"the instance", "", "secret", "row1", 3, sealed},
		{"another purpose", "t1", "secrets", "row1", 3, sealed},
		{"another row", "t1", "secret", "row2", 3, sealed},
		{"another version", "t1", "secret", "row1", 4, sealed},
		{"borders moved", "t1", "secretrow", "1", 3, sealed},
		{"another tenant's value", "t1", "secret", "row1", 3, other},
		{"another tenant's key", "t1", "secret", "row1", 3, append(bytes.Clone(other[:28]), sealed[28:]...)},
		{"another format", "t1", "secret", "row1", 3, flipped(0)},
		{"another key", "t1", "secret", "row1", 3, flipped(5)},
		{"another nonce", "t1", "secret", "row1", 3, flipped(30)},
		{"changed", "t1", "secret", "row1", 3, flipped(len(sealed) - 1)},
		{"cut", "t1", "secret", "row1", 3, sealed[:len(sealed)-1]},
		{"cut to the key", "t1", "secret", "row1", 3, sealed[:28]},
		{"cut in the key", "t1", "secret", "row1", 3, sealed[:10]},
		{"empty", "t1", "secret", "row1", 3, nil},
	}
	for _, tt := range tests {
		v, err := sealer.Open(ctx, tt.tenant, tt.what, tt.id, tt.version, tt.sealed)
		if !fault.HasCode(err, "secrets.unreadable") || v.Len() != 0 {
			t.Errorf("%s: %v, %v", tt.name, v.Reveal(), err)
		}
	}
}

func TestTheSameValueIsNeverSealedAlike(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, clock.Wall)
	sealer, _ := mustStart(t, s, secrets.KeySettings{Dir: t.TempDir()})
	a, err := seal(sealer, "the value")
	if err != nil {
		t.Fatal(err)
	}
	b, err := seal(sealer, "the value")
	if err != nil || bytes.Equal(a, b) {
		t.Errorf("%x and %x, %v", a, b, err)
	}
}

func TestATenantHasOneDataKeyHoweverManyBeginAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		settings := secrets.KeySettings{Dir: t.TempDir()}
		var sealers []*secrets.Sealer
		for range 4 { // as many servers
			sealer, _ := mustStart(t, s, settings)
			sealers = append(sealers, sealer)
		}
		sealed := make([][]byte, 4)
		var group sync.WaitGroup
		for i, sealer := range sealers {
			group.Go(func() {
				err := s.InTx(context.Background(), func(ctx context.Context) (err error) {
					sealed[i], err = sealer.Seal(ctx, "t1", "test", "row", 1, secrets.NewValue([]byte("a value")))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		keys, err := s.DataKeys(context.Background(), "", "", 10)
		if err != nil || len(keys) != 1 {
			t.Fatalf("%d data keys, %v", len(keys), err)
		}
		for i := range sealers {
			if got, err := open(sealers[(i+1)%4], sealed[i]); got != "a value" || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		}
	})
}

func TestADataKeyOfAnUndoneTransactionIsGone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		sealer, _ := mustStart(t, s, secrets.KeySettings{Dir: t.TempDir()})
		var lost []byte
		_ = s.InTx(context.Background(), func(ctx context.Context) (err error) {
			lost, err = sealer.Seal(ctx, "t1", "test", "row", 1, secrets.NewValue([]byte("lost")))
			if err != nil {
				t.Error(err)
			}
			return context.Canceled
		})
		kept, err := seal(sealer, "kept")
		if err != nil {
			t.Fatal(err)
		}
		a, _ := secrets.KeyOf(lost)
		b, _ := secrets.KeyOf(kept)
		if a == b {
			t.Error("a value was sealed with a key that is not stored")
		}
		again := &secrets.Sealer{Store: s, Keys: sealer.Keys, NewID: newID(), Now: clock.Wall}
		if got, err := open(again, kept); got != "kept" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func FuzzOpen(f *testing.F) {
	s := storetest.SQLite(f, clock.Wall)
	sealer, _ := mustStart(f, s, secrets.KeySettings{Dir: f.TempDir()})
	sealed, err := seal(sealer, "a value")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte{1, 255})
	f.Add([]byte{1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := open(sealer, b); err == nil && !bytes.Equal(b, sealed) {
			t.Errorf("%x opens as %q", b, got)
		}
	})
}
