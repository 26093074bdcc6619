package run

import (
	"encoding/json"
	"iter"
	"strconv"
	"strings"

	"catenary/chain"
)

// Place is where an inner scope stands: it is the graph that one item of an
// each runs through, or the undo of a step.
type Place struct {
	Outer string       // path of the scope that the step is in
	Node  chain.NodeID // the step
	// Attempt of the each, from 1, and the item's index, from 0.
	Attempt, Index int
	Undo           bool
}

const undoMark = ":undo"

// Path is the scope's path: that of the outer scope, and behind a slash
// node:index, node:index~attempt from the second attempt on, or node:undo.
func (p Place) Path() string {
	path := string(p.Node)
	if p.Outer != "" {
		path = p.Outer + "/" + path
	}
	if p.Undo {
		return path + undoMark
	}
	path += ":" + strconv.Itoa(p.Index)
	if p.Attempt > 1 {
		path += "~" + strconv.Itoa(p.Attempt)
	}
	return path
}

// PlaceOf takes a path apart; false for "" and for what Path does not make.
func PlaceOf(path string) (Place, bool) {
	var p Place
	element := path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		p.Outer, element = path[:i], path[i+1:]
	}
	id, which, ok := strings.Cut(element, ":")
	p.Node = chain.NodeID(id)
	if p.Undo = which == "undo"; !p.Undo {
		index, attempt, again := strings.Cut(which, "~")
		p.Attempt = 1
		if again {
			p.Attempt, _ = strconv.Atoi(attempt)
		}
		p.Index, _ = strconv.Atoi(index)
	}
	return p, ok && id != "" && p.Index >= 0 && p.Path() == path
}

// Outward gives a path and those of the scopes around it, "" last. Glue in a
// scope sees the steps of all of them.
func Outward(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for path != "" {
			if !yield(path) {
				return
			}
			path = path[:max(strings.LastIndexByte(path, '/'), 0)]
		}
		yield("")
	}
}

// Item returns the item that a scope is about, and its index: that of the
// scope itself or of the nearest one around it.
func (v *View) Item(path string) (item json.RawMessage, index int, ok bool) {
	for at := range Outward(path) {
		p, inner := PlaceOf(at)
		if s := v.Scopes[at]; inner && !p.Undo && s != nil {
			return s.Input, p.Index, true
		}
	}
	return nil, 0, false
}
