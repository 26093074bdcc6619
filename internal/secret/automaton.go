package secret

// automaton finds texts in a stream, byte by byte, in a time that does not
// depend on what they are (Aho and Corasick). A state stands for the longest
// end of what was read that some text begins with; 0 is that of none. Nearly
// every state has one child, so children are linked lists and only the root
// has a table.
type automaton struct {
	root  [256]int32
	nodes []node
}

type node struct {
	child, sibling int32
	// fail is the state of the next shorter end.
	fail int32
	// depth is how long the end is.
	depth int32
	// match is the length of the longest text that ends here, 0 for none.
	match int32
	label byte
}

// newAutomaton makes one of texts, which are sorted and each once.
func newAutomaton(texts []string) *automaton {
	size := 1
	for i, text := range texts {
		size += len(text)
		if i > 0 {
			size -= common(texts[i-1], text)
		}
	}
	a := &automaton{nodes: make([]node, 1, size)}
	var path []int32 // the states along the text before
	before := ""
	for _, text := range texts {
		same := common(before, text)
		path = path[:same]
		for i := same; i < len(text); i++ {
			parent := int32(0)
			if i > 0 {
				parent = path[i-1]
			}
			path = append(path, a.add(parent, text[i]))
		}
		a.nodes[path[len(text)-1]].match = int32(len(text))
		before = text
	}
	a.link()
	return a
}

// common is how many bytes both begin with.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func (a *automaton) add(parent int32, label byte) int32 {
	s := int32(len(a.nodes))
	a.nodes = append(a.nodes, node{sibling: a.nodes[parent].child, depth: a.nodes[parent].depth + 1, label: label})
	a.nodes[parent].child = s
	if parent == 0 {
		a.root[label] = s
	}
	return s
}

// link sets fail and match, level by level.
func (a *automaton) link() {
	queue := make([]int32, 0, len(a.nodes))
	for s := a.nodes[0].child; s != 0; s = a.nodes[s].sibling {
		queue = append(queue, s)
	}
	for at := 0; at < len(queue); at++ {
		s := queue[at]
		for c := a.nodes[s].child; c != 0; c = a.nodes[c].sibling {
			f := a.step(a.nodes[s].fail, a.nodes[c].label)
			a.nodes[c].fail = f
			if a.nodes[c].match == 0 {
				a.nodes[c].match = a.nodes[f].match
			}
			queue = append(queue, c)
		}
	}
}

// step is the state after one more byte.
func (a *automaton) step(s int32, b byte) int32 {
	for s != 0 {
		for c := a.nodes[s].child; c != 0; c = a.nodes[c].sibling {
			if a.nodes[c].label == b {
				return c
			}
		}
		s = a.nodes[s].fail
	}
	return a.root[b]
}
