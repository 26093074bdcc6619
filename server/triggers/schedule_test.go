package triggers

import (
	"testing"
	"time"
)

func table(t *testing.T, cron, zone string, calendar *Calendar) *timetable {
	t.Helper()
	made, err := newTimetable(Schedule{Cron: cron, TimeZone: zone}, calendar)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTimes(t *testing.T) {
	t.Parallel()
	china := &Calendar{
		Weekdays: Days{1, 2, 3, 4, 5},
		DaysOff:  Dates{"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"},
		Workdays: Dates{"2026-10-10"},
	}
	tests := []struct {
		name, cron, zone string
		calendar         *Calendar
		after            string
		want             []string
	}{
		{"each morning", "0 6 * * *", "Asia/Shanghai", nil, "2026-01-02T00:00:00Z", []string{"2026-01-03T06:00:00+08:00", "2026-01-04T06:00:00+08:00"}},
		{"the moment itself is past", "0 6 * * *", "UTC", nil, "2026-01-02T06:00:00Z", []string{"2026-01-03T06:00:00Z"}},
		{"a word", "@daily", "UTC", nil, "2026-01-02T06:00:00Z", []string{"2026-01-03T00:00:00Z"}},
		{"a leap day", "0 0 29 2 *", "UTC", nil, "2026-01-01T00:00:00Z", []string{"2028-02-29T00:00:00Z"}},
		{
			"in spring, the hour that is left out", "30 2 * * *", "Europe/Berlin", nil, "2026-03-28T12:00:00Z",
			[]string{"2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"},
		},
		{
			"in autumn, the hour that is there twice", "30 2 * * *", "Europe/Berlin", nil, "2026-10-24T12:00:00Z",
			[]string{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"},
		},
		{
			"between the two", "30 2 * * *", "Europe/Berlin", nil, "2026-10-25T00:45:00Z",
			[]string{"2026-10-26T02:30:00+01:00"},
		},
		{
			"each hour that passes", "0 * * * *", "Europe/Berlin", nil, "2026-10-24T23:30:00Z",
			[]string{"2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00"},
		},
		{"a midnight that is left out", "0 0 * * *", "America/Santiago", nil, "2026-09-05T12:00:00Z", []string{"2026-09-06T01:00:00-03:00"}},
		{
			"working days", "0 9 * * *", "Asia/Shanghai", china, "2026-09-30T02:00:00Z",
			[]string{"2026-10-08T09:00:00+08:00", "2026-10-09T09:00:00+08:00", "2026-10-10T09:00:00+08:00", "2026-10-12T09:00:00+08:00"},
		},
		{"no working day at all", "0 9 * * *", "UTC", &Calendar{}, "2026-09-30T02:00:00Z", []string{"0001-01-01T00:00:00Z"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			made, at := table(t, tt.cron, tt.zone, tt.calendar), moment(t, tt.after)
			for _, want := range tt.want {
				if at = made.next(at); at.Format(time.RFC3339) != want {
					t.Fatalf("the next is %s, want %s", at.Format(time.RFC3339), want)
				}
			}
		})
	}
}

func TestNoSchedule(t *testing.T) {
	t.Parallel()
	for _, s := range []Schedule{
		{Cron: "", TimeZone: "UTC"},
		{Cron: "* * * *", TimeZone: "UTC"},
		{Cron: "0 0 0 * * *", TimeZone: "UTC"},
		{Cron: "60 * * * *", TimeZone: "UTC"},
		{Cron: "0 0 30 2 *", TimeZone: "UTC"},
		{Cron: "@every 1s", TimeZone: "UTC"},
		{Cron: "@every", TimeZone: "UTC"},
		{Cron: "TZ=UTC 0 0 * * *", TimeZone: "UTC"},
		{Cron: "0 0 * * *", TimeZone: ""},
		{Cron: "0 0 * * *", TimeZone: "Local"},
		{Cron: "0 0 * * *", TimeZone: "../../etc/passwd"},
		{Cron: "0 0 * * *", TimeZone: "Mars/Olympus"},
	} {
		if _, err := newTimetable(s, nil); err == nil {
			t.Errorf("%q in %q passed", s.Cron, s.TimeZone)
		}
	}
}

func TestLatest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, cron, since, now, want string
		missed                       bool
	}{
		{"nothing came", "0 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:59:59Z", "0001-01-01T00:00:00Z", false},
		{"just now", "0 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", "2026-01-01T01:00:00Z", false},
		{"several", "0 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T05:30:00Z", "2026-01-01T05:00:00Z", true},
		{"a year of minutes", "* * * * *", "2026-01-01T00:00:00Z", "2027-01-01T00:00:30Z", "2027-01-01T00:00:00Z", true},
		{"years of years", "0 0 1 1 *", "2020-06-01T00:00:00Z", "2026-07-01T00:00:00Z", "2026-01-01T00:00:00Z", true},
	}
	for _, tt := range tests {
		last, missed := table(t, tt.cron, "UTC", nil).latest(moment(t, tt.since), moment(t, tt.now))
		if last.Format(time.RFC3339) != tt.want || missed != tt.missed {
			t.Errorf("%s: %s, %v", tt.name, last.Format(time.RFC3339), missed)
		}
	}
}

func FuzzCron(f *testing.F) {
	f.Add("0 6 * * *", "Asia/Shanghai")
	f.Add("*/7 1-5,9 * 2 MON-FRI", "America/Santiago")
	f.Add("@daily", "Europe/Berlin")
	f.Fuzz(func(t *testing.T, cron, zone string) {
		made, err := newTimetable(Schedule{Cron: cron, TimeZone: zone}, nil)
		if err != nil {
			return
		}
		at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		for range 20 {
			next := made.next(at)
			if next.IsZero() {
				return
			}
			if !next.After(at) {
				t.Fatalf("after %s comes %s", at, next)
			}
			at = next
		}
	})
}

func TestPace(t *testing.T) {
	t.Parallel()
	const second = int64(1e6)
	l := Limits{Rate: &Rate{Count: 2, Per: "10s"}, Queue: Wait}
	var until int64
	now := 1000 * second
	for i, want := range []int64{0, 0, 5, 10, 15} {
		due, used, err := l.pace(until, now)
		if err != nil || due != now+want*second {
			t.Fatalf("firing %d is due after %d µs, %v", i, due-now, err)
		}
		until = used
	}
	if due, _, err := l.pace(until, now+100*second); err != nil || due != now+100*second {
		t.Errorf("after a rest it has to wait: %d, %v", due-now, err)
	}
	l.Queue = Refuse
	if _, _, err := l.pace(until, now); err == nil {
		t.Error("nothing is refused")
	}
	l = Limits{Rate: &Rate{Count: 1, Per: "1s"}, Queue: Wait}
	for until = 0; ; {
		_, used, err := l.pace(until, now)
		if err != nil {
			break
		}
		until = used
	}
	if waiting := (until - now) / second; waiting != maxWaiting {
		t.Errorf("%d wait at most", waiting)
	}
}
