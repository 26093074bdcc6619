package chain

import "slices"

// scope is a graph as the checks and the glue in it see it.
type scope struct {
	outer   *scope
	around  place // where in outer the graph stands
	depth   int
	graph   *Graph
	pointer string
	index   map[NodeID]int
	// next and before are the nodes that edges lead to and come from; edges
	// with unknown ends or from a node to itself are left out.
	next, before [][]int
	// ends says of a node that nothing follows it.
	ends []bool
	// inKnot has the nodes that wait for themselves.
	inKnot map[int]bool
	// ancestors has for each node a set of those before it; nil in a graph
	// with a cycle.
	ancestors [][]uint64
}

// knots returns the sets of nodes that reach each other (Tarjan's algorithm).
// It calls itself as deep as the chain is long, which MaxNodes bounds.
func (s *scope) knots() [][]int {
	n := len(s.next)
	order, low, onStack := make([]int, n), make([]int, n), make([]bool, n)
	var stack []int
	var knots [][]int
	count := 0
	var visit func(int)
	visit = func(v int) {
		count++
		order[v], low[v] = count, count
		stack, onStack[v] = append(stack, v), true
		for _, w := range s.next[v] {
			if order[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if onStack[w] {
				low[v] = min(low[v], order[w])
			}
		}
		if low[v] != order[v] {
			return
		}
		i := slices.Index(stack, v)
		if knot := slices.Clone(stack[i:]); len(knot) > 1 {
			slices.Sort(knot)
			knots = append(knots, knot)
		}
		for _, w := range stack[i:] {
			onStack[w] = false
		}
		stack = stack[:i]
	}
	for v := range n {
		if order[v] == 0 {
			visit(v)
		}
	}
	slices.SortFunc(knots, slices.Compare)
	return knots
}

// cycleIn finds the shortest way from a knot's first node back to it.
func (s *scope) cycleIn(knot []int) []int {
	start := knot[0]
	in := map[int]bool{}
	for _, v := range knot {
		in[v] = true
	}
	from := map[int]int{}
	for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		for _, w := range s.next[v] {
			if w == start {
				cycle := []int{v}
				for v != start {
					v = from[v]
					cycle = append(cycle, v)
				}
				slices.Reverse(cycle)
				return cycle
			}
			if _, seen := from[w]; !seen && in[w] {
				from[w] = v
				queue = append(queue, w)
			}
		}
	}
	return knot
}

// findAncestors goes through the nodes in an order in which each comes after
// those before it.
func (s *scope) findAncestors() {
	n := len(s.next)
	words := (n + 63) / 64
	s.ancestors = make([][]uint64, n)
	waiting := make([]int, n)
	var ready []int
	for v := range n {
		s.ancestors[v] = make([]uint64, words)
		if waiting[v] = len(s.before[v]); waiting[v] == 0 {
			ready = append(ready, v)
		}
	}
	for ; len(ready) > 0; ready = ready[1:] {
		v := ready[0]
		for _, w := range s.next[v] {
			for i, bits := range s.ancestors[v] {
				s.ancestors[w][i] |= bits
			}
			s.ancestors[w][v/64] |= 1 << (v % 64)
			if waiting[w]--; waiting[w] == 0 {
				ready = append(ready, w)
			}
		}
	}
}

// sees says whether glue at a place can see what a node has done.
func (p place) sees(id NodeID) bool {
	s := p.scope
	if s == nil {
		return true
	}
	v, ok := s.index[id]
	switch {
	case !ok:
		return s.outer != nil && s.around.sees(id)
	case p.within < 0 || s.ancestors == nil:
		return true
	case v == p.within:
		return p.afterwards
	default:
		return s.ancestors[p.within][v/64]&(1<<(v%64)) != 0
	}
}
