package chain

import (
	"bytes"
	"reflect"
	"slices"
)

// ChangeKind says what happened to a part of a document.
type ChangeKind string

// What can have happened.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
	Moved   ChangeKind = "moved" // on the canvas only
)

// Subject says which part of a document changed.
type Subject string

// The parts that changes are told of.
const (
	SubjectDocument Subject = "document"
	SubjectNode     Subject = "node"
	SubjectEdge     Subject = "edge"
	SubjectLayout   Subject = "layout"
)

// Change is one difference between two documents.
type Change struct {
	Kind    ChangeKind `json:"kind"`
	Subject Subject    `json:"subject"`
	Node    NodeID     `json:"node,omitempty"`
	From    NodeID     `json:"from,omitempty"`
	To      NodeID     `json:"to,omitempty"`
	// Pointer is where it stands in the newer document, or, if it was removed,
	// in the older.
	Pointer string        `json:"pointer"`
	Fields  []FieldChange `json:"fields,omitempty"`
}

// FieldChange is one field that differs. Before or After is missing where the
// field is.
type FieldChange struct {
	Pointer string `json:"pointer"` // from the part that changed
	Before  JSON   `json:"before,omitempty"`
	After   JSON   `json:"after,omitempty"`
}

// Diff returns how one document differs from another: its own fields, then
// nodes, edges and the canvas. Nodes are the same if their ids are, edges if
// they lead from and to the same nodes. There is no difference exactly if the
// canonical forms are equal.
func Diff(from, to *Document) []Change {
	d := &differ{}
	before, after := tree(from), tree(to)
	d.document(before, after)
	d.parts(SubjectNode, "/nodes", before.field("nodes"), after.field("nodes"))
	d.parts(SubjectEdge, "/edges", before.field("edges"), after.field("edges"))
	d.layout(before.field("layout"), after.field("layout"))
	return d.changes
}

func tree(d *Document) *value {
	return (&encoder{shapes: shapes{}, look: true}).encode(reflect.ValueOf(d).Elem())
}

type differ struct{ changes []Change }

func (d *differ) document(before, after *value) {
	for _, key := range keys(before, after) {
		if key == "nodes" || key == "edges" || key == "layout" {
			continue
		}
		if fields := compare("", before.field(key), after.field(key), nil); len(fields) > 0 {
			d.changes = append(d.changes, Change{
				Kind: kindOf(before.field(key), after.field(key)), Subject: SubjectDocument, Pointer: Pointer("", key), Fields: fields,
			})
		}
	}
}

func kindOf(before, after *value) ChangeKind {
	switch {
	case before == nil:
		return Added
	case after == nil:
		return Removed
	default:
		return Changed
	}
}

// parts compares two lists of nodes or edges.
func (d *differ) parts(subject Subject, pointer string, before, after *value) {
	old, oldOrder := identify(before)
	now, nowOrder := identify(after)
	note := func(kind ChangeKind, v *value, index int, fields []FieldChange) {
		d.changes = append(d.changes, Change{
			Kind: kind, Subject: subject, Pointer: Pointer(pointer, index), Fields: fields,
			Node: NodeID(v.word("id")), From: NodeID(v.word("from")), To: NodeID(v.word("to")),
		})
	}
	for i, id := range oldOrder {
		if _, ok := now[id]; !ok {
			note(Removed, before.items[i], i, nil)
		}
	}
	for i, id := range nowOrder {
		j, ok := old[id]
		if !ok {
			note(Added, after.items[i], i, nil)
		} else if fields := compare("", before.items[j], after.items[i], nil); len(fields) > 0 {
			note(Changed, after.items[i], i, fields)
		}
	}
	// What is left may still stand in another order.
	gone := func(in map[identity]int) func(identity) bool {
		return func(id identity) bool { _, ok := in[id]; return !ok }
	}
	kept, keptNow := slices.DeleteFunc(slices.Clone(oldOrder), gone(now)), slices.DeleteFunc(slices.Clone(nowOrder), gone(old))
	if !slices.Equal(kept, keptNow) {
		d.changes = append(d.changes, Change{Kind: Changed, Subject: SubjectDocument, Pointer: pointer, Fields: []FieldChange{
			{Before: names(kept), After: names(keptNow)},
		}})
	}
}

// identity tells the items of a list apart: nodes, notes and groups by id,
// edges by where they lead, and the same again by which it is.
type identity struct {
	id, from, to, failure string
	again                 int
}

func identify(list *value) (map[identity]int, []identity) {
	if list == nil {
		return nil, nil
	}
	index := make(map[identity]int, len(list.items))
	order := make([]identity, 0, len(list.items))
	again := map[identity]int{}
	for i, item := range list.items {
		id := identity{id: item.word("id"), from: item.word("from"), to: item.word("to"), failure: item.word("failure")}
		first := id
		id.again = again[first]
		again[first]++
		index[id] = i
		order = append(order, id)
	}
	return index, order
}

func names(ids []identity) JSON {
	all := list()
	for _, id := range ids {
		if id.id != "" {
			all.items = append(all.items, text(id.id))
		} else {
			all.items = append(all.items, text(id.from+" → "+id.to))
		}
	}
	return writeJSON(nil, all)
}

// word returns the text of a field, or nothing.
func (v *value) word(key string) string {
	if f := v.field(key); f != nil && (f.kind == textValue || f.kind == boolValue) {
		return f.text
	}
	return ""
}

func (d *differ) layout(before, after *value) {
	if before == nil {
		before = object()
	}
	if after == nil {
		after = object()
	}
	var places [2]*value
	for i, side := range []*value{before, after} {
		if places[i] = side.field("nodes"); places[i] == nil {
			places[i] = object()
		}
	}
	old, now := places[0].byKey(), places[1].byKey()
	for _, id := range keys(places[0], places[1]) {
		if fields := compare("", old[id], now[id], nil); len(fields) > 0 {
			d.changes = append(d.changes, Change{
				Kind: Moved, Subject: SubjectNode, Node: NodeID(id), Pointer: Pointer("/layout/nodes", id), Fields: fields,
			})
		}
	}
	for _, key := range keys(before, after) {
		if key == "nodes" {
			continue
		}
		if fields := compare("", before.field(key), after.field(key), nil); len(fields) > 0 {
			d.changes = append(d.changes, Change{
				Kind: kindOf(before.field(key), after.field(key)), Subject: SubjectLayout, Pointer: Pointer("/layout", key), Fields: fields,
			})
		}
	}
}

// keys returns the keys of two objects in the order of the newer, those that
// are only in the older last.
func keys(before, after *value) []string {
	all := make([]string, 0, len(after.fields))
	seen := make(map[string]bool, len(after.fields))
	for _, v := range []*value{after, before} {
		for _, f := range v.fields {
			if !seen[f.key] {
				seen[f.key] = true
				all = append(all, f.key)
			}
		}
	}
	return all
}

// byKey is field for objects that may be large.
func (v *value) byKey() map[string]*value {
	index := make(map[string]*value, len(v.fields))
	for _, f := range v.fields {
		index[f.key] = f.value
	}
	return index
}

// compare finds the innermost fields that differ.
func compare(pointer string, before, after *value, found []FieldChange) []FieldChange {
	switch {
	case before == nil && after == nil:
		return found
	case before == nil:
		return append(found, FieldChange{Pointer: pointer, After: writeJSON(nil, after)})
	case after == nil:
		return append(found, FieldChange{Pointer: pointer, Before: writeJSON(nil, before)})
	case before.kind == objectValue && after.kind == objectValue:
		old, now := before.byKey(), after.byKey()
		for _, key := range keys(before, after) {
			found = compare(Pointer(pointer, key), old[key], now[key], found)
		}
		return found
	case before.hasIdentities() && after.hasIdentities():
		if inner := compareItems(pointer, before, after); len(inner) > 0 {
			return append(found, inner...)
		}
	case before.kind == listValue && after.kind == listValue && len(before.items) == len(after.items):
		for i := range before.items {
			found = compare(Pointer(pointer, i), before.items[i], after.items[i], found)
		}
		return found
	}
	b, a := writeJSON(nil, before), writeJSON(nil, after)
	if !bytes.Equal(b, a) {
		found = append(found, FieldChange{Pointer: pointer, Before: b, After: a})
	}
	return found
}

// hasIdentities says whether a list is one of things with ids or of edges, as
// in a graph inside a node.
func (v *value) hasIdentities() bool {
	if v.kind != listValue || len(v.items) == 0 {
		return false
	}
	for _, item := range v.items {
		if item.word("id") == "" && (item.word("from") == "" || item.word("to") == "") {
			return false
		}
	}
	return true
}

// compareItems compares what has the same identity.
func compareItems(pointer string, before, after *value) (found []FieldChange) {
	old, oldOrder := identify(before)
	now, nowOrder := identify(after)
	for i, id := range oldOrder {
		if _, ok := now[id]; !ok {
			found = compare(Pointer(pointer, i), before.items[i], nil, found)
		}
	}
	for i, id := range nowOrder {
		var was *value
		if j, ok := old[id]; ok {
			was = before.items[j]
		}
		found = compare(Pointer(pointer, i), was, after.items[i], found)
	}
	return found
}
