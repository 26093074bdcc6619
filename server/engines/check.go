package engines

import (
	"context"
	"encoding/json"
	"slices"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/rbac"
	"catenary/runtime/pipeline"
)

// CheckCall says what is wrong with a call of an engine at a position, for a
// chain of an org. Texts in the parameters may hold ${{ expressions }} where a
// value may be dynamic. There is no such position: known is false. Pointers
// begin at the parameters. An engine that does not answer is its fault.
func (s *Service) CheckCall(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, engine, position string, parameters chain.JSON) (wrong []fault.Detail, known bool, err error) {
	e := s.builtIn(tenant, org)
	if engine != BuiltIn {
		if e, err = s.Store.EngineByID(ctx, tenant, engine); err != nil {
			return nil, false, err
		}
	}
	positions, err := s.positions(ctx, e, org)
	if err != nil {
		return nil, false, err
	}
	i := slices.IndexFunc(positions, func(p pipeline.Position) bool { return p.Key == position })
	if i < 0 {
		return nil, false, nil
	}
	if len(parameters) == 0 {
		parameters = chain.JSON("{}")
	}
	compiled, broken := schema.Compile(chain.WithExpressions(positions[i].Parameters))
	if len(broken) > 0 {
		return nil, true, pipeline.BadAnswer("the schema of the position's parameters is none: %s", broken[0].Detail)
	}
	for _, v := range compiled.Check(parameters) {
		wrong = append(wrong, fault.Detail{Code: "engine.refused", Pointer: v.Pointer, Detail: v.Detail})
	}
	if len(wrong) > 0 {
		return wrong, true, nil
	}
	return s.more(ctx, e, org, position, parameters), true, nil
}

// more asks the engine what its schema cannot say.
func (s *Service) more(ctx context.Context, e Engine, org rbac.OrgID, position string, parameters json.RawMessage) []fault.Detail {
	var engine pipeline.Engine
	if e.ID == BuiltIn {
		engine, _ = s.openBuiltIn(e.Tenant, org) // it gave its positions a moment ago
	} else if c, err := s.connect(ctx, e); err == nil {
		c.mu.Lock()
		engine = c.engine
		c.mu.Unlock()
	}
	if c, ok := engine.(pipeline.Checker); ok {
		return c.Check(position, parameters)
	}
	return nil
}

// BuiltInEngine is the key and the id of the engine that every org has.
func (*Service) BuiltInEngine() string { return BuiltIn }
