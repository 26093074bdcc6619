package chain

import (
	"slices"
	"strings"
)

func (c *checker) graph(g *Graph, pointer string, around *place) {
	s := &scope{
		graph: g, pointer: pointer, index: make(map[NodeID]int, len(g.Nodes)),
		next: make([][]int, len(g.Nodes)), before: make([][]int, len(g.Nodes)), ends: make([]bool, len(g.Nodes)),
	}
	if around != nil {
		s.outer, s.around, s.depth = around.scope, *around, around.scope.depth+1
	}
	if s.depth == MaxNesting {
		c.add(Error, s.around, pointer, "chain.nested", "more than %d graphs stand inside each other; make the inner one a chain of its own", MaxNesting)
		return
	}
	if c.nodes += len(g.Nodes); c.nodes > MaxNodes && around != nil {
		return // said by count; what is in it does not matter any more
	}
	for i := range g.Nodes {
		id, at := g.Nodes[i].ID, Pointer(pointer, "nodes", i)
		if first, ok := c.seen[id]; ok {
			c.add(Error, place{node: id}, at+"/id", "chain.node_duplicate", "the id %q is already that of %s", id, first)
			continue
		}
		c.seen[id], s.index[id] = at, i
	}
	c.edges(s)
	cyclic := c.cycles(s)
	if !cyclic {
		s.findAncestors()
	}
	for i := range g.Nodes {
		c.node(s, i)
	}
	c.unreachable(s)
	c.outgoing(s)
	c.values(place{scope: s, within: -1}, pointer+"/output", g.Output)
}

type edgeKey struct {
	from, to NodeID
	failure  bool
}

func (c *checker) edges(s *scope) {
	known := map[edgeKey]int{}
	for i := range s.graph.Edges {
		e := &s.graph.Edges[i]
		pointer := Pointer(s.pointer, "edges", i)
		at := place{from: e.From, to: e.To, scope: s, within: -1, afterwards: true}
		from, fromOK := s.index[e.From]
		to, toOK := s.index[e.To]
		if !fromOK {
			c.add(Error, at, pointer+"/from", "chain.edge_end", "there is no node %q here", e.From)
		}
		if !toOK {
			c.add(Error, at, pointer+"/to", "chain.edge_end", "there is no node %q here", e.To)
		}
		key := edgeKey{e.From, e.To, e.Failure}
		if first, ok := known[key]; ok {
			c.add(Error, at, pointer, "chain.edge_duplicate", "edge %d already leads from %q to %q", first+1, e.From, e.To)
			continue
		}
		known[key] = i
		if e.From == e.To {
			c.add(Error, at, pointer, "chain.edge_self", "an edge cannot lead from %q to itself", e.From)
		} else if fromOK && toOK {
			s.next[from] = append(s.next[from], to)
			s.before[to] = append(s.before[to], from)
			at.within = from
		}
		if fromOK {
			at.within = from
		}
		if e.Otherwise && (e.When != "" || e.Failure) {
			c.add(Error, at, pointer+"/otherwise", "chain.otherwise", "an edge is taken otherwise, or for a reason of its own; not both")
		}
		if e.When != "" {
			c.source(at, pointer+"/when", Expression, e.When, 0)
		}
		if e.Map != "" {
			c.source(at, pointer+"/map", FunctionBody, e.Map, 0)
		}
	}
}

// outgoing checks the edges of one node together.
func (c *checker) outgoing(s *scope) {
	type sum struct{ otherwise, conditions, failures, first int }
	sums := make([]sum, len(s.graph.Nodes))
	for i, e := range s.graph.Edges {
		from, ok := s.index[e.From]
		if !ok {
			continue
		}
		pointer, at := Pointer(s.pointer, "edges", i), place{from: e.From, to: e.To}
		n := &sums[from]
		switch {
		case e.Otherwise:
			if n.otherwise++; n.otherwise == 2 {
				c.add(Error, at, pointer+"/otherwise", "chain.otherwise", "%q has more than one edge that is taken otherwise", e.From)
			}
			n.first = i
		case e.Failure:
			n.failures++
			if s.graph.Nodes[from].OnFailure != FollowFailureEdges {
				c.add(Error, at, pointer+"/failure", "chain.failure_edge", "this edge is never taken: %q needs on_failure: follow_failure_edges", e.From)
			}
		case e.When != "":
			n.conditions++
		}
		if s.ends[from] {
			c.add(Error, at, pointer, "chain.edge_never", "this edge is never taken: the run ends at %q", e.From)
		}
	}
	for i, n := range sums {
		node := &s.graph.Nodes[i]
		if n.otherwise > 0 && n.conditions == 0 {
			c.add(Warning, place{node: node.ID}, Pointer(s.pointer, "edges", n.first, "otherwise"), "chain.otherwise",
				"%q has no edge with a condition, so this one is always taken", node.ID)
		}
		if node.OnFailure == FollowFailureEdges && n.failures == 0 {
			c.add(Warning, place{node: node.ID}, Pointer(s.pointer, "nodes", i, "on_failure"), "chain.failure_edge",
				"%q has no edge for its failure, so that a failure ends its branch unseen", node.ID)
		}
	}
}

// cycles names each knot of nodes that wait for each other, once.
func (c *checker) cycles(s *scope) bool {
	found := false
	s.inKnot = map[int]bool{}
	for _, knot := range s.knots() {
		found = true
		for _, v := range knot {
			s.inKnot[v] = true
		}
		cycle := s.cycleIn(knot)
		ids := make([]string, 0, len(cycle)+1)
		for _, i := range cycle {
			ids = append(ids, string(s.graph.Nodes[i].ID))
		}
		ids = append(ids, ids[0])
		from, to := NodeID(ids[len(ids)-2]), NodeID(ids[0])
		at := slices.IndexFunc(s.graph.Edges, func(e Edge) bool { return e.From == from && e.To == to })
		if len(ids) > 12 {
			ids = slices.Concat(ids[:6], []string{"…"}, ids[len(ids)-5:])
		}
		c.add(Error, place{from: from, to: to}, Pointer(s.pointer, "edges", at), "chain.cycle",
			"these nodes wait for each other: %s", strings.Join(ids, " → "))
	}
	return found
}

// unreachable finds nodes that no run can come to, because every way to them
// leads through a cycle or past the end of the run.
func (c *checker) unreachable(s *scope) {
	reached := make([]bool, len(s.next))
	var queue []int
	for v := range s.next {
		if len(s.before[v]) == 0 {
			reached[v] = true
			queue = append(queue, v)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		if s.ends[queue[0]] {
			continue
		}
		for _, w := range s.next[queue[0]] {
			if !reached[w] {
				reached[w] = true
				queue = append(queue, w)
			}
		}
	}
	for v, ok := range reached {
		id, pointer := s.graph.Nodes[v].ID, Pointer(s.pointer, "nodes", v)
		switch {
		case s.index[id] != v || s.inKnot[v]: // said already
		case !ok:
			c.add(Error, place{node: id}, pointer, "chain.unreachable", "no run can come to %q", id)
		case len(reached) > 1 && len(s.before[v])+len(s.next[v]) == 0:
			c.add(Warning, place{node: id}, pointer, "chain.isolated", "no edge leads to %q or away from it, so it runs at once", id)
		}
	}
}
