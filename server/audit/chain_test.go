package audit

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// The hash of a row must never change: chains of years hang on it.
func TestHashIsWhatItAlwaysWas(t *testing.T) {
	t.Parallel()
	s := Sealed{Row: Row{
		Tenant: "t", ID: "i", At: 1, Subject: "s", Human: "h", Token: "k", Address: "a", RequestID: "q", Action: "c:d",
		Kind: "c", Resource: "r", Org: "o", Before: "b", After: "ä", Result: "allowed", Code: "x", Times: 1,
	}, Seq: 2, Prev: "p"}
	const want = "16318cf68f3dc5a5679ce6bfd6ea8f63a03d2277c20ab8a524c5f189c2dca8e7"
	if got := new(hasher).sum(&s); got != want {
		t.Errorf("hash is %s, want %s", got, want)
	}
}

func TestEveryFieldIsHashed(t *testing.T) {
	t.Parallel()
	var base Sealed
	var h hasher
	seen := map[string]string{h.sum(&base): "nothing"}
	var change func(v reflect.Value)
	change = func(v reflect.Value) {
		for i := range v.NumField() {
			f, name := v.Field(i), v.Type().Field(i).Name
			switch {
			case name == "Hash":
				continue
			case f.Kind() == reflect.Struct:
				change(f)
				continue
			case f.Kind() == reflect.String:
				f.SetString("x")
			case f.Kind() == reflect.Int64:
				f.SetInt(7)
			default:
				t.Fatalf("field %s is a %s", name, f.Kind())
			}
			sum := h.sum(&base)
			if before, found := seen[sum]; found {
				t.Errorf("a change of %s is not seen (same as %s)", name, before)
			}
			seen[sum] = name
			f.SetZero()
		}
	}
	change(reflect.ValueOf(&base).Elem())
}

func TestTextMovedBetweenFieldsIsSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		c, d := rapid.String().Draw(t, "c"), rapid.String().Draw(t, "d")
		var h hasher
		same := h.sum(&Sealed{Row: Row{Before: a, After: b}}) == h.sum(&Sealed{Row: Row{Before: c, After: d}})
		if same != (a == c && b == d) {
			t.Fatalf("%q %q and %q %q", a, b, c, d)
		}
	})
}

// chainOf gives a verifier n rows without a database.
type chainOf struct {
	VerifyStore
	rows []Sealed
}

func (c chainOf) AuditHeads(context.Context, string, int64) ([]Head, error) { return nil, nil }
func (c chainOf) AuditEnd(context.Context, string) (Link, error) {
	return Link{Seq: int64(len(c.rows))}, nil
}
func (c chainOf) CountUnsealed(context.Context, string) (int64, error) { return 0, nil }

func (c chainOf) WalkAudit(_ context.Context, _ string, from, to int64, each func(*Sealed) error) error {
	for i := from; i < to; i++ {
		if err := each(&c.rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func BenchmarkVerifyHashing(b *testing.B) {
	rows := make([]Row, 10_000)
	for i := range rows {
		rows[i] = Row{
			Tenant: "01JTENANT0000000000000000A", ID: fmt.Sprintf("01JENTRY%018d", i), At: int64(i), Subject: "01JSUBJECT0000000000000000",
			Human: "01JSUBJECT0000000000000000", Address: "192.0.2.1", RequestID: "01JREQUEST0000000000000000", Action: "chain:saved",
			Kind: "chain", Resource: "01JCHAIN000000000000000000", Org: "01JORG00000000000000000000",
			Before: `{"revision":17}`, After: `{"revision":18,"digest":"sha256:0123456789abcdef0123456789abcdef"}`, Result: "allowed", Times: 1,
		}
	}
	v := Verifier{Store: chainOf{rows: link(Link{}, rows)}}
	for b.Loop() {
		if r, err := v.Tenant(context.Background(), "01JTENANT0000000000000000A"); err != nil || r.Problem != nil || r.Rows != 10_000 {
			b.Fatal(r.Problem, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/row")
}
