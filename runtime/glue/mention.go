package glue

import (
	"slices"
	"strings"

	"catenary/chain"
)

// mention is what a source names of what it may see. It is found without a
// look at the grammar and says rather too much than too little: what is not in
// it, the source cannot see.
type mention struct {
	// any says that it cannot be told: everything may be meant.
	any bool
	// all says that any node may be meant, nodes has them otherwise.
	all   bool
	nodes []chain.NodeID
	text  string
}

// mentions looks through a source. Escapes in names, and ways to get at names
// by their text, make everything possible.
func mentions(text string) mention {
	m := mention{text: text}
	for _, way := range []string{`\u`, "arguments", "globalThis"} {
		m.any = m.any || strings.Contains(text, way)
	}
	m.all = m.any
	for rest := text; !m.all; {
		i := strings.Index(rest, "nodes")
		if i < 0 {
			break
		}
		before := i > 0 && inName(rest[i-1])
		rest = rest[i+len("nodes"):]
		if before || rest != "" && inName(rest[0]) {
			continue
		}
		id, ok := member(rest)
		if !ok {
			m.all = true
		} else if !slices.Contains(m.nodes, id) {
			m.nodes = append(m.nodes, id)
		}
	}
	return m
}

// has says whether the source may mean the name.
func (m *mention) has(name string) bool { return m.any || strings.Contains(m.text, name) }

// add joins what another source names.
func (m *mention) add(other mention) {
	m.all = m.all || other.all
	for _, id := range other.nodes {
		if !slices.Contains(m.nodes, id) {
			m.nodes = append(m.nodes, id)
		}
	}
}

// member reads .name, ?.name, ["name"] or ['name'].
func member(s string) (chain.NodeID, bool) {
	s = strings.TrimPrefix(strings.TrimLeft(s, " \t\r\n"), "?")
	switch {
	case strings.HasPrefix(s, "."):
		s = strings.TrimLeft(s[1:], " \t\r\n")
		if strings.HasPrefix(s, "[") {
			return member(s)
		}
		end := 0
		for end < len(s) && inName(s[end]) {
			end++
		}
		return chain.NodeID(s[:end]), end > 0
	case strings.HasPrefix(s, `["`), strings.HasPrefix(s, `['`):
		id, rest, ok := strings.Cut(s[2:], s[1:2])
		return chain.NodeID(id), ok && strings.HasPrefix(rest, "]") && !strings.Contains(id, `\`)
	default:
		return "", false
	}
}

func inName(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// means says whether the source may mean the node.
func (m *mention) means(id chain.NodeID) bool { return m.all || slices.Contains(m.nodes, id) }
