package run_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"catenary/chain"
	"catenary/runtime/run"
)

var (
	expand = told{run.ExpandEvent, run.Expand{
		Node: "a", Attempt: 1, AtOnce: 2, Roots: []chain.NodeID{"x"},
		Items: []json.RawMessage{[]byte(`"one"`), []byte(`null`), []byte(`3`)},
	}}
	undo = told{run.UndoEvent, run.Note{By: "someone"}}
	back = told{run.ReverseEvent, run.Reverse{Node: "b", Roots: []chain.NodeID{"b"}}}
	over = []told{start, begin, result, finish, rest, end}
)

func done(scope string, id chain.NodeID) told {
	return told{run.SegmentEvent, run.Segment{Scope: scope, Entries: []run.Entry{{Node: id, State: run.StepSucceeded, Decided: &run.Decision{}}}}}
}

func closed(scope string, state run.StepState, open bool) told {
	return told{run.CloseEvent, run.Close{Scope: scope, State: state, Open: open}}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]run.Place{
		"loop:0":               {Node: "loop", Attempt: 1},
		"loop:12~3":            {Node: "loop", Attempt: 3, Index: 12},
		"loop:0/in:1~2/a:undo": {Outer: "loop:0/in:1~2", Node: "a", Undo: true},
		"a:undo/loop:7":        {Outer: "a:undo", Node: "loop", Attempt: 1, Index: 7},
	} {
		if p, ok := run.PlaceOf(path); !ok || p != want || p.Path() != path {
			t.Errorf("PlaceOf(%s) = %+v, %v with the path %s", path, p, ok, p.Path())
		}
	}
	for _, path := range []string{"", "/", "a", "a:", ":0", "a:x", "a:-1", "a:01", "a:0~1", "a:0~0", "a:0~", "a:undo~2", "a:0/"} {
		if p, ok := run.PlaceOf(path); ok {
			t.Errorf("PlaceOf(%q) = %+v", path, p)
		}
	}
	if got, want := slices.Collect(run.Outward("a:0/b:1/c:undo")), []string{"a:0/b:1/c:undo", "a:0/b:1", "a:0", ""}; !slices.Equal(got, want) {
		t.Errorf("Outward = %q", got)
	}
}

func TestFoldOfAnEach(t *testing.T) {
	t.Parallel()
	v, err := run.FoldAll(journal(t, start, expand, done("a:1", "x"), closed("a:1", run.StepSucceeded, true)))
	if err != nil {
		t.Fatal(err)
	}
	if each := v.Scope("").Steps["a"].Each; !slices.Equal(each.Open, []int{0, 2}) || len(each.Rest) > 0 {
		t.Errorf("the each is %+v", each)
	}
	if due := v.Due(); !slices.Equal(due, []string{"a:0", "a:2"}) {
		t.Errorf("due are %q", due)
	}
	for path, want := range map[string]string{"a:0": `"one"`, "a:1": `null`, "a:2": `3`, "a:2/x:undo": `3`} {
		if item, index, ok := v.Item(path); string(item) != want || !ok || string('0'+rune(index)) != path[2:3] {
			t.Errorf("the item of %s is %s at %d", path, item, index)
		}
	}
	if _, _, ok := v.Item(""); ok {
		t.Error("the run is an item")
	}
	open := map[string]bool{}
	for path, s := range v.Open() {
		open[path] = s == v.Scope(path)
	}
	if len(open) != 3 || !open[""] || !open["a:0"] || !open["a:2"] {
		t.Errorf("open are %v", open)
	}
	if got, want := v.Progress(), (run.Progress{Processing: 1, Ready: 2, Succeeded: 1}); got != want {
		t.Errorf("Progress = %+v", got)
	}
}

func TestNoItemBeginsAfterACancel(t *testing.T) {
	t.Parallel()
	v, err := run.FoldAll(journal(t, start, expand, done("a:1", "x"), told{run.CancelEvent, run.Note{}}, closed("a:1", run.StepSucceeded, true)))
	if err != nil {
		t.Fatal(err)
	}
	if each := v.Scope("").Steps["a"].Each; len(each.Rest) != 1 {
		t.Errorf("the each is %+v", each)
	}
}

func TestFoldOfAnUndo(t *testing.T) {
	t.Parallel()
	v, err := run.FoldAll(journal(t, append(slices.Clone(over), undo, back, done("b:undo", "b"), closed("b:undo", run.StepSucceeded, false))...))
	if err != nil {
		t.Fatal(err)
	}
	if v.State != run.Undoing || v.Scope("").Steps["b"].State != run.StepUndone || v.Undo.Left != 1 || v.Undo.Scope != "" {
		t.Errorf("the run is %s, b %s, the undo %+v", v.State, v.Scope("").Steps["b"].State, v.Undo)
	}
	if got := string(v.Scope("b:undo").Input); got != "3" {
		t.Errorf("the undo of b got %s", got)
	}
	if scope, id, step := v.Ended(2); scope != "" || id != "b" || step != v.Scope("").Steps["b"] {
		t.Errorf("the second to end was %s in %q", id, scope)
	}
}

func TestWhatCannotFollowInScopesIsRefused(t *testing.T) {
	t.Parallel()
	with := func(change func(*run.Expand)) told {
		b := expand.body.(run.Expand)
		change(&b)
		return told{run.ExpandEvent, b}
	}
	undone := append(slices.Clone(over), undo)
	atBack := append(slices.Clone(undone), back)
	halt := func(state run.StepState) told {
		return told{run.ResultEvent, run.Result{Node: "a", Attempt: 1, State: state}}
	}
	tests := []struct {
		name   string
		events []told
	}{
		{"a list in an attempt that is left out", []told{start, with(func(b *run.Expand) { b.Attempt = 2 })}},
		{"a list of which none may begin", []told{start, with(func(b *run.Expand) { b.AtOnce = 0 })}},
		{"a list twice", []told{start, expand, expand}},
		{"a list while paused", []told{start, {run.PauseEvent, run.Note{}}, expand}},
		{"a list of a step that is not there", []told{start, with(func(b *run.Expand) { b.Node = "z" })}},
		{"halves of a step with items", []told{start, expand, {run.IntentEvent, run.Intent{Node: "a", Attempt: 1, Halves: []run.Begun{{}}}}}},
		{"a wait of a step with items", []told{start, expand, {run.SuspendEvent, run.Suspend{Node: "a", Attempt: 1, For: run.ForTime}}}},
		{"success of a step with items from outside", []told{start, expand, halt(run.StepSucceeded)}},
		{"an end from outside twice", []told{start, expand, halt(run.StepFailed), halt(run.StepFailed)}},
		{"an end of a step whose items are at work", []told{start, expand, done("", "a")}},
		{"a retry of a step whose items are at work", []told{start, expand, {run.RetryEvent, run.Retry{Node: "a", Attempt: 2}}}},
		{"success before all items have begun", []told{
			start, expand, done("a:0", "x"), closed("a:0", run.StepSucceeded, false),
			done("a:1", "x"), closed("a:1", run.StepSucceeded, false), done("", "a"),
		}},
		{"the end of the run's own scope", []told{start, closed("", run.StepFailed, false)}},
		{"the end of a scope that is not there", []told{start, expand, closed("a:2", run.StepFailed, false)}},
		{"the end of a scope in a state that is none", []told{start, expand, closed("a:0", run.StepSkipped, false)}},
		{"success of an item that is not done", []told{start, expand, closed("a:0", run.StepSucceeded, false)}},
		{"the end of a scope twice", []told{start, expand, closed("a:0", run.StepFailed, false), closed("a:0", run.StepFailed, false)}},
		{"an end of an item at work", []told{
			start, expand, {run.IntentEvent, run.Intent{Scope: "a:0", Node: "x", Attempt: 1, Halves: []run.Begun{{}}}}, closed("a:0", run.StepCanceled, false),
		}},
		{"a step of a scope that is over", []told{start, expand, closed("a:0", run.StepFailed, false), done("a:0", "x")}},
		{"the end of a run whose items are at work", []told{start, expand, end}},
		{"an undo of a run that is not over", []told{start, undo}},
		{"an undo twice", append(slices.Clone(undone), undo)},
		{"an end of the time of an undo", append(slices.Clone(undone), overdue)},
		{"a pause of an undo", append(slices.Clone(undone), told{run.PauseEvent, run.Note{}})},
		{"an undo of a step without one of the run", []told{start, back}},
		{"an undo of a step that is not there", append(slices.Clone(undone), told{run.ReverseEvent, run.Reverse{Node: "z"}})},
		{"an undo of a skipped step", append(slices.Clone(undone), told{run.ReverseEvent, run.Reverse{Node: "c"}})},
		{"two undos at once", append(slices.Clone(atBack), told{run.ReverseEvent, run.Reverse{Node: "a"}})},
		{"an undo out of turn", append(
			slices.Clone(undone), told{run.ReverseEvent, run.Reverse{Node: "a", Roots: []chain.NodeID{"a"}}},
			done("a:undo", "a"), closed("a:undo", run.StepSucceeded, false), back)},
		{"an undo after one failed", append(slices.Clone(atBack), closed("b:undo", run.StepFailed, false), told{run.ReverseEvent, run.Reverse{Node: "a"}})},
		{"an undo after a cancel", append(slices.Clone(undone), told{run.CancelEvent, run.Note{}}, back)},
		{"a step of the run while it is undone", append(slices.Clone(undone), done("", "c"))},
		{"anything after the undo", append(slices.Clone(undone), told{run.EndEvent, run.End{State: run.Undone}}, undo)},
		{"an end of an undo at work", append(slices.Clone(atBack), told{run.EndEvent, run.End{State: run.UndoFailed}})},
		{"an end of an undo as of a run", append(slices.Clone(undone), end)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			events := journal(t, tt.events...)
			last := len(events) - 1
			v, err := run.FoldAll(events[:last])
			if err != nil {
				t.Fatalf("before it: %v", err)
			}
			if err := run.Fold(v, events[last]); !errors.Is(err, run.ErrMove) {
				t.Errorf("Fold = %v, want ErrMove", err)
			}
		})
	}
}
