package triggers

import (
	"strings"
	"time"
	_ "time/tzdata" // time zones are the same wherever the program runs

	"github.com/robfig/cron/v3"

	"catenary/internal/fault"
)

// timetable is a schedule that can be asked for its times.
type timetable struct {
	cron cron.Schedule
	zone *time.Location
	// hourly says that the times are meant by the hour that passes rather than
	// by the hour that the clock shows.
	hourly   bool
	calendar *Calendar
}

// words are the cron expressions that have a name.
const words = "@yearly @annually @monthly @weekly @daily @midnight @hourly"

// newTimetable reads a schedule: schedule.cron and schedule.time_zone (Invalid).
func newTimetable(s Schedule, calendar *Calendar) (*timetable, error) {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil || s.TimeZone == "" || s.TimeZone == "Local" {
		return nil, fault.At("/schedule/time_zone", "schedule.time_zone", "this is no time zone such as Asia/Shanghai or UTC")
	}
	fields := strings.Fields(s.Cron)
	word := len(fields) == 1 && strings.Contains(" "+words+" ", " "+fields[0]+" ")
	if !word && len(fields) != 5 {
		return nil, fault.At("/schedule/cron", "schedule.cron", "want five fields: minute, hour, day, month, weekday; or one of %s", words)
	}
	parsed, err := cron.ParseStandard(strings.Join(fields, " "))
	if err != nil {
		return nil, fault.At("/schedule/cron", "schedule.cron", "this is no cron expression: %s", strings.TrimPrefix(err.Error(), "cron: "))
	}
	t := &timetable{cron: parsed, zone: zone, calendar: calendar, hourly: word && fields[0] == "@hourly"}
	if !word {
		t.hourly = strings.HasPrefix(fields[1], "*")
	}
	if t.next(time.Unix(0, 0)).IsZero() && calendar == nil {
		return nil, fault.At("/schedule/cron", "schedule.cron", "this is at no time at all")
	}
	return t, nil
}

// longAhead is how many times are looked at for one on a working day: more than
// there are minutes in ten weeks.
const longAhead = 100_000

// next is the first time after a moment, the zero Time if there is none soon.
func (t *timetable) next(after time.Time) time.Time {
	for range longAhead {
		at := t.nextTime(after)
		if at.IsZero() {
			return at
		}
		if t.calendar == nil || t.calendar.Works(at) {
			return at
		}
		y, m, d := at.Date()
		after = time.Date(y, m, d+1, 0, 0, 0, 0, t.zone).Add(-time.Second)
		if !after.After(at) {
			after = at
		}
	}
	return time.Time{}
}

// shownTimes is how many times of a schedule are shown.
const shownTimes = 10

// coming gives the next times after a moment.
func (t *timetable) coming(after time.Time) []time.Time {
	var times []time.Time
	for at := t.next(after); !at.IsZero() && len(times) < shownTimes; at = t.next(at) {
		times = append(times, at)
	}
	return times
}

// nextTime is next on any day. A time that the clock jumps over in spring is
// made up as much later as it jumps, and one that it shows twice in autumn is
// the first of the two.
func (t *timetable) nextTime(after time.Time) time.Time {
	after = after.In(t.zone)
	if t.hourly {
		return t.cron.Next(after)
	}
	// A clock shows what t.cron is asked for: a time without a zone.
	shown := time.Date(after.Year(), after.Month(), after.Day(), after.Hour(), after.Minute(), after.Second(), 0, time.UTC).Add(-3 * time.Hour)
	for {
		if shown = t.cron.Next(shown); shown.IsZero() {
			return shown
		}
		if at := t.moment(shown); at.After(after) {
			return at
		}
	}
}

// moment is when the clock of the zone shows a time, given in UTC.
func (t *timetable) moment(shown time.Time) time.Time {
	_, before := shown.Add(-24 * time.Hour).In(t.zone).Zone()
	_, later := shown.Add(24 * time.Hour).In(t.zone).Zone()
	for _, offset := range []int{max(before, later), min(before, later)} {
		at := shown.Add(-time.Duration(offset) * time.Second).In(t.zone)
		if at.Hour() == shown.Hour() && at.Minute() == shown.Minute() {
			return at
		}
	}
	return shown.Add(-time.Duration(before) * time.Second).In(t.zone)
}

// latest is the last time after since and not after now, the zero Time if there
// is none. missed says that there were others before it.
func (t *timetable) latest(since, now time.Time) (last time.Time, missed bool) {
	first := t.next(since)
	if first.IsZero() || first.After(now) {
		return time.Time{}, false
	}
	// A long time without a server has many times: the last is looked for in ever
	// longer spans before now.
	from := since
	for span := time.Minute; span < now.Sub(since); span *= 2 {
		if at := t.next(now.Add(-span)); !at.IsZero() && !at.After(now) {
			from = now.Add(-span)
			break
		}
	}
	for at := t.next(from); !at.IsZero() && !at.After(now); at = t.next(at) {
		last = at
	}
	return last, last.After(first)
}
