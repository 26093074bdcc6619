package rbac_test

import (
	"testing"

	"catenary/rbac"
)

// FuzzPolicyChanges lets a world change in ways that the seed chooses, and
// holds the answers to those of the naive walker.
func FuzzPolicyChanges(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint8(20))
	}
	f.Fuzz(func(t *testing.T, seed uint64, steps uint8) {
		w := newWorld(seed)
		a := rbac.New(rbac.Config{Source: w, Now: w.clock.Now})
		for range steps % 64 {
			w.step()
			n := w.naive()
			for range 20 {
				q := w.ask()
				err := a.Can(t.Context(), q.who, q.act, rbac.Resource{OrgID: q.org, Authors: q.authors})
				if (err == nil) != n.allowed(q) {
					t.Fatalf("%+v: %v", q, err)
				}
			}
			lists(t.Context(), t, w, a, n)
		}
	})
}
