package chains

import (
	"context"
	"slices"
	"strconv"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
)

// engines finds engines; the built-in one is there without a row.
func (r *references) engines(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]Target, error) {
	var found []Target
	if e := r.service.Engines; e != nil && slices.Contains(keys, e.BuiltInEngine()) {
		key := e.BuiltInEngine()
		found = append(found, Target{ID: key, Org: org, Key: key})
		keys = slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == key })
	}
	if len(keys) == 0 {
		return found, nil
	}
	rows, err := r.service.Store.UsableEngines(ctx, tenant, org, needs, keys)
	return append(found, rows...), err
}

// call checks a call of an engine: that the position is there, that its
// parameters fit, and that what they name may be used. The engine itself may have to be asked, which is done once,
// before the transaction of a version. One that does not answer is a warning:
// creating the pipeline asks it again.
func (r *references) call(ctx context.Context, ref chain.Reference, engine Target) ([]chain.ReferenceProblem, error) {
	if engine.ID == "" || r.service.Engines == nil {
		return nil, nil // that the engine is missing is told of its own reference
	}
	at := [2]string{engine.ID, ref.Pointer}
	if before, done := r.called[at]; done {
		return before, nil
	}
	checked, err := r.service.Engines.CheckCall(ctx, r.who.Tenant, r.org, engine.ID, string(ref.Key), ref.Parameters)
	var problems []chain.ReferenceProblem
	switch {
	case fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Limited) || fault.Is(err, fault.Conflict):
		problems = append(problems, chain.ReferenceProblem{
			Code: "chain.call_unchecked", Severity: chain.Warning, Detail: "the call could not be checked: " + fault.As(err).Message,
		})
	case err != nil:
		return nil, err
	case !checked.Known:
		problems = append(problems, chain.ReferenceProblem{
			Code: missing, Detail: "the engine " + strconv.Quote(string(ref.Within)) + " has no interface position " + strconv.Quote(string(ref.Key)),
		})
	}
	for _, d := range checked.Wrong {
		problems = append(problems, chain.ReferenceProblem{Code: "chain.parameters", Detail: d.Detail, Parameter: &d.Pointer})
	}
	found, err := r.targets(ctx, checked.Needs)
	if err != nil {
		return nil, err
	}
	for _, need := range checked.Needs {
		target, there := found[need.Kind][string(need.Key)]
		if !there {
			problems = append(problems, chain.ReferenceProblem{Code: missing, Detail: absent(need), Parameter: &need.Pointer})
		} else if p, retiring := target.retiring(); retiring {
			p.Parameter = &need.Pointer
			problems = append(problems, p)
		}
	}
	if r.called == nil {
		r.called = map[[2]string][]chain.ReferenceProblem{}
	}
	r.called[at] = problems
	return problems, nil
}
