package triggers_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/servertest"
	"catenary/server/triggers"
)

// The clock of worlds begins on Friday 2026-01-02 at 03:04:05 UTC.

func TestSchedule(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v := s.schedule("0 * * * *", nil)
		if want := time.Date(2026, 1, 2, 4, 0, 0, 0, time.UTC); v.NextAt != want.UnixMicro() || !s.due().Equal(want) || s.starter.count() != 0 {
			t.Fatalf("the next is %s", time.UnixMicro(v.NextAt).UTC())
		}
		s.Clock.Add(56 * time.Minute)
		for _, server := range []*triggers.Service{s.Service, s.second(), s.Service} {
			if _, err := server.Due(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := s.starter.asked; len(got) != 1 || string(got[0].Input) != `{"sku":"a"}` || got[0].Kind != triggers.ScheduleKind {
			t.Fatalf("asked for %+v", got)
		}
		if f := s.last(v.Key); f.State != triggers.Started || f.Run != "run-1" || f.Key != "at:1767326400000000" {
			t.Errorf("it is kept as %+v", f)
		}
		times, err := s.Next(t.Context(), s.admin, s.org, v.Key)
		if err != nil || len(times) != 10 || times[9].Hour() != 14 {
			t.Errorf("the next times are %v, %v", times, err)
		}
		if before, err := s.Times(t.Context(), s.admin, s.org, *v.Spec.Schedule); err != nil || !slices.Equal(before, times) {
			t.Errorf("before it is kept they are %v, %v", before, err)
		}
		now, err := s.Get(t.Context(), s.admin, s.org, v.Key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Enable(t.Context(), s.admin, s.org, v.Key, now.Revision, false); err != nil {
			t.Fatal(err)
		}
		s.Clock.Add(3 * time.Hour)
		if next := s.due(); !next.IsZero() || s.starter.count() != 1 {
			t.Errorf("disabled it is due at %s, and there are %d runs", next, s.starter.count())
		}
		if _, err := s.Enable(t.Context(), s.admin, s.org, v.Key, now.Revision+1, true); err != nil {
			t.Fatal(err)
		}
		if s.due(); s.starter.count() != 1 {
			t.Error("times at which it was disabled are made up")
		}
	})
}

// TestServersAtOnce: however many servers look, a time starts one run.
func TestServersAtOnce(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.schedule("* * * * *", nil)
		servers := []*triggers.Service{s.Service, s.second(), s.second()}
		for range 5 {
			s.Clock.Add(time.Minute)
			var all sync.WaitGroup
			for _, server := range servers {
				all.Go(func() {
					for range 2 {
						if _, err := server.Due(context.Background()); err != nil {
							t.Error(err)
						}
					}
				})
			}
			all.Wait()
		}
		if s.starter.count() != 5 {
			t.Errorf("five times are %d runs", s.starter.count())
		}
	})
}

func TestMissed(t *testing.T) {
	t.Parallel()
	for rule, want := range map[triggers.Missed]int{triggers.Once: 1, triggers.Skip: 0} {
		t.Run(string(rule), func(t *testing.T) {
			t.Parallel()
			s := setup(t, servertest.SQLite(t))
			s.schedule("0 * * * *", func(spec *triggers.Spec) { spec.Schedule.Missed = rule })
			s.Clock.Add(5*time.Hour + 30*time.Minute)
			next := s.due()
			if s.starter.count() != want || next.Hour() != 9 {
				t.Errorf("%d runs, the next at %s", s.starter.count(), next)
			}
			s.Clock.Add(26 * time.Minute) // 09:00:05
			if s.due(); s.starter.count() != want+1 {
				t.Errorf("after a time that was not missed: %d runs", s.starter.count())
			}
		})
	}
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		root := w.Actor(rbac.Admin, servertest.Acme)
		week := triggers.CalendarSpec{Name: "Office", Weekdays: []int{5, 1, 2, 3, 4, 1}}
		made, err := s.PutCalendar(t.Context(), root, w.Org(servertest.Acme), "office", 0, week)
		if err != nil {
			t.Fatal(err)
		}
		v := s.schedule("0 2 * * *", func(spec *triggers.Spec) { spec.Schedule.Calendar = "office" })
		day := func(want time.Month, date int) {
			t.Helper()
			v, err := s.Get(t.Context(), s.admin, s.org, v.Key)
			if at := time.UnixMicro(v.NextAt).UTC(); err != nil || at.Month() != want || at.Day() != date {
				t.Errorf("the next is %s, %v", at, err)
			}
		}
		day(time.January, 5) // after a weekend
		week.DaysOff, week.Workdays = []string{"2026-01-05"}, []string{"2026-01-04"}
		changed, err := s.PutCalendar(t.Context(), root, w.Org(servertest.Acme), "office", made.Revision, week)
		if err != nil {
			t.Fatal(err)
		}
		s.due()
		day(time.January, 4)
		if s.starter.count() != 0 {
			t.Error("it was started by a change of its calendar")
		}
		s.Clock.Add(2 * 24 * time.Hour)
		s.due()
		day(time.January, 6)

		asked := triggers.Schedule{Cron: "0 9 * * *", TimeZone: "UTC", Calendar: "office"}
		if times, err := s.Times(t.Context(), s.admin, s.org, asked); err != nil || len(times) != 10 || times[0].Day() != 4 || times[1].Day() != 6 {
			t.Errorf("on its working days: %v, %v", times, err)
		}
		asked.Calendar = "nowhere"
		if _, err := s.Times(t.Context(), s.admin, s.org, asked); !fault.HasCode(err, "calendar.unknown") || !fault.Is(err, fault.Invalid) {
			t.Errorf("by a calendar that is not there: %v", err)
		}

		// A calendar that is nearer takes precedence.
		nearer := triggers.CalendarSpec{Name: "Sundays", Weekdays: []int{7}}
		if _, err := s.PutCalendar(t.Context(), s.admin, s.org, "office", 0, nearer); err != nil {
			t.Fatal(err)
		}
		s.due()
		day(time.January, 11)
		if err := s.DeleteCalendar(t.Context(), s.admin, s.org, "office", 1); err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteCalendar(t.Context(), root, w.Org(servertest.Acme), "office", changed.Revision); err != nil {
			t.Fatal(err)
		}
		s.due()
		if f := s.last(v.Key); f.State != triggers.Failed || f.Code != "calendar.unknown" {
			t.Errorf("without its calendar: %+v", f)
		}
		if _, err := s.PutCalendar(t.Context(), s.admin, s.org, "office", 0, nearer); err != nil {
			t.Fatal(err)
		}
		s.due()
		day(time.January, 11)
	})
}

func TestBadCalendars(t *testing.T) {
	t.Parallel()
	s := setup(t, servertest.SQLite(t))
	for code, in := range map[string]triggers.CalendarSpec{
		"calendar.weekday": {Name: "x", Weekdays: []int{8}},
		"calendar.date":    {Name: "x", DaysOff: []string{"2026-02-30"}},
		"name.empty":       {},
	} {
		_, err := s.PutCalendar(t.Context(), s.admin, s.org, "x", 0, in)
		if code != "name.empty" && !fault.HasCode(err, code) || err == nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	both := triggers.CalendarSpec{Name: "x", DaysOff: []string{"2026-02-03"}, Workdays: []string{"2026-02-03"}}
	if _, err := s.PutCalendar(t.Context(), s.admin, s.org, "x", 0, both); !fault.HasCode(err, "calendar.date") {
		t.Errorf("a day that is both: %v", err)
	}
}

// TestRun: the worker sleeps until something is due, wakes for a change, and
// ends when it is told to.
func TestRun(t *testing.T) {
	t.Parallel()
	s := setup(t, servertest.SQLite(t))
	started := make(chan string, 1)
	s.starter.answer = func(r triggers.StartRequest) error {
		started <- r.Trigger
		return nil
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	v := s.schedule("* * * * *", nil)
	s.Clock.Add(time.Minute)
	if _, err := s.Enable(t.Context(), s.admin, s.org, v.Key, v.Revision, true); err != nil { // changes nothing, and wakes
		t.Fatal(err)
	}
	if id := <-started; id != v.ID {
		t.Errorf("started by %s", id)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestFiringsAreForgotten(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, key := s.webhook(nil)
		if _, err := s.fire(s.call(v, key, `{}`)); err != nil {
			t.Fatal(err)
		}
		s.Clock.Add(23 * time.Hour)
		s.due()
		if got, err := s.Firings(t.Context(), s.admin, s.org, v.Key, page.Request{Limit: 10}); err != nil || len(got.Items) != 1 {
			t.Errorf("after 23 h: %+v, %v", got, err)
		}
		s.Clock.Add(2 * time.Hour)
		s.due()
		if got, err := s.Firings(t.Context(), s.admin, s.org, v.Key, page.Request{Limit: 10}); err != nil || len(got.Items) != 0 {
			t.Errorf("after 25 h: %+v, %v", got, err)
		}
	})
}
