package asks

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/nodes"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/runs"
	"catenary/server/switches"
)

// putSwitch asks people to approve what a step wants a switch to be. Who had a
// hand in what runs does not approve it.
func (s *Service) putSwitch(ctx context.Context, a runtime.Ask, r runtime.Run) error {
	var want switches.Wanted
	if err := json.Unmarshal([]byte(a.Body), &want); err != nil {
		return fmt.Errorf("read what a step wants of a switch: %w", err)
	}
	authors, err := runs.Makers(ctx, s.Store, r)
	if err != nil {
		return err
	}
	return s.Switches.AskByStep(ctx, switches.Step{
		Tenant: rbac.TenantID(r.Tenant), Org: rbac.OrgID(r.Org), By: rbac.SubjectID(r.By), Human: rbac.SubjectID(r.Human),
		Run: r.ID, Cause: a.Key, Switch: want.Switch, Reason: want.Reason,
	}, want, authors)
}

// Switched gives a step the end of its request: what was done to the switch, or a
// failure whose code is approval. and the state, or switch.overtaken.
func (s *Service) Switched(ctx context.Context, r switches.Request, made switches.Made) error {
	a, err := s.Store.Ask(ctx, r.Tenant, r.Ask)
	if err != nil {
		return err
	}
	switch r.State {
	case switches.Approved:
	case switches.Overtaken:
		return s.answer(ctx, a, runtime.Answer{Failure: &run.Failure{Code: "switch.overtaken", Message: r.Message}}, r.ID)
	default:
		return s.answer(ctx, a, runtime.Answer{Failure: notApproved(approvals.State(r.State), r.Message)}, r.ID)
	}
	var want switches.Wanted
	if err := json.Unmarshal([]byte(a.Body), &want); err != nil {
		return fmt.Errorf("read what a step wanted of a switch: %w", err)
	}
	output, err := json.Marshal(nodes.SwitchChange{
		Switch: want.Key, Value: made.Value, Before: made.Was, Revision: made.Revision, Changed: made.Changed,
	})
	if err != nil {
		return fmt.Errorf("write what was done to a switch: %w", err)
	}
	return s.answer(ctx, a, runtime.Answer{Output: output}, r.ID)
}
