package glue

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
)

// The child's own bounds; the kernel's, set by harden, stand behind them.
const (
	childMemory = 192 << 20
	childStack  = 64 << 20
)

// Command is the argument that makes the binary a child.
const Command = "glue"

// Child is the whole life of a child process: it gives up what it does not
// need, answers requests until its input ends, and returns its exit code.
func Child(in io.Reader, out, errs io.Writer) int {
	debug.SetMemoryLimit(childMemory)
	debug.SetMaxStack(childStack)
	if err := harden(); err != nil {
		fmt.Fprintln(errs, "glue:", err)
		return 1
	}
	for {
		var req request
		if err := readFrame(in, &req); err != nil {
			if errors.Is(err, io.EOF) {
				return 0
			}
			fmt.Fprintln(errs, "glue:", err)
			return 1
		}
		if err := writeFrame(out, answer(req)); err != nil {
			fmt.Fprintln(errs, "glue:", err)
			return 1
		}
	}
}

func answer(req request) response {
	var out response
	for i, s := range req.Check {
		if p := check(s); p != nil {
			p.Source = i
			out.Problems = append(out.Problems, *p)
		}
	}
	return out
}
