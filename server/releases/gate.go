package releases

import (
	"slices"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/server/triggers"
)

// maxWhen is how long the expression of a check may be.
const maxWhen = 4 << 10

// checked gives a gate in the form in which it is kept, or says what is wrong
// with it: release.gate (Invalid).
func (g Gate) checked(at string) (Gate, error) {
	there := 0
	for _, set := range []bool{g.Approval != nil, g.Check != nil, g.Window != nil, g.Freeze != nil} {
		if set {
			there++
		}
	}
	if there != 1 {
		return g, fault.At(at, "release.gate", "a gate is one of approval, check, window and freeze")
	}
	switch {
	case g.Check != nil:
		c := *g.Check
		var err error
		if c.Input, err = input(at+"/check/input", c.Input); err != nil {
			return g, err
		}
		c.When = strings.TrimSpace(c.When)
		if len(c.When) > maxWhen {
			return g, fault.At(at+"/check/when", "release.gate", "an expression has at most %d KiB", maxWhen>>10)
		}
		g.Check = &c
	case g.Window != nil:
		w := *g.Window
		if err := w.check(at + "/window"); err != nil {
			return g, err
		}
		g.Window = &w
	case g.Freeze != nil:
		f := *g.Freeze
		if f.TimeZone == "" {
			f.TimeZone = "UTC"
		}
		if err := name.Key(at+"/freeze/calendar", f.Calendar); err != nil {
			return g, err
		}
		if err := checkZone(at+"/freeze/time_zone", f.TimeZone); err != nil {
			return g, err
		}
		g.Freeze = &f
	}
	return g, nil
}

func checkZone(at, called string) error {
	if _, err := time.LoadLocation(called); err != nil || called == "Local" {
		return fault.At(at, "release.gate", "%q is no time zone such as Asia/Shanghai", called)
	}
	return nil
}

// check says what is wrong with a window, and sets what is not said.
func (w *Window) check(at string) error {
	if w.TimeZone == "" {
		w.TimeZone = "UTC"
	}
	if err := checkZone(at+"/time_zone", w.TimeZone); err != nil {
		return err
	}
	for _, t := range []struct{ field, text string }{{"/from", w.From}, {"/to", w.To}} {
		if t.text == "" && w.From == w.To {
			continue
		}
		if d, err := time.Parse("15:04", t.text); err != nil || d.Format("15:04") != t.text {
			return fault.At(at+t.field, "release.gate", "want a time of the day such as 22:00")
		}
	}
	if w.From != "" && w.From == w.To {
		return fault.At(at+"/to", "release.gate", "the window is never open")
	}
	w.Weekdays = slices.Compact(slices.Sorted(slices.Values(w.Weekdays)))
	for _, d := range w.Weekdays {
		if d < 1 || d > 7 {
			return fault.At(at+"/weekdays", "release.gate", "a weekday is 1, Monday, to 7, Sunday; not %d", d)
		}
	}
	w.NotBefore, w.NotAfter = w.NotBefore.UTC(), w.NotAfter.UTC()
	if !w.NotAfter.IsZero() && !w.NotAfter.After(w.NotBefore) {
		return fault.At(at+"/not_after", "release.gate", "the window ends before it begins")
	}
	if w.From == "" && len(w.Weekdays) == 0 && w.NotBefore.IsZero() && w.NotAfter.IsZero() {
		return fault.At(at, "release.gate", "a window without a bound is always open")
	}
	return nil
}

// horizon is how far ahead a time gate is looked at.
const horizon = 370 * 24 * time.Hour

// Next is the first time at or after now at which the window is open; the zero
// Time if there is none.
func (w *Window) Next(now time.Time) time.Time {
	where, err := time.LoadLocation(w.TimeZone)
	if err != nil {
		return time.Time{}
	}
	at := now
	if at.Before(w.NotBefore) {
		at = w.NotBefore
	}
	// The day before: its window may reach into this one.
	first := at.In(where).AddDate(0, 0, -1)
	for day := range int(horizon/(24*time.Hour)) + 2 {
		date := time.Date(first.Year(), first.Month(), first.Day()+day, 0, 0, 0, 0, where)
		if len(w.Weekdays) > 0 && !slices.Contains(w.Weekdays, (int(date.Weekday())+6)%7+1) {
			continue
		}
		opens, closes := w.on(date)
		if !closes.After(at) {
			continue
		}
		if opens.Before(at) {
			opens = at
		}
		if !w.NotAfter.IsZero() && !opens.Before(w.NotAfter) {
			return time.Time{}
		}
		return opens
	}
	return time.Time{}
}

// on is when the window of a day opens and closes.
func (w *Window) on(date time.Time) (opens, closes time.Time) {
	at := func(text string, day int) time.Time {
		t, _ := time.Parse("15:04", text) // it was checked
		return time.Date(date.Year(), date.Month(), date.Day()+day, t.Hour(), t.Minute(), 0, 0, date.Location())
	}
	if w.From == "" {
		return at("00:00", 0), at("00:00", 1)
	}
	next := 0
	if w.To <= w.From {
		next = 1
	}
	return at(w.From, 0), at(w.To, next)
}

// nextWorking is the first time at or after now that lies on a working day; the
// zero Time if there is none.
func nextWorking(c *triggers.Calendar, timeZone string, now time.Time) time.Time {
	where, err := time.LoadLocation(timeZone)
	if err != nil {
		return time.Time{}
	}
	here := now.In(where)
	if c.Works(here) {
		return now
	}
	for day := 1; day <= int(horizon/(24*time.Hour)); day++ {
		date := time.Date(here.Year(), here.Month(), here.Day()+day, 0, 0, 0, 0, where)
		if c.Works(date) {
			return date
		}
	}
	return time.Time{}
}
