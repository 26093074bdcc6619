// Package clock turns times into the form the database keeps: whole Unix
// microseconds, with 0 for "never".
package clock

import "time"

// Now is where a service reads the time from; tests give their own.
type Now func() time.Time

// Micros gives the database's form of t.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time gives back what Micros was given, in UTC.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
