package asks

import (
	"context"
	"fmt"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/nodes/approval"
	"catenary/nodes/form"
	"catenary/rbac"
	"catenary/server/approvals"
)

// Check says what is wrong with whom a body asks, for a chain of an org that
// somebody publishes: names that are not there, and a warning if too few could
// decide now, as the makers of the chain do not. What expressions give is looked at when the step begins. Pointers
// begin at the body.
func (s *Service) Check(ctx context.Context, who rbac.Actor, org rbac.OrgID, makers []rbac.SubjectID, body *chain.Body) ([]chain.Problem, error) {
	switch body.Kind {
	case approval.Name:
		c, err := nodes.Decode[approval.Config](body.Config)
		if err != nil {
			return nil, nil //nolint:nilerr // told by the kind
		}
		return s.checkApproval(ctx, who, org, makers, c)
	case form.Name:
		c, err := nodes.Decode[form.Config](body.Config)
		if err != nil {
			return nil, nil //nolint:nilerr // told by the kind
		}
		return s.checkForm(ctx, who, org, c)
	}
	return nil, nil
}

func (s *Service) checkForm(ctx context.Context, who rbac.Actor, org rbac.OrgID, c form.Config) ([]chain.Problem, error) {
	var by []approvals.By
	open := len(c.By) == 0 // to who starts the run, or to whom an expression gives
	for _, b := range c.By {
		if computed(string(b.Member)) {
			open = true
			continue
		}
		by = append(by, approvals.By{Role: b.Role, Org: b.Org, Group: b.Group, Member: string(b.Member)})
	}
	all, err := s.Approvals.Understand(ctx, who.Tenant, org, by, "/form/by")
	if err != nil {
		return problems(err, func(pointer string) string { return pointer })
	}
	if open || c.Members.Expression != "" || len(c.Members.Value) > 0 {
		return nil, nil
	}
	_, people, err := s.Approvals.Audience(ctx, who.Tenant, org, all, rbac.FormFill)
	if err != nil || len(people) > 0 {
		return nil, err
	}
	return []chain.Problem{chain.NewProblem(chain.Warning, "/form/by", "form.nobody_can",
		"none of those who are asked may fill a form in; it takes %s", rbac.FormFill)}, nil
}

func computed(text string) bool { return strings.Contains(text, "${{") }

func (s *Service) checkApproval(ctx context.Context, who rbac.Actor, org rbac.OrgID, makers []rbac.SubjectID, c approval.Config) ([]chain.Problem, error) {
	levels, single := c.Levels, len(c.Levels) == 0
	if single {
		levels = []approval.Level{c.Single()}
	}
	var plan approvals.Plan
	var at []string // of the levels of the plan
	for i, l := range levels {
		if l.Members.Expression != "" {
			continue
		}
		level := approvals.Level{
			Name: l.Name, Quorum: l.Quorum, DistinctOrgs: l.DistinctOrgs, Due: l.Due, Escalate: l.Escalate, AtEnd: approvals.End(l.AtEnd),
		}
		for _, b := range l.By {
			if computed(string(b.Member)) {
				level.By = nil
				break
			}
			level.By = append(level.By, approvals.By{Role: b.Role, Org: b.Org, Group: b.Group, Member: string(b.Member)})
		}
		for _, member := range l.Members.Value {
			level.By = append(level.By, approvals.By{Member: member})
		}
		if len(level.By) == 0 {
			continue
		}
		plan.Levels = append(plan.Levels, level)
		if single {
			at = append(at, "/approval")
		} else {
			at = append(at, fmt.Sprintf("/approval/levels/%d", i))
		}
	}
	if len(plan.Levels) == 0 {
		return nil, nil
	}
	err := s.Approvals.Preview(ctx, approvals.Request{
		Tenant: who.Tenant, Org: org, Subject: approvals.Subject{Kind: Step}, Digest: "-", Title: "-", Plan: plan,
		Requester: who.Subject, Authors: makers,
	})
	return problems(err, func(pointer string) string {
		for i, to := range at {
			if rest, found := strings.CutPrefix(pointer, fmt.Sprintf("/levels/%d", i)); found && (rest == "" || rest[0] == '/') {
				return to + rest
			}
		}
		return "/approval"
	})
}

// problems are those of a plan; any other error is passed on.
func problems(err error, place func(pointer string) string) ([]chain.Problem, error) {
	f := fault.As(err)
	if err == nil || !fault.HasCode(err, "approval.plan") && !fault.HasCode(err, "approval.nobody_can") {
		return nil, err
	}
	severity := chain.Error
	if f.Kind == fault.Conflict { // somebody may be granted the role before it runs
		severity = chain.Warning
	}
	var out []chain.Problem
	for _, d := range f.Details {
		out = append(out, chain.NewProblem(severity, place(d.Pointer), f.Code, "%s", d.Detail))
	}
	return out, nil
}
