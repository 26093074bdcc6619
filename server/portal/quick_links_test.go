package portal_test

import (
	"slices"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/portal"
	"catenary/server/servertest"
)

// made makes a chain with a version.
func made(t *testing.T, w *servertest.World, path, key string) chains.Saved {
	t.Helper()
	s, owner := chainsOf(w), w.Actor(rbac.Owner, servertest.Acme)
	v, err := s.Create(t.Context(), owner, w.Org(path), chains.Input{Encoding: chain.EncodingYAML, Data: []byte(`
format: catenary/v1
kind: Chain
key: ` + key + `
name: ` + key + `
nodes: [{id: a, kind: wait, wait: {for: 1s}}, {id: b, kind: wait, wait: {for: 1s}}]
edges: [{from: a, to: b}]
`)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(t.Context(), owner, w.Org(path), key, v.Revision, ""); err != nil {
		t.Fatal(err)
	}
	return v
}

func chainsOf(w *servertest.World) *chains.Service {
	return &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: builtin.Registry(), NewID: w.NewID, Now: w.Clock.Now}
}

func keys(p page.Of[portal.QuickLink]) (out []string) {
	for _, l := range p.Items {
		out = append(out, l.ChainKey)
	}
	return out
}

func TestQuickLinksAreOfChainsThatOneMayStart(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s, ctx, owner := service(w), t.Context(), w.Actor(rbac.Owner, servertest.Acme)
		all := map[string]chains.Saved{}
		for _, path := range []string{servertest.Acme, servertest.Stock, servertest.Shop} {
			key := path[max(len(path)-5, 0):]
			if path == servertest.Shop {
				key = "shop"
			}
			all[key] = made(t, w, path, key)
			if _, err := s.Pin(ctx, owner, w.Org(servertest.Acme), all[key].ID); err != nil {
				t.Fatal(err)
			}
		}
		mine := func(who rbac.Actor, want ...string) {
			t.Helper()
			if p, err := s.MyQuickLinks(ctx, who, whole); err != nil || !slices.Equal(keys(p), want) {
				t.Errorf("the links are %v, %v; want %v", keys(p), err, want)
			}
		}
		mine(owner, "acme", "stock", "shop")
		mine(w.Actor(rbac.Operator, servertest.Stock), "stock")
		mine(w.Actor(rbac.Viewer, servertest.Stock))
		mine(w.Actor(rbac.Owner, servertest.Umbra))
		mine(w.Token(owner, "", rbac.RunStart, rbac.OrgView))

		first, err := s.MyQuickLinks(ctx, owner, page.Request{Limit: 2})
		if err != nil || !slices.Equal(keys(first), []string{"acme", "stock"}) {
			t.Fatalf("the first are %v, %v", keys(first), err)
		}
		if rest, err := s.MyQuickLinks(ctx, owner, page.Request{Limit: 2, After: first.Next}); err != nil || !slices.Equal(keys(rest), []string{"shop"}) {
			t.Errorf("the rest are %v, %v", keys(rest), err)
		}
		if seen, err := s.QuickLinksOf(ctx, w.Actor(rbac.Viewer, servertest.Acme), w.Org(servertest.Acme), whole); err != nil || len(seen.Items) != 3 || slices.Contains(seen.Items[0].Can, rbac.OrgEdit) {
			t.Errorf("a viewer sees %+v, %v", seen.Items, err)
		}
		if err := chainsOf(w).Delete(ctx, owner, w.Org(servertest.Shop), "shop"); err != nil {
			t.Fatal(err)
		}
		mine(owner, "acme", "stock")
	})
}

func TestAnOrgPinsWhatIsInItOrBelow(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s, ctx, admin := service(w), t.Context(), w.Actor(rbac.Admin, servertest.Stock)
		own, aside := made(t, w, servertest.Stock, "own"), made(t, w, servertest.Shop, "aside")
		stock := w.Org(servertest.Stock)
		l, err := s.Pin(ctx, admin, stock, own.ID)
		if err != nil || l.ChainKey != "own" || l.Version != 1 || !slices.Contains(l.Can, rbac.OrgEdit) {
			t.Fatalf("pinned is %+v, %v", l, err)
		}
		if again, err := s.Pin(ctx, admin, stock, own.ID); err != nil || again.ID != l.ID {
			t.Errorf("pinned again is %+v, %v", again, err)
		}
		for _, id := range []string{aside.ID, w.NewID()} {
			if _, err := s.Pin(ctx, admin, stock, id); !fault.HasCode(err, "chain.unknown") {
				t.Errorf("a chain elsewhere: %v", err)
			}
		}
		if _, err := s.Pin(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, aside.ID); !fault.HasCode(err, "chain.unknown") {
			t.Errorf("a chain of another branch: %v", err)
		}
		if _, err := s.Pin(ctx, w.Actor(rbac.Designer, servertest.Stock), stock, own.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a designer pins: %v", err)
		}
		if err := s.Unpin(ctx, admin, stock, own.ID); err != nil {
			t.Error(err)
		}
		if err := s.Unpin(ctx, admin, stock, own.ID); !fault.HasCode(err, "pin.unknown") {
			t.Errorf("unpinned twice: %v", err)
		}
		audited := w.Audited(w.Tenant(servertest.Acme))
		if want := []string{"quick_link:pinned", "quick_link:unpinned"}; !slices.Equal(audited[len(audited)-2:], want) {
			t.Errorf("audited are %v", audited)
		}
	})
}
