package triggers

import (
	"context"
	"encoding/json"

	"catenary/rbac"
	"catenary/server/runs"
)

// Try starts a run as if a trigger had fired, also while it is disabled: of a
// webhook with the body of a call, of a schedule with its own input. Who tries it
// started the run, and who wrote the trigger had a hand in it: neither decides in
// it. The trigger's concurrency holds, its rate does not. What Starter returns
// passes.
func (s *Service) Try(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, body []byte, once runs.Once) (runs.Started, error) {
	if err := s.Auth.Can(ctx, who, rbac.RunStart, rbac.Resource{OrgID: org}); err != nil {
		return runs.Started{}, err
	}
	t, err := s.find(ctx, who, org, key)
	if err != nil {
		return runs.Started{}, err
	}
	if len(body) == 0 {
		body = []byte("{}")
	}
	input := json.RawMessage(body)
	if t.Kind == WebhookKind {
		input, err = t.Spec.Webhook.input(body)
	} else if len(t.Spec.Schedule.Input) > 0 {
		input = t.Spec.Schedule.Input
	}
	if err != nil {
		return runs.Started{}, err
	}
	return s.Starter.Start(ctx, StartRequest{
		By: who, Org: t.Org, Chain: t.Chain, Input: input, Kind: t.Kind, Trigger: t.ID, Makers: []rbac.SubjectID{t.UpdatedBy, t.Human},
		Key: once.Key, Digest: once.Digest, Concurrency: t.Spec.Limits.Concurrency, Queue: t.Spec.Limits.Queue,
	})
}
