package glue

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// Bounds of one evaluation.
const (
	evaluationLimit  = time.Second
	evaluationMemory = 64 << 20
	lookEvery        = 20 * time.Millisecond
)

// guard looks after the evaluation at work: it interrupts glue that takes too
// long or too much memory. What does not let itself be interrupted is killed
// with its process, by the parent and the kernel.
type guard struct {
	// room is what the request itself takes of the memory.
	room int

	mu      sync.Mutex
	timer   *time.Timer
	began   time.Time
	used    time.Duration // processor time of this process before; -1: not known yet
	runtime *goja.Runtime
	why     error
}

// begin begins an evaluation, which may need several runtimes.
func (g *guard) begin() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.began, g.why, g.used = time.Now(), nil, -1
	if g.timer == nil {
		g.timer = time.AfterFunc(lookEvery, g.look)
	} else {
		g.timer.Reset(lookEvery)
	}
}

func (g *guard) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.timer.Stop()
	g.runtime = nil
}

// watch says which runtime is at work now; an error says that its time is over
// already.
func (g *guard) watch(r *goja.Runtime) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.runtime = r
	return g.why
}

func (g *guard) look() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.runtime == nil {
		return
	}
	switch {
	case g.late():
		g.why = errTime
	case heap() > uint64(evaluationMemory+g.room) && g.full():
		g.why = errMemory
	default:
		g.timer.Reset(lookEvery)
		return
	}
	g.runtime.Interrupt(g.why)
	g.timer.Reset(lookEvery) // another runtime of the same evaluation may follow
}

// late counts as the parent does.
func (g *guard) late() bool {
	lasted := time.Since(g.began)
	now, known := cpuTime(os.Getpid())
	if g.used < 0 { // the first look; before it is not much to be wrong about
		g.used = now - lookEvery
	}
	return lasted > evaluationLimit && (!known || now-g.used > evaluationLimit) || lasted > patience*evaluationLimit
}

// full counts again without what is garbage.
func (g *guard) full() bool {
	debug.FreeOSMemory()
	return heap() > uint64(evaluationMemory+g.room)
}

func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
