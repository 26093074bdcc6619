package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
)

// chainRow is a chain as it is stored.
type chainRow struct {
	chains.Chain
	EditorsText string `db:"editors"`
	Search      string `db:"search"`
}

func newChainRow(c chains.Chain) (chainRow, error) {
	editors, err := subjectsText(c.Editors)
	return chainRow{Chain: c, EditorsText: editors, Search: searchText(c.Key, c.Name)}, err
}

func (r chainRow) chain() (chains.Chain, error) {
	var err error
	r.Editors, err = subjectsOf(r.EditorsText)
	return r.Chain, err
}

// subjectsText is a list of subjects as it is stored.
func subjectsText(ids []rbac.SubjectID) (string, error) {
	if ids == nil {
		ids = []rbac.SubjectID{}
	}
	text, err := json.Marshal(ids)
	if err != nil {
		return "", fmt.Errorf("encode subjects: %w", err)
	}
	return string(text), nil
}

func subjectsOf(text string) (ids []rbac.SubjectID, err error) {
	if err := json.Unmarshal([]byte(text), &ids); err != nil {
		return nil, fmt.Errorf("read subjects: %w", err)
	}
	return ids, nil
}

// chainColumns has all but the description, which lists leave out.
const chainColumns = `c.tenant_id, c.id, c.org_id, c.key, c.name, c.revision, c.checksum, c.editors,
  c.lease_id, c.lease_holder, COALESCE(h.name, '') AS lease_holder_name, c.lease_since, c.lease_ends,
  c.lease_asked_by, COALESCE(k.name, '') AS lease_asked_name, c.lease_asked_at, c.lease_declined,
  c.version, c.version_checksum, c.created_at, c.created_by, c.updated_at, c.updated_by,
  COALESCE(w.name, '') AS updated_by_name, COALESCE(c.deleted_at, 0) AS deleted_at`

// fromChains joins who changed a chain last and who edits it.
const fromChains = `
  FROM chains c` + withPeople

const withPeople = `
  LEFT JOIN subjects w ON w.tenant_id = c.tenant_id AND w.id = c.updated_by
  LEFT JOIN subjects h ON h.tenant_id = c.tenant_id AND h.id = c.lease_holder
  LEFT JOIN subjects k ON k.tenant_id = c.tenant_id AND k.id = c.lease_asked_by`

func chainUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "chain.unknown", "no such chain")
	}
	return err
}

func chainKeyTaken(err error) error {
	return keyTaken(err, "chain.key_taken", "a chain with this key is there already")
}

// Chains lists what f chooses; the last changed one comes first.
func (s *Store) Chains(ctx context.Context, tenant rbac.TenantID, f chains.Filter, r page.Request) (page.Of[chains.Chain], error) {
	args := map[string]any{"tenant": tenant}
	where := `c.tenant_id = :tenant AND c.deleted_at IS NULL` + searched(f.Search, args) + after(r, "c.updated_at", args)
	if f.Tag != "" {
		args["tag"] = f.Tag
		where += ` AND EXISTS (SELECT 1 FROM chain_tags g WHERE g.tenant_id = c.tenant_id AND g.chain_id = c.id AND g.tag = :tag)`
	}
	set := f.Set
	if f.Org != "" {
		set = rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{f.Org}}
	}
	return s.chainPage(ctx, `
  FROM `+s.newest("chains", set, where, args)+withPeople+newestFirst, args, r, func(c chains.Chain) page.Cursor { return page.At(c.UpdatedAt, c.ID) })
}

func (s *Store) chainPage(ctx context.Context, from string, args map[string]any, r page.Request, at func(chains.Chain) page.Cursor) (page.Of[chains.Chain], error) {
	items, err := s.chainList(ctx, args["tenant"].(rbac.TenantID), from, args)
	if err != nil {
		return page.Of[chains.Chain]{}, err
	}
	return page.Cut(items, r, at), nil
}

func (s *Store) chainList(ctx context.Context, tenant rbac.TenantID, from string, args map[string]any) ([]chains.Chain, error) {
	var rows []chainRow
	err := s.list(ctx, &rows, `SELECT `+chainColumns+from, args)
	if err != nil {
		return nil, err
	}
	items := make([]chains.Chain, len(rows))
	for i, row := range rows {
		if items[i], err = row.chain(); err != nil {
			return nil, err
		}
	}
	return items, s.tagged(ctx, tenant, items)
}

// Chain reads a living chain by its key; one that is not there is chain.unknown
// (NotFound).
func (s *Store) Chain(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (chains.Chain, error) {
	return s.oneChain(ctx, ` AND c.key = :key AND c.deleted_at IS NULL`, map[string]any{"tenant": tenant, "org": org, "key": key})
}

func (s *Store) oneChain(ctx context.Context, where string, args map[string]any) (chains.Chain, error) {
	var row chainRow
	err := s.get(ctx, &row, `SELECT `+chainColumns+`, c.description`+fromChains+` WHERE c.tenant_id = :tenant AND c.org_id = :org`+where, args)
	if err != nil {
		return chains.Chain{}, chainUnknown(err)
	}
	one := make([]chains.Chain, 1)
	if one[0], err = row.chain(); err == nil {
		err = s.tagged(ctx, one[0].Tenant, one)
	}
	return one[0], err
}

// ChainRef reads org and key of a chain by its id, deleted or not; one that is
// not there is chain.unknown (NotFound).
func (s *Store) ChainRef(ctx context.Context, tenant rbac.TenantID, id string) (chains.Chain, error) {
	var c chains.Chain
	err := s.get(ctx, &c, `SELECT id, org_id, key FROM chains WHERE tenant_id = :tenant AND id = :id`, map[string]any{"tenant": tenant, "id": id})
	return c, chainUnknown(err)
}

// InsertChain adds a chain; a key that is there already is chain.key_taken
// (Conflict).
func (s *Store) InsertChain(ctx context.Context, c chains.Chain) error {
	row, err := newChainRow(c)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `
INSERT INTO chains (tenant_id, id, org_id, key, name, search, revision, checksum, editors, created_at, created_by, updated_at, updated_by, description)
VALUES (:tenant_id, :id, :org_id, :key, :name, :search, :revision, :checksum, :editors, :created_at, :created_by, :updated_at, :updated_by, :description)`, row)
	return chainKeyTaken(err)
}

// UpdateDraft writes what follows the draft's document and raises its revision,
// if it still has the revision and no other lease than the given one holds it.
// It says whether that was so.
func (s *Store) UpdateDraft(ctx context.Context, c chains.Chain, lease chains.Lease) (bool, error) {
	c.Lease = lease
	row, err := newChainRow(c)
	if err != nil {
		return false, err
	}
	n, err := s.exec(ctx, `
UPDATE chains
   SET name = :name, search = :search, description = :description, revision = revision + 1, checksum = :checksum,
       editors = :editors, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND deleted_at IS NULL
   AND (lease_id = '' OR lease_ends <= :updated_at OR lease_id = :lease_id AND lease_holder = :lease_holder)`, row)
	return n == 1, err
}

// PublishChain raises the number of the latest version, if the draft still has
// the revision and the chain the version. It says whether that was so.
func (s *Store) PublishChain(ctx context.Context, c chains.Chain) (bool, error) {
	row, err := newChainRow(c)
	if err != nil {
		return false, err
	}
	n, err := s.exec(ctx, `
UPDATE chains
   SET version = version + 1, version_checksum = :version_checksum, editors = :editors, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND version = :version AND deleted_at IS NULL`, row)
	return n == 1, err
}

// LockChain keeps others from changing, deleting and pinning a chain until the
// transaction of ctx ends.
func (s *Store) LockChain(ctx context.Context, tenant rbac.TenantID, id string) error {
	var found string
	err := s.get(ctx, &found, `SELECT id FROM chains WHERE tenant_id = :tenant AND id = :id`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "id": id})
	return chainUnknown(err)
}

// DeleteChain marks a living chain as deleted, and says whether it was there.
func (s *Store) DeleteChain(ctx context.Context, c chains.Chain) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE chains SET deleted_at = :deleted_at, updated_by = :updated_by, lease_id = '', lease_holder = '', lease_ends = 0
 WHERE tenant_id = :tenant_id AND id = :id AND deleted_at IS NULL`, c)
	return n == 1, err
}

// DeletedChains lists what was deleted in an org since a time, the last first.
func (s *Store) DeletedChains(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, since int64, r page.Request) (page.Of[chains.Chain], error) {
	args := map[string]any{"tenant": tenant, "org": org, "since": since}
	return s.chainPage(ctx, fromChains+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.deleted_at > :since`+after(r, "c.deleted_at", args)+`
 ORDER BY c.deleted_at DESC, c.id DESC LIMIT :max`, args, r, func(c chains.Chain) page.Cursor { return page.At(c.DeletedAt, c.ID) })
}

// DeletedChain reads one that was deleted since a time.
func (s *Store) DeletedChain(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string, since int64) (chains.Chain, error) {
	return s.oneChain(ctx, ` AND c.id = :id AND c.deleted_at > :since`,
		map[string]any{"tenant": tenant, "org": org, "id": id, "since": since})
}

// RestoreChain takes the mark of deletion away, and says whether it was there. A
// key that another has by now is chain.key_taken (Conflict).
func (s *Store) RestoreChain(ctx context.Context, c chains.Chain) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE chains SET deleted_at = NULL, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND deleted_at IS NOT NULL`, c)
	return n == 1, chainKeyTaken(err)
}
