package plan_test

import (
	"encoding/json"
	"strings"

	"pgregory.net/rapid"

	"catenary/chain"
	"catenary/runtime/run"
)

// rules go through a journal without the fold: no half begins twice in an
// attempt, no node before its join allows it, nothing while the run is paused,
// after a cancel or after the scope's end, and no more items than at once.
type rules struct {
	r     *rapid.T
	m     *machine
	edges map[chain.NodeID]int
	joins map[chain.NodeID]*chain.Join
	// what has come so far, by place
	taken, decided map[string]int
	begun, ended   map[string]bool
	keys           map[string]bool
	closed         bool
	// busy has the items of an each's attempt that did something and are not
	// closed; atOnce how many there may be.
	busy   map[string]map[string]bool
	atOnce map[string]int
}

func checkBeginnings(r *rapid.T, graph chain.Graph, m *machine) {
	c := &rules{
		r: r, m: m, edges: map[chain.NodeID]int{}, joins: map[chain.NodeID]*chain.Join{},
		taken: map[string]int{}, decided: map[string]int{}, begun: map[string]bool{}, ended: map[string]bool{},
		keys: map[string]bool{}, busy: map[string]map[string]bool{}, atOnce: map[string]int{},
	}
	c.learn(graph)
	for _, e := range m.events {
		c.event(e)
	}
}

func (c *rules) learn(g chain.Graph) {
	for _, e := range g.Edges {
		c.edges[e.To]++
	}
	for _, n := range g.Nodes {
		c.joins[n.ID] = n.Join
		c.learnInner(n.Body)
		if n.Undo != nil {
			c.learnInner(*n.Undo)
		}
	}
}

func (c *rules) learnInner(b chain.Body) {
	if b.Kind != "each" {
		return
	}
	var config struct{ Graph json.RawMessage }
	if err := json.Unmarshal(b.Config, &config); err != nil {
		c.r.Fatal(err)
	}
	g, wrong := chain.ParseGraph(config.Graph)
	if len(wrong) > 0 {
		c.r.Fatal(wrong)
	}
	c.learn(*g)
}

func (c *rules) begins(scope string, id chain.NodeID, what string) {
	at := place(scope, id)
	if c.begun[what] {
		c.r.Fatalf("%s began twice", what)
	}
	c.begun[what] = true
	edges, j := c.edges[id], c.joins[id]
	if strings.HasSuffix(scope, string(id)+":undo") {
		edges, j = 0, nil
	}
	ok := edges == 0 || c.taken[at] > 0 && c.decided[at] == edges
	if j != nil && j.Mode == chain.JoinAny {
		ok = c.taken[at] > 0
	} else if j != nil {
		ok = c.taken[at] >= j.AtLeast
	}
	if !ok || c.closed || c.ended[at] {
		c.r.Fatalf("%s began with %d of %d edges decided and %d taken; paused or cancelled: %v, ended: %v",
			what, c.decided[at], edges, c.taken[at], c.closed, c.ended[at])
	}
	for path := range run.Outward(scope) {
		if c.ended[path+"/"] {
			c.r.Fatalf("%s began when %q was over", what, path)
		}
		p, inner := run.PlaceOf(path)
		if !inner || p.Undo {
			break // what is around an undo has ended before
		}
		each := place(p.Outer, p.Node)
		if c.busy[each] == nil {
			c.busy[each] = map[string]bool{}
		}
		c.busy[each][path] = true
		if n := len(c.busy[each]); n > c.atOnce[each] {
			c.r.Fatalf("%s is one of %d items at once, not %d", what, n, c.atOnce[each])
		}
	}
}

func (c *rules) event(e run.Event) {
	switch e.Kind {
	case run.PauseEvent, run.CancelEvent, run.TimeoutEvent:
		c.closed = true
	case run.UnpauseEvent, run.UndoEvent:
		c.closed = false
	case run.IntentEvent:
		b := must[run.Intent](c.r, e)
		for _, h := range b.Halves {
			if c.keys[h.Key] {
				c.r.Fatalf("two effects have the key of %s", place(b.Scope, b.Node))
			}
			c.keys[h.Key] = true
			c.begins(b.Scope, b.Node, atWork{b.Scope, b.Node, b.Attempt, h.Half}.String())
		}
	case run.SuspendEvent:
		b := must[run.Suspend](c.r, e)
		c.begins(b.Scope, b.Node, atWork{scope: b.Scope, node: b.Node, attempt: b.Attempt}.String())
	case run.ExpandEvent:
		b := must[run.Expand](c.r, e)
		c.begins(b.Scope, b.Node, atWork{scope: b.Scope, node: b.Node, attempt: b.Attempt}.String())
		c.atOnce[place(b.Scope, b.Node)] = b.AtOnce
	case run.CloseEvent:
		b := must[run.Close](c.r, e)
		c.ended[b.Scope+"/"] = true
		if p, _ := run.PlaceOf(b.Scope); !p.Undo {
			delete(c.busy[place(p.Outer, p.Node)], b.Scope)
		}
	case run.SegmentEvent:
		b := must[run.Segment](c.r, e)
		for _, entry := range b.Entries {
			c.entry(b.Scope, entry)
		}
	}
}

func (c *rules) entry(scope string, e run.Entry) {
	at := place(scope, e.Node)
	if e.State != "" {
		g, _ := c.m.g.At(scope)
		if n, _ := g.Node(e.Node); n.Kind == "script" && (e.State == run.StepSucceeded || e.State == run.StepFailed) {
			c.begins(scope, e.Node, at)
		}
		c.ended[at] = true
	}
	if e.Decided != nil {
		for _, d := range e.Decided.Edges {
			to := place(scope, d.To)
			c.decided[to]++
			if d.Taken {
				c.taken[to]++
			}
		}
	}
}

// checkUndo compares what was undone with the steps that succeeded and have an
// undo, from the last to the first.
func checkUndo(r *rapid.T, m *machine) {
	var todo, undone []string
	undoing, over, failed := false, true, false
	for _, e := range m.events {
		switch e.Kind {
		case run.UndoEvent:
			undoing = true
		case run.SegmentEvent:
			b := must[run.Segment](r, e)
			for _, entry := range b.Entries {
				g, _ := m.g.At(b.Scope)
				if n, _ := g.Node(entry.Node); !undoing && entry.State == run.StepSucceeded && n.Undo != nil && !entry.Given {
					todo = append(todo, place(b.Scope, entry.Node))
				}
			}
		case run.ReverseEvent:
			b := must[run.Reverse](r, e)
			if !over || failed {
				r.Fatalf("the undo of %s began when another was at work, or after one failed", b.Node)
			}
			over = false
			undone = append(undone, place(b.Scope, b.Node))
		case run.CloseEvent:
			if b := must[run.Close](r, e); strings.HasSuffix(b.Scope, ":undo") && !strings.Contains(strings.TrimSuffix(b.Scope, ":undo"), ":undo") {
				over, failed = true, b.State != run.StepSucceeded
			}
		}
	}
	for i, path := range undone {
		if last := len(todo) - 1 - i; last < 0 || todo[last] != path {
			r.Fatalf("undone were %v of %v", undone, todo)
		}
	}
	if m.view.State == run.Undone && (len(undone) < len(todo) || failed) {
		r.Fatalf("it says undone after %v of %v", undone, todo)
	}
	want := len(undone)
	if failed {
		want--
	}
	if got := m.view.Progress().Undone; undoing && got != want {
		r.Fatalf("%d steps say that they are undone: %v, the last failed: %v", got, undone, failed)
	}
}

func must[T any](r *rapid.T, e run.Event) T {
	var body T
	if err := json.Unmarshal(e.Body, &body); err != nil {
		r.Fatal(err)
	}
	return body
}
