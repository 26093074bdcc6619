package templates

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"catenary/chain"
	"catenary/internal/name"
	"catenary/nodes"
	"catenary/server/approvals"
	"catenary/server/releases"
)

// content is what a template of an org is made of: a chain with its scripts, or
// the plan of a release. What is chosen is put into the places of its slots;
// nothing of it is a program.
type content struct {
	Document json.RawMessage `json:"document,omitempty"`
	Scripts  []keptScript    `json:"scripts,omitempty"`
	Plan     json.RawMessage `json:"plan,omitempty"`
	Slots    slots           `json:"slots"`
}

// keptScript is a script that is made along with the chain.
type keptScript struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Language string `json:"language"`
	Source   string `json:"source"`
}

// filled is a text of the content with what was chosen in its places.
func (c *content) filled(text json.RawMessage, chosen Choices, more func(tree)) ([]byte, error) {
	t, err := treeOf(text)
	if err != nil {
		return nil, fmt.Errorf("read a template: %w", err)
	}
	for _, s := range c.Slots {
		value, is := s.chosen(chosen)
		if !is {
			continue
		}
		for _, place := range s.Places {
			t.put(place, value)
			if s.Kind == Chain {
				// Another chain has versions of its own.
				delete(t.object(strings.TrimSuffix(place, "/key")), "version")
			}
		}
	}
	if more != nil {
		more(t)
	}
	return t.text()
}

// chosen is what the slot is filled in with, if it is not left as it is.
func (s Slot) chosen(c Choices) (any, bool) {
	switch {
	case s.Kind == self:
		return c.Key, true
	case s.Kind == script:
		key := c.scripts[s.Value]
		return key, key != ""
	case s.Fixed:
		return nil, false
	case s.Kind == People:
		by, said := c.People[s.Key]
		return by, said
	}
	value := c.Values[s.Key]
	return value, value != "" && value != s.Value
}

// document is the chain with what was chosen.
func (c *content) document(chosen Choices) ([]byte, error) {
	return c.filled(c.Document, chosen, func(t tree) {
		if o, is := t.root.(map[string]any); is {
			o["key"], o["name"] = chosen.Key, chosen.Name
		}
	})
}

// plan is that of a release with what was chosen.
func (c *content) plan(chosen Choices) (releases.Plan, error) {
	text, err := c.filled(c.Plan, chosen, nil)
	if err != nil {
		return releases.Plan{}, err
	}
	var plan releases.Plan
	err = json.Unmarshal(text, &plan)
	return plan, err
}

// card is what lists show of a template of an org.
type card struct {
	Parameters []Parameter `json:"parameters"`
	// Graph is the chain without what its nodes do.
	Graph   json.RawMessage `json:"graph,omitempty"`
	Scripts []Script        `json:"scripts,omitempty"`
	// Phases are the names of a release's.
	Phases []string `json:"phases,omitempty"`
}

// card is the content's.
func (c *content) card() (card, error) {
	out := card{Parameters: []Parameter{}}
	for _, s := range c.Slots {
		if s.asked() {
			out.Parameters = append(out.Parameters, s.parameter())
		}
	}
	for _, s := range c.Scripts {
		out.Scripts = append(out.Scripts, Script{Key: s.Key, Name: nodes.Words{EN: s.Name, ZH: s.Name}, Language: s.Language})
	}
	if len(c.Plan) > 0 {
		plan, err := c.plan(Choices{})
		for _, p := range plan.Phases {
			out.Phases = append(out.Phases, p.Name)
		}
		return out, err
	}
	d, wrong := chain.Parse(c.Document, chain.EncodingJSON)
	if len(wrong) > 0 {
		return out, fmt.Errorf("read a template: %s at %s", wrong[0].Detail, wrong[0].Pointer)
	}
	out.Graph = picture(d).Canonical()
	return out, nil
}

// picture is a chain as far as it is drawn. One whose nodes stand nowhere is
// drawn from the top down.
func picture(d *chain.Document) *chain.Document {
	out := &chain.Document{Format: d.Format, Kind: d.Kind, Key: d.Key, Name: d.Name, Layout: &chain.Layout{Nodes: map[chain.NodeID]chain.Point{}}}
	for _, e := range d.Edges {
		out.Edges = append(out.Edges, chain.Edge{From: e.From, To: e.To, Failure: e.Failure})
	}
	rows := map[int]int{}
	for _, n := range d.Nodes {
		out.Nodes = append(out.Nodes, chain.Node{ID: n.ID, Name: n.Name, Body: chain.Body{Kind: n.Kind}})
		if d.Layout != nil && len(d.Layout.Nodes) == len(d.Nodes) {
			out.Layout.Nodes[n.ID] = d.Layout.Nodes[n.ID]
			continue
		}
		row := depth(d.Edges, n.ID, len(d.Nodes))
		out.Layout.Nodes[n.ID] = chain.Point{X: chain.Number(strconv.Itoa(240 * rows[row])), Y: chain.Number(strconv.Itoa(120 * row))}
		rows[row]++
	}
	return out
}

// depth is how many nodes come before one, at least.
func depth(edges []chain.Edge, id chain.NodeID, most int) int {
	seen, row := map[chain.NodeID]bool{id: true}, []chain.NodeID{id}
	for n := range most {
		var before []chain.NodeID
		for _, e := range edges {
			if slices.Contains(row, e.To) && !seen[e.From] {
				seen[e.From] = true
				before = append(before, e.From)
			}
		}
		if len(before) == 0 {
			return n
		}
		row = before
	}
	return most
}

// asks finds whom an object with by and members asks. Members that are written
// out become entries of by, so that each can be filled in.
func asks(t tree, pointer, role string, all *slots) {
	o := t.object(pointer)
	by, _ := o["by"].([]any)
	if members, list := o["members"].([]any); list && written(members) {
		for _, m := range members {
			by = append(by, map[string]any{"member": m})
		}
		delete(o, "members")
		if len(by) > 0 {
			o["by"] = by
		}
	}
	for i := range by {
		one := t.object(chain.Pointer(pointer+"/by", i))
		word := func(key string) string { text, _ := one[key].(string); return text }
		is := approvals.By{Role: word("role"), Org: word("org"), Group: word("group"), Member: word("member")}
		if strings.Contains(is.Member, "${{") {
			continue
		}
		key := role
		if is.Role != "" {
			key = is.Role
		}
		if name.Key("", is.Group) == nil {
			key = is.Group
		}
		all.add(chain.Pointer(pointer+"/by", i), key, Slot{Kind: People, By: &is, role: role})
	}
}

// written says that no text of a list is computed.
func written(list []any) bool {
	for _, one := range list {
		if text, is := one.(string); !is || strings.Contains(text, "${{") {
			return false
		}
	}
	return true
}
