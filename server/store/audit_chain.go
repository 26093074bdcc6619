package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"catenary/server/audit"
)

// LockAudit implements audit.SealStore.
func (s *Store) LockAudit(ctx context.Context, tenant string) error {
	return s.alone(ctx, "audit", tenant)
}

// AuditEnd implements audit.SealStore.
func (s *Store) AuditEnd(ctx context.Context, tenant string) (audit.Link, error) {
	var end audit.Link
	err := s.get(ctx, &end, `
SELECT seq, hash FROM audit_entries WHERE tenant_id = :tenant AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1`,
		map[string]any{"tenant": tenant})
	if errors.Is(err, ErrNoRows) {
		return audit.Link{}, nil
	}
	return end, err
}

// UnsealedAudit implements audit.SealStore.
func (s *Store) UnsealedAudit(ctx context.Context, tenant string, before int64, max int) ([]audit.Row, error) {
	var rows []audit.Row
	err := s.list(ctx, &rows, `
SELECT `+auditColumns+` FROM audit_entries
 WHERE tenant_id = :tenant AND seq IS NULL AND (result = 'allowed' OR at <= :before)
 ORDER BY at, id LIMIT :max`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "before": before, "max": max})
	return rows, err
}

// SealAudit implements audit.SealStore.
func (s *Store) SealAudit(ctx context.Context, rows []audit.Sealed) error {
	if len(rows) == 0 {
		return nil
	}
	// One statement for all, not a round trip for each row. It is written so that
	// SQLite looks each of them up, however many others wait.
	args := map[string]any{"tenant": rows[0].Tenant}
	var values strings.Builder
	for i, row := range rows {
		n := strconv.Itoa(i)
		args["id"+n], args["seq"+n], args["prev"+n], args["hash"+n] = row.ID, row.Seq, row.Prev, row.Hash
		if i > 0 {
			values.WriteString(", ")
		}
		values.WriteString("(CAST(:id" + n + " AS TEXT), CAST(:seq" + n + " AS BIGINT), CAST(:prev" + n + " AS TEXT), CAST(:hash" + n + " AS TEXT))")
	}
	done, err := s.exec(ctx, `
WITH places (id, seq, prev, hash) AS (VALUES `+values.String()+`)
UPDATE audit_entries
   SET (seq, prev, hash) = (SELECT p.seq, p.prev, p.hash FROM places p WHERE p.id = audit_entries.id)
 WHERE tenant_id = :tenant AND id IN (SELECT id FROM places) AND COALESCE(seq, 0) = 0`, args)
	if err == nil && done != int64(len(rows)) {
		err = fmt.Errorf("%d of %d rows are sealed already", int64(len(rows))-done, len(rows))
	}
	return err
}

// UnsealedTenants implements audit.SealStore.
func (s *Store) UnsealedTenants(ctx context.Context) ([]string, error) {
	var tenants []string
	err := s.list(ctx, &tenants, `SELECT DISTINCT tenant_id FROM audit_entries WHERE seq IS NULL ORDER BY tenant_id`, nil)
	return tenants, err
}

// UnsignedAudit implements audit.SealStore.
func (s *Store) UnsignedAudit(ctx context.Context, before int64) ([]string, error) {
	var tenants []string
	err := s.list(ctx, &tenants, `
SELECT id FROM (
  SELECT t.id,
    COALESCE((SELECT seq FROM audit_entries e WHERE e.tenant_id = t.id AND e.seq IS NOT NULL ORDER BY seq DESC LIMIT 1), 0) AS seq,
    COALESCE((SELECT seq FROM audit_heads h WHERE h.tenant_id = t.id ORDER BY seq DESC LIMIT 1), 0) AS head,
    COALESCE((SELECT at FROM audit_heads h WHERE h.tenant_id = t.id ORDER BY seq DESC LIMIT 1), 0) AS at
    FROM (SELECT id FROM tenants UNION ALL SELECT '') t
) ends
 WHERE seq > head AND at <= :before ORDER BY id`, map[string]any{"before": before})
	return tenants, err
}

const headColumns = `tenant_id, seq, hash, at, key_id, signature`

// LastHead implements audit.SealStore.
func (s *Store) LastHead(ctx context.Context, tenant string) (audit.Head, error) {
	heads, err := s.LastHeads(ctx, tenant, 1)
	if err != nil || len(heads) == 0 {
		return audit.Head{}, err
	}
	return heads[0], nil
}

// LastHeads implements audit.Store.
func (s *Store) LastHeads(ctx context.Context, tenant string, max int) ([]audit.Head, error) {
	var heads []audit.Head
	err := s.list(ctx, &heads, `
SELECT `+headColumns+` FROM audit_heads WHERE tenant_id = :tenant ORDER BY seq DESC LIMIT :max`,
		map[string]any{"tenant": tenant, "max": max})
	return heads, err
}

// InsertHead implements audit.SealStore.
func (s *Store) InsertHead(ctx context.Context, h audit.Head) error {
	_, err := s.exec(ctx, `
INSERT INTO audit_heads (`+headColumns+`) VALUES (:tenant_id, :seq, :hash, :at, :key_id, :signature)`, h)
	return err
}

// AuditKeys implements audit.KeyStore.
func (s *Store) AuditKeys(ctx context.Context) ([]audit.KeyRow, error) {
	var keys []audit.KeyRow
	err := s.list(ctx, &keys, `SELECT id, public_key, sealed, created_at FROM audit_keys ORDER BY created_at, id`, nil)
	return keys, err
}

// InsertAuditKey implements audit.KeyStore.
func (s *Store) InsertAuditKey(ctx context.Context, key audit.KeyRow) error {
	_, err := s.exec(ctx, `
INSERT INTO audit_keys (id, public_key, sealed, created_at) VALUES (:id, :public_key, :sealed, :created_at)`, key)
	return err
}
