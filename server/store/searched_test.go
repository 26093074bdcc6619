package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/engines"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/store"
	"catenary/server/switches"
	"catenary/server/templates"
	"catenary/server/triggers"
)

// keysOf gives what all pages of a list have, two rows a page.
func keysOf[T any](t *testing.T, list func(page.Request) (page.Of[T], error), search string, key func(T) string) []string {
	t.Helper()
	var out []string
	for r := (page.Request{Limit: 2, Search: search}); ; {
		p, err := list(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range p.Items {
			out = append(out, key(row))
		}
		if p.Next.IsZero() {
			return out
		}
		r.After = p.Next
	}
}

func TestListsAreSearchedByNameAndKey(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s, tenant, org := context.Background(), w.Store, w.Tenant(servertest.Acme), w.Org(servertest.Shop)
		by := w.Subject(rbac.Admin, servertest.Shop)
		for key, name := range map[string]string{"zz-a": "审批 École", "zz-b": "100% sure", "zz-c": "100 sure", "zz_d": "Sure", "zz-e": "sUre"} {
			k := strings.ReplaceAll(key, "_", "-")
			must(t, s.InsertGroup(ctx, orgs.Subject{Tenant: tenant, ID: rbac.SubjectID(w.NewID()), Org: org, Key: k, Name: name, Revision: 1}))
			must(t, s.InsertAccount(ctx, identity.Account{Tenant: tenant, ID: rbac.SubjectID(w.NewID()), Org: org, Key: k, Name: name, State: "active"}))
			must(t, s.InsertMember(ctx, identity.Member{
				Tenant: tenant, ID: rbac.SubjectID(w.NewID()), Org: org, Email: key + "@example.org", Name: name, State: "invited",
			}))
			must(t, s.InsertRole(ctx, orgs.Role{
				Tenant: tenant, ID: rbac.RoleID(w.NewID()), Owner: org, Key: k, Name: name, Effect: rbac.Allow, Revision: 1,
			}))
			must(t, s.InsertEngine(ctx, engines.Engine{Tenant: tenant, ID: w.NewID(), Org: org, Key: k, Name: name, Adapter: "http", Settings: "{}", UpdatedBy: by}))
			must(t, s.InsertSwitch(ctx, switches.Switch{
				Tenant: tenant, ID: w.NewID(), Org: org, Key: k, Name: name, Type: "boolean", Value: "true", CreatedBy: by, UpdatedBy: by,
			}))
			must(t, s.InsertTemplate(ctx, templates.Kept{
				Tenant: tenant, ID: w.NewID(), Org: org, Key: k, Name: name, Of: "chain", CreatedBy: by, UpdatedBy: by,
			}))
			must(t, s.InsertTrigger(ctx, triggers.Trigger{
				Tenant: tenant, ID: w.NewID(), Org: org, Key: k, Kind: "schedule", Name: name, UpdatedBy: by, ActorKind: rbac.User,
			}))
		}
		lists := map[string]func(search string) []string{
			"groups": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[orgs.Subject], error) { return s.Groups(ctx, tenant, org, r) }, q,
					func(g orgs.Subject) string { return g.Key })
			},
			"accounts": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[identity.Account], error) { return s.Accounts(ctx, tenant, org, r) }, q,
					func(a identity.Account) string { return a.Key })
			},
			"members": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[identity.Member], error) { return s.Members(ctx, tenant, org, r) }, q,
					func(m identity.Member) string {
						return strings.ReplaceAll(strings.TrimSuffix(m.Email, "@example.org"), "_", "-")
					})
			},
			"roles": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[orgs.Role], error) { return s.Roles(ctx, tenant, []rbac.OrgID{org}, r) }, q,
					func(r orgs.Role) string { return r.Key })
			},
			"engines": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[engines.Engine], error) { return s.Engines(ctx, tenant, org, r) }, q,
					func(e engines.Engine) string { return e.Key })
			},
			"switches": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[switches.Switch], error) { return s.Switches(ctx, tenant, org, r) }, q,
					func(s switches.Switch) string { return s.Key })
			},
			"templates": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[templates.Kept], error) { return s.Templates(ctx, tenant, org, r) }, q,
					func(k templates.Kept) string { return k.Key })
			},
			"triggers": func(q string) []string {
				return keysOf(t, func(r page.Request) (page.Of[triggers.Trigger], error) { return s.Triggers(ctx, tenant, org, r) }, q,
					func(t triggers.Trigger) string { return t.Key })
			},
		}
		for name, find := range lists {
			for search, want := range map[string][]string{
				"sure": {"zz-b", "zz-c", "zz-d", "zz-e"}, "SURE": {"zz-b", "zz-c", "zz-d", "zz-e"}, "0% S": {"zz-b"},
				"审批": {"zz-a"}, "École": {"zz-a"}, "ZZ-C": {"zz-c"}, "nothing": nil, "!": nil, "'": nil,
			} {
				got := find(search)
				if slices.Sort(got); !slices.Equal(got, want) {
					t.Errorf("%s with %q are %v, not %v", name, search, got, want)
				}
			}
		}
		if got := lists["members"]("zz_d@EXAMPLE"); !slices.Equal(got, []string{"zz-d"}) {
			t.Errorf("members with an address are %v", got)
		}
		wantSecretsFound(t, s, w)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantSecretsFound(t *testing.T, s *store.Store, w *servertest.World) {
	t.Helper()
	ctx, tenant, org := context.Background(), w.Tenant(servertest.Acme), w.Org(servertest.Shop)
	key := secrets.DataKey{Tenant: string(tenant), ID: w.NewID(), Wrapped: secrets.Wrapped{KEK: "k", Bytes: []byte("w")}}
	must(t, s.InsertDataKey(ctx, key))
	for _, k := range []string{"db-password", "db-user", "mail"} {
		must(t, s.InsertSecret(ctx, secrets.SealedSecret{
			Secret:  secrets.Secret{Tenant: tenant, ID: w.NewID(), Org: org, Key: k, UpdatedBy: w.Subject(rbac.Admin, servertest.Shop)},
			DataKey: key.ID, Sealed: []byte("sealed"),
		}))
	}
	got := keysOf(t, func(r page.Request) (page.Of[secrets.Secret], error) { return s.Secrets(ctx, tenant, org, r) }, "DB-",
		func(s secrets.Secret) string { return s.Key })
	if !slices.Equal(got, []string{"db-password", "db-user"}) {
		t.Errorf("secrets = %v", got)
	}
}
