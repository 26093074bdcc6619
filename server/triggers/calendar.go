package triggers

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Calendar says which days are working days. Schedules of its org, and of those
// below that have none with its key, may keep to it.
type Calendar struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	ID        string         `db:"id"`
	Org       rbac.OrgID     `db:"org_id"`
	Key       string         `db:"key"`
	Name      string         `db:"name"`
	Revision  int64          `db:"revision"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
	UpdatedBy rbac.SubjectID `db:"updated_by"`
	// Weekdays are those that are worked, 1 for Monday to 7 for Sunday.
	Weekdays Days `db:"weekdays"`
	// DaysOff are dates that are not worked, Workdays those that are, whatever
	// their weekday, as 2026-10-01.
	DaysOff  Dates `db:"days_off"`
	Workdays Dates `db:"workdays"`
}

// Days is a list of weekdays that is stored as JSON.
type Days []int

// Value implements driver.Valuer.
func (d Days) Value() (driver.Value, error) { return listValue(d) }

// Scan implements sql.Scanner.
func (d *Days) Scan(from any) error { return scan(from, d) }

// Dates is a list of dates that is stored as JSON, sorted.
type Dates []string

// Value implements driver.Valuer.
func (d Dates) Value() (driver.Value, error) { return listValue(d) }

// Scan implements sql.Scanner.
func (d *Dates) Scan(from any) error { return scan(from, d) }

func listValue[T any](list []T) (driver.Value, error) {
	if list == nil {
		list = []T{}
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// Works says whether a day is a working day.
func (c *Calendar) Works(day time.Time) bool {
	date := day.Format(time.DateOnly)
	if _, off := slices.BinarySearch(c.DaysOff, date); off {
		return false
	}
	if _, on := slices.BinarySearch(c.Workdays, date); on {
		return true
	}
	return slices.Contains(c.Weekdays, (int(day.Weekday())+6)%7+1)
}

// CalendarSpec is what people say of a calendar.
type CalendarSpec struct {
	Name              string
	Weekdays          []int
	DaysOff, Workdays []string
}

// maxDates is how many dates a calendar has at most.
const maxDates = 5000

const calendarKind = "calendar"

func (in CalendarSpec) checked() (CalendarSpec, error) {
	var err error
	if in.Name, err = name.Check("/name", in.Name); err != nil {
		return in, err
	}
	in.Weekdays = slices.Compact(slices.Sorted(slices.Values(in.Weekdays)))
	for _, d := range in.Weekdays {
		if d < 1 || d > 7 {
			return in, fault.At("/weekdays", "calendar.weekday", "a weekday is 1, Monday, to 7, Sunday; not %d", d)
		}
	}
	if in.DaysOff, err = dates("/days_off", in.DaysOff); err != nil {
		return in, err
	}
	if in.Workdays, err = dates("/workdays", in.Workdays); err != nil {
		return in, err
	}
	for _, d := range in.Workdays {
		if _, both := slices.BinarySearch(in.DaysOff, d); both {
			return in, fault.At("/workdays", "calendar.date", "%s is a working day and a day off", d)
		}
	}
	return in, nil
}

func dates(pointer string, list []string) ([]string, error) {
	if len(list) > maxDates {
		return nil, fault.At(pointer, "calendar.date", "a calendar has at most %d dates", maxDates)
	}
	for i, d := range list {
		if day, err := time.Parse(time.DateOnly, d); err != nil || day.Format(time.DateOnly) != d {
			return nil, fault.At(fmt.Sprintf("%s/%d", pointer, i), "calendar.date", "this is no date such as 2026-10-01")
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(list))), nil
}

// Calendars lists those of an org by their keys.
func (s *Service) Calendars(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[Calendar], error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[Calendar]{}, err
	}
	return s.Store.Calendars(ctx, who.Tenant, org, r)
}

// Calendar gives one of an org.
func (s *Service) Calendar(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Calendar, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return Calendar{}, err
	}
	return s.Store.Calendar(ctx, who.Tenant, org, key)
}

// PutCalendar makes a calendar if revision is 0, and replaces it otherwise. A key
// that is taken is calendar.key_taken (Conflict); one that is no longer at
// revision is calendar.stale (Stale). Schedules that keep to it are looked at
// again.
func (s *Service) PutCalendar(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, in CalendarSpec) (Calendar, error) {
	if err := s.Auth.Can(ctx, who, rbac.TriggerWrite, rbac.Resource{OrgID: org}); err != nil {
		return Calendar{}, err
	}
	if err := name.Key("/key", key); err != nil {
		return Calendar{}, err
	}
	in, err := in.checked()
	if err != nil {
		return Calendar{}, err
	}
	var after Calendar
	err = s.changeCalendar(ctx, who, org, func(ctx context.Context) (string, error) {
		now := s.Now().UnixMicro()
		after = Calendar{
			Tenant: who.Tenant, ID: s.NewID(), Org: org, Key: key, Revision: 1, CreatedAt: now, UpdatedAt: now, UpdatedBy: who.Subject,
			Name: in.Name, Weekdays: in.Weekdays, DaysOff: in.DaysOff, Workdays: in.Workdays,
		}
		entry := audit.Entry{Action: "calendar:created", Kind: calendarKind, OrgID: org}
		if revision == 0 {
			if err := s.Store.InsertCalendar(ctx, after); err != nil {
				return "", err
			}
		} else {
			before, err := s.calendarAt(ctx, who, org, key, revision)
			if err != nil {
				return "", err
			}
			after.ID, after.CreatedAt, after.Revision = before.ID, before.CreatedAt, before.Revision
			if done, err := s.Store.UpdateCalendar(ctx, after); err != nil || !done {
				return "", orStale(err, before)
			}
			after.Revision++
			entry.Action, entry.Before = "calendar:changed", calendarRecord(before)
		}
		entry.ResourceID, entry.After = after.ID, calendarRecord(after)
		return key, s.Audit.Record(ctx, who, entry)
	})
	return after, err
}

// DeleteCalendar removes a calendar. Schedules that keep to it fail until there
// is another with its key.
func (s *Service) DeleteCalendar(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) error {
	return s.changeCalendar(ctx, who, org, func(ctx context.Context) (string, error) {
		before, err := s.calendarAt(ctx, who, org, key, revision)
		if err != nil {
			return "", err
		}
		if done, err := s.Store.DeleteCalendar(ctx, before); err != nil || !done {
			return "", orStale(err, before)
		}
		return key, s.Audit.Record(ctx, who, audit.Entry{
			Action: "calendar:deleted", Kind: calendarKind, ResourceID: before.ID, OrgID: org, Before: calendarRecord(before),
		})
	})
}

// changeCalendar makes one change in a transaction, and lets the schedules that
// it is about be looked at anew.
func (s *Service) changeCalendar(ctx context.Context, who rbac.Actor, org rbac.OrgID, work func(context.Context) (key string, err error)) error {
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.TriggerWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		key, err := work(ctx)
		if err != nil {
			return err
		}
		return s.Store.LookAgain(ctx, who.Tenant, key, s.Now().UnixMicro())
	})
	if err == nil {
		s.due.Wake()
	}
	return err
}

func (s *Service) calendarAt(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Calendar, error) {
	c, err := s.Store.Calendar(ctx, who.Tenant, org, key)
	if err == nil && c.Revision != revision {
		err = orStale(nil, c)
	}
	return c, err
}

func orStale(err error, c Calendar) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Stale, "calendar.stale", "the calendar was changed meanwhile; it is at revision %d", c.Revision).
		Carrying(map[string]int64{"revision": c.Revision})
}

func calendarRecord(c Calendar) map[string]any {
	return map[string]any{"key": c.Key, "name": c.Name, "weekdays": c.Weekdays, "days_off": c.DaysOff, "workdays": c.Workdays}
}

// calendarFor finds the one that a schedule keeps to: that of its own org, or of
// the nearest above. None is calendar.unknown (NotFound).
func (s *Service) calendarFor(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (*Calendar, error) {
	if key == "" {
		return nil, nil
	}
	above, err := s.Auth.Ancestors(ctx, tenant, org)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.CalendarsOf(ctx, tenant, above, key)
	if err != nil {
		return nil, err
	}
	for _, o := range above {
		if i := slices.IndexFunc(found, func(c Calendar) bool { return c.Org == o }); i >= 0 {
			return &found[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "calendar.unknown", "no such calendar")
}
