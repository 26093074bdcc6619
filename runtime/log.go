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
	if len(l.lines) >= logLines {
		l.flush()
		return
	}
	if l.timer == nil {
		l.timer = time.AfterFunc(logPause, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.flush()
		})
	}
}

// flush writes what is kept back. A log that cannot be written loses lines, not
// the run.
func (l *stepLog) flush() {
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	if len(l.lines) == 0 {
		return
	}
	lines := l.lines
	l.lines = nil
	ctx, cancel := context.WithTimeout(l.e.writeCtx, 10*time.Second)
	defer cancel()
	if err := l.e.Logs.Append(ctx, l.id, l.ref, lines); err != nil {
		l.e.Log.Error("lines of a log are lost", "run", l.id.Run, "node", l.ref.Node, "lines", len(lines), "error", err)
		return
	}
	l.e.hub.hint(l.id)
}

func (l *stepLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
}
