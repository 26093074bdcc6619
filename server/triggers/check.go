package triggers

import (
	"encoding/json"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
)

// Bounds of triggers.
const (
	maxNetworks = 100
	maxEvents   = 100
	maxCount    = 100_000
	longestPer  = 31 * 24 * time.Hour
	maxAtWork   = 100_000
	// maxWaiting is how many firings wait for a rate; more are refused.
	maxWaiting = 1000
	maxInput   = 256 << 10
	// MinKey and MaxKey bound keys that are given.
	MinKey = 16
	MaxKey = 4096
)

var fieldName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,63}$`)

// In is what people say of a trigger.
type In struct {
	Name    string
	Chain   string
	Enabled bool
	Spec
}

// checked gives a trigger in the form in which it is kept, with a detail for
// what is wrong: trigger.kind, trigger.scheme, trigger.network, trigger.field,
// trigger.limit, schedule.* and name.* (Invalid).
func (in In) checked() (In, error) {
	var err error
	if in.Name, err = name.Check("/name", in.Name); err != nil {
		return in, err
	}
	if err := name.Key("/chain", in.Chain); err != nil {
		return in, err
	}
	switch {
	case (in.Webhook == nil) == (in.Schedule == nil):
		return in, fault.At("", "trigger.kind", "give one of webhook and schedule")
	case in.Webhook != nil:
		w := *in.Webhook
		if err := w.check(); err != nil {
			return in, err
		}
		in.Webhook = &w
	default:
		sch := *in.Schedule
		if err := sch.check(); err != nil {
			return in, err
		}
		in.Schedule = &sch
	}
	return in, in.Limits.check()
}

func (w *Webhook) check() error {
	if w.Scheme == "" {
		w.Scheme = Signed
	}
	if !slices.Contains([]Scheme{Signed, GitHub, GitLab, Stripe, Unsigned}, w.Scheme) {
		return fault.At("/webhook/scheme", "trigger.scheme", "want catenary, github, gitlab, stripe or none")
	}
	if w.Scheme == Unsigned && len(w.From) == 0 {
		return fault.At("/webhook/from", "trigger.scheme", "without signatures the networks that may call have to be named")
	}
	if len(w.From) > maxNetworks {
		return fault.At("/webhook/from", "trigger.network", "at most %d networks are allowed", maxNetworks)
	}
	w.From = slices.Clone(w.From)
	for i, text := range w.From {
		p, err := network(text)
		if err != nil {
			return fault.At("/webhook/from/"+strconv.Itoa(i), "trigger.network", "this is no network such as 10.1.0.0/16")
		}
		w.From[i] = p.String()
	}
	if w.InputKey != "" && !fieldName.MatchString(w.InputKey) {
		return fault.At("/webhook/input_key", "trigger.field", "want letters, digits, _ and -, and no digit first")
	}
	if len(w.Events) > 0 && w.Scheme != GitHub && w.Scheme != GitLab {
		return fault.At("/webhook/events", "trigger.field", "only GitHub and GitLab name their events")
	}
	if len(w.Events) > maxEvents {
		return fault.At("/webhook/events", "trigger.field", "at most %d events are allowed", maxEvents)
	}
	for i, e := range w.Events {
		if _, err := name.Text("/webhook/events/"+strconv.Itoa(i), e, 100); err != nil {
			return err
		}
	}
	return nil
}

// network reads an address or a network, IPv4 in its own form.
func network(text string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		a = a.Unmap().WithZone("")
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err
}

func (s *Schedule) check() error {
	if s.TimeZone == "" {
		s.TimeZone = "UTC"
	}
	if s.Missed == "" {
		s.Missed = Once
	}
	if s.Missed != Once && s.Missed != Skip {
		return fault.At("/schedule/missed", "schedule.missed", "want once or skip")
	}
	if s.Calendar != "" {
		if err := name.Key("/schedule/calendar", s.Calendar); err != nil {
			return err
		}
	}
	if len(s.Input) > maxInput {
		return fault.At("/schedule/input", "schedule.input", "the input has at most %d KiB", maxInput>>10)
	}
	if len(s.Input) > 0 && !json.Valid(s.Input) {
		return fault.At("/schedule/input", "schedule.input", "this is no JSON")
	}
	_, err := newTimetable(*s, nil)
	return err
}

func (l *Limits) check() error {
	if l.Queue == "" {
		l.Queue = Wait
	}
	if l.Queue != Wait && l.Queue != Refuse {
		return fault.At("/limits/queue", "trigger.limit", "want wait or refuse")
	}
	if l.Concurrency < 0 || l.Concurrency > maxAtWork {
		return fault.At("/limits/concurrency", "trigger.limit", "want 1 to %d, or nothing", maxAtWork)
	}
	if l.Rate == nil {
		return nil
	}
	if l.Rate.Count < 1 || l.Rate.Count > maxCount {
		return fault.At("/limits/rate/count", "trigger.limit", "want 1 to %d", maxCount)
	}
	if per := l.Rate.Per.Value(); !l.Rate.Per.Valid() || per < time.Second || per > longestPer {
		return fault.At("/limits/rate/per", "trigger.limit", "want a time from 1s to 31d")
	}
	return nil
}

// pace says when a firing may start that happens now, if until is what the rate
// has used up so far, and what it has used up then. If it would have to wait and
// may not, it is trigger.limited (Limited).
func (l Limits) pace(until, now int64) (due, used int64, err error) {
	if l.Rate == nil {
		return now, until, nil
	}
	interval := max(l.Rate.Per.Value().Microseconds()/int64(l.Rate.Count), 1)
	at := max(until, now)
	due = at - interval*int64(l.Rate.Count-1)
	if due <= now {
		return now, at + interval, nil
	}
	if l.Queue == Refuse || (due-now)/interval >= maxWaiting {
		f := fault.New(fault.Limited, "trigger.limited", "the trigger starts at most %d runs in %s", l.Rate.Count, l.Rate.Per)
		f.RetryAfter = int((due-now)/1e6) + 1
		return 0, 0, f
	}
	return due, at + interval, nil
}
