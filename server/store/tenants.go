package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
)

const membershipSelect = `
SELECT m.tenant_id, t.key AS tenant_key, o.name AS tenant_name, m.id AS subject_id, t.policy_version, t.settings
  FROM subjects m
  JOIN tenants t ON t.id = m.tenant_id
  JOIN orgs o ON o.tenant_id = m.tenant_id AND o.id = m.tenant_id AND o.deleted_at IS NULL
 WHERE m.person_id = :person AND m.state = 'active'`

// Memberships reads the tenants in which a person is active, in the order of
// their ids; at most max.
func (s *Store) Memberships(ctx context.Context, person string, max int) ([]identity.Membership, error) {
	var out []identity.Membership
	err := s.list(ctx, &out, membershipSelect+` ORDER BY m.tenant_id LIMIT :max`,
		map[string]any{"person": person, "max": max})
	return out, err
}

// HasTenants says whether there is any tenant.
func (s *Store) HasTenants(ctx context.Context) (bool, error) {
	var found bool
	err := s.get(ctx, &found, `SELECT EXISTS (SELECT 1 FROM tenants)`, nil)
	return found, err
}

// TenantSettings reads what a tenant decided about signing in; none is
// tenant.unknown (NotFound).
func (s *Store) TenantSettings(ctx context.Context, tenant rbac.TenantID) (identity.Settings, error) {
	var out identity.Settings
	err := s.get(ctx, &out, `SELECT settings FROM tenants WHERE id = :tenant`, map[string]any{"tenant": tenant})
	if errors.Is(err, ErrNoRows) {
		return out, fault.New(fault.NotFound, "tenant.unknown", "no such tenant")
	}
	return out, err
}

// SetTenantSettings keeps what a tenant decided. Call it under LockTenant.
func (s *Store) SetTenantSettings(ctx context.Context, tenant rbac.TenantID, settings identity.Settings) error {
	text, err := json.Marshal(settings)
	if err != nil {
		return fmt.Errorf("encode the settings of a tenant: %w", err)
	}
	_, err = s.exec(ctx, `UPDATE tenants SET settings = :settings WHERE id = :tenant`,
		map[string]any{"tenant": tenant, "settings": string(text)})
	return err
}
