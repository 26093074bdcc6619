package releases

import (
	"context"
	"fmt"
	"strings"

	"catenary/chain"
)

// rollbackUnbroken says that the rollback of a phase would run what was approved,
// whatever else was changed: half of a phase is worse. Otherwise it is
// release.seal_broken (Conflict), which names the parts of the rollback that
// differ.
func (s *Service) rollbackUnbroken(ctx context.Context, r Release, phase int) error {
	if r.Plan.Phases[phase].Rollback.Chain != nil {
		return s.unbroken(ctx, r, phasePointer(phase)+"/rollback")
	}
	at := phasePointer(phase) + "/chain"
	now, err := s.look(ctx, r, at)
	if err != nil {
		return fmt.Errorf("look at what the rollback of release %s would run: %w", r.ID, err)
	}
	in := s.undoing(now.versions[at].Document)
	return r.holds(now.Parts, func(name string) bool {
		if !within(name, at) {
			return false
		}
		below, is := strings.CutPrefix(name, at+"/nodes/")
		if !is {
			return true // the version itself
		}
		node, what, _ := strings.Cut(below, "/")
		return what == "" || what == "undo" || strings.HasPrefix(what, "undo/") || in[node]
	})
}

// undoing are the nodes in graphs inside of undos: all that they run is a part of
// the undo.
func (s *Service) undoing(document string) map[string]bool {
	in := map[string]bool{}
	d, wrong := chain.Parse([]byte(document), chain.EncodingJSON)
	if len(wrong) > 0 {
		return in // its text differs from what was sealed
	}
	var walk func(g *chain.Graph, undo bool)
	walk = func(g *chain.Graph, undo bool) {
		for i := range g.Nodes {
			n := &g.Nodes[i]
			if undo {
				in[string(n.ID)] = true
			}
			for _, inner := range s.graphs(&n.Body) {
				walk(inner, undo)
			}
			if n.Undo != nil {
				for _, inner := range s.graphs(n.Undo) {
					walk(inner, true)
				}
			}
		}
	}
	walk(&d.Graph, false)
	return in
}

// graphs are those inside of a body.
func (s *Service) graphs(body *chain.Body) (out []*chain.Graph) {
	kind, ok := s.Kinds.Kind(body.Kind)
	if !ok {
		return nil
	}
	for _, inner := range kind.Check(body).Graphs {
		out = append(out, inner.Graph)
	}
	return out
}
