package releases_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/releases"
	"catenary/server/scripts"
	"catenary/server/servertest"
	"catenary/server/store/storetest"
)

// eachRaw is servertest.Each with a way around the store.
func eachRaw(t *testing.T, test func(*testing.T, *scene, storetest.Raw)) {
	t.Helper()
	clock := testkit.NewClock()
	storetest.EachRaw(t, clock.Now, func(t *testing.T, raw storetest.Raw) {
		test(t, setup(t, servertest.New(t, raw.Store, clock)), raw)
	})
}

// unprotect takes away what keeps releases from being changed, as only the owner
// of the database can.
func unprotect(t *testing.T, raw storetest.Raw) {
	t.Helper()
	if raw.Database() == "postgres" {
		raw.Exec(t, `ALTER TABLE releases DISABLE TRIGGER ALL`)
		return
	}
	raw.Exec(t, `DROP TRIGGER releases_update`, `DROP TRIGGER releases_delete`)
}

// whole makes a chain of everything that a seal is about: a task with a script
// and an image, and another chain. What its publication would make outside is
// put into its rows.
func (s *scene) whole(raw storetest.Raw) {
	s.t.Helper()
	ctx, designer := s.t.Context(), s.designer
	made := &scripts.Service{Store: s.World.Store, Auth: s.World.Auth, Audit: s.World.Audit, NewID: s.World.NewID, Now: s.Clock.Now}
	v, err := made.Create(ctx, designer, s.org, scripts.New{Key: "check", Name: "Check", Language: "shell", Source: "echo checked\n"})
	s.must(err)
	env := s.World.NewID()
	tenant, org := string(designer.Tenant), string(s.org)
	raw.Exec(s.t,
		fmt.Sprintf(`INSERT INTO environments (tenant_id, id, org_id, key, name, search, run_as, image, upload_id, source_revision, revision,
  created_at, created_by, updated_at, updated_by, source, entry, limits, description)
 VALUES ('%s', '%s', '%s', 'small', 'Small', 'small', 65532, 'sha256:aa', '', 1, 1, 1, '', 1, '', '{}', '["sh"]', '{}', '')`, tenant, env, org),
		fmt.Sprintf(`INSERT INTO environment_images (tenant_id, environment_id, digest, registry, repository, source_digest, platform, size, created_at, used_at)
 VALUES ('%s', '%s', 'sha256:aa', 'here', 'environments/small', '', '', 1, 1, 1)`, tenant, env))
	inner, err := s.World.Store.Startable(ctx, designer.Tenant, s.org, "two")
	s.must(err)
	document := `{"format":"catenary/v1","kind":"Chain","key":"one","name":"A chain","nodes":[` +
		`{"id":"x","kind":"work","task":{"script":"check","environment":"small"}},{"id":"y","kind":"chain","chain":{"key":"two"}}],"edges":[{"from":"x","to":"y"}]}`
	pins := fmt.Sprintf(`{"script":{"check":{"id":%q,"version":1}},"environment":{"small":{"id":%q,"digest":"sha256:aa"}},"chain":{"two":{"id":%q,"version":1}}}`,
		v.ID, env, inner.ID)
	one, err := s.World.Store.Startable(ctx, designer.Tenant, s.org, "one")
	s.must(err)
	raw.Exec(s.t, fmt.Sprintf(`UPDATE chain_versions SET document = '%s', pins = '%s' WHERE chain_id = '%s'`, document, pins, one.ID))
}

// Whatever byte of what would run is changed behind our back, the execution is
// refused and says which part it is.
func TestAnyChangedByteBreaksTheSeal(t *testing.T) {
	t.Parallel()
	eachRaw(t, func(t *testing.T, s *scene, raw storetest.Raw) {
		s.whole(raw)
		v := s.approved(plan(phase("one", chained), phase("three", func(p *releases.Phase) {
			p.Gates = []releases.Gate{{Check: &releases.Check{Chain: releases.Chain{Key: "ready"}, When: "nodes.check.output.ok"}}}
		})))
		unprotect(t, raw)
		id := func(key string) string {
			c, err := s.World.Store.Startable(t.Context(), s.designer.Tenant, s.org, key)
			s.must(err)
			return c.ID
		}
		chainIs := func(key string) string { return ` WHERE chain_id = '` + id(key) + `'` }
		releaseIs := ` WHERE id = '` + v.ID + `'`
		places := []struct{ table, column, where, part string }{
			{"script_versions", "source", "", "/phases/0/chain/nodes/x/script"},
			{"environment_images", "repository", "", "/phases/0/chain/nodes/x/image"},
			{"environments", "entry", "", "/phases/0/chain/nodes/x/environment"},
			{"chain_versions", "document", chainIs("one"), "/phases/0/chain"},
			{"chain_versions", "pins", chainIs("one"), "/phases/0/chain"},
			{"chain_versions", "document", chainIs("two"), "/phases/0/chain/nodes/y/chain"},
			{"chain_versions", "document", chainIs("back"), "/phases/0/rollback/chain"},
			{"chain_versions", "document", chainIs("three"), "/phases/1/chain"},
			{"chain_versions", "document", chainIs("ready"), "/phases/1/gates/0/check/chain"},
			{"releases", "plan", releaseIs, ""},
			{"releases", "name", releaseIs, "/name"},
			{"releases", "description", releaseIs, "/description"},
			{"releases", "parts", releaseIs, ""},
			{"releases", "seal", releaseIs, "/seal"},
		}
		chance := rand.New(rand.NewPCG(1, 2))
		for range 150 {
			p := places[chance.IntN(len(places))]
			var text string
			if err := raw.DB.QueryRowContext(t.Context(), `SELECT `+p.column+` FROM `+p.table+p.where).Scan(&text); err != nil {
				t.Fatal(err)
			}
			at := chance.IntN(len(text))
			letter := "abcdefghijklmnopqrstuvwxyz0123456789 "[chance.IntN(37)]
			if text[at] == letter || text[at] > 127 {
				continue
			}
			set := func(to string) {
				raw.Exec(t, `UPDATE `+p.table+` SET `+p.column+` = '`+strings.ReplaceAll(to, "'", "''")+`'`+p.where)
			}
			set(text[:at] + string(letter) + text[at+1:])
			_, err := s.Execute(t.Context(), s.operate, s.org, v.ID)
			set(text)
			told := fault.As(err).Details
			if !fault.HasCode(err, "release.seal_broken") || len(told) == 0 {
				t.Fatalf("%s.%s at %d became %q, and it says %v", p.table, p.column, at, letter, err)
			}
			if !slices.ContainsFunc(told, func(d fault.Detail) bool { return strings.HasPrefix(d.Pointer, p.part) }) {
				t.Errorf("%s.%s changed, and it names %v", p.table, p.column, told)
			}
		}
		if _, err := s.Execute(t.Context(), s.operate, s.org, v.ID); err != nil {
			t.Errorf("as it was approved: %v", err)
		}
	})
}

// A script that is changed between two phases stops the second.
func TestTheSealIsLookedAtBeforeEachPhase(t *testing.T) {
	t.Parallel()
	eachRaw(t, func(t *testing.T, s *scene, raw storetest.Raw) {
		s.whole(raw)
		s.stage.holds["three"] = true
		v := s.executing(plan(phase("three"), phase("one")))
		s.due()
		raw.Exec(t, `UPDATE script_versions SET source = 'echo other'`)
		for id := range s.stage.state {
			s.stage.set(id, "succeeded")
		}
		v = s.settled(v.ID, releases.Failed, releases.PhaseSucceeded, releases.PhaseFailed)
		if v.Code != "release.seal_broken" || !strings.Contains(v.Message, "/phases/1/chain/nodes/x/script") {
			t.Errorf("%s: %s", v.Code, v.Message)
		}
		if got := s.stage.told(); !slices.Equal(got, []string{"three"}) {
			t.Errorf("what ran: %v", got)
		}
	})
}

// A rollback looks at what it runs itself, and at nothing else of its phase.
func TestARollbackLooksAtItsOwnParts(t *testing.T) {
	t.Parallel()
	const task = `"task":{"script":"check","environment":"small"}`
	checked := func(p *releases.Phase) {
		p.Gates = []releases.Gate{{Check: &releases.Check{Chain: releases.Chain{Key: "one"}}}}
	}
	for _, tt := range []struct {
		name   string
		phase  releases.Phase
		undo   string // of the node with the task, which the chain one has
		broken string
	}{
		{"the chain of a gate", phase("two", checked, chained), "", ""},
		{"the chain of the phase", phase("one", chained), "", ""},
		{"the steps that are undone", phase("one"), `{"kind":"branch"}`, ""},
		{"the chain of the rollback", phase("two", func(p *releases.Phase) {
			p.Rollback = releases.Rollback{Chain: &releases.Chain{Key: "one"}}
		}), "", "/phases/0/rollback/chain/nodes/x/environment"},
		{"an undo", phase("one"), `{"kind":"work",` + task + `}`, "/phases/0/chain/nodes/x/undo/environment"},
		{
			"a node inside of an undo", phase("one"), `{"kind":"each","each":{"items":[1],"graph":{"nodes":[{"id":"z","kind":"work",` + task + `}]}}}`,
			"/phases/0/chain/nodes/z/environment",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			eachRaw(t, func(t *testing.T, s *scene, raw storetest.Raw) {
				s.whole(raw)
				if tt.undo != "" {
					raw.Exec(t, `UPDATE chain_versions SET document = REPLACE(document, '`+task+`}', '`+task+`,"undo":`+tt.undo+`}')`)
				}
				s.stage.holds[tt.phase.Chain.Key] = true
				v := s.executing(plan(tt.phase))
				s.due()
				s.wants(v.ID, releases.Executing, releases.PhaseRunning)
				raw.Exec(t, `UPDATE environments SET entry = '["sh", "-e"]'`)
				for _, r := range s.now(v.ID).Runs {
					if r.Purpose == releases.ForSteps {
						s.stage.set(r.Run, "failed")
					}
				}
				if tt.broken == "" {
					s.settled(v.ID, releases.RolledBack, releases.PhaseRolledBack)
					return
				}
				v = s.settled(v.ID, releases.Failed, releases.PhaseRollbackFailed)
				if p := v.Phases[0]; p.Code != "release.seal_broken" || !strings.Contains(p.Message, tt.broken) {
					t.Errorf("%s: %s, want %s", p.Code, p.Message, tt.broken)
				}
			})
		})
	}
}

// Who wrote any part of a release is known to the approval.
func TestAuthorsOfAllPartsDoNotApprove(t *testing.T) {
	t.Parallel()
	eachRaw(t, func(t *testing.T, s *scene, raw storetest.Raw) {
		s.whole(raw)
		writer := s.Subject(rbac.Designer, servertest.Picking)
		raw.Exec(t, `UPDATE script_versions SET human_id = '`+string(writer)+`'`)
		v := s.submitted(plan(phase("one")))
		got := s.desk.authors[approvals.Subject{Kind: releases.SubjectRelease, ID: v.ID}]
		for _, who := range []rbac.SubjectID{s.designer.Subject, writer, s.Subject(rbac.Admin, servertest.Stock)} {
			if !slices.Contains(got, who) {
				t.Errorf("%s may approve what he wrote; authors are %v", who, got)
			}
		}
	})
}

// The database takes a release for approved only if people approved its seal.
func TestOnlyAnApprovalOfItsSealApproves(t *testing.T) {
	t.Parallel()
	eachRaw(t, func(t *testing.T, s *scene, raw storetest.Raw) {
		v, other := s.submitted(plan(phase("one"))), s.approved(plan(phase("two")))
		refused := func(set string) {
			t.Helper()
			statement := `UPDATE releases SET state = 'approved'` + set + ` WHERE id = '` + v.ID + `'`
			if _, err := raw.DB.ExecContext(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "not approved") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		refused(``)
		refused(`, approval_id = '` + other.Approval + `'`)
		refused(`, approval_id = '` + other.Approval + `', seal = '` + other.Seal + `'`)
		a := s.desk.open[approvals.Subject{Kind: releases.SubjectRelease, ID: v.ID}]
		settled := func(as string) {
			raw.Exec(t, `UPDATE approvals SET state = '`+as+`', settled_at = 1 WHERE id = '`+a.ID+`'`)
		}
		if _, err := raw.DB.ExecContext(context.Background(), `UPDATE releases SET approval_id = '`+other.Approval+`' WHERE id = '`+v.ID+`'`); err != nil {
			t.Fatal(err)
		}
		refused(``) // by the approval of another
		raw.Exec(t, `UPDATE releases SET approval_id = '`+a.ID+`' WHERE id = '`+v.ID+`'`)
		settled("approved")
		refused(`, seal = 'sha256:other'`)
		refused(`, plan = '{}'`)
		raw.Exec(t, `UPDATE releases SET state = 'approved' WHERE id = '`+v.ID+`'`)
	})
}

// Nothing that was approved can be changed or deleted, by whatever statement.
func TestReleasesArePermanent(t *testing.T) {
	t.Parallel()
	eachRaw(t, func(t *testing.T, s *scene, raw storetest.Raw) {
		s.stage.fails["two"] = true
		in := plan(phase("one", func(p *releases.Phase) {
			p.Gates = []releases.Gate{{Check: &releases.Check{Chain: releases.Chain{Key: "ready"}}}}
		}), phase("two", chained))
		open := s.draft(in)
		approved := s.approved(in)
		_, err := s.Say(t.Context(), s.designer, s.org, approved.ID, "", "seen")
		s.must(err)
		over := s.executing(in)
		s.settled(over.ID, releases.RolledBack, releases.PhaseSucceeded, releases.PhaseRolledBack)
		refused := func(statement string) {
			t.Helper()
			if _, err := raw.DB.ExecContext(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "permanent") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		for _, id := range []string{approved.ID, over.ID} {
			for _, column := range []string{
				"org_id", "name", "search", "created_by", "created_human", "edited_by", "edited_human", "requested_by", "requested_human",
				"approval_id", "seal", "description", "parts", "plan",
			} {
				refused(`UPDATE releases SET ` + column + ` = 'x' WHERE id = '` + id + `'`)
			}
			for _, column := range []string{"revision", "created_at", "edited_at", "requested_at", "approved_at", "expires_at"} {
				refused(`UPDATE releases SET ` + column + ` = 7 WHERE id = '` + id + `'`)
			}
			for _, state := range []string{"draft", "in_review"} {
				refused(`UPDATE releases SET state = '` + state + `' WHERE id = '` + id + `'`)
			}
			refused(`DELETE FROM releases WHERE id = '` + id + `'`)
			for _, table := range []string{"release_milestones"} {
				refused(`DELETE FROM ` + table + ` WHERE release_id = '` + id + `'`)
			}
		}
		refused(`DELETE FROM release_comments WHERE release_id = '` + approved.ID + `'`)
		refused(`UPDATE release_comments SET body = 'x'`)
		refused(`UPDATE release_milestones SET note = 'x'`)
		for _, state := range []string{"approved", "executing", "succeeded", "failed"} {
			refused(`UPDATE releases SET state = '` + state + `' WHERE id = '` + over.ID + `'`)
		}
		for _, column := range []string{"executed_by", "executed_human", "executed_kind", "code", "message"} {
			refused(`UPDATE releases SET ` + column + ` = 'x' WHERE id = '` + over.ID + `'`)
		}
		for _, table := range []string{"release_phases", "release_runs", "release_gates"} {
			refused(`DELETE FROM ` + table)
		}
		refused(`UPDATE release_runs SET run_id = 'x'`)
		refused(`UPDATE release_gates SET state = 'waiting'`)
		refused(`UPDATE release_phases SET chain_id = 'x'`)
		refused(`UPDATE release_phases SET state = 'pending'`)
		if raw.Database() == "postgres" {
			refused(`TRUNCATE releases CASCADE`)
		} else {
			refused(`REPLACE INTO releases SELECT * FROM releases WHERE id = '` + over.ID + `'`)
		}
		if _, err := s.Replace(t.Context(), s.designer, s.org, approved.ID, approved.Revision, in); !fault.HasCode(err, "release.state") {
			t.Errorf("an edit after the approval: %v", err)
		}
		for _, id := range []string{approved.ID, over.ID} {
			if err := s.Delete(t.Context(), s.designer, s.org, id, approved.Revision); !fault.HasCode(err, "release.state") {
				t.Errorf("a deletion after the approval: %v", err)
			}
		}
		s.must(s.Delete(t.Context(), s.designer, s.org, open.ID, open.Revision))
		if _, err := s.Get(t.Context(), s.designer, s.org, open.ID); !fault.HasCode(err, "release.unknown") {
			t.Errorf("a draft that was deleted: %v", err)
		}
	})
}
