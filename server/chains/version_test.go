package chains_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/servertest"
)

func TestPublishMakesNumberedVersions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		script := w.script(w.org, "check", "echo 1")
		w.create(doc("child", "Child", ""))
		child := w.publish("child", 1)
		w.create(doc("a", "A", "script: check, chain: child"))
		first := w.publish("a", 1)
		want := chains.Pins{
			chain.ScriptRef: {"check": {ID: script.ID, Version: 1, Digest: script.Digest}},
			chain.ChainRef:  {"child": {ID: child.Chain, Version: 1}},
		}
		if first.Version != 1 || first.Revision != 1 || fmt.Sprint(first.Pins) != fmt.Sprint(want) {
			t.Fatalf("version %+v", first)
		}
		view, err := w.chains.Get(ctx, w.designer, w.org, "a")
		if err != nil || view.Version != 1 || view.Changed() || len(view.Editors) != 0 {
			t.Errorf("chain %+v, %v", view.Chain, err)
		}

		_, err = w.chains.Publish(ctx, w.designer, w.org, "a", 1, "")
		wantCode(t, err, "chain.unchanged")
		// The same document with a newer script is another version.
		_, _, err = w.scripts.AddVersion(ctx, w.designer, w.org, "check", 1, "echo 2", "")
		w.must(err)
		second := w.publish("a", 1)
		if second.Version != 2 || second.Pins[chain.ScriptRef]["check"].Version != 2 || second.Digest != first.Digest {
			t.Errorf("second %+v", second)
		}

		w.save("a", 1, doc("a", "Changed", "chain: child, version: 1"))
		_, err = w.chains.Publish(ctx, w.designer, w.org, "a", 1, "")
		wantCode(t, err, "chain.stale")
		third, err := w.chains.Publish(ctx, w.designer, w.org, "a", 2, " for the freeze ")
		w.must(err)
		if third.Message != "for the freeze" || third.Digest == first.Digest || third.Pins[chain.ChainRef]["child@1"].Version != 1 {
			t.Errorf("third %+v", third)
		}
		got, err := w.chains.Version(ctx, w.designer, w.org, "a", 1)
		w.must(err)
		if got.Document != w.draft("a", 1).Document || got.Digest != first.Digest || got.CreatedByName == "" || fmt.Sprint(got.Pins) != fmt.Sprint(want) {
			t.Errorf("version 1 is now %+v", got)
		}
		list, err := w.chains.Versions(ctx, w.designer, w.org, "a", everything())
		if err != nil || len(list.Items) != 3 || list.Items[0].Version != 3 || list.Items[0].Document != "" {
			t.Errorf("versions %+v, %v", list, err)
		}
		_, err = w.chains.Version(ctx, w.designer, w.org, "a", 4)
		wantCode(t, err, "chain.version_unknown")
	})
}

func TestPublishRefusesWhatHasErrors(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(yaml("format: catenary/v1\nkind: Chain\nkey: a\nname: A\nnodes: [{id: only, kind: uses, uses: {script: none, chain: a}}]\nedges: []\n"))
		_, err := w.chains.Publish(ctx, w.designer, w.org, "a", 1, "")
		f := wantCode(t, err, "chain.invalid")
		var got []string
		for _, d := range f.Details {
			got = append(got, d.Code+"@"+d.Pointer)
		}
		slices.Sort(got)
		want := "chain.reference_missing@/nodes/0/uses/chain chain.reference_missing@/nodes/0/uses/script chain.too_few_nodes@/nodes"
		if f.Kind != fault.Invalid || strings.Join(got, " ") != want {
			t.Errorf("details %v", got)
		}
		if view, err := w.chains.Get(ctx, w.designer, w.org, "a"); err != nil || view.Version != 0 {
			t.Errorf("version %d, %v", view.Version, err)
		}
	})
}

func TestAbsentEnginesAndEnvironmentsAreNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.script(w.org, "check", "echo")
	problems, err := w.chains.Check(ctx, w.designer, w.org, yaml(`format: catenary/v1
kind: Chain
key: a
name: A
nodes:
  - {id: one, kind: note, task: {script: check, environment: python-3.11}}
  - {id: two, kind: note, pipeline: {engine: ci, position: pipeline.run}}
edges: [{from: one, to: two}]
`), chain.Publish)
	w.must(err)
	for _, want := range []string{"/nodes/0/task/environment", "/nodes/1/pipeline/engine"} {
		if !slices.ContainsFunc(problems, func(p chain.Problem) bool {
			return p.Code == "chain.reference_missing" && p.Pointer == want && p.Severity == chain.Error
		}) {
			t.Errorf("no problem at %s: %s", want, codes(problems))
		}
	}
	if strings.Contains(codes(problems), "script") {
		t.Errorf("the script is there: %s", codes(problems))
	}
}

func TestOfParallelPublishersOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		errs := make([]error, 6)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = w.chains.Publish(ctx, w.designer, w.org, "a", 1, "") })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.HasCode(err, "chain.stale") && !fault.HasCode(err, "chain.unchanged"):
				t.Error(err)
			}
		}
		list, err := w.chains.Versions(ctx, w.designer, w.org, "a", everything())
		if won != 1 || err != nil || len(list.Items) != 1 {
			t.Errorf("%d won, %d versions, %v", won, len(list.Items), err)
		}
	})
}

func TestPublishAndDeleteOfItsScriptAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for round := range 6 {
			key := fmt.Sprintf("s%d", round)
			w.script(w.org, key, "echo")
			w.create(doc(key, key, "script: "+key))
			var published, deleted error
			var wg sync.WaitGroup
			wg.Go(func() { _, published = w.chains.Publish(ctx, w.designer, w.org, key, 1, "") })
			wg.Go(func() { deleted = w.scripts.Delete(ctx, w.designer, w.org, key) })
			wg.Wait()
			switch {
			case published == nil && !fault.HasCode(deleted, "script.in_use"):
				t.Errorf("published, and deleted = %v", deleted)
			case published != nil && (deleted != nil || !fault.HasCode(published, "chain.invalid")):
				t.Errorf("published = %v, deleted = %v", published, deleted)
			}
		}
	})
}

func TestAuthorsAreAllWhoTouchedAVersion(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		robot := w.Actor(rbac.Designer, servertest.Retail) // acts for a person
		robot.Human = w.Subject(rbac.Owner, servertest.Acme)
		w.create(doc("a", "A", ""))
		_, err := w.chains.SaveDraft(ctx, robot, w.org, "a", chains.Base{Revision: 1}, doc("a", "B", ""))
		w.must(err)
		v, err := w.chains.Publish(ctx, w.other, w.org, "a", 2, "")
		w.must(err)
		want := []rbac.SubjectID{w.designer.Subject, robot.Subject, robot.Human, w.other.Subject}
		if !slices.Equal(v.Authors, want) {
			t.Errorf("authors %v, want %v", v.Authors, want)
		}
		w.save("a", 2, doc("a", "C", ""))
		if v := w.publish("a", 3); !slices.Equal(v.Authors, []rbac.SubjectID{w.designer.Subject}) {
			t.Errorf("authors of the next %v", v.Authors)
		}
	})
}

func TestCompare(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		w.publish("a", 1)
		w.save("a", 1, yaml(strings.Replace(string(doc("a", "A", "").Data), "{id: second, kind: note}", "{id: second, name: Last, kind: note}\n  - {id: third, kind: note}", 1)))
		changes, err := w.chains.Compare(ctx, w.designer, w.org, "a", "1", "draft")
		w.must(err)
		if len(changes) != 2 || changes[0].Kind != chain.Changed || changes[0].Node != "second" || changes[1].Kind != chain.Added || changes[1].Node != "third" {
			t.Errorf("changes %+v", changes)
		}
		if same, err := w.chains.Compare(ctx, w.designer, w.org, "a", "draft", "draft"); err != nil || len(same) != 0 {
			t.Errorf("draft to draft: %v, %v", same, err)
		}
		_, err = w.chains.Compare(ctx, w.designer, w.org, "a", "1", "9")
		wantCode(t, err, "chain.version_unknown")
		_, err = w.chains.Compare(ctx, w.designer, w.org, "a", "first", "draft")
		wantCode(t, err, "chain.compare")
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(doc("a", "A", "script: none"))
	problems, err := w.chains.Check(ctx, w.designer, w.org, yaml("format: catenary/v1\nkind: Chain\nkey: A B\n"), chain.Save)
	if err != nil || len(problems) < 2 || problems[0].Severity != chain.Error || problems[0].Line == 0 {
		t.Errorf("the problems of a shape: %+v, %v", problems, err)
	}
	problems, err = w.chains.CheckFor(ctx, w.designer, w.org, "a", doc("b", "B", ""), chain.Save)
	if err != nil || codes(problems) != "chain.key_differs@/key" {
		t.Errorf("another key: %s, %v", codes(problems), err)
	}
	problems, err = w.chains.CheckDraft(ctx, w.designer, w.org, "a", chain.Publish)
	if err != nil || codes(problems) != "chain.reference_missing@/nodes/1/uses/script" || problems[0].Line != 0 {
		t.Errorf("the draft: %+v, %v", problems, err)
	}
	if got := w.Audited(w.designer.Tenant); len(got) != 1 {
		t.Errorf("a check changes nothing: %v", got)
	}
}
