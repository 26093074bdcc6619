package environments_test

import (
	"strings"
	"testing"

	"catenary/chain"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/orgs"
	"catenary/server/scripts"
	"catenary/server/servertest"
)

func TestAChainNeedsTheRightToUseAnEnvironment(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		s := &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: builtin.Registry(), NewID: w.NewID, Now: w.Clock.Now}
		texts := &scripts.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now}
		_, err := texts.Create(ctx, w.designer, w.org, scripts.New{Key: "check", Name: "Check", Language: "shell", Source: "true"})
		w.must(err)
		boss, retail := w.Actor(rbac.Admin, servertest.Retail), w.Org(servertest.Retail)
		w.create(w.admin, w.org, "own", "x")
		w.create(boss, retail, "unshared", "x")
		shared := w.create(boss, retail, "shared", "x")
		_, err = w.Orgs.Share(ctx, boss, retail, orgs.NewShare{Kind: orgs.KindEnvironment, Resource: shared.ID, To: w.org})
		w.must(err)
		missing := func(who rbac.Actor, environment string) bool {
			t.Helper()
			problems, err := s.Check(ctx, who, w.org, chains.Input{Encoding: chain.EncodingYAML, Data: []byte(`format: catenary/v1
kind: Chain
key: uses-it
name: Uses it
nodes:
  - {id: a, kind: work, task: {script: check, environment: ` + environment + `}}
`)}, chain.Save)
			w.must(err)
			for _, p := range problems {
				if p.Code == "chain.reference_missing" && strings.HasSuffix(p.Pointer, "/environment") {
					return true
				}
			}
			return false
		}
		for key, want := range map[string]bool{"own": false, "shared": false, "unshared": true, "nowhere": true} {
			if got := missing(w.designer, key); got != want {
				t.Errorf("%s missing: %v", key, got)
			}
		}
		bound := w.Token(w.designer, w.org, rbac.ChainView, rbac.ChainEdit, rbac.EnvironmentView)
		if !missing(bound, "own") {
			t.Error("used without environment:use")
		}
	})
}
