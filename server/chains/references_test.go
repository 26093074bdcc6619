package chains_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/rbac"
	"catenary/server/environments"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestReferencesSeeOwnAndSharedThingsOnly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		retail, acme := w.Org(servertest.Retail), w.Org(servertest.Acme)
		own := w.script(w.org, "own", "1")
		above := w.script(retail, "above", "2")
		exact := w.script(retail, "exact", "3")
		w.script(retail, "unshared", "4")
		owner := w.Actor(rbac.Owner, servertest.Acme)
		w.other = owner
		both := w.script(acme, "both", "5")
		nearer := w.script(retail, "both", "6")
		w.script(w.Org(servertest.Shop), "sideways", "7")
		w.script(w.Org(servertest.Picking), "below", "8")
		w.share(orgs.KindScript, above.ID, retail, retail, true) // to itself: no share of an org above
		w.share(orgs.KindScript, exact.ID, retail, w.org, false)
		w.share(orgs.KindScript, both.ID, acme, retail, true)
		w.share(orgs.KindScript, nearer.ID, retail, w.org, true)

		_, pins := w.resolve(w.designer, "own")
		if pins["own"].ID != own.ID {
			t.Errorf("own: %+v", pins)
		}
		if missing, pins := w.resolve(w.designer, "exact"); missing || pins["exact"].ID != exact.ID {
			t.Errorf("shared to the org: %v %+v", missing, pins)
		}
		if missing, pins := w.resolve(w.designer, "both"); missing || pins["both"].ID != nearer.ID {
			t.Errorf("of two with one key the nearer counts: %v %+v", missing, pins)
		}
		for _, key := range []string{"above", "unshared", "sideways", "below", "nowhere"} {
			if missing, _ := w.resolve(w.designer, key); !missing {
				t.Errorf("%s can be used", key)
			}
		}
		// What is there and may not be used reads like what is not there at all.
		there, _ := w.chains.Check(ctx, w.designer, w.org, doc("x", "X", "script: unshared"), chain.Save)
		absent, _ := w.chains.Check(ctx, w.designer, w.org, doc("x", "X", "script: unwritten"), chain.Save)
		if strings.ReplaceAll(there[0].Detail.Detail, "unshared", "unwritten") != absent[0].Detail.Detail || there[0].Code != absent[0].Code {
			t.Errorf("%+v differs from %+v", there[0], absent[0])
		}

		// With the script's own org below Stock: a share reaches it only with the subtree.
		picking := w.Org(servertest.Picking)
		for key, want := range map[string]bool{"exact": true, "both": false} {
			problems, err := w.chains.Check(ctx, owner, picking, doc("x", "X", "script: "+key), chain.Save)
			w.must(err)
			if missing := len(problems) > 0; missing != want {
				t.Errorf("in picking %s missing = %v", key, missing)
			}
		}
	})
}

func TestAnEnvironmentThatIsBeingRetiredIsAWarning(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.script(w.org, "check", "echo")
		old := environments.Environment{
			Tenant: w.designer.Tenant, ID: w.NewID(), Org: w.org, Key: "py310", Name: "Old", User: 1, SourceRevision: 1, Revision: 1, Entry: []string{"sh"},
		}
		w.must(w.Store.InsertEnvironment(ctx, old))
		document := yaml("format: catenary/v1\nkind: Chain\nkey: x\nname: X\nnodes:\n  - {id: only, kind: note, task: {script: check, environment: py310}}\n")
		if problems, err := w.chains.Check(ctx, w.designer, w.org, document, chain.Save); err != nil || len(problems) > 0 {
			t.Fatalf("before: %+v, %v", problems, err)
		}
		for at, c := range []struct{ replacement, code, detail string }{
			{"", "environment.deprecated", `the environment py310 is being retired`},
			{"py312", "environment.replaced", `the environment py310 is being retired; use "py312" instead`},
		} {
			old.Revision, old.DeprecatedAt, old.Replacement = int64(at)+1, 1, c.replacement
			if done, err := w.Store.UpdateEnvironment(ctx, old); err != nil || !done {
				t.Fatalf("deprecate: %v, %v", done, err)
			}
			problems, err := w.chains.Check(ctx, w.designer, w.org, document, chain.Publish)
			w.must(err)
			problems = slices.DeleteFunc(problems, func(p chain.Problem) bool { return p.Code == "chain.too_few_nodes" })
			if len(problems) != 1 || problems[0].Severity != chain.Warning || problems[0].Node != "only" || problems[0].Pointer != "/nodes/0/task/environment" ||
				problems[0].Code != c.code || problems[0].Detail.Detail != c.detail {
				t.Errorf("with the replacement %q: %+v", c.replacement, problems)
			}
		}
	})
}

func TestUsesOfManyThingsAreCountedAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		often, once, never := w.script(w.org, "often", "1"), w.script(w.org, "once", "2"), w.script(w.org, "never", "3")
		for key, script := range map[string]string{"a": "often", "b": "often", "c": "once"} {
			w.create(doc(key, "X", "script: "+script))
			w.publish(key, 1)
		}
		w.must(w.chains.Delete(ctx, w.Actor(rbac.Admin, servertest.Stock), w.org, "b"))
		ids := []string{often.ID, once.ID, never.ID}
		got, err := w.Store.UseCounts(ctx, w.designer.Tenant, chain.ScriptRef, ids, rbac.OrgSet{Mode: rbac.All})
		if err != nil || len(got) != 2 || got[often.ID] != 1 || got[once.ID] != 1 {
			t.Errorf("counted %v, %v", got, err)
		}
		got, err = w.Store.UseCounts(ctx, w.designer.Tenant, chain.ScriptRef, ids, rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{w.Org(servertest.Shop)}})
		if err != nil || len(got) != 0 {
			t.Errorf("who sees another org only counts %v, %v", got, err)
		}
	})
}

// resolve saves and publishes a chain that refers to a script, and says whether
// the script is missing or what it was pinned to.
func (w *world) resolve(who rbac.Actor, key string) (missing bool, pins map[string]struct{ ID string }) {
	w.t.Helper()
	saved, err := w.chains.Create(ctx, who, w.org, doc("uses-"+key, "X", "script: "+key))
	w.must(err)
	if len(saved.Problems) > 0 {
		wantCode(w.t, second(w.chains.Publish(ctx, who, w.org, saved.Key, 1, "")), "chain.invalid")
		return true, nil
	}
	v, err := w.chains.Publish(ctx, who, w.org, saved.Key, 1, "")
	w.must(err)
	pins = map[string]struct{ ID string }{}
	for k, pin := range v.Pins[chain.ScriptRef] {
		pins[k] = struct{ ID string }{pin.ID}
	}
	return false, pins
}

func TestASecretNeedsTheRightToUseIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.secret(w.org, "artefact-token")
		for name, tt := range map[string]struct {
			who     rbac.Actor
			missing bool
		}{
			"designer":                 {w.designer, false},
			"token without secret:use": {w.Token(w.designer, w.org, rbac.ChainView, rbac.ChainEdit), true},
			"token with secret:use":    {w.Token(w.designer, w.org, rbac.ChainView, rbac.ChainEdit, rbac.SecretUse), false},
		} {
			problems, err := w.chains.Check(ctx, tt.who, w.org, doc("x", "X", "secret: artefact-token"), chain.Save)
			w.must(err)
			if missing := codes(problems) == "chain.reference_missing@/nodes/1/uses/secret"; missing != tt.missing {
				t.Errorf("%s: %s", name, codes(problems))
			}
		}
		// A share that shows the name only does not let it be used.
		listed := w.secret(w.Org(servertest.Retail), "listed")
		w.share(orgs.KindSecret, listed, w.Org(servertest.Retail), w.org, true, rbac.SecretList)
		used := w.secret(w.Org(servertest.Retail), "used")
		w.share(orgs.KindSecret, used, w.Org(servertest.Retail), w.org, true)
		for key, want := range map[string]int{"listed": 1, "used": 0} {
			problems, err := w.chains.Check(ctx, w.designer, w.org, doc("x", "X", "secret: "+key), chain.Save)
			if err != nil || len(problems) != want {
				t.Errorf("%s: %s, %v", key, codes(problems), err)
			}
		}
	})
}

// Whoever publishes a chain lets it do what it does: to have a switch set takes
// the right to set it, and what an org above shares is not set at all. Both are
// said of the draft already, at the node.
func TestASwitchIsSetByWhoMay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.turn(w.org, "mode")
		shared := w.turn(w.Org(servertest.Retail), "shared")
		w.share(orgs.KindSwitch, shared, w.Org(servertest.Retail), w.org, true)
		admin := w.Actor(rbac.Admin, servertest.Stock)
		const set = "chain.reference_refused@/nodes/1/uses/switch"
		for _, tt := range []struct {
			who        rbac.Actor
			uses       string
			want, says string
		}{
			{w.designer, "switch: mode", "", ""},
			{w.designer, "switch: mode, set: true", set, "switch:set"},
			{admin, "switch: mode, set: true", "", ""},
			{admin, "switch: shared", "", ""},
			{admin, "switch: shared, set: true", set, "an org above"},
		} {
			problems, err := w.chains.Check(ctx, tt.who, w.org, doc("x", "X", tt.uses), chain.Save)
			w.must(err)
			if codes(problems) != tt.want || tt.want != "" && !strings.Contains(problems[0].Detail.Detail, tt.says) {
				t.Errorf("%s: %+v, want %q", tt.uses, problems, tt.want)
			}
		}
		saved := w.create(doc("turns", "X", "switch: mode, set: true"))
		f := wantCode(t, second(w.chains.Publish(ctx, w.designer, w.org, saved.Key, 1, "")), "chain.invalid")
		if len(f.Details) != 1 || f.Details[0].Pointer != "/nodes/1/uses/switch" {
			t.Errorf("%+v", f.Details)
		}
		if _, err := w.chains.Publish(ctx, admin, w.org, saved.Key, 1, ""); err != nil {
			t.Errorf("who may set it does not publish: %v", err)
		}
	})
}

// Glue sees the switches that it names, if who draws it may see them: one that is
// not there is told of where the glue stands, inside an each too. A secret is no
// switch.
func TestGlueNamesSwitches(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.turn(w.org, "stock-mode")
		shared := w.turn(w.Org(servertest.Retail), "shared")
		w.share(orgs.KindSwitch, shared, w.Org(servertest.Retail), w.org, true)
		w.turn(w.Org(servertest.Retail), "hidden")
		w.secret(w.org, "token")
		blind := w.designer
		blind.Token, blind.Scope = "t", " org:view chain:view chain:edit "
		const missing = "chain.reference_missing@/edges/0/"
		for _, tt := range []struct {
			who  rbac.Actor
			edge string
			want string
		}{
			{w.designer, `when: "switches['stock-mode'] && switches.shared"`, ""},
			{w.designer, `when: "switches.hidden"`, missing + "when"},
			{w.designer, `map: "return switches.token"`, missing + "map"},
			{blind, `when: "switches['stock-mode']"`, missing + "when"},
		} {
			in := doc("x", "X", "")
			in.Data = bytes.Replace(in.Data, []byte("to: second}"), []byte("to: second, "+tt.edge+"}"), 1)
			problems, err := w.chains.Check(ctx, tt.who, w.org, in, chain.Save)
			w.must(err)
			if codes(problems) != tt.want {
				t.Errorf("%s: %+v, want %q", tt.edge, problems, tt.want)
			}
		}
		in := doc("reads", "Reads", "")
		in.Data = bytes.Replace(in.Data, []byte("to: second}"), []byte(`to: second, when: "switches['stock-mode']"}`), 1)
		w.create(in)
		v := w.publish("reads", 1)
		if v.Pins[chain.SwitchRef]["stock-mode"].ID == "" {
			t.Errorf("pins = %+v", v.Pins)
		}
	})
}

func TestAPublishedVersionOfAChainIsNeeded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("child", "Child", ""))
		if problems, err := w.chains.Check(ctx, w.designer, w.org, doc("x", "X", "chain: child"), chain.Save); err != nil || len(problems) != 1 {
			t.Errorf("not published: %s, %v", codes(problems), err)
		}
		w.publish("child", 1)
		if problems, err := w.chains.Check(ctx, w.designer, w.org, doc("x", "X", "chain: child"), chain.Save); err != nil || len(problems) != 0 {
			t.Errorf("published: %s, %v", codes(problems), err)
		}
		if problems, err := w.chains.Check(ctx, w.designer, w.org, doc("x", "X", "chain: child, version: 2"), chain.Save); err != nil || len(problems) != 1 {
			t.Errorf("a version to come: %s, %v", codes(problems), err)
		}
	})
}
