package docker

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"time"

	"github.com/docker/docker/api/types/container"

	"catenary/runtime/executor"
)

// lookAgain is how often the log is asked whether the script has begun, while
// a container is fed that somebody else may feed too.
const lookAgain = 500 * time.Millisecond

// handOver starts the container if it has not started, feeds it and returns
// when its script has begun. Who dies in between leaves a container that waits,
// or one that saw only a part and says so: againError. Of two who feed at once
// one succeeds, or both get that.
func (e *Executor) handOver(ctx context.Context, s executor.Spec, c found) error {
	data, err := payload(s, c.marker)
	if err != nil {
		return err
	}
	conn, err := e.engine.ContainerAttach(ctx, c.container, container.AttachOptions{Stream: true, Stdin: true, Stdout: true})
	if err != nil {
		clear(data)
		return away(ctx, err)
	}
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		defer clear(data)
		// An error here shows in the container's first line.
		if _, err := conn.Conn.Write(data); err == nil {
			_ = conn.CloseWrite()
		}
	}()
	defer func() { conn.Close(); <-fed }()

	if c.never() {
		if err := e.engine.ContainerStart(ctx, c.container, container.StartOptions{}); err != nil {
			return e.startFault(ctx, c, err)
		}
	}
	lines := make(chan string, 1)
	go func() { lines <- firstStdout(conn.Reader) }()
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		said := nothing
		select {
		case line := <-lines:
			said = readFirstLine(line, c.marker)
			lines = nil
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if said == begun {
			return nil
		}
		// What was seen may not have been the first line, and may be none.
		if said, err = e.said(ctx, c); err != nil {
			return err
		}
		switch said {
		case broken:
			return &againError{c.container}
		case nothing:
			now, err := e.find(ctx, c.id)
			if err != nil || now.container != c.container {
				return executor.Unavailable(err)
			}
			if now.ended() {
				return nil
			}
		default:
			return nil
		}
	}
}

// startFault judges an error of the start. A container that can never start is
// no fault: its state says so from now on.
func (e *Executor) startFault(ctx context.Context, c found, cause error) error {
	if ctx.Err() != nil {
		return away(ctx, cause)
	}
	now, err := e.find(ctx, c.id)
	if err == nil && now.container == c.container && now.unstartable() {
		return nil
	}
	return executor.Unavailable(cause)
}

// said gives the first line of a container's output.
func (e *Executor) said(ctx context.Context, c found) (firstLine, error) {
	r, err := e.engine.ContainerLogs(ctx, c.container, container.LogsOptions{ShowStdout: true})
	if err != nil {
		return nothing, away(ctx, err)
	}
	defer func() { _ = r.Close() }()
	line := firstStdout(bufio.NewReader(r))
	if line == "" && ctx.Err() != nil {
		return nothing, context.Cause(ctx)
	}
	return readFirstLine(line, c.marker), nil
}

// firstStdout reads the first line that stands in the engine's mixture of
// streams, or what there is of it.
func firstStdout(r *bufio.Reader) string {
	var line []byte
	for len(line) < 256 {
		stream, size, err := readHead(r)
		if err != nil {
			break
		}
		for range size {
			b, err := r.ReadByte()
			if err != nil {
				return string(line)
			}
			if stream != 1 {
				continue
			}
			line = append(line, b)
			if b == '\n' {
				return string(line)
			}
		}
	}
	return string(line)
}

// readHead reads the eight bytes before every piece of a stream: the number of
// the stream, 1 for standard output, and the length of the piece.
func readHead(r io.Reader) (stream byte, size uint32, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, 0, err
	}
	return head[0], binary.BigEndian.Uint32(head[4:]), nil
}
