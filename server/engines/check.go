package engines

import (
	"context"
	"slices"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/server/chains"
)

// CheckCall looks at a call of an engine at a position, for a chain of an org.
// Texts in the parameters may hold ${{ expressions }} where a value may be
// dynamic. An engine that does not answer is its fault.
func (s *Service) CheckCall(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, engine, position string, parameters chain.JSON) (chains.CheckedCall, error) {
	var call chains.CheckedCall
	e := s.builtIn(tenant, org)
	if engine != BuiltIn {
		var err error
		if e, err = s.Store.EngineByID(ctx, tenant, engine); err != nil {
			return call, err
		}
	}
	positions, err := s.positions(ctx, e, org, positionsFor)
	if err != nil {
		return call, err
	}
	i := slices.IndexFunc(positions, func(p pipeline.Position) bool { return p.Key == position })
	if i < 0 {
		return call, nil
	}
	call.Known = true
	if len(parameters) == 0 {
		parameters = chain.JSON("{}")
	}
	compiled, broken := schema.Compile(chain.WithExpressions(positions[i].Parameters))
	if len(broken) > 0 {
		return call, pipeline.BadAnswer("the schema of the position's parameters is none: %s", broken[0].Detail)
	}
	for _, v := range compiled.Check(parameters) {
		call.Wrong = append(call.Wrong, fault.Detail{Code: "engine.refused", Pointer: v.Pointer, Detail: v.Detail})
	}
	if len(call.Wrong) > 0 {
		return call, nil
	}
	opened := s.opened(ctx, e, org)
	if c, ok := opened.(pipeline.Checker); ok {
		call.Wrong = c.Check(position, parameters)
	}
	if r, ok := opened.(pipeline.Referrer); ok && len(call.Wrong) == 0 {
		call.Needs = r.References(position, parameters)
	}
	return call, nil
}

// opened is an engine that gave its positions a moment ago; nil if it is gone
// since.
func (s *Service) opened(ctx context.Context, e Engine, org rbac.OrgID) pipeline.Engine {
	if e.ID == BuiltIn {
		engine, _ := s.openBuiltIn(e.Tenant, org)
		return engine
	}
	c, err := s.connect(ctx, e)
	if err != nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.engine
}

// BuiltInEngine is the key and the id of the engine that every org has.
func (*Service) BuiltInEngine() string { return BuiltIn }
