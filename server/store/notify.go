package store

import (
	"context"
	"strconv"

	"catenary/rbac"
)

// policyChannel is where PostgreSQL tells other replicas of a policy change.
const policyChannel = "policy"

// notifyPolicy tells other replicas, when the transaction of ctx commits. Every
// request reads the version anyway: this only makes it sooner.
func (s *Store) notifyPolicy(ctx context.Context, tenant rbac.TenantID, version int64) error {
	if s.dialect.name != "postgres" {
		return nil
	}
	_, err := s.exec(ctx, `SELECT pg_notify(:channel, :payload)`, map[string]any{
		"channel": policyChannel, "payload": string(tenant) + ":" + strconv.FormatInt(version, 10),
	})
	return err
}
