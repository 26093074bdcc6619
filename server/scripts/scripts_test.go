package scripts_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/scripts"
	"catenary/server/servertest"
)

var ctx = context.Background()

// world is a servertest.World with scripts, and a designer of Stock.
type world struct {
	*servertest.World
	t        *testing.T
	scripts  *scripts.Service
	designer rbac.Actor
	org      rbac.OrgID
}

func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, newWorld(t, w)) })
}

func newWorld(t *testing.T, w *servertest.World) *world {
	return &world{
		World: w, t: t, org: w.Org(servertest.Stock), designer: w.Actor(rbac.Designer, servertest.Stock),
		scripts: &scripts.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now},
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) create(who rbac.Actor, org rbac.OrgID, key, source string) scripts.View {
	w.t.Helper()
	view, err := w.scripts.Create(ctx, who, org, scripts.New{Key: key, Name: "Script " + key, Language: "shell", Source: source})
	w.must(err)
	return view
}

func wantCode(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("error = %v; want %s", err, code)
	}
	return f
}

func everything() page.Request { return page.Request{Limit: page.MaxLimit} }

func second[T any](_ T, err error) error { return err }

func TestVersions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		made := w.create(w.designer, w.org, "check", "echo 1\n")
		if made.Version != 1 || made.Revision != 1 || made.Digest != scripts.Digest("echo 1\n") || made.UpdatedByName == "" {
			t.Fatalf("made %+v", made)
		}
		same, added, err := w.scripts.AddVersion(ctx, w.designer, w.org, "check", 1, "echo 1\n", "again")
		if err != nil || added || same.Version != 1 || same.Revision != 1 {
			t.Errorf("the same source: %+v, %v, %v", same, added, err)
		}
		next, added, err := w.scripts.AddVersion(ctx, w.designer, w.org, "check", 1, "echo 2\n", " two ")
		if err != nil || !added || next.Version != 2 || next.Revision != 2 || next.Digest != scripts.Digest("echo 2\n") {
			t.Errorf("another: %+v, %v, %v", next, added, err)
		}
		_, _, err = w.scripts.AddVersion(ctx, w.designer, w.org, "check", 1, "echo 3\n", "")
		f := wantCode(t, err, "script.stale")
		if data, ok := f.Data.(map[string]int64); f.Kind != fault.Stale || !ok || data["revision"] != 2 {
			t.Errorf("stale %+v", f)
		}
		list, err := w.scripts.Versions(ctx, w.designer, w.org, "check", page.Request{Limit: 1})
		if err != nil || len(list.Items) != 1 || list.Items[0].Version != 2 || list.Items[0].Source != "" || list.Items[0].Message != "two" {
			t.Errorf("versions %+v, %v", list, err)
		}
		list, err = w.scripts.Versions(ctx, w.designer, w.org, "check", page.Request{Limit: 1, After: list.Next})
		if err != nil || len(list.Items) != 1 || list.Items[0].Version != 1 || !list.Next.IsZero() {
			t.Errorf("the page after %+v, %v", list, err)
		}
		first, err := w.scripts.Version(ctx, w.designer, w.org, "check", 1)
		if err != nil || first.Source != "echo 1\n" || first.CreatedBy != w.designer.Subject || first.Human != w.designer.Human {
			t.Errorf("version 1 %+v, %v", first, err)
		}
		_, err = w.scripts.Version(ctx, w.designer, w.org, "check", 3)
		wantCode(t, err, "script.version_unknown")
		if got := strings.Join(w.Audited(w.designer.Tenant), " "); got != "script:created script:changed" {
			t.Errorf("audited %s", got)
		}
	})
}

func TestOfParallelVersionsOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(w.designer, w.org, "check", "0")
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, _, errs[i] = w.scripts.AddVersion(ctx, w.designer, w.org, "check", 1, fmt.Sprint(i+1), "") })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.HasCode(err, "script.stale"):
				t.Error(err)
			}
		}
		view, err := w.scripts.Get(ctx, w.designer, w.org, "check")
		if won != 1 || err != nil || view.Version != 2 {
			t.Errorf("%d won, version %d, %v", won, view.Version, err)
		}
	})
}

func TestRename(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(w.designer, w.org, "check", "x")
		view, err := w.scripts.Rename(ctx, w.designer, w.org, "check", 1, " Prüfen ", "python")
		if err != nil || view.Name != "Prüfen" || view.Language != "python" || view.Revision != 2 || view.Version != 1 {
			t.Errorf("renamed %+v, %v", view, err)
		}
		_, err = w.scripts.Rename(ctx, w.designer, w.org, "check", 1, "Late", "")
		wantCode(t, err, "script.stale")
		view, err = w.scripts.Rename(ctx, w.designer, w.org, "check", 2, "Prüfen", "")
		if err != nil || view.Revision != 2 {
			t.Errorf("nothing changes: %+v, %v", view, err)
		}
		got, err := w.scripts.List(ctx, w.designer, w.org, scripts.Query{Search: "prüf"}, everything())
		if err != nil || len(got.Items) != 1 {
			t.Errorf("found %+v, %v", got, err)
		}
	})
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(w.designer, w.org, "taken", "x")
	good := scripts.New{Key: "good", Name: "Good", Language: "shell", Source: "x"}
	tests := []struct {
		name string
		edit func(*scripts.New)
		code string
	}{
		{"a key that is there", func(n *scripts.New) { n.Key = "taken" }, "script.key_taken"},
		{"no key", func(n *scripts.New) { n.Key = "No Key" }, "name.key"},
		{"no name", func(n *scripts.New) { n.Name = " " }, "name.empty"},
		{"a name that turns round", func(n *scripts.New) { n.Name = "a\u202eb" }, "name.characters"},
		{"no language", func(n *scripts.New) { n.Language = "" }, "name.key"},
		{"a long message", func(n *scripts.New) { n.Message = strings.Repeat("a", scripts.MaxMessage+1) }, "name.long"},
		{"a long source", func(n *scripts.New) { n.Source = strings.Repeat("a", scripts.MaxSource+1) }, "script.too_large"},
		{"a zero byte", func(n *scripts.New) { n.Source = "a\x00b" }, "script.not_text"},
		{"no UTF-8", func(n *scripts.New) { n.Source = "a\xff" }, "script.not_text"},
	}
	for _, tt := range tests {
		in := good
		tt.edit(&in)
		if _, err := w.scripts.Create(ctx, w.designer, w.org, in); !fault.HasCode(err, tt.code) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.code)
		}
	}
	if _, _, err := w.scripts.AddVersion(ctx, w.designer, w.org, "taken", 1, strings.Repeat("a", scripts.MaxSource+1), ""); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a long new source: %v", err)
	}
	if got, err := w.scripts.List(ctx, w.designer, w.org, scripts.Query{}, everything()); err != nil || len(got.Items) != 1 {
		t.Errorf("afterwards %+v, %v", got, err)
	}
	largest := good
	largest.Source = strings.Repeat("é", scripts.MaxSource/2)
	if _, err := w.scripts.Create(ctx, w.designer, w.org, largest); err != nil {
		t.Errorf("the largest source: %v", err)
	}
}

func TestWhoMayNotSeeAScriptLearnsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		made := w.create(w.designer, w.org, "check", "x")
		for name, who := range map[string]rbac.Actor{
			"another tenant": w.Actor(rbac.Owner, servertest.Umbra),
			"a sibling org":  w.Actor(rbac.Admin, servertest.Shop),
			"an org below":   w.Actor(rbac.Admin, servertest.Picking),
		} {
			for call, err := range map[string]error{
				"list":     second(w.scripts.List(ctx, who, w.org, scripts.Query{}, everything())),
				"get":      second(w.scripts.Get(ctx, who, w.org, "check")),
				"versions": second(w.scripts.Versions(ctx, who, w.org, "check", everything())),
				"version":  second(w.scripts.Version(ctx, who, w.org, "check", 1)),
				"compare":  second(w.scripts.Compare(ctx, who, w.org, "check", 1, 1)),
				"uses":     second(w.scripts.Uses(ctx, who, w.org, "check", everything())),
				"create":   second(w.scripts.Create(ctx, who, w.org, scripts.New{Key: "x", Name: "X", Language: "shell"})),
				"rename":   second(w.scripts.Rename(ctx, who, w.org, "check", 1, "X", "")),
				"delete":   w.scripts.Delete(ctx, who, w.org, "check"),
				"deleted":  second(w.scripts.Deleted(ctx, who, w.org, everything())),
				"restore":  second(w.scripts.Restore(ctx, who, w.org, made.ID)),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %s = %v", name, call, err)
				}
			}
		}
		viewer := w.Actor(rbac.Viewer, servertest.Stock)
		if _, err := w.scripts.Version(ctx, viewer, w.org, "check", 1); err != nil {
			t.Errorf("a viewer reads: %v", err)
		}
		if err := w.scripts.Delete(ctx, viewer, w.org, "check"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a viewer deletes: %v", err)
		}
	})
}
