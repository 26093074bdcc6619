package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/identity"
)

const sessionColumns = `s.id, s.hash, s.person_id, s.tenant_id, s.subject_id, s.auth_at, s.factors, s.version,
  s.created_at, s.seen_at, s.idle_at, s.ends_at, s.address, s.agent`

// InsertSession adds a session.
func (s *Store) InsertSession(ctx context.Context, row identity.SessionRow) error {
	_, err := s.exec(ctx, `
INSERT INTO sessions (id, hash, person_id, tenant_id, subject_id, auth_at, factors, version,
  created_at, seen_at, idle_at, ends_at, address, agent)
VALUES (:id, :hash, :person_id, :tenant_id, :subject_id, :auth_at, :factors, :version,
  :created_at, :seen_at, :idle_at, :ends_at, :address, :agent)`, row)
	return err
}

// Session finds a session that lasts, of an active member, by its token's hash
// or, for a short time, by that of the token before. Any other is
// session.unknown (NotFound).
func (s *Store) Session(ctx context.Context, hash string) (identity.FoundSession, error) {
	var out identity.FoundSession
	err := s.get(ctx, &out, `
SELECT `+sessionColumns+`, s.hash = :hash AS current, t.policy_version, t.settings
  FROM sessions s
  JOIN subjects m ON m.tenant_id = s.tenant_id AND m.id = s.subject_id AND m.state = 'active'
  JOIN tenants t ON t.id = s.tenant_id
 WHERE (s.hash = :hash OR s.old_hash = :hash AND s.old_until > :now) AND s.idle_at > :now AND s.ends_at > :now`,
		map[string]any{"hash": hash, "now": s.now().UnixMicro()})
	if errors.Is(err, ErrNoRows) {
		return out, fault.New(fault.NotFound, "session.unknown", "no such session")
	}
	return out, err
}

// SessionLasts says whether a session is one of an active member and lasts.
func (s *Store) SessionLasts(ctx context.Context, id string) (bool, error) {
	var lasts bool
	err := s.get(ctx, &lasts, `
SELECT EXISTS (
  SELECT 1 FROM sessions s
    JOIN subjects m ON m.tenant_id = s.tenant_id AND m.id = s.subject_id AND m.state = 'active'
   WHERE s.id = :id AND s.idle_at > :now AND s.ends_at > :now)`, map[string]any{"id": id, "now": s.now().UnixMicro()})
	return lasts, err
}

// SawSession notes a request of a session that was last seen at seen, and moves
// the end of its idle time. Another's note made meanwhile is as good.
func (s *Store) SawSession(ctx context.Context, row identity.SessionRow, seen int64) error {
	_, err := s.exec(context.WithoutCancel(ctx), `
UPDATE sessions SET seen_at = :at, idle_at = :idle_at, version = :version, address = :address
 WHERE id = :id AND seen_at = :seen`,
		map[string]any{
			"id": row.ID, "at": row.SeenAt, "idle_at": row.IdleAt, "version": row.Version,
			"address": row.Address, "seen": seen,
		})
	return err
}

// RenewSession gives a session a new token and keeps the one before until
// oldUntil. It says whether the session still had the token given.
func (s *Store) RenewSession(ctx context.Context, row identity.SessionRow, fresh string, oldUntil int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE sessions SET hash = :fresh, old_hash = :hash, old_until = :old_until, auth_at = :auth_at,
  factors = :factors, version = :version
 WHERE id = :id AND hash = :hash`,
		map[string]any{
			"id": row.ID, "hash": row.Hash, "fresh": fresh, "old_until": oldUntil, "auth_at": row.AuthAt,
			"factors": row.Factors, "version": row.Version,
		})
	return n == 1, err
}

// RightsChanged says whether, after version, grants to the member or to a group
// of the member, or the member's groups, changed.
func (s *Store) RightsChanged(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, version int64) (bool, error) {
	var changed bool
	err := s.get(ctx, &changed, `
SELECT EXISTS (
  SELECT 1 FROM policy_changes c
   WHERE c.tenant_id = :tenant AND c.version > :version
     AND (c.ops LIKE :granted OR c.ops LIKE :grouped OR EXISTS (
           SELECT 1 FROM group_members g
            WHERE g.tenant_id = :tenant AND g.member_id = :subject AND c.ops LIKE :before || g.group_id || :behind)))`,
		map[string]any{
			"tenant": tenant, "version": version, "subject": subject,
			"granted": `%"subject":"` + string(subject) + `"%`, "grouped": `%"member":"` + string(subject) + `"%`,
			"before": `%"subject":"`, "behind": `"%`,
		})
	return changed, err
}

// HoldsRole says whether a member, or a group of the member, has one of the
// roles anywhere now. Far more members hold a role than one member holds roles,
// so the index of roles is not what to look in.
func (s *Store) HoldsRole(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, roles []rbac.RoleID) (bool, error) {
	var holds bool
	err := s.get(ctx, &holds, `
SELECT EXISTS (
  SELECT 1 FROM grants g
   WHERE g.tenant_id = :tenant AND (g.ends_at = 0 OR g.ends_at > :now)
     AND `+s.dialect.in(s.dialect.unindexed("g.role_id"), "roles")+` AND g.subject_id IN (
           SELECT CAST(:subject AS TEXT)
           UNION ALL SELECT m.group_id FROM group_members m WHERE m.tenant_id = :tenant AND m.member_id = :subject))`,
		map[string]any{
			"tenant": tenant, "subject": subject, "roles": s.dialect.list(texts(roles)), "now": s.now().UnixMicro(),
		})
	return holds, err
}

// Sessions lists the sessions of a person that last, the latest first.
func (s *Store) Sessions(ctx context.Context, person string, r page.Request) (page.Of[identity.ListedSession], error) {
	where := ""
	if !r.After.IsZero() {
		where = ` AND s.id < :id`
	}
	var rows []identity.ListedSession
	err := s.list(ctx, &rows, `
SELECT `+sessionColumns+`, t.key AS tenant_key
  FROM sessions s JOIN tenants t ON t.id = s.tenant_id
 WHERE s.person_id = :person AND s.idle_at > :now AND s.ends_at > :now`+where+`
 ORDER BY s.id DESC LIMIT :max`,
		map[string]any{"person": person, "now": s.now().UnixMicro(), "id": r.After.ID, "max": r.Limit + 1})
	return page.Cut(rows, r, func(s identity.ListedSession) page.Cursor { return page.Cursor{ID: s.ID} }), err
}

// DeleteSession ends one session of a person; one that is not there is
// session.unknown (NotFound).
func (s *Store) DeleteSession(ctx context.Context, person, id string) (identity.Ended, error) {
	var ended identity.Ended
	err := s.returning(ctx, &ended, `
DELETE FROM sessions WHERE person_id = :person AND id = :id RETURNING tenant_id, subject_id`,
		map[string]any{"person": person, "id": id})
	if errors.Is(err, ErrNoRows) {
		return ended, fault.New(fault.NotFound, "session.unknown", "no such session")
	}
	return ended, err
}

// DeleteSessionsOf ends all sessions of a person but the one with the id keep,
// and says whose they were, once for each.
func (s *Store) DeleteSessionsOf(ctx context.Context, person, keep string) ([]identity.Ended, error) {
	args := map[string]any{"person": person, "keep": keep}
	var ended []identity.Ended
	err := s.list(ctx, &ended, `
SELECT DISTINCT tenant_id, subject_id FROM sessions WHERE person_id = :person AND id <> :keep ORDER BY tenant_id`, args)
	if err != nil {
		return nil, err
	}
	_, err = s.exec(ctx, `DELETE FROM sessions WHERE person_id = :person AND id <> :keep`, args)
	return ended, err
}

// DeleteMemberSessions ends all sessions of a member, and says how many.
func (s *Store) DeleteMemberSessions(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) (int64, error) {
	return s.exec(ctx, `DELETE FROM sessions WHERE tenant_id = :tenant AND subject_id = :subject`,
		map[string]any{"tenant": tenant, "subject": subject})
}

// SweepIdentity drops sessions and links whose time is over and failed guesses
// that are forgotten, and says how many.
func (s *Store) SweepIdentity(ctx context.Context) (int64, error) {
	var total int64
	now := s.now().UnixMicro()
	args := map[string]any{"now": now, "forget": now - identity.ThrottleForgets.Microseconds()}
	for _, query := range []string{
		`DELETE FROM sessions WHERE ends_at <= :now OR idle_at <= :now`,
		`DELETE FROM links WHERE ends_at <= :now`,
		`DELETE FROM throttles WHERE updated_at < :forget`,
	} {
		n, err := s.exec(ctx, query, args)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}
