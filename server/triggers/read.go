package triggers

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
)

// List gives the triggers of an org by their keys.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.Triggers(ctx, who.Tenant, org, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, 0, len(rows.Items)), Next: rows.Next}
	for _, t := range rows.Items {
		out.Items = append(out.Items, View{Trigger: t, Can: can(allowed[org])})
	}
	return out, nil
}

// Get gives one trigger.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	t, err := s.find(ctx, who, org, key)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, t)
}

// Next gives the next times of a schedule, enabled or not, in its time zone. A
// webhook is trigger.kind (Conflict).
func (s *Service) Next(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) ([]time.Time, error) {
	t, err := s.find(ctx, who, org, key)
	if err != nil {
		return nil, err
	}
	if t.Spec.Schedule == nil {
		return nil, fault.New(fault.Conflict, "trigger.kind", "only schedules have times")
	}
	table, err := s.timetable(ctx, t)
	if err != nil {
		return nil, err
	}
	return table.coming(s.Now()), nil
}

// Times gives the next times that a schedule would have at an org, in its time
// zone, so that it can be judged before it is kept. What is wrong with it has a
// detail: schedule.* or calendar.unknown (Invalid).
func (s *Service) Times(ctx context.Context, who rbac.Actor, org rbac.OrgID, in Schedule) ([]time.Time, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	table, err := s.timetable(ctx, Trigger{Tenant: who.Tenant, Org: org, Spec: Spec{Schedule: &in}})
	if err != nil {
		return nil, at("/schedule/calendar", err)
	}
	return table.coming(s.Now()), nil
}

// Firings lists how a trigger fired, the newest first.
func (s *Service) Firings(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[Firing], error) {
	t, err := s.find(ctx, who, org, key)
	if err != nil {
		return page.Of[Firing]{}, err
	}
	return s.Store.Firings(ctx, who.Tenant, t.ID, r)
}

func (s *Service) find(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Trigger, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return Trigger{}, err
	}
	return s.Store.Trigger(ctx, who.Tenant, org, key)
}
