package chains_test

import (
	"strings"
	"testing"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/servertest"
)

func TestStarsAreOfOnePersonAndOfWhatTheyMayView(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		owner := w.Actor(rbac.Owner, servertest.Acme)
		ids := map[string]string{}
		for _, key := range []string{"billing", "travel", "stock"} {
			ids[key] = w.create(doc(key, key, "")).ID
		}
		starred := func(who rbac.Actor, limit int) string {
			var keys []string
			for r := (page.Request{Limit: limit}); ; {
				p, err := w.chains.Starred(ctx, who, r)
				w.must(err)
				for _, v := range p.Items {
					keys = append(keys, v.Key)
				}
				if p.Next.IsZero() {
					return strings.Join(keys, " ")
				}
				r.After = p.Next
			}
		}
		for _, key := range []string{"billing", "travel", "billing"} {
			w.must(w.chains.Star(ctx, w.designer, ids[key]))
		}
		w.must(w.chains.Star(ctx, owner, ids["stock"]))
		if got := starred(w.designer, 1); got != "billing travel" {
			t.Errorf("the designer's: %s", got)
		}
		if got := starred(owner, 10); got != "stock" {
			t.Errorf("the owner's: %s", got)
		}

		w.must(w.chains.Unstar(ctx, w.designer, ids["travel"]))
		w.must(w.chains.Unstar(ctx, w.designer, ids["travel"]))
		wantCode(t, w.chains.Unstar(ctx, w.designer, "nothing"), "chain.unknown")
		w.must(w.chains.Delete(ctx, owner, w.org, "billing"))
		if got := starred(w.designer, 10); got != "" {
			t.Errorf("without a star, and deleted: %s", got)
		}

		umbra, elsewhere := w.Actor(rbac.Owner, servertest.Umbra), w.Actor(rbac.Viewer, servertest.Export)
		for _, who := range []rbac.Actor{umbra, elsewhere} {
			wantCode(t, w.chains.Star(ctx, who, ids["stock"]), "chain.unknown")
		}
	})
}
