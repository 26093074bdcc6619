package chains_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/chains"
	"catenary/server/servertest"
)

// keys lists, page by page, and joins the keys.
func (w *world) keys(who rbac.Actor, path string, q chains.Query, limit int) string {
	w.t.Helper()
	var out []string
	for r := (page.Request{Limit: limit}); ; {
		p, err := w.chains.List(ctx, who, w.Org(path), q, r)
		w.must(err)
		for _, v := range p.Items {
			if v.Description != "" || len(v.Can) == 0 {
				w.t.Errorf("%+v in a list", v)
			}
			out = append(out, v.Key)
		}
		if p.Next.IsZero() {
			return strings.Join(out, " ")
		}
		r.After = p.Next
	}
}

func TestListShowsAnOrgOrItsSubtree(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		owner := w.Actor(rbac.Owner, servertest.Acme)
		for _, path := range []string{servertest.Acme, servertest.Retail, servertest.Shop, servertest.Stock, servertest.Picking, servertest.Export} {
			key := path[strings.LastIndex(path, "/")+1:]
			w.Clock.Add(time.Second)
			_, err := w.chains.Create(ctx, owner, w.Org(path), doc(key, key, ""))
			w.must(err)
		}
		umbra := w.Actor(rbac.Owner, servertest.Umbra)
		_, err := w.chains.Create(ctx, umbra, w.Org(servertest.Umbra), doc("acme", "Umbra's", ""))
		w.must(err)

		deep := chains.Query{Deep: true}
		for _, tt := range []struct {
			who  rbac.Actor
			path string
			q    chains.Query
			want string
		}{
			{owner, servertest.Retail, chains.Query{}, "retail"},
			{owner, servertest.Acme, deep, "export picking stock shop retail acme"},
			{owner, servertest.Retail, deep, "picking stock shop retail"},
			{owner, servertest.Wholesale, deep, "export"},
			{owner, servertest.Wholesale, chains.Query{}, ""},
			{w.designer, servertest.Stock, deep, "picking stock"},
			{umbra, servertest.Umbra, deep, "acme"},
		} {
			if got := w.keys(tt.who, tt.path, tt.q, 2); got != tt.want {
				t.Errorf("%s %+v: %s, want %s", tt.path, tt.q, got, tt.want)
			}
		}
	})
}

func TestListTellsTheLastRunsToWhoMayViewThem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		saved := w.create(doc("billing", "Billing", ""))
		w.publish("billing", saved.Revision)
		at := w.Clock.Now().UnixMicro()
		w.must(w.Store.Enlist(ctx, "r1", at+int64(time.Hour/time.Microsecond)))
		begin := func(org rbac.OrgID, test bool) string {
			id := w.NewID()
			tenant := string(w.designer.Tenant)
			_, err := w.Store.Commit(ctx, "r1", []runtime.Write{{
				ID: runtime.ID{Tenant: tenant, Run: id}, Epoch: 1, State: run.Running,
				Create: &runtime.Run{
					Tenant: tenant, ID: id, Org: string(org), Chain: saved.ID, Key: "billing", Version: 1, Document: "sha256:x",
					Title: "Bill", Trigger: "api", By: string(w.designer.Subject), Test: test, CreatedAt: at,
				},
				Events: []run.Event{{Seq: 1, Epoch: 1, At: at, Kind: run.SegmentEvent, Body: []byte(`{"entries":[1]}`)}},
			}})
			w.must(err)
			return id
		}
		own, other := begin(w.org, false), begin(w.Org(servertest.Export), false)
		begin(w.org, true)
		last := func(who rbac.Actor) string {
			p, err := w.chains.List(ctx, who, w.org, chains.Query{}, everything())
			w.must(err)
			var ids []string
			for _, r := range p.Items[0].Last {
				ids = append(ids, r.ID)
			}
			return strings.Join(ids, " ")
		}
		if got := last(w.designer); got != own {
			t.Errorf("a designer sees %q, want %q", got, own)
		}
		if got, want := last(w.Actor(rbac.Owner, servertest.Acme)), other+" "+own; got != want {
			t.Errorf("the owner sees %q, want %q", got, want)
		}
	})
}

func TestListSearchTakesEverySignAsItIs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for key, name := range map[string]string{"percent": "100% sure", "under": "snake_case", "bang": "Go! now", "plain": "100 snakes, École"} {
			w.create(doc(key, name, ""))
		}
		for q, want := range map[string]string{
			"%": "percent", "_": "under", "!": "bang", "école": "plain", "ÉCOLE": "plain", "SNAKE": "plain under", "per": "percent",
			"": "bang percent plain under", "nothing": "", `\`: "", "100%": "percent",
		} {
			got := strings.Fields(w.keys(w.designer, servertest.Stock, chains.Query{Search: q}, 10))
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("%q finds %v, want %s", q, got, want)
			}
		}
		_, err := w.chains.List(ctx, w.designer, w.org, chains.Query{Search: "a\x00"}, everything())
		wantCode(t, err, "name.characters")
	})
}

// TestPagingWhileRowsChange pages through many rows while others write: what
// does not change is seen exactly once, what changes at most once.
func TestPagingWhileRowsChange(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		const rows = 10_000
		w.must(w.Store.InTx(ctx, func(ctx context.Context) error {
			for i := range rows {
				at := w.Clock.Now().UnixMicro() + int64(i/7) // many have the same time
				err := w.Store.InsertChain(ctx, chains.Chain{
					Tenant: w.designer.Tenant, ID: w.NewID(), Org: w.org, Key: fmt.Sprintf("c%d", i), Name: "C", Revision: 1, Checksum: "x",
					CreatedAt: at, CreatedBy: w.designer.Subject, UpdatedAt: at, UpdatedBy: w.designer.Subject,
				})
				if err != nil {
					return err
				}
			}
			return nil
		}))
		w.Clock.Add(time.Hour)
		seen, changed := map[string]int{}, map[string]bool{}
		n := 0
		for r := (page.Request{Limit: page.MaxLimit}); ; n++ {
			p, err := w.chains.List(ctx, w.designer, w.org, chains.Query{Deep: n%2 == 0}, r)
			w.must(err)
			for _, v := range p.Items {
				seen[v.Key]++
			}
			if p.Next.IsZero() {
				break
			}
			r.After = p.Next
			// One that was seen and one that was not move to the front.
			for _, i := range []int{(n * 37) % rows, rows - 1 - (n*53)%rows} {
				c, err := w.Store.Chain(ctx, w.designer.Tenant, w.org, fmt.Sprintf("c%d", i))
				w.must(err)
				w.Clock.Add(time.Second)
				c.UpdatedAt = w.Clock.Now().UnixMicro()
				done, err := w.Store.UpdateDraft(ctx, c, chains.Lease{})
				if err != nil || !done {
					t.Fatal(done, err)
				}
				changed[c.Key] = true
			}
		}
		for i := range rows {
			key := fmt.Sprintf("c%d", i)
			if times := seen[key]; times > 1 || times == 0 && !changed[key] {
				t.Fatalf("%s was seen %d times (changed: %v)", key, times, changed[key])
			}
		}
	})
}

func TestADeletedChainLeavesItsKeyAndCanComeBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		admin := w.Actor(rbac.Admin, servertest.Stock)
		first := w.create(doc("a", "First", ""))
		w.publish("a", 1)
		w.must(w.chains.Delete(ctx, admin, w.org, "a"))
		wantHidden(t, second(w.chains.Get(ctx, w.designer, w.org, "a")))
		wantHidden(t, w.chains.Delete(ctx, admin, w.org, "a"))
		if got := w.keys(w.designer, servertest.Stock, chains.Query{Deep: true}, 10); got != "" {
			t.Errorf("listed %s", got)
		}
		w.create(doc("a", "Second", ""))
		_, err := w.chains.Restore(ctx, admin, w.org, first.ID)
		wantCode(t, err, "chain.key_taken")
		w.must(w.chains.Delete(ctx, admin, w.org, "a"))

		deleted, err := w.chains.Deleted(ctx, admin, w.org, everything())
		if err != nil || len(deleted.Items) != 2 {
			t.Fatalf("deleted %+v, %v", deleted, err)
		}
		wantHidden(t, second(w.chains.Restore(ctx, w.Actor(rbac.Admin, servertest.Shop), w.Org(servertest.Shop), first.ID)))
		back, err := w.chains.Restore(ctx, admin, w.org, first.ID)
		if err != nil || back.Name != "First" || back.Version != 1 {
			t.Errorf("back %+v, %v", back, err)
		}
		wantHidden(t, second(w.chains.Restore(ctx, admin, w.org, first.ID)))

		w.must(w.chains.Delete(ctx, admin, w.org, "a"))
		w.Clock.Add(31 * 24 * time.Hour)
		wantHidden(t, second(w.chains.Restore(ctx, admin, w.org, first.ID)))
		if deleted, err := w.chains.Deleted(ctx, admin, w.org, everything()); err != nil || len(deleted.Items) != 0 {
			t.Errorf("after a month %+v, %v", deleted, err)
		}
	})
}

func TestAChainThatOthersRunStays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		admin := w.Actor(rbac.Admin, servertest.Stock)
		w.create(doc("child", "Child", ""))
		w.publish("child", 1)
		w.create(doc("parent", "Parent", "chain: child"))
		w.publish("parent", 1)
		f := wantCode(t, w.chains.Delete(ctx, admin, w.org, "child"), "chain.in_use")
		if len(f.Details) != 1 || !strings.Contains(f.Details[0].Detail, "parent") {
			t.Errorf("details %v", f.Details)
		}
		uses, err := w.chains.Uses(ctx, w.designer, w.org, "child", everything())
		if err != nil || len(uses.Items) != 1 || uses.Items[0].Key != "parent" || uses.Items[0].Pinned != 1 {
			t.Errorf("uses %+v, %v", uses, err)
		}
		w.save("parent", 1, doc("parent", "Parent", ""))
		w.publish("parent", 2)
		w.must(w.chains.Delete(ctx, admin, w.org, "child"))
	})
}

func TestWhatADeletedOrgOwnsIsGone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		owner := w.Actor(rbac.Owner, servertest.Acme)
		packing := w.Org(servertest.Packing)
		_, err := w.chains.Create(ctx, owner, packing, doc("packed", "Packed", ""))
		w.must(err)
		w.create(doc("stays", "Stays", ""))
		w.must(w.Orgs.Delete(ctx, owner, packing, true))
		for _, path := range []string{servertest.Acme, servertest.Stock} {
			if got := w.keys(w.Actor(rbac.Owner, servertest.Acme), path, chains.Query{Deep: true}, 10); got != "stays" {
				t.Errorf("below %s: %s", path, got)
			}
		}
		wantHidden(t, second(w.chains.Get(ctx, w.Actor(rbac.Owner, servertest.Acme), packing, "packed")))
	})
}
