package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/triggers"
)

func (a *API) registerCalendars() {
	const all, one = "/orgs/{org_id}/calendars", "/orgs/{org_id}/calendars/{calendar_key}"
	register(a, route{
		ID: "listCalendars", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: triggerTag,
		Summary: "Calendars of an org, by key",
	}, a.listCalendars)
	register(a, route{
		ID: "getCalendar", Method: http.MethodGet, Path: one, Permission: rbac.ChainView, Tag: triggerTag, Summary: "One calendar",
	}, a.getCalendar)
	register(a, route{
		ID: "createCalendar", Method: http.MethodPost, Path: all, Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Add a calendar of working days", Status: http.StatusCreated,
	}, a.createCalendar)
	register(a, route{
		ID: "replaceCalendar", Method: http.MethodPut, Path: one, Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Say anew which days are worked; schedules follow at once",
	}, a.replaceCalendar)
	register(a, route{
		ID: "deleteCalendar", Method: http.MethodDelete, Path: one, Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Delete a calendar; schedules that keep to it stop until there is another", Status: http.StatusNoContent,
	}, a.deleteCalendar)
}

// InCalendar is embedded in the input of routes of one calendar.
type InCalendar struct {
	InOrg
	Key string `path:"calendar_key" doc:"The calendar's key: small letters, digits and inner hyphens" example:"office"`
}

type calendarBody struct {
	ID        string    `json:"id"`
	OrgID     string    `json:"org_id"`
	Key       string    `json:"key"`
	Name      string    `json:"name"`
	Weekdays  []int     `json:"weekdays" doc:"Those that are worked: 1 for Monday to 7 for Sunday"`
	DaysOff   []string  `json:"days_off" doc:"Dates that are not worked"`
	Workdays  []string  `json:"workdays" doc:"Dates that are worked, whatever their weekday"`
	Revision  int64     `json:"revision"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

func newCalendarBody(c triggers.Calendar) calendarBody {
	return calendarBody{
		ID: c.ID, OrgID: string(c.Org), Key: c.Key, Name: c.Name, Weekdays: some(c.Weekdays), DaysOff: some(c.DaysOff), Workdays: some(c.Workdays),
		Revision: c.Revision, CreatedAt: clock.Time(c.CreatedAt), UpdatedAt: clock.Time(c.UpdatedAt),
	}
}

type calendarOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     calendarBody
}

func newCalendarOutput(c triggers.Calendar, err error) (*calendarOutput, error) {
	if err != nil {
		return nil, err
	}
	return &calendarOutput{ETag: etag(c.Revision), Body: newCalendarBody(c)}, nil
}

// listCalendars: GET /orgs/{org_id}/calendars
func (a *API) listCalendars(ctx context.Context, in *inOrgPaged) (*listOutput[calendarBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Triggers.Calendars(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newCalendarBody), nil
}

// getCalendar: GET /orgs/{org_id}/calendars/{calendar_key}
func (a *API) getCalendar(ctx context.Context, in *struct{ InCalendar }) (*calendarOutput, error) {
	return newCalendarOutput(a.Triggers.Calendar(ctx, actor(ctx), in.org(), in.Key))
}

// CalendarIn is embedded in bodies that say which days are worked.
type CalendarIn struct {
	Name     string   `json:"name" doc:"1 to 200 characters" example:"Working days"`
	Weekdays []int    `json:"weekdays" doc:"Those that are worked: 1 for Monday to 7 for Sunday" example:"[1,2,3,4,5]"`
	DaysOff  []string `json:"days_off,omitempty" doc:"Dates that are not worked" example:"[\"2026-10-01\"]"`
	Workdays []string `json:"workdays,omitempty" doc:"Dates that are worked, whatever their weekday" example:"[\"2026-10-10\"]"`
}

type createCalendarInput struct {
	InOrg
	Body struct {
		Key string `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"office"`
		CalendarIn
	}
}

// createCalendar: POST /orgs/{org_id}/calendars
func (a *API) createCalendar(ctx context.Context, in *createCalendarInput) (*calendarOutput, error) {
	out, err := newCalendarOutput(a.Triggers.PutCalendar(ctx, actor(ctx), in.org(), in.Body.Key, 0, triggers.CalendarSpec(in.Body.CalendarIn)))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/calendars/" + out.Body.Key
	}
	return out, err
}

type replaceCalendarInput struct {
	InCalendar
	IfMatch
	Body struct{ CalendarIn }
}

// replaceCalendar: PUT /orgs/{org_id}/calendars/{calendar_key}
func (a *API) replaceCalendar(ctx context.Context, in *replaceCalendarInput) (*calendarOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newCalendarOutput(a.Triggers.PutCalendar(ctx, actor(ctx), in.org(), in.Key, revision, triggers.CalendarSpec(in.Body.CalendarIn)))
}

type deleteCalendarInput struct {
	InCalendar
	IfMatch
	Reasoned
}

// deleteCalendar: DELETE /orgs/{org_id}/calendars/{calendar_key}
func (a *API) deleteCalendar(ctx context.Context, in *deleteCalendarInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Triggers.DeleteCalendar(ctx, actor(ctx), in.org(), in.Key, revision)
}
