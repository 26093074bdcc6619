package chain

// At says of a body which node's it is, whether it is what takes the node back,
// and where in the document it stands.
type At struct {
	Node    NodeID
	Undo    bool
	Pointer string
}

// Bodies calls f for what each node of a chain does, undos and the graphs
// inside of nodes included, in the order of the document. It ends with the first
// error of f, and returns that. The graph must have been found sound.
func Bodies(g *Graph, kinds Kinds, f func(at At, body *Body) error) error {
	return bodies(g, "", kinds, f)
}

func bodies(g *Graph, pointer string, kinds Kinds, f func(At, *Body) error) error {
	for i := range g.Nodes {
		n := &g.Nodes[i]
		all := []*Body{&n.Body}
		if n.Undo != nil {
			all = append(all, n.Undo)
		}
		for nth, body := range all {
			at := At{Node: n.ID, Undo: nth == 1, Pointer: Pointer(pointer, "nodes", i)}
			if at.Undo {
				at.Pointer += "/undo"
			}
			if err := f(at, body); err != nil {
				return err
			}
			kind, ok := kinds.Kind(body.Kind)
			if !ok {
				continue
			}
			for _, inner := range kind.Check(body).Graphs {
				if err := bodies(inner.Graph, at.Pointer+inner.Pointer, kinds, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
