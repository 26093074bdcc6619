package chain

// Bodies calls f for what each node of a graph does, undos and the graphs
// inside of nodes included, in the order of the document. It ends with the first
// error of f, and returns that. The graph must have been found sound.
func Bodies(g *Graph, kinds Kinds, f func(node NodeID, undo bool, body *Body) error) error {
	for i := range g.Nodes {
		n := &g.Nodes[i]
		bodies := []*Body{&n.Body}
		if n.Undo != nil {
			bodies = append(bodies, n.Undo)
		}
		for at, body := range bodies {
			if err := f(n.ID, at == 1, body); err != nil {
				return err
			}
			kind, ok := kinds.Kind(body.Kind)
			if !ok {
				continue
			}
			for _, inner := range kind.Check(body).Graphs {
				if err := Bodies(inner.Graph, kinds, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
