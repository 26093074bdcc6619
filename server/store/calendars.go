package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/triggers"
)

const calendarColumns = `tenant_id, id, org_id, key, name, revision, created_at, updated_at, updated_by, weekdays, days_off, workdays`

// Calendars implements triggers.Store.
func (s *Store) Calendars(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[triggers.Calendar], error) {
	var rows []triggers.Calendar
	err := s.list(ctx, &rows, `SELECT `+calendarColumns+` FROM calendars
 WHERE tenant_id = :tenant AND org_id = :org AND key > :after ORDER BY key LIMIT :max`,
		map[string]any{"tenant": tenant, "org": org, "after": r.After.Sort, "max": r.Limit + 1})
	return page.Cut(rows, r, func(c triggers.Calendar) page.Cursor { return page.Cursor{Sort: c.Key, ID: c.ID} }), err
}

// Calendar implements triggers.Store.
func (s *Store) Calendar(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (triggers.Calendar, error) {
	var row triggers.Calendar
	err := s.get(ctx, &row, `SELECT `+calendarColumns+` FROM calendars WHERE tenant_id = :tenant AND org_id = :org AND key = :key`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "calendar.unknown", "no such calendar")
	}
	return row, err
}

// CalendarsOf implements triggers.Store.
func (s *Store) CalendarsOf(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID, key string) ([]triggers.Calendar, error) {
	var rows []triggers.Calendar
	err := s.list(ctx, &rows, `SELECT `+calendarColumns+` FROM calendars
 WHERE tenant_id = :tenant AND key = :key AND `+s.dialect.in("org_id", "orgs"),
		map[string]any{"tenant": tenant, "key": key, "orgs": s.dialect.list(texts(orgs))})
	return rows, err
}

// InsertCalendar implements triggers.Store.
func (s *Store) InsertCalendar(ctx context.Context, c triggers.Calendar) error {
	_, err := s.exec(ctx, `
INSERT INTO calendars (`+calendarColumns+`)
VALUES (:tenant_id, :id, :org_id, :key, :name, :revision, :created_at, :updated_at, :updated_by, :weekdays, :days_off, :workdays)`, c)
	return keyTaken(err, "calendar.key_taken", "a calendar with this key is there already")
}

// UpdateCalendar implements triggers.Store.
func (s *Store) UpdateCalendar(ctx context.Context, c triggers.Calendar) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE calendars
   SET name = :name, weekdays = :weekdays, days_off = :days_off, workdays = :workdays,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, c)
	return n == 1, err
}

// DeleteCalendar implements triggers.Store.
func (s *Store) DeleteCalendar(ctx context.Context, c triggers.Calendar) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM calendars WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, c)
	return n == 1, err
}
