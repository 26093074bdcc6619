package environments_test

import (
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/environments"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestCreateAndUpdate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		made := w.create(w.admin, w.org, "shell", "shell:1")
		if made.Revision != 1 || made.User != environments.DefaultUser || made.Image != "" || made.UpdatedByName == "" || len(made.Can) == 0 {
			t.Fatalf("made %+v", made)
		}
		_, err := w.environments.Create(ctx, w.admin, w.org, fromEngine("shell", "shell:1"))
		wantCode(t, err, "environment.key_taken")
		changed, err := w.environments.Update(ctx, w.admin, w.org, "shell", 1, func(n *environments.New) {
			n.Name, n.User, n.Entry, n.Limits = " Muschel ", 1000, []string{"sh", "-e"}, environments.Limits{CPU: 0.5, Memory: "64Mi", Pids: 10, Timeout: "90s"}
		})
		w.must(err)
		if changed.Name != "Muschel" || changed.Revision != 2 || changed.SourceRevision != 1 || changed.User != 1000 || changed.Limits.Memory != "64Mi" {
			t.Errorf("changed %+v", changed)
		}
		_, err = w.environments.Update(ctx, w.admin, w.org, "shell", 1, func(n *environments.New) { n.Name = "Late" })
		if f := wantCode(t, err, "environment.stale"); f.Kind != fault.Stale {
			t.Errorf("stale %+v", f)
		}
		same, err := w.environments.Update(ctx, w.admin, w.org, "shell", 2, func(*environments.New) {})
		if err != nil || same.Revision != 2 {
			t.Errorf("nothing changes: %+v, %v", same, err)
		}
		other, err := w.environments.Update(ctx, w.admin, w.org, "shell", 2, func(n *environments.New) { n.Source.Reference = "shell:2" })
		if err != nil || other.SourceRevision != 2 {
			t.Errorf("another source: %+v, %v", other, err)
		}
		found, err := w.environments.List(ctx, w.admin, w.org, environments.Query{Search: "musch"}, everything())
		if err != nil || len(found.Items) != 1 || found.Items[0].Limits.CPU != 0.5 {
			t.Errorf("found %+v, %v", found, err)
		}
		w.must(w.environments.Delete(ctx, w.admin, w.org, "shell"))
		wantCode(t, second(w.environments.Get(ctx, w.admin, w.org, "shell")), "environment.unknown")
		w.create(w.admin, w.org, "shell", "shell:1")
		if got := strings.Join(w.Audited(w.admin.Tenant), " "); got !=
			"environment:created environment:changed environment:changed environment:deleted environment:created" {
			t.Errorf("audited %s", got)
		}
	})
}

func TestDeprecation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(w.admin, w.org, "old", "shell:1")
		w.create(w.admin, w.org, "new", "shell:2")
		retire := func(key string, revision int64, d *environments.Deprecation) (environments.View, error) {
			return w.environments.Update(ctx, w.admin, w.org, key, revision, func(n *environments.New) { n.Deprecation = d })
		}
		for _, key := range []string{"old", "nowhere", "../x"} {
			f := wantCode(t, second(retire("old", 1, &environments.Deprecation{Replacement: key})), "environment.replacement")
			if f.Details[0].Pointer != "/deprecation/replacement" {
				t.Errorf("refused at %+v", f.Details)
			}
		}
		wantCode(t, second(retire("old", 1, &environments.Deprecation{Note: strings.Repeat("x", 501)})), "name.long")
		got, err := retire("old", 1, &environments.Deprecation{Note: "until May", Replacement: "new"})
		if err != nil || got.Revision != 2 || got.DeprecatedAt == 0 || got.DeprecationNote != "until May" || got.Replacement != "new" || got.SourceRevision != 1 {
			t.Fatalf("deprecated %+v, %v", got, err)
		}
		wantCode(t, second(retire("new", 1, &environments.Deprecation{Replacement: "old"})), "environment.replacement")
		listed, err := w.environments.List(ctx, w.admin, w.org, environments.Query{Search: "old"}, everything())
		if err != nil || len(listed.Items) != 1 || listed.Items[0].DeprecationNote != "until May" {
			t.Errorf("listed %+v, %v", listed, err)
		}
		// What is to be used instead may go; the rest can still be changed.
		w.must(w.environments.Delete(ctx, w.admin, w.org, "new"))
		got, err = w.environments.Update(ctx, w.admin, w.org, "old", 2, func(n *environments.New) { n.Name = "Old" })
		if err != nil || got.Replacement != "new" {
			t.Errorf("renamed %+v, %v", got, err)
		}
		got, err = retire("old", 3, nil)
		if err != nil || got.DeprecatedAt != 0 || got.DeprecationNote != "" || got.Replacement != "" {
			t.Errorf("taken back %+v, %v", got, err)
		}
		if got := strings.Join(w.Audited(w.admin.Tenant), " "); got !=
			"environment:created environment:created environment:deprecated environment:deleted environment:changed environment:undeprecated" {
			t.Errorf("audited %s", got)
		}
	})
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	tests := []struct {
		name string
		edit func(*environments.New)
		code string
	}{
		{"a key that is none", func(n *environments.New) { n.Key = "../x" }, "name.key"},
		{"no name", func(n *environments.New) { n.Name = " " }, "name.empty"},
		{"root", func(n *environments.New) { n.User = -1 }, "environment.user"},
		{"no entry", func(n *environments.New) { n.Entry = nil }, "environment.entry"},
		{"an empty entry", func(n *environments.New) { n.Entry = []string{""} }, "environment.entry"},
		{"an entry with a control character", func(n *environments.New) { n.Entry = []string{"sh\n"} }, "environment.entry"},
		{"a memory that is none", func(n *environments.New) { n.Limits.Memory = "much" }, "environment.limits"},
		{"too little memory", func(n *environments.New) { n.Limits.Memory = "1Ki" }, "environment.limits"},
		{"no time", func(n *environments.New) { n.Limits.Timeout = "0s" }, "environment.limits"},
		{"processors below zero", func(n *environments.New) { n.Limits.CPU = -1 }, "environment.limits"},
		{"no kind of source", func(n *environments.New) { n.Source.Kind = "floppy" }, "environment.source"},
		{"no image", func(n *environments.New) { n.Source.Reference = "" }, "environment.source"},
		{"a password for the engine", func(n *environments.New) { n.Source.Secret = "x" }, "environment.source"},
		{"a Dockerfile without a build", func(n *environments.New) { n.Source.Dockerfile = "Dockerfile" }, "environment.source"},
		{"an upload that is not there", func(n *environments.New) {
			n.Source, n.Upload = environments.Source{Kind: image.Archive}, "01JD0000000000000000000000"
		}, "upload.unknown"},
		{"an upload that is a path", func(n *environments.New) {
			n.Source, n.Upload = environments.Source{Kind: image.Archive}, "../../etc/passwd"
		}, "upload.unknown"},
		{"no name of an image", func(n *environments.New) {
			n.Source = environments.Source{Kind: image.Remote, Reference: "http://x/y"}
		}, "image.reference"},
	}
	for _, tt := range tests {
		in := fromEngine("good", "shell:1")
		tt.edit(&in)
		if _, err := w.environments.Create(ctx, w.admin, w.org, in); !fault.HasCode(err, tt.code) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.code)
		}
	}
	if got, err := w.environments.List(ctx, w.admin, w.org, environments.Query{}, everything()); err != nil || len(got.Items) != 0 {
		t.Errorf("afterwards %+v, %v", got, err)
	}
}

func TestWhoMayNotSeeAnEnvironmentLearnsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(w.admin, w.org, "shell", "shell:1")
		u, err := w.environments.BeginUpload(ctx, w.admin, w.org, 10, "")
		w.must(err)
		_, err = w.environments.SetRegistry(ctx, w.admin, w.org, 0, environments.Registry{URL: "https://registry.example.org"})
		w.must(err)
		for name, who := range map[string]rbac.Actor{
			"another tenant": w.Actor(rbac.Owner, servertest.Umbra),
			"a sibling org":  w.Actor(rbac.Admin, servertest.Shop),
			"an org below":   w.Actor(rbac.Admin, servertest.Picking),
		} {
			for call, err := range map[string]error{
				"list":     second(w.environments.List(ctx, who, w.org, environments.Query{}, everything())),
				"get":      second(w.environments.Get(ctx, who, w.org, "shell")),
				"uses":     second(w.environments.Uses(ctx, who, w.org, "shell", everything())),
				"status":   second(w.environments.ImageStatus(ctx, who, w.org, "shell")),
				"ask":      second(w.environments.AskImage(ctx, who, w.org, "shell", "")),
				"create":   second(w.environments.Create(ctx, who, w.org, fromEngine("x", "y"))),
				"update":   second(w.environments.Update(ctx, who, w.org, "shell", 1, func(*environments.New) {})),
				"delete":   w.environments.Delete(ctx, who, w.org, "shell"),
				"begin":    second(w.environments.BeginUpload(ctx, who, w.org, 1, "")),
				"upload":   second(w.environments.GetUpload(ctx, who, w.org, u.ID)),
				"append":   second(w.environments.Append(ctx, who, w.org, u.ID, 0, []byte("x"))),
				"drop":     w.environments.DeleteUpload(ctx, who, w.org, u.ID),
				"registry": second(w.environments.GetRegistry(ctx, who, w.org)),
				"set":      second(w.environments.SetRegistry(ctx, who, w.org, 1, environments.Registry{URL: "https://x.example.org"})),
				"unset":    w.environments.DeleteRegistry(ctx, who, w.org, 1),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %s = %v", name, call, err)
				}
			}
		}
		if err := w.environments.Delete(ctx, w.designer, w.org, "shell"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a designer deletes: %v", err)
		}
		// Of another org, its own admin learns nothing of the upload either.
		shop := w.Org(servertest.Shop)
		in := fromEngine("thief", "")
		in.Source, in.Upload = environments.Source{Kind: image.Archive}, u.ID
		wantCode(t, second(w.environments.Create(ctx, w.Actor(rbac.Admin, servertest.Shop), shop, in)), "upload.unknown")
	})
}

func TestSharedEnvironmentsAreNamedAndNothingMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		boss, retail := w.Actor(rbac.Admin, servertest.Retail), w.Org(servertest.Retail)
		shared := w.create(boss, retail, "shared", "registry.example.org/secret:1")
		w.create(boss, retail, "unshared", "x")
		_, err := w.Orgs.Share(ctx, boss, retail, orgs.NewShare{Kind: orgs.KindEnvironment, Resource: shared.ID, To: w.org})
		w.must(err)
		got, err := w.environments.List(ctx, w.designer, w.org, environments.Query{}, everything())
		if err != nil || len(got.Items) != 1 {
			t.Fatalf("listed %+v, %v", got, err)
		}
		if v := got.Items[0]; !v.Shared || v.Key != "shared" || v.Org != "" || v.UpdatedByName != "" || v.Source.Reference != "" || len(v.Can) != 0 {
			t.Errorf("of a shared environment is seen %+v", v)
		}
		wantCode(t, second(w.environments.Get(ctx, w.designer, w.org, "shared")), "environment.unknown")
		usable, err := w.Store.UsableEnvironments(ctx, w.admin.Tenant, w.org, rbac.EnvironmentUse, []string{"shared", "unshared"})
		if err != nil || len(usable) != 1 || usable[0].ID != shared.ID {
			t.Errorf("usable %+v, %v", usable, err)
		}
		usable, err = w.Store.UsableEnvironments(ctx, w.admin.Tenant, w.Org(servertest.Shop), rbac.EnvironmentUse, []string{"shared"})
		if err != nil || len(usable) != 0 {
			t.Errorf("a sibling may use %+v, %v", usable, err)
		}
	})
}
