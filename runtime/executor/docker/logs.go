package docker

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/docker/docker/api/types/container"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

// Logs implements executor.Executor. Following survives a restart of the
// engine: it reads from the beginning again and leaves out what was given.
func (e *Executor) Logs(ctx context.Context, id string, from int64, follow bool, each func(executor.Line) error) error {
	next := from
	given := func(l executor.Line) error {
		if l.Number < next {
			return nil
		}
		next = l.Number + 1
		return each(l)
	}
	pause, quiet := firstPause, quietness{}
	for {
		c, err := e.find(ctx, id)
		if err != nil && follow && next > from && fault.Is(err, fault.Unavailable) {
			pause = rest(ctx, pause)
			continue
		}
		if err != nil {
			return err
		}
		over := !follow || c.ended() || c.unstartable()
		if c.never() {
			if over {
				return nil
			}
			if err := e.started(ctx, id); err != nil {
				return err
			}
			continue
		}
		s := newScan(c, given)
		wait := time.Duration(0)
		if follow && !c.ended() {
			wait = quiet.next(s)
		}
		err = e.read(ctx, c, s, wait)
		var end *eachError
		switch {
		case errors.As(err, &end):
			return end.error
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil && !follow:
			return away(ctx, err)
		case s.over:
			return nil
		case err == nil && s.done:
			return unwrapEach(s.finish())
		case over && err == nil:
			if c.ended() {
				return unwrapEach(s.finish())
			}
			return nil
		case errors.Is(err, errQuiet):
			continue
		}
		// The stream ended because the container did, or because the engine
		// went away: look.
		pause = rest(ctx, pause)
	}
}

// started waits until something happens to a container that was only made.
func (e *Executor) started(ctx context.Context, id string) error {
	rung, end := e.bell.wait(id)
	defer end()
	if c, err := e.find(ctx, id); err != nil || !c.never() {
		return err
	}
	select {
	case <-rung:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// eachError is an error of who reads the lines, not of the engine.
type eachError struct{ error }

func unwrapEach(err error) error {
	var end *eachError
	if errors.As(err, &end) {
		return end.error
	}
	return err
}

// quietness says how long a log may be quiet until it is read anew: a
// connection that died without a word must not hide it for ever.
type quietness struct {
	last *scan
	seen int64
	wait time.Duration
}

const (
	firstQuiet = time.Second
	lastQuiet  = time.Minute
)

// next gives the time for the next scan: longer, while nothing new comes.
func (q *quietness) next(s *scan) time.Duration {
	if q.last == nil || q.last.used > q.seen {
		q.wait = firstQuiet
	} else {
		q.wait = min(2*q.wait, lastQuiet)
	}
	if q.last != nil {
		q.seen = q.last.used
	}
	q.last = s
	return q.wait
}

var errQuiet = errors.New("the log is quiet")

// read gives a container's output to a scan, from the beginning to its present
// end, or until the scan has seen too much. If quiet is not 0 it follows, to
// the end of the container or of the connection, or to errQuiet when nothing
// came for so long.
func (e *Executor) read(ctx context.Context, c found, s *scan, quiet time.Duration) error {
	if give := s.each; give != nil {
		s.each = func(l executor.Line) error {
			if err := give(l); err != nil {
				return &eachError{err}
			}
			return nil
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r, err := e.engine.ContainerLogs(ctx, c.container, container.LogsOptions{
		ShowStdout: true, ShowStderr: true, Timestamps: true, Follow: quiet > 0,
	})
	if err != nil {
		return err
	}
	if quiet > 0 {
		alarm := time.AfterFunc(quiet, func() { cancel(errQuiet) })
		defer alarm.Stop()
		again := func() { alarm.Reset(quiet) }
		return pump(ctx, r, s, again)
	}
	return pump(ctx, r, s, func() {})
}

// pump takes the engine's pieces apart. It calls came for each.
func pump(ctx context.Context, r io.ReadCloser, s *scan, came func()) error {
	defer func() { _ = r.Close() }()
	in := bufio.NewReaderSize(r, 64<<10)
	var piece []byte
	for {
		stream, size, err := readHead(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			if cause := context.Cause(ctx); cause != nil {
				return cause
			}
			return err
		}
		came()
		// The engine cuts lines at 16 KiB; a stream that is none of its own
		// must not make us take any amount.
		if size > 1<<20 {
			return fmt.Errorf("a piece of %d bytes in a log", size)
		}
		if cap(piece) < int(size) {
			piece = make([]byte, size)
		}
		piece = piece[:size]
		if _, err := io.ReadFull(in, piece); err != nil {
			return err
		}
		name := executor.Stdout
		if stream == 2 {
			name = executor.Stderr
		}
		stamp, text, _ := bytes.Cut(piece, []byte(" "))
		at, err := time.Parse(time.RFC3339Nano, string(stamp))
		if err != nil {
			return fmt.Errorf("a log without times: %w", err)
		}
		if err := s.write(name, at, text); err != nil {
			return err
		}
		if s.over {
			return nil
		}
	}
}
