package stream

import (
	"strconv"
	"strings"
	"sync"

	"catenary/runtime"
)

// kept is how many changes are kept for readers that are behind or come back.
const kept = 4096

// changes are the last changes of runs that this process committed, of all
// tenants, in a ring: what a reader has not read in time it has missed, and is
// told so. No reader has a buffer of its own.
type changes struct {
	process string

	mu    sync.Mutex
	ring  [kept]runtime.Change
	last  uint64 // number of the last change, from 1
	wakes map[chan struct{}]struct{}
}

func newChanges(process string) *changes {
	return &changes{process: process, wakes: map[chan struct{}]struct{}{}}
}

// add keeps a change and wakes those who read. It never blocks.
func (c *changes) add(change runtime.Change) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	c.ring[c.last%kept] = change
	for wake := range c.wakes {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// join wakes a reader at each change until it leaves.
func (c *changes) join() (wake chan struct{}, leave func()) {
	wake = make(chan struct{}, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wakes[wake] = struct{}{}
	return wake, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.wakes, wake)
	}
}

// since gives the changes after a number that fits lets through, the last one
// of each run, in order, and the number of the last of all. missed says that
// there were more, which are gone.
func (c *changes) since(after uint64, fits func(runtime.Change) bool) (found []runtime.Change, last uint64, missed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last > kept && after < c.last-kept {
		return nil, c.last, true
	}
	at := map[runtime.ID]int{}
	for n := after + 1; n <= c.last; n++ {
		change := c.ring[n%kept]
		if !fits(change) {
			continue
		}
		if i, there := at[change.ID]; there {
			found[i] = change
			continue
		}
		at[change.ID] = len(found)
		found = append(found, change)
	}
	return found, c.last, false
}

// now is the number of the last change.
func (c *changes) now() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// cursor names a change for a reader that comes back.
func (c *changes) cursor(n uint64) string { return c.process + "-" + strconv.FormatUint(n, 10) }

// resume reads a cursor; one of another process, or that no change has, says
// nothing.
func (c *changes) resume(cursor string) (n uint64, ok bool) {
	digits, ok := strings.CutPrefix(cursor, c.process+"-")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	return n, err == nil && n <= c.now()
}
