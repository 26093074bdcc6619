// Package id makes and checks the platform's identifiers: ULIDs, 26 characters
// of Crockford base 32 that sort by the time they were made.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"regexp"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

var pattern = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{26}$`)

// Maker makes ids that never repeat and, within one Maker, always grow.
type Maker struct {
	now     func() time.Time
	mu      sync.Mutex
	entropy *ulid.MonotonicEntropy
}

// NewMaker returns a Maker that reads the time from now.
func NewMaker(now func() time.Time) *Maker {
	return &Maker{now: now, entropy: ulid.Monotonic(rand.Reader, 0)}
}

// New makes the next id.
func (m *Maker) New() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return ulid.MustNew(ulid.Timestamp(m.now()), m.entropy).String()
}

// Valid says whether s has the form of an id.
func Valid(s string) bool { return pattern.MatchString(s) }

// Derived is an id that is the same each time it is made of the same moment and
// seed, and differs for others.
func Derived(at time.Time, seed string) string {
	sum := sha256.Sum256([]byte(seed))
	var id ulid.ULID
	if err := id.SetTime(ulid.Timestamp(at)); err != nil {
		id = ulid.ULID{} // a moment that no ULID can hold; the seed alone makes it differ
	}
	copy(id[6:], sum[:10])
	return id.String()
}

// Time is when an id was made; false for what is none.
func Time(s string) (time.Time, bool) {
	if !Valid(s) {
		return time.Time{}, false
	}
	id, err := ulid.ParseStrict(s)
	if err != nil {
		return time.Time{}, false
	}
	return ulid.Time(id.Time()), true
}

// First is before all ids that are made at a time or later.
func First(at time.Time) string {
	var first ulid.ULID
	_ = first.SetTime(ulid.Timestamp(at)) // fails only after the year 10889
	return first.String()
}
