package portal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/portal"
	"catenary/server/servertest"
)

func service(w *servertest.World) *portal.Service {
	return &portal.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now}
}

func titles(p page.Of[portal.News]) (out []string) {
	for _, n := range p.Items {
		out = append(out, n.Title)
	}
	return out
}

var whole = page.Request{Limit: 50}

func TestNewsAreReadBelowTheirOrgAndNowhereElse(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s, ctx := service(w), t.Context()
		for _, path := range []string{servertest.Acme, servertest.Retail, servertest.Stock, servertest.Shop, servertest.Umbra} {
			tenant, _, _ := strings.Cut(path, "/")
			if _, err := s.WriteNews(ctx, w.Actor(rbac.Owner, tenant), w.Org(path), portal.NewsSpec{Title: path}); err != nil {
				t.Fatal(err)
			}
			w.Clock.Add(time.Minute)
		}
		for _, tt := range []struct {
			role rbac.RoleID
			at   string
			want []string
		}{
			{rbac.Viewer, servertest.Stock, []string{servertest.Stock, servertest.Retail, servertest.Acme}},
			{rbac.Viewer, servertest.Picking, []string{servertest.Stock, servertest.Retail, servertest.Acme}},
			{rbac.Viewer, servertest.Retail, []string{servertest.Shop, servertest.Stock, servertest.Retail, servertest.Acme}},
			{rbac.Viewer, servertest.Export, []string{servertest.Acme}},
			{rbac.Owner, servertest.Umbra, []string{servertest.Umbra}},
		} {
			who := w.Actor(tt.role, tt.at)
			mine, err := s.MyNews(ctx, who, whole)
			if err != nil || !slices.Equal(titles(mine), tt.want) {
				t.Errorf("%s at %s reads %v, %v; want %v", tt.role, tt.at, titles(mine), err, tt.want)
			}
		}
		below := w.Actor(rbac.Viewer, servertest.Picking)
		of, err := s.NewsOf(ctx, below, w.Org(servertest.Picking), whole)
		if want := []string{servertest.Stock, servertest.Retail, servertest.Acme}; err != nil || !slices.Equal(titles(of), want) || len(of.Items[2].Can) != 0 || of.Items[2].OrgName == "" {
			t.Errorf("news of Picking are %+v, %v", of.Items, err)
		}
		if _, err := s.NewsOf(ctx, below, w.Org(servertest.Stock), whole); !fault.Is(err, fault.NotFound) {
			t.Errorf("the news of an org that is hidden: %v", err)
		}
		token := w.Token(w.Actor(rbac.Admin, servertest.Acme), w.Org(servertest.Stock), rbac.OrgView)
		if mine, err := s.MyNews(ctx, token, whole); err != nil || !slices.Equal(titles(mine), []string{servertest.Stock}) {
			t.Errorf("a token for Stock reads %v, %v", titles(mine), err)
		}
		if mine, err := s.MyNews(ctx, w.Token(below, "", rbac.ChainView), whole); err != nil || len(mine.Items) != 0 {
			t.Errorf("a token without org:view reads %v, %v", titles(mine), err)
		}
	})
}

func TestNewsAreReadFromTheirBeginningToTheirEnd(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s, ctx, admin, stock := service(w), t.Context(), w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock)
		now := w.Clock.Now()
		for _, in := range []portal.NewsSpec{
			{Title: "later", StartsAt: now.Add(time.Hour)},
			{Title: "short", EndsAt: now.Add(30 * time.Minute)},
			{Title: "always"},
		} {
			if _, err := s.WriteNews(ctx, admin, stock, in); err != nil {
				t.Fatal(err)
			}
			w.Clock.Add(time.Second)
		}
		reads := func(want ...string) {
			t.Helper()
			if p, err := s.NewsOf(ctx, admin, stock, whole); err != nil || !slices.Equal(titles(p), want) {
				t.Errorf("news are %v, %v; want %v", titles(p), err, want)
			}
		}
		reads("always", "short")
		w.Clock.Add(31 * time.Minute)
		reads("always")
		w.Clock.Add(time.Hour)
		reads("later", "always")
		all, err := s.AllNewsOf(ctx, admin, stock, whole)
		if err != nil || len(all.Items) != 3 || all.Items[2].State != portal.Over || all.Items[0].State != portal.Shown {
			t.Errorf("all are %+v, %v", all.Items, err)
		}
		all, err = s.AllNewsOf(ctx, admin, stock, page.Request{Limit: 2})
		if err != nil || !slices.Equal(titles(all), []string{"later", "always"}) || all.Next.IsZero() {
			t.Fatalf("all are %v, %v", titles(all), err)
		}
		rest, err := s.AllNewsOf(ctx, admin, stock, page.Request{Limit: 2, After: all.Next})
		if err != nil || !slices.Equal(titles(rest), []string{"short"}) {
			t.Errorf("the rest is %v, %v", titles(rest), err)
		}
		if _, err := s.AllNewsOf(ctx, w.Actor(rbac.Designer, servertest.Stock), stock, whole); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a designer reads them all: %v", err)
		}
	})
}

func TestNewsAreChangedByWhoSawThem(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s, ctx, admin, stock := service(w), t.Context(), w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock)
		n, err := s.WriteNews(ctx, admin, stock, portal.NewsSpec{Title: " Freeze ", Text: "**No** release"})
		if err != nil || n.Title != "Freeze" || n.Revision != 1 || !slices.Contains(n.Can, rbac.OrgEdit) {
			t.Fatalf("written are %+v, %v", n, err)
		}
		changed, err := s.ChangeNews(ctx, admin, stock, n.ID, 1, portal.NewsSpec{Title: "Thaw"})
		if err != nil || changed.Title != "Thaw" || changed.Text != "" || changed.Revision != 2 || changed.ShownAt != n.ShownAt {
			t.Fatalf("changed are %+v, %v", changed, err)
		}
		if _, err := s.ChangeNews(ctx, admin, stock, n.ID, 1, portal.NewsSpec{Title: "Frost"}); !fault.HasCode(err, "news.stale") {
			t.Errorf("an overtaken change: %v", err)
		}
		if err := s.DeleteNews(ctx, admin, stock, n.ID, 1); !fault.HasCode(err, "news.stale") {
			t.Errorf("an overtaken deletion: %v", err)
		}
		if err := s.DeleteNews(ctx, w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Retail), n.ID, 2); !fault.HasCode(err, "news.unknown") {
			t.Errorf("a deletion through another org: %v", err)
		}
		if err := s.DeleteNews(ctx, admin, stock, n.ID, 2); err != nil {
			t.Error(err)
		}
		audited := w.Audited(w.Tenant(servertest.Acme))
		if want := []string{"news:written", "news:changed", "news:deleted"}; !slices.Equal(audited[len(audited)-3:], want) {
			t.Errorf("audited are %v", audited)
		}
		for code, in := range map[string]portal.NewsSpec{
			"name.empty":      {Title: " "},
			"name.long":       {Title: strings.Repeat("新", 121)},
			"name.characters": {Title: "a", Text: "a\x00b"},
			"news.dates":      {Title: "a", StartsAt: w.Clock.Now(), EndsAt: w.Clock.Now()},
		} {
			if _, err := s.WriteNews(ctx, admin, stock, in); !fault.HasCode(err, code) || !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v, want %s", in, err, code)
			}
		}
	})
}
