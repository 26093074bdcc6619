// Package wake tells those who wait for a thing, within one process, that it has
// changed. It carries nothing of what changed: whoever is woken reads that where
// it is kept, so a slow one holds up nobody.
package wake

import "sync"

// Calls wakes by key. The zero value is ready for use.
type Calls[K comparable] struct {
	mu      sync.Mutex
	waiting map[K]map[chan struct{}]struct{}
}

// Join waits for a thing until it leaves: changed gets a value when the thing has
// changed since the last one. Leaving twice is leaving once.
func (c *Calls[K]) Join(key K) (changed <-chan struct{}, leave func()) {
	wake := make(chan struct{}, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting == nil {
		c.waiting = map[K]map[chan struct{}]struct{}{}
	}
	if c.waiting[key] == nil {
		c.waiting[key] = map[chan struct{}]struct{}{}
	}
	c.waiting[key][wake] = struct{}{}
	return wake, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.waiting[key], wake)
		if len(c.waiting[key]) == 0 {
			delete(c.waiting, key)
		}
	}
}

// Tell wakes those who wait for a thing. It never blocks.
func (c *Calls[K]) Tell(key K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for wake := range c.waiting[key] {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}
