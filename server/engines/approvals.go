package engines

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime/pipeline/builtin"
	"catenary/server/audit"
)

// Executions keeps those of the built-in engine.
type Executions interface {
	builtin.Executions
	// WaitingExecutions lists those of an org that wait for people, the oldest
	// first.
	WaitingExecutions(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[builtin.Execution], error)
}

// Waiting lists the executions of built-in pipelines of an org in which people
// are to decide, the oldest first.
func (s *Service) Waiting(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[builtin.Execution], error) {
	if err := s.Auth.Can(ctx, who, rbac.ApprovalDecide, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[builtin.Execution]{}, err
	}
	return s.Executions.WaitingExecutions(ctx, who.Tenant, org, r)
}

// maxComment is how many characters may be said with a decision.
const maxComment = 2000

// decideTries is how often a decision is written anew because the execution
// moved on meanwhile.
const decideTries = 10

// Decide says yes or no to an approval step of a built-in pipeline. The faults
// are those of builtin.Execution.Decide, and execution.unknown (NotFound).
func (s *Service) Decide(ctx context.Context, who rbac.Actor, org rbac.OrgID, execution, step string, approve bool, comment string) (builtin.Execution, error) {
	comment, err := name.Text("/comment", comment, maxComment)
	if err != nil {
		return builtin.Execution{}, err
	}
	people := []string{string(who.Subject)}
	if who.Human != "" && who.Human != who.Subject {
		people = append(people, string(who.Human))
	}
	d := builtin.Decision{People: people, Approve: approve, Comment: comment, At: s.Now().UnixMicro()}
	for range decideTries {
		x, done, err := s.decide(ctx, who, org, execution, step, d)
		if err != nil || done {
			if err == nil && s.Told != nil {
				s.Told(execution)
			}
			return x, err
		}
	}
	return builtin.Execution{}, fault.New(fault.Unavailable, "approval.busy", "the execution changes all the time; try again")
}

func (s *Service) decide(ctx context.Context, who rbac.Actor, org rbac.OrgID, execution, step string, d builtin.Decision) (x builtin.Execution, done bool, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ApprovalDecide, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if x, err = s.Executions.Execution(ctx, string(who.Tenant), execution); err != nil {
			return err
		}
		if x.Org != string(org) {
			return fault.New(fault.NotFound, "execution.unknown", "no such execution")
		}
		if err := x.Decide(step, d); err != nil {
			return err
		}
		if done, err = s.Executions.SaveExecution(ctx, x); err != nil || !done {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "pipeline:decided", Kind: "pipeline_execution", ResourceID: x.ID, OrgID: org,
			After: map[string]any{"step": step, "approve": d.Approve, "comment": d.Comment},
		})
	})
	return x, done, err
}
