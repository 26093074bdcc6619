//go:build crash

package clock

import (
	"os"
	"sync"
	"time"
)

// ahead is how much time has passed for a test that waits for none of it.
var ahead = sync.OnceValue(func() time.Duration {
	d, _ := time.ParseDuration(os.Getenv("CRASH_AHEAD")) // none is 0
	return d
})

// Wall is the machine's clock, ahead by CRASH_AHEAD. Only binaries built for the
// tests of crashes have it.
func Wall() time.Time { return time.Now().Add(ahead()) }
