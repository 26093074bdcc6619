package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
)

const saveColumns = `v.tenant_id, v.chain_id, v.revision, v.label, v.checksum, v.created_at, v.created_by,
  COALESCE(w.name, '') AS created_by_name`

const fromSaves = `
  FROM chain_saves v LEFT JOIN subjects w ON w.tenant_id = v.tenant_id AND w.id = v.created_by`

// InsertChainSave adds a revision of a draft.
func (s *Store) InsertChainSave(ctx context.Context, save chains.Save) error {
	_, err := s.exec(ctx, `
INSERT INTO chain_saves (tenant_id, chain_id, revision, label, checksum, created_at, created_by, document)
VALUES (:tenant_id, :chain_id, :revision, :label, :checksum, :created_at, :created_by, :document)`, save)
	return err
}

// ChainSaves lists the revisions of a draft without documents, the newest first; all
// of them, or only those with a label.
func (s *Store) ChainSaves(ctx context.Context, tenant rbac.TenantID, chain string, labelled bool, r page.Request) (page.Of[chains.Save], error) {
	args := map[string]any{"tenant": tenant, "chain": chain, "max": r.Limit + 1}
	where := ""
	if labelled {
		where += ` AND v.label <> ''`
	}
	if !r.After.IsZero() {
		where += ` AND v.revision < :after`
		args["after"] = r.After.Micros()
	}
	var rows []chains.Save
	err := s.list(ctx, &rows, `SELECT `+saveColumns+`, '' AS document`+fromSaves+`
 WHERE v.tenant_id = :tenant AND v.chain_id = :chain`+where+`
 ORDER BY v.revision DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(v chains.Save) page.Cursor { return byNumber(v.Revision) }), err
}

// ChainSave reads one revision with its document; one that is not there is
// chain.save_unknown (NotFound).
func (s *Store) ChainSave(ctx context.Context, tenant rbac.TenantID, chain string, revision int64) (chains.Save, error) {
	var row chains.Save
	err := s.get(ctx, &row, `SELECT `+saveColumns+`, v.document`+fromSaves+`
 WHERE v.tenant_id = :tenant AND v.chain_id = :chain AND v.revision = :revision`,
		map[string]any{"tenant": tenant, "chain": chain, "revision": revision})
	if errors.Is(err, ErrNoRows) {
		return row, fault.New(fault.NotFound, "chain.save_unknown", "revision %d of the draft is not kept", revision)
	}
	return row, err
}

// LabelChainSave gives a save its label, if the chain then has at most limit of them,
// and says whether it did. Hold the chain first.
func (s *Store) LabelChainSave(ctx context.Context, save chains.Save, limit int) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE chain_saves SET label = :label
 WHERE tenant_id = :tenant AND chain_id = :chain AND revision = :revision
   AND (CAST(:label AS TEXT) = '' OR label <> ''
        OR (SELECT COUNT(*) FROM chain_saves l WHERE l.tenant_id = :tenant AND l.chain_id = :chain AND l.label <> '') < :limit)`,
		map[string]any{"tenant": save.Tenant, "chain": save.Chain, "revision": save.Revision, "label": save.Label, "limit": limit})
	return n == 1, err
}

// ThinChainSaves deletes what a rule says. It looks at what is older than the newest
// that stay, which are as many as the rule leaves.
func (s *Store) ThinChainSaves(ctx context.Context, tenant rbac.TenantID, chain string, rule chains.Thinning) error {
	_, err := s.exec(ctx, `
DELETE FROM chain_saves
 WHERE tenant_id = :tenant AND chain_id = :chain AND label = '' AND revision IN (
   SELECT revision FROM (
     SELECT revision, created_at, LEAD(created_at) OVER (ORDER BY revision) AS next_at
       FROM chain_saves
      WHERE tenant_id = :tenant AND chain_id = :chain AND revision <= (
        SELECT revision FROM chain_saves
         WHERE tenant_id = :tenant AND chain_id = :chain
         ORDER BY revision DESC LIMIT 1 OFFSET :keep)
   ) older
   WHERE created_at < :oldest OR created_at / :period = next_at / :period)`,
		map[string]any{"tenant": tenant, "chain": chain, "keep": rule.Keep, "oldest": rule.Oldest, "period": rule.Period})
	return err
}
