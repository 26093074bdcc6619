// Package testkit has what tests of every package share.
package testkit

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Missing ends a test that needs what this machine lacks: it is skipped, or,
// if TEST_REQUIRE (a list between commas) names the thing, it fails.
func Missing(t testing.TB, thing, how string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("TEST_REQUIRE"), ","), thing) {
		t.Fatalf("%s is required and missing: %s", thing, how)
	}
	t.Skipf("needs %s: %s", thing, how)
}

// Clock is a clock that stands still until it is told to move.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows 2026-01-02 03:04:05 UTC.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Add moves the clock.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
