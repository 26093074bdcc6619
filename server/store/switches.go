package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/chains"
	"catenary/server/orgs"
	"catenary/server/switches"
)

var _ switches.Store = (*Store)(nil)

const switchColumns = `c.tenant_id, c.id, c.org_id, c.key, c.name, c.type, c.revision, c.changed_at, c.created_at, c.created_by,
  c.updated_at, c.updated_by, COALESCE(c.deleted_at, 0) AS deleted_at, c.options, c.schema, c.description, c.value, c.approval`

// fromSwitches joins who changed a switch last.
const fromSwitches = `, COALESCE(w.name, '') AS updated_by_name
  FROM switches c LEFT JOIN subjects w ON w.tenant_id = c.tenant_id AND w.id = c.updated_by`

func switchUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "switch.unknown", "no such switch")
	}
	return err
}

// Switches implements switches.Store.
func (s *Store) Switches(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[switches.Switch], error) {
	shared, err := s.usableFor(ctx, tenant, orgs.KindSwitch, org, rbac.SwitchView)
	if err != nil {
		return page.Of[switches.Switch]{}, err
	}
	args := map[string]any{"tenant": tenant, "org": org, "max": r.Limit + 1}
	where := ` WHERE c.tenant_id = :tenant AND c.deleted_at IS NULL` + having(r, args, "c.key", "c.name")
	if !r.After.IsZero() {
		where += ` AND (c.key, c.id) > (:after_key, :after_id)`
		args["after_key"], args["after_id"] = r.After.Sort, r.After.ID
	}
	from := s.ownOr(shared, args)
	var rows []switches.Switch
	err = s.list(ctx, &rows, `SELECT `+switchColumns+fromSwitches+where+` AND `+from+` ORDER BY c.key, c.id LIMIT :max`, args)
	return page.Cut(rows, r, func(s switches.Switch) page.Cursor { return page.Cursor{Sort: s.Key, ID: s.ID} }), err
}

// Switch implements switches.Store.
func (s *Store) Switch(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (switches.Switch, error) {
	var row switches.Switch
	err := s.get(ctx, &row, `SELECT `+switchColumns+fromSwitches+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key = :key AND c.deleted_at IS NULL`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	return row, switchUnknown(err)
}

// SharedSwitches implements switches.Store.
func (s *Store) SharedSwitches(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]switches.Switch, error) {
	shared, err := s.usableFor(ctx, tenant, orgs.KindSwitch, org, rbac.SwitchView)
	if err != nil || len(shared) == 0 {
		return nil, err
	}
	var rows []switches.Switch
	err = s.list(ctx, &rows, `SELECT `+switchColumns+fromSwitches+`
 WHERE c.tenant_id = :tenant AND c.key = :key AND c.deleted_at IS NULL AND `+s.dialect.in("c.id", "shared")+` ORDER BY c.id`,
		map[string]any{"tenant": tenant, "key": key, "shared": s.dialect.list(shared)})
	return rows, err
}

// SwitchShares implements switches.Store.
func (s *Store) SwitchShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error) {
	return s.sharesOf(ctx, tenant, orgs.KindSwitch, id)
}

// LockSwitch implements switches.Store.
func (s *Store) LockSwitch(ctx context.Context, tenant rbac.TenantID, id string) (switches.Switch, error) {
	var row switches.Switch
	err := s.get(ctx, &row, `SELECT `+switchColumns+` FROM switches c
 WHERE c.tenant_id = :tenant AND c.id = :id AND c.deleted_at IS NULL`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "id": id})
	return row, switchUnknown(err)
}

// InsertSwitch implements switches.Store.
func (s *Store) InsertSwitch(ctx context.Context, row switches.Switch) error {
	_, err := s.exec(ctx, `
INSERT INTO switches (tenant_id, id, org_id, key, name, type, revision, changed_at, created_at, created_by,
  updated_at, updated_by, options, schema, description, value)
VALUES (:tenant_id, :id, :org_id, :key, :name, :type, :revision, :changed_at, :created_at, :created_by,
  :updated_at, :updated_by, :options, :schema, :description, :value)`, row)
	return keyTaken(err, "switch.key_taken", "a switch with this key is there already")
}

// UpdateSwitch implements switches.Store.
func (s *Store) UpdateSwitch(ctx context.Context, row switches.Switch) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE switches
   SET name = :name, description = :description, options = :options, schema = :schema, value = :value, changed_at = :changed_at,
       approval = :approval, revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND deleted_at IS NULL`, row)
	if err != nil || n != 1 {
		return false, err
	}
	return true, s.notifySwitch(ctx, row.ID, row.Revision+1)
}

// DeleteSwitch implements switches.Store.
func (s *Store) DeleteSwitch(ctx context.Context, row switches.Switch) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE switches SET deleted_at = :deleted_at, updated_by = :updated_by, revision = revision + 1
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND deleted_at IS NULL`, row)
	if err != nil || n != 1 {
		return false, err
	}
	_, err = s.exec(ctx, `DELETE FROM shares WHERE tenant_id = :tenant_id AND kind = 'switch' AND resource_id = :id`, row)
	if err != nil {
		return false, err
	}
	return true, s.notifySwitch(ctx, row.ID, row.Revision+1)
}

const switchChangeColumns = `c.tenant_id, c.switch_id, c.revision, c.at, c.set_by, c.human_id, c.run_id, c.cause, c.was, c.value, c.reason, c.request_id`

// InsertSwitchChange implements switches.Store.
func (s *Store) InsertSwitchChange(ctx context.Context, c switches.Change) error {
	_, err := s.exec(ctx, `
INSERT INTO switch_changes (tenant_id, switch_id, revision, at, set_by, human_id, run_id, cause, was, value, reason, request_id)
VALUES (:tenant_id, :switch_id, :revision, :at, :set_by, :human_id, :run_id, :cause, :was, :value, :reason, :request_id)`, c)
	return err
}

// SwitchChanges implements switches.Store.
func (s *Store) SwitchChanges(ctx context.Context, tenant rbac.TenantID, id string, r page.Request) (page.Of[switches.Change], error) {
	args := map[string]any{"tenant": tenant, "id": id, "max": r.Limit + 1}
	where := ``
	if !r.After.IsZero() {
		revision, err := strconv.ParseInt(r.After.ID, 10, 64)
		if err != nil {
			return page.Of[switches.Change]{}, fault.At("#/query/cursor", "request.parameter", "this is no cursor of this list")
		}
		where = ` AND c.revision < :below`
		args["below"] = revision
	}
	var rows []switches.Change
	err := s.list(ctx, &rows, `SELECT `+switchChangeColumns+`, COALESCE(w.name, '') AS by_name
  FROM switch_changes c LEFT JOIN subjects w ON w.tenant_id = c.tenant_id AND w.id = c.set_by
 WHERE c.tenant_id = :tenant AND c.switch_id = :id`+where+` ORDER BY c.revision DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(c switches.Change) page.Cursor {
		return page.Cursor{ID: strconv.FormatInt(c.Revision, 10)}
	}), err
}

// CausedChange implements switches.Store.
func (s *Store) CausedChange(ctx context.Context, tenant rbac.TenantID, cause string) (switches.Change, bool, error) {
	var c switches.Change
	err := s.get(ctx, &c, `SELECT `+switchChangeColumns+` FROM switch_changes c
 WHERE c.tenant_id = :tenant AND c.cause = :cause AND c.cause <> ''`, map[string]any{"tenant": tenant, "cause": cause})
	if errors.Is(err, ErrNoRows) {
		return c, false, nil
	}
	return c, err == nil, err
}

// TakeSwitchWaits implements switches.Store.
func (s *Store) TakeSwitchWaits(ctx context.Context, tenant rbac.TenantID, id, value string) ([]runtime.SwitchWait, error) {
	var rows []runtime.SwitchWait
	err := s.listFrom(ctx, s.writer(ctx), &rows, `
DELETE FROM switch_waits WHERE tenant_id = :tenant AND switch_id = :id AND value = :value
RETURNING tenant_id, run_id, step, switch_id, value`, map[string]any{"tenant": tenant, "id": id, "value": value})
	// All who take several signals take them in one order.
	slices.SortFunc(rows, func(x, y runtime.SwitchWait) int { return strings.Compare(x.Run+x.Step, y.Run+y.Step) })
	return rows, err
}

// SwitchStates implements switches.Store.
func (s *Store) SwitchStates(ctx context.Context, ids []string) ([]switches.State, error) {
	var rows []switches.State
	err := s.list(ctx, &rows, `SELECT tenant_id, id, key, type, value, revision, changed_at FROM switches
 WHERE deleted_at IS NULL AND `+s.dialect.in("id", "ids"), map[string]any{"ids": s.dialect.list(ids)})
	return rows, err
}

// SwitchValues implements switches.Store.
func (s *Store) SwitchValues(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, ids []string) ([]switches.State, error) {
	var rows []struct {
		switches.State
		Org rbac.OrgID `db:"org_id"`
	}
	err := s.list(ctx, &rows, `SELECT tenant_id, org_id, id, key, type, value, revision, changed_at FROM switches
 WHERE tenant_id = :tenant AND deleted_at IS NULL AND `+s.dialect.in("id", "ids"), map[string]any{"tenant": tenant, "ids": s.dialect.list(ids)})
	if err != nil {
		return nil, err
	}
	var shared []string
	for _, row := range rows {
		if row.Org == org {
			continue
		}
		if shared, err = s.usableFor(ctx, tenant, orgs.KindSwitch, org, rbac.SwitchView); err != nil {
			return nil, err
		}
		break
	}
	var out []switches.State
	for _, row := range rows {
		if row.Org == org || slices.Contains(shared, row.ID) {
			out = append(out, row.State)
		}
	}
	return out, nil
}

// followersAtOnce bounds the parameters of one statement.
const followersAtOnce = 500

// ReplaceFollowers implements switches.Store.
func (s *Store) ReplaceFollowers(ctx context.Context, process string, all []switches.Presence, now int64) error {
	type row struct {
		switches.Presence
		Process string `db:"process"`
		SeenAt  int64  `db:"seen_at"`
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		_, err := s.exec(ctx, `DELETE FROM switch_followers WHERE process = :process OR seen_at < :old`,
			map[string]any{"process": process, "old": now - 10*minute})
		if err != nil {
			return err
		}
		for some := range slices.Chunk(all, followersAtOnce) {
			rows := make([]row, len(some))
			for i, p := range some {
				rows[i] = row{Presence: p, Process: process, SeenAt: now}
			}
			_, err := s.exec(ctx, `
INSERT INTO switch_followers (process, tenant_id, switch_id, subject_id, org_id, followers, seen_at)
VALUES (:process, :tenant_id, :switch_id, :subject_id, :org_id, :followers, :seen_at)`, rows)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// SwitchFollowers implements switches.Store.
func (s *Store) SwitchFollowers(ctx context.Context, tenant rbac.TenantID, id string, since int64) ([]switches.Follower, error) {
	var rows []switches.Follower
	err := s.list(ctx, &rows, `
SELECT f.subject_id, f.org_id, COALESCE(MAX(w.name), '') AS name, CAST(SUM(f.followers) AS BIGINT) AS followers
  FROM switch_followers f LEFT JOIN subjects w ON w.tenant_id = f.tenant_id AND w.id = f.subject_id
 WHERE f.tenant_id = :tenant AND f.switch_id = :id AND f.seen_at >= :since
 GROUP BY f.subject_id, f.org_id ORDER BY followers DESC, f.subject_id, f.org_id LIMIT 1000`,
		map[string]any{"tenant": tenant, "id": id, "since": since})
	return rows, err
}

// UsableSwitches is UsableScripts for switches.
func (s *Store) UsableSwitches(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error) {
	return s.usable(ctx, tenant, org, orgs.KindSwitch, needs, keys, `
SELECT c.id, c.org_id, c.key, 0 AS version, '' AS digest FROM switches c
 WHERE c.tenant_id = :tenant AND c.deleted_at IS NULL`)
}
