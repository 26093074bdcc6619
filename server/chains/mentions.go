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
