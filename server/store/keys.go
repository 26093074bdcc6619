package store

import (
	"context"
	"errors"
	"fmt"

	"catenary/server/audit"
	"catenary/server/resources"
	"catenary/server/secrets"
	"catenary/server/triggers"
)

const dataKeyColumns = `tenant_id, id, kek_id, wrapped, created_at, retired_at`

// ActiveDataKey implements secrets.KeyStore.
func (s *Store) ActiveDataKey(ctx context.Context, tenant string) (key secrets.DataKey, found bool, err error) {
	query := `SELECT ` + dataKeyColumns + ` FROM data_keys WHERE tenant_id = :tenant AND retired_at = 0`
	if current(ctx, s) != nil {
		query += s.dialect.forShare
	}
	err = s.get(ctx, &key, query, map[string]any{"tenant": tenant})
	if errors.Is(err, ErrNoRows) {
		return key, false, nil
	}
	return key, err == nil, err
}

// DataKey implements secrets.KeyStore.
func (s *Store) DataKey(ctx context.Context, tenant, id string) (key secrets.DataKey, found bool, err error) {
	err = s.get(ctx, &key, `SELECT `+dataKeyColumns+` FROM data_keys WHERE tenant_id = :tenant AND id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	if errors.Is(err, ErrNoRows) {
		return key, false, nil
	}
	return key, err == nil, err
}

// DataKeys implements secrets.KeyStore.
func (s *Store) DataKeys(ctx context.Context, afterTenant, afterID string, max int) ([]secrets.DataKey, error) {
	var keys []secrets.DataKey
	err := s.list(ctx, &keys, `
SELECT `+dataKeyColumns+` FROM data_keys
 WHERE (tenant_id, id) > (:tenant, :id) ORDER BY tenant_id, id LIMIT :max`,
		map[string]any{"tenant": afterTenant, "id": afterID, "max": max})
	return keys, err
}

// InsertDataKey implements secrets.KeyStore.
func (s *Store) InsertDataKey(ctx context.Context, key secrets.DataKey) error {
	_, err := s.exec(ctx, `
INSERT INTO data_keys (tenant_id, id, kek_id, wrapped, created_at)
VALUES (:tenant_id, :id, :kek_id, :wrapped, :created_at)
ON CONFLICT (tenant_id) WHERE retired_at = 0 DO NOTHING`, key)
	return err
}

// RewrapDataKey implements secrets.KeyStore.
func (s *Store) RewrapDataKey(ctx context.Context, key secrets.DataKey, w secrets.Wrapped) error {
	_, err := s.exec(ctx, `
UPDATE data_keys SET kek_id = :kek, wrapped = :wrapped
 WHERE tenant_id = :tenant AND id = :id AND wrapped = :old`,
		map[string]any{"kek": w.KEK, "wrapped": w.Bytes, "tenant": key.Tenant, "id": key.ID, "old": key.Bytes})
	return err
}

// RetireDataKey implements secrets.KeyStore.
func (s *Store) RetireDataKey(ctx context.Context, tenant string, at int64) error {
	_, err := s.exec(ctx, `UPDATE data_keys SET retired_at = :at WHERE tenant_id = :tenant AND retired_at = 0`,
		map[string]any{"tenant": tenant, "at": at})
	return err
}

// DeleteDataKey implements secrets.KeyStore. A key that a secret still refers
// to is store.missing.
func (s *Store) DeleteDataKey(ctx context.Context, tenant, id string) error {
	_, err := s.exec(ctx, `DELETE FROM data_keys WHERE tenant_id = :tenant AND id = :id AND retired_at <> 0`,
		map[string]any{"tenant": tenant, "id": id})
	return err
}

// KeyCheck implements secrets.KeyStore.
func (s *Store) KeyCheck(ctx context.Context) (check secrets.KeyCheck, found bool, err error) {
	query := `SELECT kek_id, wrapped, created_at FROM key_check`
	if current(ctx, s) != nil {
		query += s.dialect.forShare
	}
	err = s.get(ctx, &check, query, nil)
	if errors.Is(err, ErrNoRows) {
		return check, false, nil
	}
	return check, err == nil, err
}

// LockKeyCheck implements secrets.KeyStore.
func (s *Store) LockKeyCheck(ctx context.Context) (check secrets.KeyCheck, err error) {
	err = s.get(ctx, &check, `SELECT kek_id, wrapped, created_at FROM key_check`+s.dialect.forUpdate, nil)
	return check, err
}

// InsertKeyCheck implements secrets.KeyStore.
func (s *Store) InsertKeyCheck(ctx context.Context, check secrets.KeyCheck) error {
	_, err := s.exec(ctx, `
INSERT INTO key_check (id, kek_id, wrapped, created_at) VALUES ('instance', :kek_id, :wrapped, :created_at)
ON CONFLICT (id) DO NOTHING`, check)
	return err
}

// ReplaceKeyCheck implements secrets.KeyStore.
func (s *Store) ReplaceKeyCheck(ctx context.Context, check secrets.KeyCheck) error {
	n, err := s.exec(ctx, `
UPDATE key_check SET kek_id = :kek_id, wrapped = :wrapped, created_at = :created_at WHERE id = 'instance'`, check)
	if err == nil && n != 1 {
		err = fmt.Errorf("the key check is gone")
	}
	return err
}

// sealedPlace is a column that holds sealed values: how they are listed and
// replaced.
type sealedPlace struct{ purpose, list, replace string }

// sealedPlaces are all of them. A new column that is sealed gets its line here,
// or its values lose their key in a rotation.
func sealedPlaces() []sealedPlace {
	return []sealedPlace{
		{
			purpose: secrets.PurposeSecret,
			list: `SELECT tenant_id, id, version, sealed FROM secrets
 WHERE (tenant_id, id) > (:tenant, :id) ORDER BY tenant_id, id LIMIT :max`,
			replace: `UPDATE secrets SET sealed = :sealed, data_key_id = :key
 WHERE tenant_id = :tenant AND id = :id AND version = :version AND sealed = :old`,
		},
		{
			purpose: secrets.PurposeTOTP, // of a person at most one is there, in use or pending
			list: `SELECT '' AS tenant_id, id, totp_version AS version, COALESCE(totp_sealed, totp_pending) AS sealed FROM people
 WHERE (totp_sealed IS NOT NULL OR totp_pending IS NOT NULL) AND ('', id) > (:tenant, :id) ORDER BY id LIMIT :max`,
			replace: `UPDATE people
   SET totp_sealed = CASE WHEN totp_sealed = :old THEN :sealed ELSE totp_sealed END,
       totp_pending = CASE WHEN totp_pending = :old THEN :sealed ELSE totp_pending END
 WHERE id = :id AND totp_version = :version AND (totp_sealed = :old OR totp_pending = :old)`,
		},
		{
			purpose: triggers.PurposeKey,
			list: `SELECT tenant_id, id, 1 AS version, sealed FROM trigger_keys
 WHERE (tenant_id, id) > (:tenant, :id) ORDER BY tenant_id, id LIMIT :max`,
			replace: `UPDATE trigger_keys SET sealed = :sealed, data_key_id = :key
 WHERE tenant_id = :tenant AND id = :id AND sealed = :old`,
		},
		{
			purpose: resources.PurposeInstance,
			list: `SELECT '' AS tenant_id, id, 1 AS version, sealed FROM instance
 WHERE ('', id) > (:tenant, :id) ORDER BY id LIMIT :max`,
			replace: `UPDATE instance SET sealed = :sealed WHERE id = :id AND sealed = :old`,
		},
		{
			purpose: audit.PurposeKey,
			list: `SELECT '' AS tenant_id, id, 1 AS version, sealed FROM audit_keys
 WHERE ('', id) > (:tenant, :id) ORDER BY id LIMIT :max`,
			replace: `UPDATE audit_keys SET sealed = :sealed WHERE id = :id AND sealed = :old`,
		},
	}
}

// SealedPlaces implements secrets.KeyStore.
func (s *Store) SealedPlaces() []string {
	var out []string
	for _, p := range sealedPlaces() {
		out = append(out, p.purpose)
	}
	return out
}

// SealedRows implements secrets.KeyStore.
func (s *Store) SealedRows(ctx context.Context, purpose, afterTenant, afterID string, max int) ([]secrets.SealedRow, error) {
	var rows []secrets.SealedRow
	for _, p := range sealedPlaces() {
		if p.purpose == purpose {
			err := s.list(ctx, &rows, p.list, map[string]any{"tenant": afterTenant, "id": afterID, "max": max})
			return rows, err
		}
	}
	return nil, fmt.Errorf("nothing is sealed for %q", purpose)
}

// Reseal implements secrets.KeyStore.
func (s *Store) Reseal(ctx context.Context, purpose string, row secrets.SealedRow, sealed []byte) (bool, error) {
	key, err := secrets.KeyOf(sealed)
	if err != nil {
		return false, err
	}
	for _, p := range sealedPlaces() {
		if p.purpose == purpose {
			n, err := s.exec(ctx, p.replace, map[string]any{
				"tenant": row.Tenant, "id": row.ID, "version": row.Version, "old": row.Sealed, "sealed": sealed, "key": key,
			})
			return n == 1, err
		}
	}
	return false, fmt.Errorf("nothing is sealed for %q", purpose)
}
