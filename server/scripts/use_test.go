package scripts_test

import (
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/orgs"
	"catenary/server/scripts"
	"catenary/server/servertest"
)

func TestListNamesSharedScriptsAndNothingMoreOfThem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		boss := w.Actor(rbac.Admin, servertest.Retail)
		retail := w.Org(servertest.Retail)
		shared := w.create(boss, retail, "shared", "secret recipe")
		w.create(boss, retail, "unshared", "x")
		w.Clock.Add(time.Second)
		w.create(w.designer, w.org, "own", "x")
		w.Clock.Add(time.Second)
		w.create(boss, w.Org(servertest.Picking), "below", "x")
		w.must(w.Store.InsertShare(ctx, orgs.Share{
			Tenant: boss.Tenant, ID: w.NewID(), Kind: orgs.KindScript, Resource: shared.ID, Owner: retail, To: w.org,
			Permissions: orgs.UsePermissions(orgs.KindScript), CreatedAt: 1, CreatedBy: boss.Subject,
		}))
		list := func(who rbac.Actor, q scripts.Query) (out []scripts.View) {
			for r := (page.Request{Limit: 1}); ; {
				p, err := w.scripts.List(ctx, who, w.org, q, r)
				w.must(err)
				out = append(out, p.Items...)
				if p.Next.IsZero() {
					return out
				}
				r.After = p.Next
			}
		}
		got := list(w.designer, scripts.Query{})
		if len(got) != 2 || got[0].Key != "own" || got[0].Shared || got[1].Key != "shared" || !got[1].Shared {
			t.Fatalf("listed %+v", got)
		}
		if v := got[1]; v.Org != "" || v.UpdatedBy != "" || v.UpdatedByName != "" || v.CreatedBy != "" || len(v.Can) != 0 {
			t.Errorf("of a shared script is seen %+v", v)
		}
		if deep := list(w.designer, scripts.Query{Deep: true}); len(deep) != 3 || deep[0].Key != "below" || deep[2].Key != "shared" {
			t.Errorf("deep %+v", deep)
		}
		if v := list(boss, scripts.Query{Search: "SHARED"}); len(v) != 1 || v[0].Org != retail || len(v[0].Can) == 0 {
			t.Errorf("whoever may see the owner sees it: %+v", v)
		}
		wantCode(t, second(w.scripts.Version(ctx, w.designer, w.org, "shared", 1)), "script.unknown")
	})
}

func TestAScriptInUseStays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		script := w.create(w.designer, w.org, "check", "x")
		use := func(org rbac.OrgID, key string) {
			at := w.Clock.Now().UnixMicro()
			c := chains.Chain{
				Tenant: w.designer.Tenant, ID: w.NewID(), Org: org, Key: key, Name: "Chain " + key, Revision: 1, Checksum: "x",
				CreatedAt: at, UpdatedAt: at, CreatedBy: w.designer.Subject, UpdatedBy: w.designer.Subject,
			}
			w.must(w.Store.InsertChain(ctx, c))
			done, err := w.Store.PublishChain(ctx, c)
			if err != nil || !done {
				t.Fatal(done, err)
			}
			w.must(w.Store.InsertChainVersion(ctx, chains.Version{
				Tenant: c.Tenant, Chain: c.ID, Version: 1, Document: "{}", Pins: chains.Pins{chain.ScriptRef: {"check": {ID: script.ID, Version: 1}}},
			}))
		}
		use(w.org, "seen")
		use(w.Org(servertest.Shop), "unseen")

		f := wantCode(t, w.scripts.Delete(ctx, w.designer, w.org, "check"), "script.in_use")
		if len(f.Details) != 1 || !strings.Contains(f.Details[0].Detail, "chain seen") {
			t.Errorf("details %v", f.Details)
		}
		uses, err := w.scripts.Uses(ctx, w.designer, w.org, "check", everything())
		if err != nil || len(uses.Items) != 1 || uses.Items[0].Key != "seen" || uses.Items[0].Version != 1 || uses.Items[0].Pinned != 1 {
			t.Errorf("uses %+v, %v", uses, err)
		}
		// A chain that one may not see keeps it all the same, unnamed.
		seen, err := w.Store.Chain(ctx, w.designer.Tenant, w.org, "seen")
		w.must(err)
		seen.DeletedAt = 1
		_, err = w.Store.DeleteChain(ctx, seen)
		w.must(err)
		if f := wantCode(t, w.scripts.Delete(ctx, w.designer, w.org, "check"), "script.in_use"); len(f.Details) != 0 {
			t.Errorf("details %v", f.Details)
		}
		all, err := w.scripts.Uses(ctx, w.Actor(rbac.Admin, servertest.Retail), w.org, "check", everything())
		if err != nil || len(all.Items) != 1 || all.Items[0].Key != "unseen" {
			t.Errorf("uses seen from above %+v, %v", all, err)
		}
	})
}

func TestADeletedScriptLeavesItsKeyAndCanComeBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		first := w.create(w.designer, w.org, "check", "1")
		w.must(w.scripts.Delete(ctx, w.designer, w.org, "check"))
		wantCode(t, second(w.scripts.Get(ctx, w.designer, w.org, "check")), "script.unknown")
		wantCode(t, w.scripts.Delete(ctx, w.designer, w.org, "check"), "script.unknown")
		w.create(w.designer, w.org, "check", "2")
		wantCode(t, second(w.scripts.Restore(ctx, w.designer, w.org, first.ID)), "script.key_taken")
		w.must(w.scripts.Delete(ctx, w.designer, w.org, "check"))
		deleted, err := w.scripts.Deleted(ctx, w.designer, w.org, everything())
		if err != nil || len(deleted.Items) != 2 {
			t.Fatalf("deleted %+v, %v", deleted, err)
		}
		back, err := w.scripts.Restore(ctx, w.designer, w.org, first.ID)
		if err != nil || back.Digest != first.Digest {
			t.Errorf("back %+v, %v", back, err)
		}
		w.must(w.scripts.Delete(ctx, w.designer, w.org, "check"))
		w.Clock.Add(31 * 24 * time.Hour)
		wantCode(t, second(w.scripts.Restore(ctx, w.designer, w.org, first.ID)), "script.unknown")
	})
}
