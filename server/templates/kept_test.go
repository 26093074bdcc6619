package templates_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/approvals"
	"catenary/server/chains"
	"catenary/server/orgs"
	"catenary/server/releases"
	"catenary/server/scripts"
	"catenary/server/servertest"
	"catenary/server/templates"
)

// eachWorld runs a test on both databases.
func eachWorld(t *testing.T, test func(*testing.T, *world)) {
	servertest.Each(t, func(t *testing.T, on *servertest.World) {
		s := apitest.On(t, on)
		test(t, &world{Server: s, org: s.Org(servertest.Stock), designer: s.Actor(rbac.Admin, servertest.Stock), templates: s.API.Templates})
	})
}

// naming is a chain that names one thing of each kind.
const naming = `{
  "format": "catenary/v1", "kind": "Chain", "key": "naming", "name": "Naming <% key %> {{ .Name }}",
  "nodes": [
    {"id": "work", "kind": "work",
     "pipeline": {"engine": "builtin", "position": "pipeline.run", "parameters": {"mode": "ordered", "steps": [
       {"name": "one", "environment": "shell", "commands": ["echo <% value \"shell\" %>"]}]}},
     "task": {"script": "check", "environment": "shell", "env": {"TOKEN": {"secret": "token"}, "A": "shell"}},
     "undo": {"kind": "work", "task": {"script": "theirs", "environment": "python-3.11"}}},
    {"id": "decide", "kind": "approval", "approval": {"by": [{"role": "approver", "org": "owner"}], "members": ["boss@example.org"]}},
    {"id": "mode", "kind": "switch", "switch": {"set": {"switch": "mode", "value": "new"}}},
    {"id": "stop", "kind": "hold", "hold": {"hold": {"chain": "orders"}}},
    {"id": "again", "kind": "chain", "chain": {"key": "naming", "version": 1}},
    {"id": "other", "kind": "chain", "chain": {"key": "orders", "version": 7}},
    {"id": "many", "kind": "each", "each": {"items": "${{ [1] }}", "graph": {"nodes": [
      {"id": "fill", "kind": "form", "form": {"schema": {"type": "object"}, "by": [{"group": "team"}]}}], "edges": []}}}
  ],
  "edges": [{"from": "work", "to": "decide"}, {"from": "decide", "to": "mode"}, {"from": "mode", "to": "stop"}, {"from": "stop", "to": "again"},
    {"from": "again", "to": "other"}, {"from": "other", "to": "many"}]
}`

// named makes the chain and the script of the org in it.
func (w *world) named(t *testing.T) {
	t.Helper()
	if _, err := w.Scripts.Create(ctx, w.designer, w.org, scripts.New{Key: "check", Name: "Check", Language: "shell", Source: "echo 1\n"}); err != nil {
		t.Fatal(err)
	}
	w.draft(t, naming)
}

func (w *world) draft(t *testing.T, text string) chains.Saved {
	t.Helper()
	saved, err := w.Chains.Create(ctx, w.designer, w.org, chains.Input{Data: []byte(text), Encoding: chain.EncodingJSON})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (w *world) keep(t *testing.T, in templates.In) templates.View {
	t.Helper()
	v, err := w.templates.Create(ctx, w.designer, w.org, in)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func asked(v templates.View) (all []string) {
	parameters := v.Parameters
	if v.Release != nil {
		parameters = v.Release.Parameters
	}
	for _, p := range parameters {
		all = append(all, string(p.Kind)+" "+p.Key+" "+p.Default)
	}
	return all
}

// text is the draft of a chain that was made, as it was kept.
func (w *world) text(t *testing.T, who rbac.Actor, org rbac.OrgID, key string) string {
	t.Helper()
	save, err := w.Chains.Draft(ctx, who, org, key, 0)
	if err != nil {
		t.Fatal(err)
	}
	return save.Document
}

func TestAChainIsKept(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		w.named(t)
		v := w.keep(t, templates.In{Key: "mine", Name: "Mine", Description: "What it is for", From: templates.From{Chain: "naming"}})
		want := []string{
			"engine builtin builtin", "environment shell shell", "secret token token", "environment python-3-11 python-3.11",
			"switch mode mode", "chain orders orders", "people approver approver", "people approver-people approver", "people team operator",
		}
		if got := asked(v); !slices.Equal(got, want) {
			t.Errorf("asks for %q", got)
		}
		if v.Title.EN != "Mine" || v.Summary.ZH != "What it is for" || v.Shared || !slices.Contains(v.Can, rbac.TemplateWrite) ||
			len(v.Scripts) != 1 || v.Scripts[0].Key != "check" {
			t.Errorf("%+v", v)
		}
		picture, err := v.Graph(v.Chains[0], templates.English)
		if err != nil || len(picture.Nodes) != 7 || len(picture.Edges) != 6 || picture.Nodes[0].Task != nil {
			t.Errorf("the picture: %+v, %v", picture, err)
		}

		// As it is proposed it makes the same chain, but for whom nobody chose.
		w.use(t, "mine", templates.Choices{Key: "copy", Name: "Copy"})
		was, is := w.text(t, w.designer, w.org, "naming"), w.text(t, w.designer, w.org, "copy")
		was = strings.ReplaceAll(was, `"key":"naming","kind"`, `"key":"copy","kind"`)
		was = strings.Replace(was, `{"key":"naming","version":1}`, `{"key":"copy","version":1}`, 1)
		was = strings.Replace(was, `"name":"Naming <% key %> {{ .Name }}"`, `"name":"Copy"`, 1)
		was = strings.Replace(was, `"by":[{"org":"owner","role":"approver"}],"members":["boss@example.org"]`, `"by":[{"org":"owner","role":"approver"},{"role":"approver"}]`, 1)
		was = strings.Replace(was, `{"group":"team"}`, `{"role":"operator"}`, 1)
		if is != was {
			t.Errorf("made\n%s\nof\n%s", is, was)
		}

		// What is chosen stands at all its places, and nowhere else.
		w.use(t, "mine", templates.Choices{
			Key: "filled", Name: "<% key %>",
			Values: map[string]string{"shell": "alpine", "orders": "sales", "token": "pass"},
			People: map[string]approvals.By{"approver-people": {Member: "chief@example.org"}},
		})
		is = w.text(t, w.designer, w.org, "filled")
		for text, times := range map[string]int{
			`"environment":"alpine"`: 2, `"environment":"shell"`: 0, `"A":"shell"`: 1, `{"secret":"pass"}`: 1, `"chain":"sales"`: 1,
			`{"key":"sales"}`: 1, `"version":7`: 0, `{"member":"chief@example.org"}`: 1, `boss@`: 0, `"name":"<% key %>"`: 1,
			`echo <% value \"shell\" %>`: 1,
		} {
			if n := strings.Count(is, text); n != times {
				t.Errorf("%s stands there %d times, want %d: %s", text, n, times, is)
			}
		}
		if got, err := w.Scripts.Get(ctx, w.designer, w.org, "check"); err != nil || got.Version != 1 {
			t.Errorf("the script that was there: %+v, %v", got, err)
		}
	})
}

func TestParametersAreFixedAndRenamed(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		w.named(t)
		in := templates.In{Key: "mine", Name: "Mine", From: templates.From{Chain: "naming"}, Choices: []templates.Choice{
			{Found: "python-3-11", Key: "python", Needs: "Python 3"}, {Found: "token", Fixed: true}, {Found: "approver-people", Fixed: true},
		}}
		v := w.keep(t, in)
		if all := asked(v); !slices.Contains(all, "environment python python-3.11") || slices.Contains(all, "secret token token") {
			t.Errorf("asks for %q", all)
		}
		if i := slices.IndexFunc(v.Parameters, func(p templates.Parameter) bool { return p.Key == "python" }); v.Parameters[i].Needs.ZH != "Python 3" {
			t.Errorf("%+v", v.Parameters[i])
		}
		w.use(t, "mine", templates.Choices{Key: "copy", Name: "Copy", Values: map[string]string{"python": "snake"}})
		if is := w.text(t, w.designer, w.org, "copy"); !strings.Contains(is, `"environment":"snake"`) || !strings.Contains(is, `{"member":"boss@example.org"}`) {
			t.Errorf("made %s", is)
		}
		_, err := w.templates.Use(ctx, w.designer, w.org, "mine", templates.Choices{Key: "b", Name: "B", Values: map[string]string{"token": "x"}})
		wantCode(t, err, "template.choice")

		// Without From the chain in it stays, and other choices can be made.
		again, err := w.templates.Replace(ctx, w.designer, w.org, "mine", 1, templates.In{Name: "Ours", Choices: []templates.Choice{{Found: "token"}, {Found: "python", Fixed: true}}})
		if err != nil || again.Kept.Revision != 2 || again.Title.EN != "Ours" || !slices.Contains(asked(again), "secret token token") {
			t.Fatalf("%+v, %v", again, err)
		}
		if len(again.Slots()) != 9 {
			t.Errorf("who may change it sees %+v", again.Slots())
		}
		_, err = w.templates.Replace(ctx, w.designer, w.org, "mine", 1, templates.In{Name: "Late"})
		wantCode(t, err, "template.stale")
		if err := w.templates.Delete(ctx, w.designer, w.org, "mine", 1); !fault.HasCode(err, "template.stale") {
			t.Errorf("delete of an old revision: %v", err)
		}
		made := w.text(t, w.designer, w.org, "copy")
		if err := w.templates.Delete(ctx, w.designer, w.org, "mine", 2); err != nil {
			t.Fatal(err)
		}
		if _, err := w.templates.Get(ctx, w.designer, w.org, "mine"); !fault.HasCode(err, "template.unknown") {
			t.Errorf("the template is still there: %v", err)
		}
		if w.text(t, w.designer, w.org, "copy") != made {
			t.Error("what was made changed with the template")
		}
	})
}

func TestTemplatesAreSharedDownward(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		w.named(t)
		v := w.keep(t, templates.In{Key: "mine", Name: "Mine", From: templates.From{Chain: "naming"}})
		owner := w.Actor(rbac.Owner, servertest.Acme)
		seen := func(role rbac.RoleID, path string) bool {
			who := w.Actor(role, path)
			_, err := w.templates.Get(ctx, who, w.Org(path), "mine")
			list, err2 := w.templates.List(ctx, who, w.Org(path), page.Request{Limit: 10})
			if err2 != nil {
				t.Fatal(err2)
			}
			listed := slices.ContainsFunc(list.Items, func(v templates.View) bool { return v.Key == "mine" })
			if listed != (err == nil) || err != nil && !fault.HasCode(err, "template.unknown") {
				t.Errorf("at %s: listed %v, %v", path, listed, err)
			}
			return listed
		}
		below, sideways, above := servertest.Packing, servertest.Shop, servertest.Retail
		if seen(rbac.Designer, below) || seen(rbac.Designer, sideways) || seen(rbac.Designer, above) {
			t.Error("seen where it is not shared")
		}
		if _, err := w.Orgs.Share(ctx, owner, w.org, orgs.NewShare{Kind: orgs.KindTemplate, Resource: v.Kept.ID, To: w.Org(below)}); err != nil {
			t.Fatal(err)
		}
		if !seen(rbac.Designer, below) || !seen(rbac.Viewer, below) || seen(rbac.Designer, sideways) || seen(rbac.Designer, above) {
			t.Error("not seen below, or seen elsewhere")
		}
		designer, packing := w.Actor(rbac.Designer, below), w.Org(below)
		view, err := w.templates.Get(ctx, designer, packing, "mine")
		if err != nil || !view.Shared || view.Kept.Org != "" || view.Kept.UpdatedByName != "" || len(view.Slots()) != 0 || slices.Contains(view.Can, rbac.TemplateWrite) {
			t.Errorf("below: %+v, %v", view, err)
		}
		made, err := w.templates.Use(ctx, designer, packing, "mine", templates.Choices{Key: "copy", Name: "Copy"})
		if err != nil || len(problems(made)) == 0 {
			t.Fatalf("used below: %+v, %v", made, err)
		}
		if is := w.text(t, designer, packing, "copy"); strings.Contains(is, "boss@") || strings.Contains(is, "team") {
			t.Errorf("people of the org above: %s", is)
		}
		if s, err := w.Scripts.Get(ctx, designer, packing, "check"); err != nil || s.Org != packing {
			t.Errorf("the script: %+v, %v", s, err)
		}
		admin := w.Actor(rbac.Admin, below)
		for name, err := range map[string]error{
			"use by a viewer": second(w.templates.Use(ctx, w.Actor(rbac.Viewer, below), packing, "mine", templates.Choices{Key: "b", Name: "B"})),
			"made by one who may not": second(w.templates.Create(ctx, w.Actor(rbac.Designer, servertest.Stock), w.org, templates.In{
				Key: "b", Name: "B", From: templates.From{Chain: "naming"},
			})),
			"seen by another tenant": second(w.templates.Get(ctx, w.Actor(rbac.Owner, servertest.Umbra), w.org, "mine")),
		} {
			if !fault.HasCode(err, "auth.forbidden") && !fault.HasCode(err, "resource.unknown") {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = w.templates.Replace(ctx, admin, packing, "mine", 1, templates.In{Name: "Theirs"})
		wantCode(t, err, "template.unknown")
		if err := w.templates.Delete(ctx, admin, packing, "mine", 1); !fault.HasCode(err, "template.unknown") {
			t.Errorf("deleted below: %v", err)
		}
		// The own one is meant before the one above.
		if _, err := w.templates.Create(ctx, admin, packing, templates.In{Key: "mine", Name: "Of packing", From: templates.From{Chain: "copy"}}); err != nil {
			t.Fatal(err)
		}
		if own, err := w.templates.Get(ctx, admin, packing, "mine"); err != nil || own.Shared || own.Title.EN != "Of packing" {
			t.Errorf("the own one: %+v, %v", own, err)
		}
		if err := w.templates.Delete(ctx, w.designer, w.org, "mine", 1); err != nil {
			t.Fatal(err)
		}
		if shares, err := w.Orgs.Shares(ctx, owner, w.org, orgs.KindTemplate, page.Request{Limit: 10}); err != nil || len(shares.Items) != 0 {
			t.Errorf("shares of what is gone: %+v, %v", shares, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestAReleaseIsKept(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		for _, key := range []string{"steps", "back", "check", "other"} {
			saved, err := w.Chains.Create(ctx, w.designer, w.org, chains.Input{Data: []byte(strings.ReplaceAll(standIn, "KEY", key)), Encoding: chain.EncodingYAML})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Chains.Publish(ctx, w.designer, w.org, saved.Key, saved.Revision, ""); err != nil {
				t.Fatal(err)
			}
		}
		by := func(by approvals.By) *approvals.Plan {
			return &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{by}}}}
		}
		drawn, err := w.Releases.Create(ctx, w.designer, w.org, releases.In{Name: "One", Plan: releases.Plan{
			Review: by(approvals.By{Role: "owner"}), ValidDays: 3,
			Phases: []releases.Phase{{
				Name: "First", Chain: releases.Chain{Key: "steps"}, Input: json.RawMessage(`{"version":"1.0"}`),
				Rollback: releases.Rollback{Chain: &releases.Chain{Key: "back"}, Input: json.RawMessage(`{"to":"0.9"}`)},
				Gates: []releases.Gate{
					{Check: &releases.Check{Chain: releases.Chain{Key: "check"}, Input: json.RawMessage(`{}`)}},
					{Approval: by(approvals.By{Role: "approver", Org: "parent"})},
				},
			}, {Name: "Second", Chain: releases.Chain{Key: "steps"}, Input: json.RawMessage(`{"n":3,"version":"1.0"}`)}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		v := w.keep(t, templates.In{Key: "train", Name: "Train", From: templates.From{Release: drawn.ID}})
		want := []string{
			"people owner owner", "chain check check", "people approver approver", "chain steps steps", "text version 1.0", "chain back back", "text to 0.9",
		}
		if got := asked(v); !slices.Equal(got, want) || len(v.Chains) != 0 {
			t.Errorf("asks for %q", got)
		}
		if phases, err := v.Phases(templates.Chinese); err != nil || !slices.Equal(phases, []string{"First", "Second"}) {
			t.Errorf("phases %q, %v", phases, err)
		}
		same, err := w.templates.Draw(ctx, w.designer, w.org, "train", templates.Choices{Name: "Two"})
		if err != nil {
			t.Fatal(err)
		}
		was, is := drawn.Plan, same.Plan
		if one, two := written(t, was), written(t, is); one != two {
			t.Errorf("drawn\n%s\nof\n%s", two, one)
		}
		other, err := w.templates.Draw(ctx, w.designer, w.org, "train", templates.Choices{
			Name: "Three", Values: map[string]string{"steps": "other", "version": "2.0 \"x\""}, People: map[string]approvals.By{"approver": {Role: "admin"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		p := other.Plan.Phases
		if p[0].Chain.Key != "other" || p[1].Chain.Key != "other" || string(p[1].Input) != `{"n":3,"version":"2.0 \"x\""}` ||
			p[0].Gates[1].Approval.Levels[0].By[0] != (approvals.By{Role: "admin"}) || p[0].Rollback.Chain.Key != "back" || other.Plan.ValidDays != 3 {
			t.Errorf("%+v", other.Plan)
		}
		_, err = w.templates.Use(ctx, w.designer, w.org, "train", templates.Choices{Key: "a", Name: "A"})
		wantCode(t, err, "template.unknown")
		_, err = w.templates.Replace(ctx, w.designer, w.org, "train", 1, templates.In{Name: "Train", From: templates.From{Chain: "steps"}})
		wantCode(t, err, "template.from")
	})
}

func written(t *testing.T, plan releases.Plan) string {
	t.Helper()
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestKeepRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.designer = w.Actor(rbac.Admin, servertest.Stock)
	w.named(t)
	of := templates.From{Chain: "naming"}
	w.keep(t, templates.In{Key: "there", Name: "There", From: of})
	for name, c := range map[string]struct {
		in            templates.In
		code, pointer string
	}{
		"a key that is none":     {templates.In{Key: "A b", Name: "A", From: of}, "name.key", "/key"},
		"a key that is taken":    {templates.In{Key: "there", Name: "A", From: of}, "template.key_taken", "/key"},
		"a key of the program":   {templates.In{Key: "hello", Name: "A", From: of}, "template.key_taken", "/key"},
		"no name":                {templates.In{Key: "a", Name: " ", From: of}, "name.empty", "/name"},
		"nothing to be made of":  {templates.In{Key: "a", Name: "A"}, "template.from", "/from"},
		"two things":             {templates.In{Key: "a", Name: "A", From: templates.From{Chain: "naming", Release: "x"}}, "template.from", "/from"},
		"a chain that is none":   {templates.In{Key: "a", Name: "A", From: templates.From{Chain: "none"}}, "chain.unknown", ""},
		"a version that is none": {templates.In{Key: "a", Name: "A", From: templates.From{Chain: "naming", Version: 3}}, "chain.version_unknown", ""},
		"a release that is none": {templates.In{Key: "a", Name: "A", From: templates.From{Release: "none"}}, "release.unknown", ""},
		"what was not found":     {templates.In{Key: "a", Name: "A", From: of, Choices: []templates.Choice{{Found: "check", Fixed: true}}}, "template.parameters", "/parameters/0/found"},
		"two of one name":        {templates.In{Key: "a", Name: "A", From: of, Choices: []templates.Choice{{Found: "shell", Key: "token"}}}, "template.parameters", "/parameters"},
		"a name that is none":    {templates.In{Key: "a", Name: "A", From: of, Choices: []templates.Choice{{Found: "shell", Key: "A b"}}}, "name.key", "/parameters/0/key"},
	} {
		_, err := w.templates.Create(ctx, w.designer, w.org, c.in)
		if !fault.HasCode(err, c.code) {
			t.Errorf("%s: %v; want %s", name, err, c.code)
			continue
		}
		if f := fault.As(err); c.pointer != "" && (len(f.Details) == 0 || f.Details[0].Pointer != c.pointer) {
			t.Errorf("%s stands at %+v; want %s", name, f.Details, c.pointer)
		}
	}
}
