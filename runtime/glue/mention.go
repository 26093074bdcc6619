package glue

import (
	"slices"
	"strings"

	"catenary/chain"
)

// mention is what a source names of what it may see. It is found without a
// look at the grammar and says rather too much than too little: what is not in
// it, the source cannot see, and so it need not be sent or decoded.
type mention struct {
	text string
	// any says that it cannot be told: everything may be meant.
	any bool
	// of has what is meant of each of the values below.
	of [len(seenNames)]want
	// removed and helpers are what it may mean of those lists.
	removed [len(removedNames)]bool
	helpers [len(helpers)]bool
}

// seenNames are what the function of a source gets, in this order.
var seenNames = [...]string{"input", "nodes", "run", "switches", "incoming"}

const (
	nodesName    = 1
	switchesName = 3
)

// want says which parts of a value are meant.
type want struct {
	whole  bool
	fields map[string]*want
}

var whole = &want{whole: true}

// field is what is meant of a field; nil: nothing.
func (w *want) field(name string) *want {
	if w.whole {
		return whole
	}
	return w.fields[name]
}

func (w *want) add(path []string) {
	for _, name := range path {
		next := w.fields[name]
		if next == nil {
			next = &want{}
			if w.fields == nil {
				w.fields = map[string]*want{}
			}
			w.fields[name] = next
		}
		w = next
	}
	w.whole = true
}

func (w *want) nothing() bool { return !w.whole && len(w.fields) == 0 }

// mentions looks through a source. Escapes in names, and ways to get at names
// by their text, make everything possible.
func mentions(text string) mention {
	m := mention{text: text}
	for _, way := range []string{`\u`, "arguments", "globalThis"} {
		m.any = m.any || strings.Contains(text, way)
	}
	for i, name := range removedNames {
		m.removed[i] = m.has(name)
	}
	for i := range helpers {
		m.helpers[i] = m.has(helpers[i].name)
	}
	for i, name := range seenNames {
		w := &m.of[i]
		w.whole = m.any
		for rest := text; !w.whole; {
			at := strings.Index(rest, name)
			if at < 0 {
				break
			}
			before := at > 0 && inName(rest[at-1])
			rest = rest[at+len(name):]
			if !before && (rest == "" || !inName(rest[0])) {
				w.add(members(rest))
			}
		}
	}
	return m
}

// has says whether the source may mean the name.
func (m *mention) has(name string) bool { return m.any || strings.Contains(m.text, name) }

// all says whether any node may be meant; ids are those that are otherwise.
func (m *mention) all() bool { return m.of[nodesName].whole }

func (m *mention) ids() []chain.NodeID {
	ids := make([]chain.NodeID, 0, len(m.of[nodesName].fields))
	for id := range m.of[nodesName].fields {
		ids = append(ids, chain.NodeID(id))
	}
	slices.Sort(ids)
	return ids
}

// means says whether the source may mean the node.
func (m *mention) means(id chain.NodeID) bool { return m.of[nodesName].field(string(id)) != nil }

// members reads .name, ?.name, ["name"] and ['name'], one behind the other. The
// last is left out if it may be the name of a method, which gets to see what it
// is a method of.
func members(s string) []string {
	var path []string
	for {
		name, rest, ok := member(s)
		if !ok {
			break
		}
		path, s = append(path, name), rest
	}
	closed := strings.TrimLeft(s, ") \t\r\n")
	called := strings.TrimLeft(strings.TrimPrefix(closed, "?."), " \t\r\n")
	switch {
	case len(path) == 0:
		return nil
	case strings.HasPrefix(closed, "/"): // a comment, perhaps
		return nil
	case strings.HasPrefix(called, "("), strings.HasPrefix(called, "`"):
		return path[:len(path)-1]
	default:
		return path
	}
}

func member(s string) (name, rest string, ok bool) {
	s = strings.TrimLeft(s, " \t\r\n")
	optional := strings.HasPrefix(s, "?.")
	if optional {
		s = strings.TrimLeft(s[2:], " \t\r\n")
	}
	switch {
	case strings.HasPrefix(s, `["`), strings.HasPrefix(s, `['`):
		name, rest, ok = strings.Cut(s[2:], s[1:2])
		if !ok || !strings.HasPrefix(rest, "]") || strings.ContainsAny(name, "\\\n") {
			return "", "", false
		}
		return name, rest[1:], true
	case strings.HasPrefix(s, ".") && !optional && !strings.HasPrefix(s, ".."):
		s = strings.TrimLeft(s[1:], " \t\r\n")
	case !optional:
		return "", "", false
	}
	end := 0
	for end < len(s) && inName(s[end]) {
		end++
	}
	return s[:end], s[end:], end > 0
}

func inName(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// nodeSet is which nodes some sources may mean together, and whether switches.
type nodeSet struct {
	all      bool
	ids      map[chain.NodeID]bool
	switches bool
}

func (s *nodeSet) add(m mention) {
	if s.ids == nil {
		s.ids = map[chain.NodeID]bool{}
	}
	s.all = s.all || m.all()
	s.switches = s.switches || !m.of[switchesName].nothing()
	for _, id := range m.ids() {
		s.ids[id] = true
	}
}

func (s *nodeSet) means(id chain.NodeID) bool { return s.all || s.ids[id] }
