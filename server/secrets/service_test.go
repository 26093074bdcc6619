package secrets_test

import (
	"slices"
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

func val(text string) secrets.Value { return secrets.NewValue([]byte(text)) }

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestWhoMayDoWhatWithSecrets(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		const no, hidden = "auth.forbidden", "resource.unknown"
		made := w.create(t, servertest.Stock, "token", "value of token")
		stock, ctx := w.Org(servertest.Stock), t.Context()
		tests := []struct {
			who         rbac.Actor
			list, write string
			use         string
		}{
			{w.Actor(rbac.Owner, servertest.Acme), "", "", ""},
			{w.Actor(rbac.Admin, servertest.Retail), "", "", ""},
			{w.Actor(rbac.Admin, servertest.Stock), "", "", ""},
			{w.Actor(rbac.Designer, servertest.Stock), "", no, ""},
			{w.Actor(rbac.Operator, servertest.Stock), no, no, no},
			{w.Actor(rbac.Approver, servertest.Stock), no, no, no},
			{w.Actor(rbac.Viewer, servertest.Stock), no, no, no},
			{w.Actor(rbac.Auditor, servertest.Stock), no, no, no},
			{w.Actor(rbac.Admin, servertest.Picking), hidden, hidden, hidden},
			{w.Actor(rbac.Admin, servertest.Shop), hidden, hidden, hidden},
			{w.Actor(rbac.Owner, servertest.Umbra), hidden, hidden, hidden},
			{w.Token(w.Actor(rbac.Owner, servertest.Acme), stock, rbac.OrgView, rbac.SecretList), "", no, no},
			{rbac.Actor{}, hidden, hidden, hidden},
		}
		for _, tt := range tests {
			s := w.Secrets
			_, err := s.List(ctx, tt.who, stock, page.Request{Limit: 10})
			check(t, tt.who, "List", err, tt.list)
			_, err = s.Get(ctx, tt.who, stock, "token")
			check(t, tt.who, "Get", err, tt.list)
			_, err = s.Use(ctx, tt.who, stock, "token")
			check(t, tt.who, "Use", err, tt.use)
			if tt.write == "" {
				continue
			}
			_, err = s.Create(ctx, tt.who, stock, secrets.New{Key: "another", Value: val("long enough")})
			check(t, tt.who, "Create", err, tt.write)
			_, err = s.Replace(ctx, tt.who, stock, "token", made.Revision, val("long enough"))
			check(t, tt.who, "Replace", err, tt.write)
			_, err = s.Edit(ctx, tt.who, stock, "token", made.Revision, secrets.Edit{})
			check(t, tt.who, "Edit", err, tt.write)
			check(t, tt.who, "Delete", s.Delete(ctx, tt.who, stock, "token", made.Revision), tt.write)
		}
		p, err := w.Secrets.List(ctx, w.Actor(rbac.Admin, servertest.Stock), stock, page.Request{Limit: 10})
		if err != nil || len(p.Items) != 1 || p.Items[0].Revision != 1 {
			t.Errorf("after all refusals: %+v, %v", p.Items, err)
		}
	})
}

func check(t *testing.T, who rbac.Actor, what string, err error, want string) {
	t.Helper()
	if got := code(err); got != want {
		t.Errorf("%s as %s: %q (%v), want %q", what, who.Subject, got, err, want)
	}
}

func TestASecretsLife(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx, who, org := t.Context(), w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock)
		s := w.Secrets
		made, err := s.Create(ctx, who, org, secrets.New{
			Key: "token", Description: " for the store ", Value: val("first value"),
			Bindings: secrets.Bindings{Hosts: secrets.Names{"B.example.org:443", "a.example.org", "a.example.org"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if made.Version != 1 || made.Revision != 1 || made.Description != "for the store" ||
			!slices.Equal(made.Hosts, []string{"a.example.org", "b.example.org:443"}) ||
			!slices.Equal(made.Can, []rbac.Permission{rbac.SecretList, rbac.SecretUse, rbac.SecretWrite, rbac.ShareWrite}) {
			t.Errorf("made %+v", made)
		}
		_, err = s.Create(ctx, who, org, secrets.New{Key: "token", Value: val("another value")})
		check(t, who, "Create again", err, "secret.key_taken")

		replaced, err := s.Replace(ctx, who, org, "token", 1, val("second value"))
		if err != nil || replaced.Version != 2 || replaced.Revision != 2 {
			t.Fatalf("Replace = %+v, %v", replaced, err)
		}
		_, err = s.Replace(ctx, who, org, "token", 1, val("third value"))
		check(t, who, "Replace what is overtaken", err, "secret.stale")
		used, err := s.Use(ctx, who, org, "token")
		if err != nil || string(used.Value.Reveal()) != "second value" || used.Version != 2 || !used.Host("a.example.org:8443") || used.Host("b.example.org:80") {
			t.Errorf("Use = %q %+v, %v", used.Value.Reveal(), used, err)
		}

		words, none, engines := "else", secrets.Names{}, secrets.Names{"ci"}
		edited, err := s.Edit(ctx, who, org, "token", 2, secrets.Edit{Description: &words, Hosts: &none, Engines: &engines})
		if err != nil || edited.Description != "else" || len(edited.Hosts) != 0 || !edited.Engine("ci") || edited.Engine("cd") || edited.Host("a.example.org") || edited.Version != 2 {
			t.Errorf("Edit = %+v, %v", edited, err)
		}
		_, err = s.Edit(ctx, who, org, "token", 2, secrets.Edit{})
		check(t, who, "Edit what is overtaken", err, "secret.stale")

		check(t, who, "Delete what is overtaken", s.Delete(ctx, who, org, "token", 2), "secret.stale")
		check(t, who, "Delete", s.Delete(ctx, who, org, "token", 3), "")
		for what, err := range map[string]error{
			"Get":    second(s.Get(ctx, who, org, "token")),
			"Use":    second(s.Use(ctx, who, org, "token")),
			"Delete": s.Delete(ctx, who, org, "token", 3),
			"Issue":  second(s.Issue(ctx, who.Tenant, org, "token")),
		} {
			check(t, who, what+" what is gone", err, "secret.unknown")
		}
		want := []string{"secret:created", "secret:replaced", "secret:changed", "secret:deleted"}
		if got := w.Audited(who.Tenant); !slices.Equal(got, want) {
			t.Errorf("audited %v, want %v", got, want)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestSecretsThatAreRefused(t *testing.T) {
	t.Parallel()
	w := setup(t, servertest.SQLite(t))
	who, org := w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock)
	hosts := func(h ...string) secrets.Bindings { return secrets.Bindings{Hosts: h} }
	long := make([]string, 51)
	for i := range long {
		long[i] = "a.example.org"
	}
	tests := []struct {
		name, pointer, code string
		in                  secrets.New
	}{
		{"no key", "/key", "name.key", secrets.New{Value: val("long enough")}},
		{"a wrong key", "/key", "name.key", secrets.New{Key: "a/b", Value: val("long enough")}},
		{"no value", "/value", "secret.size", secrets.New{Key: "a"}},
		{"too short", "/value", "secret.size", secrets.New{Key: "a", Value: val("1234567")}},
		{"too long", "/value", "secret.size", secrets.New{Key: "a", Value: val(strings.Repeat("x", 64<<10+1))}},
		{"a description that cannot be seen", "/description", "name.characters", secrets.New{Key: "a", Value: val("long enough"), Description: "\u202e"}},
		{"an empty host", "/hosts/0", "secret.host", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts("")}},
		{"a host with a path", "/hosts/1", "secret.host", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts("a.example.org", "a.example.org/x")}},
		{"a URL", "/hosts/0", "secret.host", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts("https://a.example.org")}},
		{"a user", "/hosts/0", "secret.host", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts("u@a.example.org")}},
		{"a wildcard", "/hosts/0", "secret.host", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts("*.example.org")}},
		{"a wrong port", "/hosts/0", "secret.host", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts("a.example.org:99999")}},
		{"an empty port", "/hosts/0", "secret.host", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts("a.example.org:080")}},
		{"too many", "/hosts", "secret.bindings", secrets.New{Key: "a", Value: val("long enough"), Bindings: hosts(long...)}},
		{"a wrong engine", "/engines/0", "name.key", secrets.New{Key: "a", Value: val("long enough"), Bindings: secrets.Bindings{Engines: secrets.Names{"A B"}}}},
	}
	for _, tt := range tests {
		_, err := w.Secrets.Create(t.Context(), who, org, tt.in)
		f := fault.As(err)
		if f.Kind != fault.Invalid || f.Code != tt.code || len(f.Details) != 1 || f.Details[0].Pointer != tt.pointer {
			t.Errorf("%s: %v %+v", tt.name, err, f.Details)
		}
	}
	for _, good := range []string{"a.example.org", "localhost", "192.0.2.1:80", "[2001:db8::1]:443", "2001:db8::1", "xn--bcher-kva.example"} {
		_, err := w.Secrets.Create(t.Context(), who, org, secrets.New{Key: "k" + strings.Trim(strings.NewReplacer(".", "-", ":", "-", "[", "", "]", "").Replace(good), "-"), Value: val("long enough"), Bindings: hosts(good)})
		if err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}

func TestSharedSecretsAreUsedAndNeverMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.Secrets
		w.create(t, servertest.Stock, "own", "value of stock")
		made := w.create(t, servertest.Retail, "common", "value of retail")
		w.create(t, servertest.Acme, "common", "value of acme")
		w.create(t, servertest.Retail, "private", "not for all")
		designer, stock := w.Actor(rbac.Designer, servertest.Stock), w.Org(servertest.Stock)

		_, err := s.Use(ctx, designer, stock, "common")
		check(t, designer, "Use before it is shared", err, "secret.unknown")
		_, err = w.Orgs.Share(ctx, w.Actor(rbac.Admin, servertest.Retail), w.Org(servertest.Retail), orgs.NewShare{
			Kind: orgs.KindSecret, Resource: made.ID, To: stock, Subtree: false,
		})
		if err != nil {
			t.Fatal(err)
		}
		used, err := s.Use(ctx, designer, stock, "common")
		if err != nil || string(used.Value.Reveal()) != "value of retail" {
			t.Errorf("Use = %q, %v", used.Value.Reveal(), err)
		}
		if used, err := s.Issue(ctx, designer.Tenant, stock, "common"); err != nil || string(used.Value.Reveal()) != "value of retail" {
			t.Errorf("Issue = %q, %v", used.Value.Reveal(), err)
		}
		viewer := w.Actor(rbac.Viewer, servertest.Stock)
		_, err = s.Use(ctx, viewer, stock, "common")
		check(t, viewer, "Use", err, "auth.forbidden")
		picker := w.Actor(rbac.Designer, servertest.Picking)
		_, err = s.Use(ctx, picker, w.Org(servertest.Picking), "common")
		check(t, picker, "Use below where it is shared", err, "secret.unknown")
		check(t, picker, "Issue below where it is shared", second(s.Issue(ctx, picker.Tenant, w.Org(servertest.Picking), "common")), "secret.unknown")
		_, err = s.Replace(ctx, designer, w.Org(servertest.Retail), "common", 1, val("long enough"))
		check(t, designer, "Replace what is shared", err, "resource.unknown")

		p, err := s.List(ctx, designer, stock, page.Request{Limit: 1})
		if err != nil || len(p.Items) != 1 || p.Items[0].Key != "common" || !p.Items[0].Shared || p.Items[0].Org != "" || p.Items[0].UpdatedByName != "" ||
			!slices.Equal(p.Items[0].Can, []rbac.Permission{rbac.SecretUse}) {
			t.Fatalf("List = %+v, %v", p.Items, err)
		}
		p, err = s.List(ctx, designer, stock, page.Request{Limit: 1, After: p.Next})
		if err != nil || len(p.Items) != 1 || p.Items[0].Key != "own" || p.Items[0].Shared || !p.Next.IsZero() {
			t.Fatalf("its next page = %+v, %v", p.Items, err)
		}
		admin := w.Actor(rbac.Admin, servertest.Retail)
		if p, err := s.List(ctx, admin, stock, page.Request{Limit: 9}); err != nil || len(p.Items) != 2 || p.Items[0].Org != w.Org(servertest.Retail) {
			t.Errorf("as who may see the owner: %+v, %v", p.Items, err)
		}

		if err := s.Delete(ctx, admin, w.Org(servertest.Retail), "common", 1); err != nil {
			t.Fatal(err)
		}
		if shares, err := w.Store.SecretShares(ctx, admin.Tenant, made.ID); err != nil || len(shares) != 0 {
			t.Errorf("shares of a deleted secret: %v, %v", shares, err)
		}
		check(t, designer, "Use what is gone", second(s.Use(ctx, designer, stock, "common")), "secret.unknown")
	})
}

func TestAnOwnSecretGoesBeforeASharedOne(t *testing.T) {
	t.Parallel()
	w := setup(t, servertest.SQLite(t))
	above := w.create(t, servertest.Retail, "same", "value of retail")
	if _, err := w.Orgs.Share(t.Context(), w.Actor(rbac.Admin, servertest.Retail), w.Org(servertest.Retail), orgs.NewShare{
		Kind: orgs.KindSecret, Resource: above.ID, To: w.Org(servertest.Stock), Subtree: true,
	}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ create, at, want string }{
		{"", servertest.Picking, "value of retail"},
		{"value of stock", servertest.Stock, "value of stock"},
		{"", servertest.Picking, "value of retail"},
		{"value of picking", servertest.Picking, "value of picking"},
	} {
		if step.create != "" {
			w.create(t, step.at, "same", step.create)
		}
		used, err := w.Secrets.Issue(t.Context(), w.Tenant(servertest.Acme), w.Org(step.at), "same")
		if err != nil || string(used.Value.Reveal()) != step.want {
			t.Errorf("at %s: %q, %v", step.at, used.Value.Reveal(), err)
		}
	}
}
