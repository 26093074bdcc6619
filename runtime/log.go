package runtime

import (
	"context"
	"sync"
	"time"

	"catenary/internal/secret"
)

// How many lines are kept back at most, and for how long, before they are
// written.
const (
	logLines = 500
	logPause = 100 * time.Millisecond
)

// How many lines wait at most while they cannot be written, and for how long
// until the next try.
const (
	keptLines = 5000
	logRetry  = time.Second
)

// stepLog writes the log of a half. Lines are numbered by whoever writes them,
// so that lines read twice after a crash are kept once.
type stepLog struct {
	e       *Engine
	id      ID
	ref     StepRef
	secrets func() []secret.Value

	mu       sync.Mutex
	next     int64
	known    bool
	lines    []Line
	tries    int // without success
	timer    *time.Timer
	redactor *secret.Redactor
	covers   int
}

func (e *Engine) newLog(j job, secrets func() []secret.Value) *stepLog {
	return &stepLog{e: e, id: ID{j.row.Tenant, j.row.ID}, ref: j.ref, secrets: secrets}
}

// from is the number of the first line that is not there yet.
func (l *stepLog) from() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.learn()
	return l.next
}

func (l *stepLog) learn() {
	if l.known {
		return
	}
	ctx, cancel := context.WithTimeout(l.e.writeCtx, 10*time.Second)
	defer cancel()
	end, err := l.e.Logs.End(ctx, l.id, l.ref)
	if err != nil {
		l.e.Log.Warn("the end of a log could not be found", "run", l.id.Run, "node", l.ref.Node, "error", err)
	}
	l.next, l.known = end, true
}

// say adds a line of the platform's own.
func (l *stepLog) say(stream, text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.learn()
	l.add(Line{Number: l.next, At: l.e.Now().UnixMicro(), Stream: stream, Text: text})
}

// line adds a line that has its number.
func (l *stepLog) line(line Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.add(line)
}

func (l *stepLog) add(line Line) {
	if values := l.secrets(); len(values) != l.covers {
		l.redactor, l.covers = secret.NewRedactor(values...), len(values)
	}
	if l.redactor != nil {
		line.Text = l.redactor.Text(line.Text)
	}
	l.lines = append(l.lines, line)
	l.next = line.Number + 1
	if len(l.lines) >= logLines && (l.tries == 0 || len(l.lines) >= keptLines) {
		l.flush()
		return
	}
	if l.timer == nil {
		l.later(logPause)
	}
}

// flush writes what is kept back. While that cannot be done lines wait for a
// better time, but not for ever: a log loses lines, not the run.
func (l *stepLog) flush() {
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	if len(l.lines) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(l.e.writeCtx, 10*time.Second)
	defer cancel()
	if err := l.e.Logs.Append(ctx, l.id, l.ref, l.lines); err != nil {
		l.failed(err)
		return
	}
	l.lines, l.tries = nil, 0
	l.e.hub.hint(l.id)
}

// failed keeps lines for another try.
func (l *stepLog) failed(err error) {
	if l.tries++; len(l.lines) >= keptLines {
		l.e.Log.Error("lines of a log are lost", "run", l.id.Run, "node", l.ref.Node, "lines", len(l.lines), "error", err)
		l.lines, l.tries = nil, 0
		return
	}
	l.e.Log.Warn("lines of a log cannot be written yet", "run", l.id.Run, "node", l.ref.Node, "lines", len(l.lines), "error", err)
	l.later(logRetry)
}

// later has lines written after a while.
func (l *stepLog) later(pause time.Duration) {
	l.timer = time.AfterFunc(pause, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.flush()
	})
}

// close writes the rest. What cannot be written yet is tried some more in the
// background.
func (l *stepLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
}
