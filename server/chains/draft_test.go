package chains_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/servertest"
)

func TestCreateAndExportByteForByte(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		made := w.create(doc("stock-release", "Stock release", ""))
		if made.Revision != 1 || made.Version != 0 || !made.Changed() || made.UpdatedByName == "" {
			t.Fatalf("made %+v", made.Chain)
		}
		if len(made.Problems) > 0 {
			t.Fatalf("problems %v", made.Problems)
		}
		text := w.draft("stock-release", 0).Document
		for _, encoding := range []chain.Encoding{chain.EncodingJSON, chain.EncodingYAML} {
			out, err := chains.Encode(text, encoding)
			w.must(err)
			again := w.save("stock-release", 1, chains.Input{Data: out, Encoding: encoding})
			if again.Revision != 1 {
				t.Errorf("%s: importing what was exported makes revision %d", encoding, again.Revision)
			}
			if got := w.draft("stock-release", 0).Document; got != text {
				t.Errorf("%s: export after import differs:\n%s\n%s", encoding, text, got)
			}
		}
	})
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(doc("taken", "Taken", ""))
	json := func(text string) chains.Input {
		return chains.Input{Data: []byte(text), Encoding: chain.EncodingJSON}
	}
	tests := []struct {
		name string
		in   chains.Input
		code string
		kind fault.Kind
	}{
		{"a key that is there", doc("taken", "Again", ""), "chain.key_taken", fault.Conflict},
		{"a name that turns round", doc("x", "a\u202eb", ""), "name.characters", fault.Invalid},
		{"no JSON", json(`{"format"`), "chain.unreadable", fault.Malformed},
		{"an unknown field", json(`{"format":"catenary/v1","kind":"Chain","key":"x","name":"X","nodes":[],"edges":[],"more":1}`), "chain.document", fault.Invalid},
		{"aliases", yaml("format: &a catenary/v1\nkind: *a\n"), "chain.document", fault.Invalid},
		{"too much", json(strings.Repeat(" ", chain.MaxBytes+1)), "chain.too_large", fault.TooLarge},
		{"a zero character", json(`{"format":"catenary/v1","kind":"Chain","key":"x","name":"X","description":"a\u0000b","nodes":[{"id":"a","kind":"note"}],"edges":[]}`), "name.characters", fault.Invalid},
	}
	for _, tt := range tests {
		_, err := w.chains.Create(ctx, w.designer, w.org, tt.in)
		f := wantCode(t, err, tt.code)
		if f.Kind != tt.kind || len(f.Details) == 0 {
			t.Errorf("%s: kind %d, details %v", tt.name, f.Kind, f.Details)
		}
	}
	if got, err := w.chains.List(ctx, w.designer, w.org, chains.Query{}, everything()); err != nil || len(got.Items) != 1 {
		t.Errorf("afterwards there are %d chains, %v", len(got.Items), err)
	}
}

func TestSaveKeepsProblemsAndFollowsTheDocument(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		saved := w.save("a", 1, doc("a", "Renamed", "script: nowhere"))
		if saved.Revision != 2 || saved.Name != "Renamed" {
			t.Errorf("saved %+v", saved.Chain)
		}
		if got := codes(saved.Problems); got != "chain.reference_missing@/nodes/1/uses/script" || saved.Problems[0].Line == 0 {
			t.Errorf("problems %s %+v", got, saved.Problems)
		}
		if !strings.Contains(w.draft("a", 1).Document, `"A"`) || !strings.Contains(w.draft("a", 2).Document, "Renamed") {
			t.Error("both revisions are to be had")
		}
		_, err := w.chains.SaveDraft(ctx, w.designer, w.org, "a", chains.Base{Revision: 2}, doc("b", "B", ""))
		wantCode(t, err, "chain.key_differs")
		if got := w.Audited(w.designer.Tenant); got[len(got)-1] != "chain:saved" {
			t.Errorf("audited %v", got)
		}
	})
}

// deadGlue is a compiler that cannot be asked.
type deadGlue struct{}

func (deadGlue) For(string) chain.Compiler { return deadGlue{} }

func (deadGlue) Check(context.Context, []chain.Source) ([]chain.SourceProblem, error) {
	return nil, errors.New("no child answers")
}

func TestADraftIsKeptThoughItCannotBeChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(doc("a", "A", ""))
	w.chains.Glue = deadGlue{}
	guarded := yaml(strings.Replace(string(doc("a", "B", "").Data), "to: second}", "to: second, when: input.go}", 1))
	saved, err := w.chains.SaveDraft(ctx, w.designer, w.org, "a", chains.Base{Revision: 1}, guarded)
	if err != nil || saved.Revision != 2 || saved.Unchecked == nil || codes(saved.Problems) != "chain.unchecked@" || saved.Problems[0].Severity != chain.Warning {
		t.Errorf("saved %+v, %v", saved, err)
	}
	if _, err := w.chains.Publish(ctx, w.designer, w.org, "a", 2, ""); err == nil || fault.As(err).Kind != fault.Internal {
		t.Errorf("published unchecked: %v", err)
	}
}

func TestStaleSaveTellsThePresentRevision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		w.save("a", 1, doc("a", "Theirs", ""))
		_, err := w.chains.SaveDraft(ctx, w.other, w.org, "a", chains.Base{Revision: 1}, doc("a", "Mine", ""))
		f := wantCode(t, err, "chain.stale")
		data, ok := f.Data.(map[string]int64)
		if f.Kind != fault.Stale || !ok || data["revision"] != 2 {
			t.Errorf("fault %+v", f)
		}
		if base, theirs := w.draft("a", 1), w.draft("a", data["revision"]); base.Document == theirs.Document {
			t.Error("base and theirs are to be had for a merge")
		}
	})
}

func TestOfParallelSavesOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		const savers, rounds = 8, 5
		revision := int64(1)
		for round := range rounds {
			errs := make([]error, savers)
			var wg sync.WaitGroup
			for i := range savers {
				wg.Go(func() {
					who := w.designer
					if i%2 == 1 {
						who = w.other
					}
					name := "round " + string(rune('a'+round)) + " saver " + string(rune('a'+i))
					_, errs[i] = w.chains.SaveDraft(ctx, who, w.org, "a", chains.Base{Revision: revision}, doc("a", name, ""))
				})
			}
			wg.Wait()
			won := -1
			for i, err := range errs {
				switch {
				case err == nil && won >= 0:
					t.Fatal("two saves of one revision won")
				case err == nil:
					won = i
				case !fault.HasCode(err, "chain.stale"):
					t.Fatal(err)
				}
			}
			if won < 0 {
				t.Fatal("no save won")
			}
			revision++
			if got := w.draft("a", 0); got.Revision != revision || !strings.Contains(got.Document, "saver "+string(rune('a'+won))) {
				t.Fatalf("the draft is not the winner's: %d %s", got.Revision, got.Document)
			}
		}
		saves, err := w.chains.Saves(ctx, w.designer, w.org, "a", false, everything())
		if err != nil || len(saves.Items) != rounds+1 {
			t.Fatalf("%d saves, %v", len(saves.Items), err)
		}
	})
}

func TestWhoMayNotSeeAChainLearnsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		w.publish("a", 1)
		strangers := map[string]rbac.Actor{
			"another tenant": w.Actor(rbac.Owner, servertest.Umbra),
			"a sibling org":  w.Actor(rbac.Admin, servertest.Shop),
			"an org below":   w.Actor(rbac.Admin, servertest.Picking),
			"an org beside":  w.Actor(rbac.Viewer, servertest.Export),
		}
		for name, who := range strangers {
			for call, err := range map[string]error{
				"list":    second(w.chains.List(ctx, who, w.org, chains.Query{}, everything())),
				"get":     second(w.chains.Get(ctx, who, w.org, "a")),
				"draft":   second(w.chains.Draft(ctx, who, w.org, "a", 0)),
				"save":    second(w.chains.SaveDraft(ctx, who, w.org, "a", chains.Base{Revision: 1}, doc("a", "B", ""))),
				"create":  second(w.chains.Create(ctx, who, w.org, doc("b", "B", ""))),
				"check":   second(w.chains.Check(ctx, who, w.org, doc("b", "B", ""), chain.Save)),
				"publish": second(w.chains.Publish(ctx, who, w.org, "a", 1, "")),
				"version": second(w.chains.Version(ctx, who, w.org, "a", 1)),
				"compare": second(w.chains.Compare(ctx, who, w.org, "a", "1", "draft")),
				"lease":   second(w.chains.TakeLease(ctx, who, w.org, "a", true)),
				"saves":   second(w.chains.Saves(ctx, who, w.org, "a", false, everything())),
				"label":   second(w.chains.Label(ctx, who, w.org, "a", 1, "x")),
				"delete":  w.chains.Delete(ctx, who, w.org, "a"),
				"deleted": second(w.chains.Deleted(ctx, who, w.org, everything())),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %s = %v", name, call, err)
				}
			}
		}
		if got := w.draft("a", 0); got.Revision != 1 {
			t.Errorf("the draft is at %d", got.Revision)
		}
	})
}

func TestAViewerReadsAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(doc("a", "A", ""))
	viewer := w.Actor(rbac.Viewer, servertest.Stock)
	view, err := w.chains.Get(ctx, viewer, w.org, "a")
	w.must(err)
	if len(view.Can) != 1 || view.Can[0] != rbac.ChainView {
		t.Errorf("can %v", view.Can)
	}
	for call, err := range map[string]error{
		"save":    second(w.chains.SaveDraft(ctx, viewer, w.org, "a", chains.Base{Revision: 1}, doc("a", "B", ""))),
		"create":  second(w.chains.Create(ctx, viewer, w.org, doc("b", "B", ""))),
		"publish": second(w.chains.Publish(ctx, viewer, w.org, "a", 1, "")),
		"lease":   second(w.chains.TakeLease(ctx, viewer, w.org, "a", false)),
		"check":   second(w.chains.CheckDraft(ctx, viewer, w.org, "a", chain.Save)),
		"delete":  w.chains.Delete(ctx, w.designer, w.org, "a"),
	} {
		var refused *rbac.Refusal
		if !fault.Is(err, fault.Forbidden) || !errors.As(err, &refused) {
			t.Errorf("%s = %v", call, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
