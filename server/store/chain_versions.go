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

// versionRow is a version as it is stored.
type versionRow struct {
	chains.Version
	AuthorsText string `db:"authors"`
	PinsText    string `db:"pins"`
}

func newVersionRow(v chains.Version) (versionRow, error) {
	authors, err := subjectsText(v.Authors)
	if err != nil {
		return versionRow{}, err
	}
	pins, err := json.Marshal(v.Pins)
	if err != nil {
		return versionRow{}, fmt.Errorf("encode pins: %w", err)
	}
	return versionRow{Version: v, AuthorsText: authors, PinsText: string(pins)}, nil
}

func (r versionRow) version() (chains.Version, error) {
	var err error
	if r.Authors, err = subjectsOf(r.AuthorsText); err != nil {
		return chains.Version{}, err
	}
	if err := json.Unmarshal([]byte(r.PinsText), &r.Pins); err != nil {
		return chains.Version{}, fmt.Errorf("read the pins of version %d: %w", r.Version.Version, err)
	}
	return r.Version, nil
}

const versionColumns = `v.tenant_id, v.chain_id, v.version, v.revision, v.digest, v.checksum, v.message, v.authors,
  v.created_at, v.created_by, COALESCE(w.name, '') AS created_by_name`

const fromVersions = `
  FROM chain_versions v LEFT JOIN subjects w ON w.tenant_id = v.tenant_id AND w.id = v.created_by`

// InsertChainVersion adds a version, which nothing changes any more, and makes its
// pins what the chain uses.
func (s *Store) InsertChainVersion(ctx context.Context, v chains.Version) error {
	row, err := newVersionRow(v)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `
INSERT INTO chain_versions (tenant_id, chain_id, version, revision, digest, checksum, message, authors, created_at, created_by, pins, document)
VALUES (:tenant_id, :chain_id, :version, :revision, :digest, :checksum, :message, :authors, :created_at, :created_by, :pins, :document)`, row)
	if err != nil {
		return err
	}
	return s.replaceUses(ctx, v)
}

// ChainVersions lists the versions of a chain without pins and documents, the newest
// first.
func (s *Store) ChainVersions(ctx context.Context, tenant rbac.TenantID, chain string, r page.Request) (page.Of[chains.Version], error) {
	args := map[string]any{"tenant": tenant, "chain": chain, "max": r.Limit + 1}
	where := ""
	if !r.After.IsZero() {
		where = ` AND v.version < :after`
		args["after"] = r.After.Micros()
	}
	var rows []versionRow
	err := s.list(ctx, &rows, `SELECT `+versionColumns+`, '{}' AS pins, '' AS document`+fromVersions+`
 WHERE v.tenant_id = :tenant AND v.chain_id = :chain`+where+`
 ORDER BY v.version DESC LIMIT :max`, args)
	if err != nil {
		return page.Of[chains.Version]{}, err
	}
	items := make([]chains.Version, len(rows))
	for i, row := range rows {
		if items[i], err = row.version(); err != nil {
			return page.Of[chains.Version]{}, err
		}
	}
	return page.Cut(items, r, func(v chains.Version) page.Cursor { return byNumber(v.Version) }), nil
}

// ChainVersion reads one version; one that is not there is chain.version_unknown
// (NotFound).
func (s *Store) ChainVersion(ctx context.Context, tenant rbac.TenantID, chain string, version int64) (chains.Version, error) {
	var row versionRow
	err := s.get(ctx, &row, `SELECT `+versionColumns+`, v.pins, v.document`+fromVersions+`
 WHERE v.tenant_id = :tenant AND v.chain_id = :chain AND v.version = :version`,
		map[string]any{"tenant": tenant, "chain": chain, "version": version})
	if errors.Is(err, ErrNoRows) {
		return chains.Version{}, fault.New(fault.NotFound, "chain.version_unknown", "the chain has no version %d", version)
	}
	if err != nil {
		return chains.Version{}, err
	}
	return row.version()
}

// AuthorsSince are those of the first version that has a revision in it; nobody if
// none has it yet.
func (s *Store) AuthorsSince(ctx context.Context, tenant rbac.TenantID, chain string, revision int64) ([]rbac.SubjectID, error) {
	var text string
	err := s.get(ctx, &text, `
SELECT authors FROM chain_versions WHERE tenant_id = :tenant AND chain_id = :chain AND revision >= :revision ORDER BY version LIMIT 1`,
		map[string]any{"tenant": tenant, "chain": chain, "revision": revision})
	if errors.Is(err, ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return subjectsOf(text)
}
