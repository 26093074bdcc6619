// Package executortest holds every executor to the contract: the same suite for
// the real one and for the fake. It knows nothing of how an executor is made.
package executortest

import (
	"fmt"
	"strings"
	"testing"

	"catenary/runtime/executor"
)

// Behaviour is what a script of the suite does, in this order.
type Behaviour struct {
	// Out and Err are lines it writes: all of Out, then all of Err.
	Out, Err []string
	// Output is what it leaves as output; empty for nothing.
	Output string
	// Artefacts it leaves, by name.
	Artefacts map[string]string
	// Hangs means that it goes on until it is ended.
	Hangs bool
	// Stubborn means that SIGTERM does not end it.
	Stubborn bool
	// Exit is its exit code.
	Exit int
}

// Shell gives the behaviour as a shell script.
func (b Behaviour) Shell() string {
	var s strings.Builder
	if b.Stubborn {
		s.WriteString("trap '' TERM\n")
	}
	for _, l := range b.Out {
		fmt.Fprintf(&s, "printf '%%s\\n' '%s'\n", l)
	}
	for _, l := range b.Err {
		fmt.Fprintf(&s, "printf '%%s\\n' '%s' >&2\n", l)
	}
	if b.Output != "" {
		fmt.Fprintf(&s, "printf '%%s' '%s' >\"$CATENARY_OUTPUT\"\n", b.Output)
	}
	for name, content := range b.Artefacts {
		fmt.Fprintf(&s, "printf '%%s' '%s' >\"$CATENARY_ARTEFACTS_OUT/%s\"\n", content, name)
	}
	if b.Hangs {
		s.WriteString("while :; do sleep 1; done\n")
	}
	fmt.Fprintf(&s, "exit %d\n", b.Exit)
	return s.String()
}

// Place is where task runs of one test are. The suite removes what it makes.
type Place interface {
	// Executor gives an executor as a process of ours has it after its start:
	// each call another one, on the same place.
	Executor(t *testing.T) executor.Executor
	// Spec gives a task run that behaves so, with an ID that no other has.
	Spec(t *testing.T, b Behaviour) executor.Spec
	// Starts counts how often a script began under an ID.
	Starts(t *testing.T, id string) int
	// Lose makes the task run's container vanish.
	Lose(t *testing.T, id string)
}
