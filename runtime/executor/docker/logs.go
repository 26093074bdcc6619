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
	pause := firstPause
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
		err = e.read(ctx, c, s, follow && !c.ended())
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

// read gives a container's output to a scan, from the beginning to its present
// end, or with follow to the end of the container or of the connection, or
// until the scan has seen too much.
func (e *Executor) read(ctx context.Context, c found, s *scan, follow bool) error {
	if give := s.each; give != nil {
		s.each = func(l executor.Line) error {
			if err := give(l); err != nil {
				return &eachError{err}
			}
			return nil
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, err := e.engine.ContainerLogs(ctx, c.container, container.LogsOptions{
		ShowStdout: true, ShowStderr: true, Timestamps: true, Follow: follow,
	})
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	in := bufio.NewReaderSize(r, 64<<10)
	var piece []byte
	for {
		stream, size, err := readHead(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
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
