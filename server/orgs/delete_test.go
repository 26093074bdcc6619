package orgs_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestDeletedOrgIsGoneAtOnceAndComesBack(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Admin, servertest.Retail)
		stock, picking, packing := w.Org(servertest.Stock), w.Org(servertest.Picking), w.Org(servertest.Packing)
		inside := w.Actor(rbac.Designer, servertest.Stock)
		if !may(t, w, inside, rbac.ChainEdit, picking) {
			t.Fatal("the designer may not edit before")
		}
		raises(t, w, who.Tenant, "org:deleted", func() error { return w.Orgs.Delete(ctx, who, packing, true) })
		raises(t, w, who.Tenant, "org:deleted", func() error { return w.Orgs.Delete(ctx, who, stock, true) })
		for _, id := range []rbac.OrgID{stock, picking, packing} {
			for _, who := range []rbac.Actor{inside, w.Actor(rbac.Owner, servertest.Acme)} {
				if may(t, w, who, rbac.OrgView, id) {
					t.Errorf("a deleted org may be viewed by %s", who.Subject)
				}
			}
		}
		p, err := w.Orgs.List(ctx, w.Actor(rbac.Owner, servertest.Acme), orgs.Query{Search: "picking"}, all())
		if err != nil || len(p.Items) > 0 {
			t.Errorf("the search finds what is below a deleted org: %v, %v", names(p.Items), err)
		}
		p, err = w.Orgs.List(ctx, w.Actor(rbac.Owner, servertest.Acme), orgs.Query{Parent: w.Org(servertest.Retail)}, all())
		if err != nil || len(p.Items) != 1 || p.Items[0].ID != w.Org(servertest.Shop) {
			t.Errorf("children of retail = %v, %v", names(p.Items), err)
		}
		_, err = w.Orgs.At(ctx, w.Actor(rbac.Owner, servertest.Acme), servertest.Picking)
		refused(t, err, "org.unknown")
		unchanged(t, w, who.Tenant, "resource.unknown", func() error { return w.Orgs.Delete(ctx, who, stock, true) })

		deleted, err := w.Orgs.Deleted(ctx, w.Actor(rbac.Admin, servertest.Retail), w.Org(servertest.Retail), all())
		if err != nil || len(deleted.Items) != 1 || deleted.Items[0].ID != stock {
			t.Errorf("deleted below retail: %+v, %v", deleted.Items, err)
		}
		_, err = w.Orgs.Deleted(ctx, w.Actor(rbac.Viewer, servertest.Retail), w.Org(servertest.Retail), all())
		refused(t, err, "auth.forbidden")
		_, err = w.Orgs.Deleted(ctx, w.Actor(rbac.Admin, servertest.Wholesale), w.Org(servertest.Retail), all())
		refused(t, err, "resource.unknown")

		raises(t, w, who.Tenant, "org:restored", func() error {
			v, err := w.Orgs.Restore(ctx, w.Actor(rbac.Admin, servertest.Retail), stock, "")
			if err == nil && (v.Key != "stock" || !v.HasChildren) {
				t.Errorf("restored %+v", v)
			}
			return err
		})
		if !may(t, w, inside, rbac.ChainEdit, picking) {
			t.Error("what went with it is not back")
		}
		if may(t, w, inside, rbac.ChainEdit, packing) {
			t.Error("what had been deleted before is back too")
		}
	})
}

func TestDeleteRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		root := w.Actor(rbac.Owner, servertest.Acme)
		idle := root
		idle.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		for name, tt := range map[string]struct {
			who     rbac.Actor
			org     string
			subtree bool
			code    string
		}{
			"root":          {root, servertest.Acme, true, "org.root"},
			"children":      {root, servertest.Stock, false, "org.not_empty"},
			"people":        {root, servertest.Export, false, "org.not_empty"},
			"old factor":    {idle, servertest.Export, true, "auth.step_up_needed"},
			"my own org":    {w.Actor(rbac.Admin, servertest.Stock), servertest.Stock, true, "auth.forbidden"},
			"may only view": {w.Actor(rbac.Viewer, servertest.Retail), servertest.Stock, true, "auth.forbidden"},
			"may not see":   {w.Actor(rbac.Admin, servertest.Wholesale), servertest.Stock, true, "resource.unknown"},
			"other tenant":  {root, servertest.Labs, true, "resource.unknown"},
			"token":         {w.Token(root, w.Org(servertest.Acme), rbac.OrgDelete), servertest.Export, true, "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, root.Tenant, tt.code, func() error { return w.Orgs.Delete(ctx, tt.who, w.Org(tt.org), tt.subtree) })
			})
		}
		empty, err := w.Orgs.Create(ctx, root, w.Org(servertest.Retail), "empty", "Empty")
		works(t, err)
		if err := w.Orgs.Delete(ctx, w.Actor(rbac.Admin, servertest.Retail), empty.ID, false); err != nil {
			t.Errorf("an empty org goes without more: %v", err)
		}
	})
}

func TestRestoreRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		root := w.Actor(rbac.Owner, servertest.Acme)
		stock, retail := w.Org(servertest.Stock), w.Org(servertest.Retail)
		unchanged(t, w, root.Tenant, "resource.unknown", func() error {
			_, err := w.Orgs.Restore(ctx, root, stock, "")
			return err
		})
		works(t, w.Orgs.Delete(ctx, root, stock, true))
		_, err := w.Orgs.Create(ctx, root, retail, "stock", "New stock")
		works(t, err)
		for name, tt := range map[string]struct {
			who  rbac.Actor
			key  string
			code string
		}{
			"key taken meanwhile": {root, "", "org.key_taken"},
			"another taken key":   {root, "shop", "org.key_taken"},
			"no key":              {root, "Not a key", "name.key"},
			"may only view":       {w.Actor(rbac.Viewer, servertest.Retail), "", "resource.unknown"},
			"may not see":         {w.Actor(rbac.Admin, servertest.Wholesale), "", "resource.unknown"},
			"admin of what went":  {w.Actor(rbac.Admin, servertest.Stock), "", "resource.unknown"},
			"other tenant":        {w.Actor(rbac.Owner, servertest.Umbra), "", "resource.unknown"},
			"token":               {w.Token(root, w.Org(servertest.Acme), rbac.OrgDelete), "", "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, root.Tenant, tt.code, func() error {
					_, err := w.Orgs.Restore(ctx, tt.who, stock, tt.key)
					return err
				})
			})
		}
		v, err := w.Orgs.Restore(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, "old-stock")
		if err != nil || v.Key != "old-stock" {
			t.Fatalf("with a new key: %+v, %v", v.Org, err)
		}

		// The parent moved down meanwhile: there is no room for the subtree.
		at := w.Org(servertest.Wholesale)
		for level := 3; level <= 29; level++ {
			v, err := w.Orgs.Create(ctx, root, at, "l"+strconv.Itoa(level), "Level")
			works(t, err)
			at = v.ID
		}
		works(t, w.Orgs.Delete(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, true))
		_, err = w.Orgs.Move(ctx, w.Actor(rbac.Owner, servertest.Acme), retail, at)
		works(t, err)
		room, err := w.Orgs.Create(ctx, root, retail, "deeper", "Deeper")
		works(t, err)
		_, err = w.Orgs.Create(ctx, root, room.ID, "deepest", "Deepest")
		works(t, err)
		_, err = w.Orgs.Restore(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, "")
		if err != nil {
			t.Errorf("32 levels fit: %v", err)
		}
		works(t, w.Orgs.Delete(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, true))
		_, err = w.Orgs.Create(ctx, root, at, "between", "Between")
		works(t, err)
		between, err := w.Orgs.At(ctx, root, pathTo(ctx, t, w, root, at)+"/between")
		works(t, err)
		_, err = w.Orgs.Move(ctx, w.Actor(rbac.Owner, servertest.Acme), retail, between.ID)
		refused(t, err, "org.depth")
		works(t, w.Orgs.Delete(ctx, w.Actor(rbac.Owner, servertest.Acme), room.ID, true))
		_, err = w.Orgs.Move(ctx, w.Actor(rbac.Owner, servertest.Acme), retail, between.ID)
		works(t, err)
		unchanged(t, w, root.Tenant, "org.depth", func() error {
			_, err := w.Orgs.Restore(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, "")
			return err
		})
	})
}

func TestRestoreEndsAfterThirtyDays(t *testing.T) {
	t.Parallel()
	w := servertest.SQLite(t)
	ctx := context.Background()
	stock, retail := w.Org(servertest.Stock), w.Org(servertest.Retail)
	works(t, w.Orgs.Delete(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, true))
	w.Clock.Add(orgs.Kept - time.Second)
	list, err := w.Orgs.Deleted(ctx, w.Actor(rbac.Owner, servertest.Acme), retail, all())
	if err != nil || len(list.Items) != 1 {
		t.Errorf("just before: %+v, %v", list.Items, err)
	}
	w.Clock.Add(time.Second)
	list, err = w.Orgs.Deleted(ctx, w.Actor(rbac.Owner, servertest.Acme), retail, all())
	if err != nil || len(list.Items) != 0 {
		t.Errorf("after: %+v, %v", list.Items, err)
	}
	_, err = w.Orgs.Restore(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, "")
	refused(t, err, "resource.unknown")
}

// pathTo writes the path of keys to an org for someone who sees all of it.
func pathTo(ctx context.Context, t *testing.T, w *servertest.World, who rbac.Actor, id rbac.OrgID) string {
	t.Helper()
	v, err := w.Orgs.Get(ctx, who, id)
	works(t, err)
	path := ""
	for _, c := range v.Path {
		path += "/" + c.Key
	}
	return path
}

func TestWhyAnOrgWasDeletedIsKept(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := t.Context()
		who := w.Actor(rbac.Admin, servertest.Retail)
		works(t, w.Orgs.Delete(audit.WithReason(ctx, "merged with picking"), who, w.Org(servertest.Packing), true))
		works(t, w.Store.InTx(ctx, func(ctx context.Context) error {
			rows, err := w.Store.UnsealedAudit(ctx, string(who.Tenant), w.Clock.Now().UnixMicro()+1, 1000)
			if last := rows[len(rows)-1]; last.Action != "org:deleted" || last.After != `{"reason":"merged with picking"}` {
				t.Errorf("the audit log has %s %s", last.Action, last.After)
			}
			return err
		}))
	})
}

func TestWhatGoesWithAnOrgIsForeseen(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := t.Context()
		who := w.Actor(rbac.Admin, servertest.Retail)
		seen, err := w.Orgs.PreviewDelete(ctx, who, w.Org(servertest.Stock))
		works(t, err)
		counts := map[string]int{}
		for _, h := range seen {
			counts[h.Kind] = h.Total
		}
		if counts["orgs"] != 2 || counts["subjects"] == 0 || counts["chains"] != 0 {
			t.Errorf("foreseen %v", counts)
		}
		works(t, w.Orgs.Delete(ctx, who, w.Org(servertest.Packing), true))
		seen, err = w.Orgs.PreviewDelete(ctx, who, w.Org(servertest.Stock))
		works(t, err)
		for _, h := range seen {
			if h.Kind == "orgs" && h.Total != 1 {
				t.Errorf("of the orgs below %d, one of two was deleted", h.Total)
			}
		}
		for org, code := range map[rbac.OrgID]string{
			w.Org(servertest.Retail): "auth.forbidden", w.Org(servertest.Umbra): "resource.unknown", w.Org(servertest.Wholesale): "resource.unknown",
		} {
			_, err := w.Orgs.PreviewDelete(ctx, w.Actor(rbac.Admin, servertest.Retail), org)
			refused(t, err, code)
		}
		_, err = w.Orgs.PreviewDelete(ctx, w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Acme))
		refused(t, err, "org.root")
	})
}
