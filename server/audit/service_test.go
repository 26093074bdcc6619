package audit_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

// reading is a world in which things have happened.
type reading struct {
	*servertest.World
	trail  *audit.Service
	sealer *audit.Sealer
}

func read(t *testing.T, w *servertest.World) *reading {
	t.Helper()
	vault, _, err := secrets.Start(t.Context(), w.Store, secrets.KeySettings{Dir: t.TempDir()}, w.NewID, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	keys := &audit.Keys{Store: w.Store, Vault: vault, NewID: w.NewID, Now: w.Clock.Now}
	return &reading{
		World:  w,
		trail:  &audit.Service{Store: w.Store, Keys: keys, Auth: w.Auth, Log: w.Audit, Now: w.Clock.Now},
		sealer: &audit.Sealer{Store: w.Store, Keys: keys, Log: quiet(), Now: w.Clock.Now},
	}
}

// did writes an entry of somebody at an org, a second after the one before.
func (r *reading) did(t *testing.T, who rbac.Actor, path, action string) {
	t.Helper()
	r.Clock.Add(time.Second)
	org := rbac.OrgID("")
	if path != "" {
		org = r.Org(path)
	}
	err := r.Store.InTx(t.Context(), func(ctx context.Context) error {
		return r.Audit.Record(ctx, who, audit.Entry{Action: action, Kind: "chain", ResourceID: "c-" + action, OrgID: org})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func actions(items []audit.Shown) []string {
	var out []string
	for _, e := range items {
		out = append(out, e.Action)
	}
	return out
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestEntriesAreSeenByOrg(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		r := read(t, w)
		admin := w.Actor(rbac.Admin, servertest.Acme)
		for _, path := range []string{servertest.Acme, servertest.Retail, servertest.Stock, servertest.Picking, servertest.Shop} {
			r.did(t, admin, path, path)
		}
		r.did(t, admin, "", "tenant")
		r.did(t, w.Actor(rbac.Owner, servertest.Umbra), servertest.Umbra, "other")
		tests := []struct {
			who  rbac.Actor
			at   string
			want []string
			code string
		}{
			{who: w.Actor(rbac.Auditor, servertest.Acme), at: servertest.Acme, want: []string{"tenant", servertest.Shop, servertest.Picking, servertest.Stock, servertest.Retail, servertest.Acme}},
			{who: w.Actor(rbac.Auditor, servertest.Acme), at: servertest.Stock, want: []string{servertest.Picking, servertest.Stock}},
			{who: w.Actor(rbac.Auditor, servertest.Stock), at: servertest.Stock, want: []string{servertest.Picking, servertest.Stock}},
			{who: w.Actor(rbac.Auditor, servertest.Stock), at: servertest.Acme, code: "resource.unknown"},
			{who: w.Actor(rbac.Auditor, servertest.Stock), at: servertest.Shop, code: "resource.unknown"},
			{who: w.Actor(rbac.Owner, servertest.Acme), at: servertest.Picking, want: []string{servertest.Picking}},
			{who: w.Actor(rbac.Viewer, servertest.Acme), at: servertest.Acme, code: "resource.unknown"},
			{who: w.Actor(rbac.Owner, servertest.Umbra), at: servertest.Acme, code: "resource.unknown"},
			{who: w.Actor(rbac.Owner, servertest.Umbra), at: servertest.Umbra, want: []string{"other"}},
		}
		for _, tt := range tests {
			p, err := r.trail.List(t.Context(), tt.who, w.Org(tt.at), audit.Query{}, page.Request{Limit: 50})
			if got := code(err); got != tt.code || !slices.Equal(actions(p.Items), tt.want) {
				t.Errorf("at %s: %v, %v; want %v, %q", tt.at, actions(p.Items), err, tt.want, tt.code)
			}
		}
		p, err := r.trail.List(t.Context(), w.Actor(rbac.Auditor, servertest.Stock), w.Org(servertest.Stock), audit.Query{}, page.Request{Limit: 1})
		if err != nil || p.Items[0].SubjectName != "Admin of acme" || p.Items[0].OrgName != "Picking" || p.Next.IsZero() {
			t.Errorf("names: %+v, %v", p.Items, err)
		}
	})
}

func TestEntriesAreFound(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		r := read(t, w)
		began := w.Clock.Now()
		admin, owner := w.Actor(rbac.Admin, servertest.Acme), w.Actor(rbac.Owner, servertest.Acme)
		robot := admin
		robot.Subject, robot.Kind = w.Subject(rbac.Designer, servertest.Acme), rbac.Service
		r.did(t, admin, servertest.Acme, "a:1")
		r.did(t, owner, servertest.Acme, "a:2")
		r.did(t, robot, servertest.Acme, "a:3")
		if err := w.Audit.Refuse(t.Context(), owner, audit.Entry{Action: "a:4", Kind: "org", OrgID: w.Org(servertest.Acme), Code: "auth.forbidden"}); err != nil {
			t.Fatal(err)
		}
		at := func(seconds int) int64 { return began.Add(time.Duration(seconds) * time.Second).UnixMicro() }
		tests := []struct {
			name string
			q    audit.Query
			want []string
		}{
			{"all", audit.Query{}, []string{"a:4", "a:3", "a:2", "a:1"}},
			{"who, or who is behind", audit.Query{Who: admin.Subject}, []string{"a:3", "a:1"}},
			{"action", audit.Query{Action: "a:2"}, []string{"a:2"}},
			{"kind", audit.Query{Kind: "org"}, []string{"a:4"}},
			{"resource", audit.Query{Resource: "c-a:3"}, []string{"a:3"}},
			{"result", audit.Query{Result: "refused"}, []string{"a:4"}},
			{"from", audit.Query{From: at(2)}, []string{"a:4", "a:3", "a:2"}},
			{"to", audit.Query{To: at(2)}, []string{"a:1"}},
			{"both", audit.Query{From: at(2), To: at(3)}, []string{"a:2"}},
			{"all at once", audit.Query{Who: admin.Subject, Kind: "chain", Result: "allowed", From: at(3)}, []string{"a:3"}},
			{"nobody", audit.Query{Who: "nobody' OR '1'='1"}, nil},
		}
		auditor := w.Actor(rbac.Auditor, servertest.Acme)
		for _, tt := range tests {
			var got []string
			request := page.Request{Limit: 1}
			for { // page by page
				p, err := r.trail.List(t.Context(), auditor, w.Org(servertest.Acme), tt.q, request)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, actions(p.Items)...)
				if request.After = p.Next; request.After.IsZero() {
					break
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
			}
		}
	})
}

func TestExportNeedsAFreshFactorAndIsAnEntry(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		r := read(t, w)
		auditor, org := w.Actor(rbac.Auditor, servertest.Acme), w.Org(servertest.Acme)
		for i := range 450 { // more than two pages
			r.did(t, auditor, servertest.Stock, fmt.Sprint("a:", i))
		}
		stale := auditor
		stale.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		for name, tt := range map[string]struct {
			who  rbac.Actor
			code string
		}{
			"long ago":  {stale, "auth.step_up_needed"},
			"a token":   {w.Token(w.Actor(rbac.Owner, servertest.Acme), org, rbac.AuditExport, rbac.OrgView), "auth.step_up_needed"},
			"a viewer":  {w.Actor(rbac.Viewer, servertest.Acme), "resource.unknown"},
			"an umbran": {w.Actor(rbac.Owner, servertest.Umbra), "resource.unknown"},
		} {
			if _, err := r.trail.Export(t.Context(), tt.who, org, audit.Query{}); code(err) != tt.code {
				t.Errorf("%s: %v, want %s", name, err, tt.code)
			}
		}
		w.Clock.Add(time.Second)
		entries, err := r.trail.Export(t.Context(), w.Actor(rbac.Auditor, servertest.Acme), org, audit.Query{Kind: "chain"})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		err = entries(t.Context(), func(e audit.Shown) error {
			seen[e.Action] = true
			return nil
		})
		if err != nil || len(seen) != 450 {
			t.Errorf("%d entries, %v", len(seen), err)
		}
		p, err := r.trail.List(t.Context(), auditor, org, audit.Query{Kind: "audit"}, page.Request{Limit: 9})
		if err != nil || len(p.Items) != 1 || p.Items[0].Action != "audit:exported" || p.Items[0].After != `{"kind":"chain"}` {
			t.Errorf("entries of exports: %+v, %v", p.Items, err)
		}
	})
}

func TestVerifyFromTheLastHead(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		r := read(t, w)
		auditor, org := w.Actor(rbac.Auditor, servertest.Acme), w.Org(servertest.Acme)
		verify := func() audit.Checked {
			t.Helper()
			c, err := r.trail.Verify(t.Context(), auditor, org)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if c := verify(); c.Problem != nil || c.Last != 0 || c.Head.Seq != 0 {
			t.Errorf("of nothing: %+v", c)
		}
		for round := range 3 {
			for i := range 4 {
				r.did(t, auditor, servertest.Stock, fmt.Sprint("a:", round, i))
			}
			if err := r.sealer.Pass(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := r.sealer.SignAll(t.Context(), w.Clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		r.did(t, auditor, servertest.Stock, "a:last")
		if err := r.sealer.Seal(t.Context(), string(auditor.Tenant)); err != nil {
			t.Fatal(err)
		}
		r.did(t, auditor, servertest.Stock, "a:unsealed")
		c := verify()
		if c.Problem != nil || c.From != 8 || c.Last != 13 || c.Head.Seq != 12 || c.Unsealed != 1 || !c.Head.SignedBy(c.PublicKey) {
			t.Errorf("Verify = %+v, %v", c, c.Problem)
		}
		for name, tt := range map[string]struct {
			who  rbac.Actor
			at   string
			code string
		}{
			"below the root": {auditor, servertest.Stock, "audit.not_root"},
			"a viewer":       {w.Actor(rbac.Viewer, servertest.Acme), servertest.Acme, "resource.unknown"},
			"an umbran":      {w.Actor(rbac.Owner, servertest.Umbra), servertest.Acme, "resource.unknown"},
		} {
			if _, err := r.trail.Verify(t.Context(), tt.who, w.Org(tt.at)); code(err) != tt.code {
				t.Errorf("%s: %v, want %s", name, err, tt.code)
			}
		}
	})
}
