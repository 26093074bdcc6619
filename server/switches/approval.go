package switches

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
)

// plan is who approves changes of a switch; nil: nobody has to.
func (s Switch) plan() (*approvals.Plan, error) {
	if s.Approval == "" {
		return nil, nil
	}
	p := &approvals.Plan{}
	if err := json.Unmarshal([]byte(s.Approval), p); err != nil {
		return nil, fmt.Errorf("read who approves changes of a switch: %w", err)
	}
	return p, nil
}

// SetApproval says who has to approve changes of a switch that is at revision;
// nil: nobody. It takes limits:write, as other rules do. Where somebody has to,
// this is itself a change that they approve: then it is asked for, and the
// request is given. A plan that cannot be is approval.plan (Invalid), one that
// not enough people can decide approval.nobody_can (Conflict).
//
// A rule that nobody can meet any more, whoever asks, is replaced by another
// one, not taken away: those whom the new one asks approve that. It takes
// role:write too, as granting the old one's roles anew would, and nothing comes
// of it if the old one can be met when they have.
func (s *Service) SetApproval(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, plan *approvals.Plan, reason string) (View, *Request, error) {
	reason, err := name.Text("/reason", reason, MaxReason)
	if err != nil {
		return View{}, nil, err
	}
	text := ""
	if plan != nil {
		if err := s.askable(ctx, who, org, plan); err != nil {
			return View{}, nil, err
		}
		written, err := json.Marshal(plan)
		if err != nil {
			return View{}, nil, fmt.Errorf("write who approves changes of a switch: %w", err)
		}
		text = string(written)
	}
	var asked *Request
	v, err := s.change(ctx, who, rbac.LimitsWrite, org, key, revision, func(ctx context.Context, row Switch) (err error) {
		switch {
		case row.Approval == text:
			return nil
		case row.Approval == "":
			return s.setApproval(ctx, who, row, text, reason, "")
		case reason == "":
			return reasonNeeded()
		}
		a := asking{Request: Request{Value: row.Value, Approval: text, Reason: reason}}
		lost, err := s.stranded(ctx, row)
		if err != nil {
			return err
		}
		if lost {
			if plan == nil {
				return lostRule()
			}
			if err := s.Auth.Confirm(ctx, who, rbac.RoleWrite, rbac.Resource{OrgID: org}); err != nil {
				return err
			}
			a.instead = plan
		}
		asked, err = s.ask(ctx, who, row, a)
		return err
	})
	return v, asked, err
}

// stranded says that nobody can approve changes of a switch any more, whoever
// asks for them.
func (s *Service) stranded(ctx context.Context, row Switch) (bool, error) {
	plan, err := row.plan()
	if err != nil || plan == nil {
		return false, err
	}
	return s.Approvals.Stranded(ctx, row.Tenant, row.Org, SubjectSwitch, *plan)
}

func lostRule() error {
	return fault.New(fault.Conflict, "approval.nobody_can",
		"too few are left who can approve changes of the switch; whoever may manage roles says who approves them instead")
}

// askable says what is wrong with who is to approve.
func (s *Service) askable(ctx context.Context, who rbac.Actor, org rbac.OrgID, plan *approvals.Plan) error {
	if err := s.Auth.Can(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	err := s.Approvals.Preview(ctx, approvals.Request{
		Tenant: who.Tenant, Org: org, Subject: approvals.Subject{Kind: SubjectSwitch}, Digest: "-", Title: "-",
		Requester: who.Human, Plan: *plan,
	})
	if err != nil {
		f := fault.As(err)
		for i := range f.Details {
			f.Details[i].Pointer = "/approval" + f.Details[i].Pointer
		}
	}
	return err
}

// setApproval gives a locked switch another plan, for a request if that is what
// was approved.
func (s *Service) setApproval(ctx context.Context, who rbac.Actor, row Switch, plan, reason, request string) error {
	before := row.Approval
	row.Approval = plan
	if err := s.save(ctx, who.Subject, &row); err != nil {
		return err
	}
	shown := func(plan string) any {
		if plan == "" {
			return nil
		}
		return raw(plan)
	}
	after := map[string]any{"key": row.Key, "approval": shown(plan), "reason": reason}
	if request != "" {
		after["request"] = request
	}
	return s.Audit.Record(ctx, who, audit.Entry{
		Action: "switch:approval_set", Kind: kind, ResourceID: row.ID, OrgID: row.Org,
		Before: map[string]any{"key": row.Key, "approval": shown(before)}, After: after,
	})
}
