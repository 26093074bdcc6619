package api

import (
	"golang.org/x/sync/semaphore"

	"catenary/internal/fault"
)

// maxHeld is how many bytes of large bodies there is room for.
const maxHeld = 128 << 20

// room is where large bodies are, those of more than defaultMaxBody, from before
// the first byte is read until they are answered. So however many come at once,
// no more bytes of them are in memory than it has, and as many again where
// Huma copies them for a handler.
type room struct{ free *semaphore.Weighted }

func newRoom(size int64) room { return room{free: semaphore.NewWeighted(size)} }

// take keeps place for a body of a size until leave is called. If there is none,
// that is request.busy (Unavailable): to wait would hold connections instead.
func (r room) take(size int64) (leave func(), err error) {
	if size <= defaultMaxBody {
		return func() {}, nil
	}
	if !r.free.TryAcquire(size) {
		f := fault.New(fault.Unavailable, "request.busy", "too many large bodies are coming at once; try again in a moment")
		f.RetryAfter = 2
		return func() {}, f
	}
	return func() { r.free.Release(size) }, nil
}
