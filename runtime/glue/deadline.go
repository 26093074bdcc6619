package glue

import (
	"os"
	"sync"
	"time"
)

// patience is how many times its limit a request may last on the clock. The
// limit itself is counted in processor time where that can be told, so that no
// glue fails because the machine has much to do.
const patience = 4

// deadline kills a child at the end of a request's limit.
type deadline struct {
	process *os.Process
	limit   time.Duration
	longest time.Duration // on the clock
	began   time.Time
	used    time.Duration // by the child before

	mu     sync.Mutex
	timer  *time.Timer
	over   bool
	killed bool
}

// newDeadline counts from now; only if it is patient, by processor time.
func newDeadline(p *os.Process, limit time.Duration, patient bool) *deadline {
	d := &deadline{process: p, limit: limit, longest: limit, began: time.Now()}
	if patient {
		d.longest = patience * limit
	}
	d.used, _ = cpuTime(p.Pid)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.timer = time.AfterFunc(limit+grace, d.look)
	return d
}

func (d *deadline) look() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		return
	}
	now, known := cpuTime(d.process.Pid)
	if left := d.limit - (now - d.used); known && left > 0 && time.Since(d.began) < d.longest {
		d.timer.Reset(left + grace)
		return
	}
	d.killed = true
	_ = d.process.Kill()
}

// end says that the request is over, and returns whether it was in time.
func (d *deadline) end() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
	d.timer.Stop()
	return !d.killed
}
