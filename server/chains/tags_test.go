package chains_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/servertest"
)

func TestTagsAreGivenToAllOrNone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for _, key := range []string{"a", "b", "c"} {
			w.create(doc(key, key, ""))
		}
		tag := func(keys string, add, remove []string) error {
			return w.chains.Tag(ctx, w.designer, w.org, chains.Tagging{Keys: strings.Fields(keys), Add: add, Remove: remove})
		}
		w.must(tag("a b", []string{" 财务 ", "monthly"}, nil))
		w.must(tag("b c", []string{"monthly"}, []string{"财务", "never there"}))

		f := wantCode(t, tag("a none nor", []string{"x"}, nil), "chain.unknown")
		if len(f.Details) != 2 || f.Details[0].Pointer != "/chains/1" || f.Details[1].Pointer != "/chains/2" {
			t.Errorf("details %+v", f.Details)
		}
		many := make([]string, chains.MaxTags)
		for i := range many {
			many[i] = fmt.Sprint("t", i)
		}
		wantCode(t, tag("a", many, nil), "chain.tags")
		wantCode(t, tag("a", append(many, "more"), nil), "chain.tags")
		wantCode(t, tag("a", []string{" "}, nil), "name.empty")
		wantCode(t, tag("a", []string{strings.Repeat("长", chains.MaxTag+1)}, nil), "chain.tag_long")
		wantCode(t, tag("a", []string{"x"}, []string{"x "}), "chain.tag_twice")
		wantCode(t, tag("a a", []string{"x"}, nil), "chain.tag_twice")
		wantCode(t, tag("", []string{"x"}, nil), "chain.tagged")

		for key, want := range map[string][]string{"a": {"monthly", "财务"}, "b": {"monthly"}, "c": {"monthly"}} {
			got, err := w.chains.Get(ctx, w.designer, w.org, key)
			if err != nil || !slices.Equal(got.Tags, want) || got.Revision != 1 {
				t.Errorf("%s: %v at revision %d, %v", key, got.Tags, got.Revision, err)
			}
		}
		list, err := w.chains.List(ctx, w.designer, w.org, chains.Query{Tag: "财务", Deep: true}, page.Request{Limit: 10})
		if err != nil || len(list.Items) != 1 || !slices.Equal(list.Items[0].Tags, []string{"monthly", "财务"}) {
			t.Errorf("with a tag: %+v, %v", list.Items, err)
		}
	})
}

func TestTagsOfChainsThatOneMaySee(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		owner := w.Actor(rbac.Owner, servertest.Acme)
		for _, path := range []string{servertest.Shop, servertest.Stock, servertest.Picking} {
			_, err := w.chains.Create(ctx, owner, w.Org(path), doc("a", "A", ""))
			w.must(err)
			w.must(w.chains.Tag(ctx, owner, w.Org(path), chains.Tagging{Keys: []string{"a"}, Add: []string{"all", path}}))
		}
		w.create(doc("gone", "Gone", ""))
		w.must(w.chains.Tag(ctx, w.designer, w.org, chains.Tagging{Keys: []string{"gone"}, Add: []string{"all"}}))
		w.must(w.chains.Delete(ctx, w.Actor(rbac.Admin, servertest.Stock), w.org, "gone"))

		for _, tt := range []struct {
			who  rbac.Actor
			deep bool
			want []chains.TagCount
		}{
			{w.designer, false, []chains.TagCount{{Tag: servertest.Stock, Chains: 1}, {Tag: "all", Chains: 1}}},
			{w.designer, true, []chains.TagCount{{Tag: servertest.Stock, Chains: 1}, {Tag: servertest.Picking, Chains: 1}, {Tag: "all", Chains: 2}}},
		} {
			got, err := w.chains.Tags(ctx, tt.who, w.org, tt.deep)
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("deep %v: %v, %v", tt.deep, got, err)
			}
		}
		wantHidden(t, second(w.chains.Tags(ctx, w.designer, w.Org(servertest.Shop), false)))
		wantHidden(t, w.chains.Tag(ctx, w.designer, w.Org(servertest.Shop), chains.Tagging{Keys: []string{"a"}, Add: []string{"mine"}}))
	})
}
