package chains

import (
	"context"
	"strings"

	"catenary/chain"
	"catenary/rbac"
)

// Mentions gives all that a document of org names: what its fields refer to, and
// what the calls of pipeline engines name in their parameters. It does not ask
// whether the things are there. An engine that does not answer names nothing.
func (s *Service) Mentions(ctx context.Context, who rbac.Actor, org rbac.OrgID, d *chain.Document) ([]chain.Reference, error) {
	m := &mentions{references: references{service: s, who: who, org: org, purpose: rbac.ChainEdit}}
	_, err := chain.Validate(ctx, d, chain.Env{Kinds: s.Kinds, References: m})
	return m.found, err
}

// mentions is references that refuses nothing.
type mentions struct {
	references
	found []chain.Reference
}

// Resolve implements chain.References.
func (m *mentions) Resolve(ctx context.Context, refs []chain.Reference) ([]chain.ReferenceProblem, error) {
	var engines []chain.Reference
	for _, ref := range refs {
		if ref.Kind == chain.EngineRef {
			engines = append(engines, ref)
		}
	}
	known, err := m.targets(ctx, engines)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		if ref.Kind != chain.PositionRef {
			m.found = append(m.found, ref)
			continue
		}
		engine := known[chain.EngineRef][string(ref.Within)]
		if engine.ID == "" || m.service.Engines == nil {
			continue
		}
		call, err := m.service.Engines.CheckCall(ctx, m.who.Tenant, m.org, engine.ID, string(ref.Key), ref.Parameters)
		if err != nil {
			continue // an engine that is away now
		}
		for _, need := range call.Needs {
			need.Pointer = strings.TrimSuffix(ref.Pointer, "/position") + "/parameters" + need.Pointer
			m.found = append(m.found, need)
		}
	}
	return nil, nil
}

// Bodies calls f for what each node of a document does, undos and inner graphs
// included, with its place.
func (s *Service) Bodies(d *chain.Document, f func(pointer string, body *chain.Body)) {
	s.bodies("", &d.Graph, 1, f)
}

func (s *Service) bodies(at string, g *chain.Graph, nesting int, f func(pointer string, body *chain.Body)) {
	if nesting > chain.MaxNesting {
		return
	}
	for i := range g.Nodes {
		n, pointer := &g.Nodes[i], chain.Pointer(at, "nodes", i)
		s.body(pointer, &n.Body, nesting, f)
		if n.Undo != nil {
			s.body(pointer+"/undo", n.Undo, nesting, f)
		}
	}
}

func (s *Service) body(at string, body *chain.Body, nesting int, f func(pointer string, body *chain.Body)) {
	f(at, body)
	if kind, known := s.Kinds.Kind(body.Kind); known {
		for _, inner := range kind.Check(body).Graphs {
			s.bodies(at+inner.Pointer, inner.Graph, nesting+1, f)
		}
	}
}
