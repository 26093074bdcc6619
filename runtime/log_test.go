package runtime

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"catenary/internal/secret"
)

// fullLogs take nothing while the disk is full.
type fullLogs struct {
	Logs
	full  bool
	lines int
}

func (l *fullLogs) End(context.Context, ID, StepRef) (int64, error) { return 0, nil }

func (l *fullLogs) Append(_ context.Context, _ ID, _ StepRef, lines []Line) error {
	if l.full {
		return errors.New("no space left on device")
	}
	l.lines += len(lines)
	return nil
}

func TestLinesWaitWhileTheyCannotBeWritten(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ said, kept int }{
		"some": {700, 700}, "too many": {keptLines + 100, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				logs := &fullLogs{full: true}
				e := &Engine{Config: Config{Logs: logs, Log: slog.New(slog.DiscardHandler), Now: time.Now}, hub: newHub(), writeCtx: t.Context()}
				log := e.newLog(job{}, func() []secret.Value { return nil })
				for i := range tt.said {
					log.line(Line{Number: int64(i)})
				}
				log.close()
				time.Sleep(5 * logRetry)
				log.mu.Lock()
				logs.full = false
				log.mu.Unlock()
				time.Sleep(2 * logRetry)
				synctest.Wait()
				if logs.lines != tt.kept {
					t.Errorf("%d of %d lines were written", logs.lines, tt.said)
				}
			})
		})
	}
}
