package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
)

// Version implements rbac.Source: the policy version, held until the
// transaction of ctx ends.
func (s *Store) Version(ctx context.Context, tenant rbac.TenantID) (int64, error) {
	query := `SELECT policy_version FROM tenants WHERE id = :tenant`
	if current(ctx, s) != nil {
		query += s.dialect.forShare
	}
	return s.version(ctx, query, tenant)
}

// LockTenant holds the tenant's rights for the transaction of ctx: whoever else
// wants to change them waits. It returns the version that is changed.
func (s *Store) LockTenant(ctx context.Context, tenant rbac.TenantID) (int64, error) {
	return s.version(ctx, `SELECT policy_version FROM tenants WHERE id = :tenant`+s.dialect.forUpdate, tenant)
}

func (s *Store) version(ctx context.Context, query string, tenant rbac.TenantID) (int64, error) {
	var version int64
	err := s.get(ctx, &version, query, map[string]any{"tenant": tenant})
	if errors.Is(err, ErrNoRows) {
		return 0, fault.New(fault.NotFound, "tenant.unknown", "no such tenant")
	}
	return version, err
}

// AppendPolicy records what the transaction of ctx changed of the tenant's
// rights and raises the version. Call LockTenant first.
func (s *Store) AppendPolicy(ctx context.Context, tenant rbac.TenantID, ops ...rbac.Change) error {
	text, err := json.Marshal(ops)
	if err != nil {
		return fmt.Errorf("encode policy change: %w", err)
	}
	var version int64
	err = s.returning(ctx, &version,
		`UPDATE tenants SET policy_version = policy_version + 1 WHERE id = :tenant RETURNING policy_version`,
		map[string]any{"tenant": tenant})
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `
INSERT INTO policy_changes (tenant_id, version, ops, at) VALUES (:tenant, :version, :ops, :at)`,
		map[string]any{"tenant": tenant, "version": version, "ops": string(text), "at": s.now().UnixMicro()})
	if err != nil {
		return err
	}
	return s.notifyPolicy(ctx, tenant, version)
}

// PrunePolicyChanges forgets what changed before a time, and says how many
// changes that were. Whoever needs one of them reads all facts instead.
func (s *Store) PrunePolicyChanges(ctx context.Context, before time.Time) (int64, error) {
	return s.exec(ctx, `DELETE FROM policy_changes WHERE at < :before`, map[string]any{"before": before.UnixMicro()})
}
