package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"sync"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
	journal "catenary/runtime/run"
)

// follower prints what happens to a run as it happens, to standard error: the
// result alone goes to standard output.
type follower struct {
	cmd    *cobra.Command
	client *client.Client
	at     string // of the run
	quiet  bool   // it only waits

	mu   sync.Mutex
	logs sync.WaitGroup
}

// follow returns when the run is over and all that its steps said is printed.
func (f *follower) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	err := f.client.Stream(ctx, f.at+"/events/stream", nil, func(e client.Event) (bool, error) {
		return false, f.see(ctx, e)
	})
	if err != nil {
		cancel()
	}
	f.logs.Wait()
	return err
}

// say prints a line, in one piece.
func (f *follower) say(format string, args ...any) {
	if f.quiet {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	say(f.cmd.ErrOrStderr(), format+"\n", args...)
}

// see prints an event of the journal.
func (f *follower) see(ctx context.Context, e client.Event) error {
	if e.Name == "refused" {
		return refused(e)
	}
	var event struct {
		Kind journal.Kind    `json:"kind"`
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(e.Data, &event); err != nil {
		return fmt.Errorf("the server's answer is not what this program expects: %w", err)
	}
	switch event.Kind {
	case journal.StartEvent:
		f.say("started")
	case journal.SegmentEvent:
		var b journal.Segment
		for _, entry := range as(event.Body, &b).Entries {
			if entry.State != "" {
				f.say("%s %s%s", stepName(b.Scope, string(entry.Node)), entry.State, because(entry.Failure))
			}
		}
	case journal.IntentEvent:
		var b journal.Intent
		as(event.Body, &b)
		f.say("%s began%s", stepName(b.Scope, string(b.Node)), attempt(b.Attempt))
		for _, half := range b.Halves {
			f.log(ctx, b, string(half.Half))
		}
	case journal.LinkEvent:
		var b journal.Link
		as(event.Body, &b)
		f.say("%s is shown at %s", stepName(b.Scope, string(b.Node)), b.Link)
	case journal.SuspendEvent:
		var b journal.Suspend
		as(event.Body, &b)
		f.say("%s waits for %s", stepName(b.Scope, string(b.Node)), b.For)
	case journal.RetryEvent:
		var b journal.Retry
		as(event.Body, &b)
		f.say("%s will be tried again%s%s", stepName(b.Scope, string(b.Node)), attempt(b.Attempt), because(b.Failure))
	case journal.PauseEvent, journal.UnpauseEvent, journal.CancelEvent, journal.UndoEvent:
		f.say("%s asked for", event.Kind)
	case journal.TimeoutEvent:
		var b journal.Timeout
		as(event.Body, &b)
		f.say("the time is over%s", because(b.Failure))
	case journal.EndEvent:
		var b journal.End
		as(event.Body, &b)
		f.say("%s%s", b.State, because(b.Failure))
	}
	return nil
}

// refused is why the server ends a stream before its end.
func refused(e client.Event) error {
	var p client.Problem
	if err := json.Unmarshal(e.Data, &p); err != nil {
		return fmt.Errorf("the server's answer is not what this program expects: %w", err)
	}
	return &p
}

// standing follows something that the server tells of whenever it has changed,
// until see says that it is over.
func standing[T any](ctx context.Context, c *client.Client, path string, see func(now T) (over bool)) error {
	return c.Stream(ctx, path, nil, func(e client.Event) (bool, error) {
		if e.Name == "refused" {
			return false, refused(e)
		}
		var now T
		if err := json.Unmarshal(e.Data, &now); err != nil {
			return false, fmt.Errorf("the server's answer is not what this program expects: %w", err)
		}
		return see(now), nil
	})
}

// as reads what the server wrote; what is missing stays empty.
func as[T any](body json.RawMessage, into *T) *T {
	_ = json.Unmarshal(body, into) // a newer server may have more to say
	return into
}

func stepName(scope, node string) string {
	if scope == "" {
		return node
	}
	return scope + "/" + node
}

func attempt(n int) string {
	if n < 2 {
		return ""
	}
	return " (attempt " + strconv.Itoa(n) + ")"
}

func because(f *journal.Failure) string {
	if f == nil {
		return ""
	}
	return ": " + f.Message + " (" + f.Code + ")"
}

// log prints what one half of an attempt says, beside all else.
func (f *follower) log(ctx context.Context, b journal.Intent, half string) {
	if f.quiet {
		return
	}
	query := url.Values{"node": {string(b.Node)}, "attempt": {strconv.Itoa(b.Attempt)}}
	if b.Scope != "" {
		query.Set("scope", b.Scope)
	}
	if half != "" {
		query.Set("half", half)
	}
	f.logs.Go(func() {
		err := f.client.Stream(ctx, f.at+"/logs/stream", query, func(e client.Event) (bool, error) {
			return e.Name != "line", f.line(stepName(b.Scope, string(b.Node)), e)
		})
		if err != nil && ctx.Err() == nil {
			f.say("%s: what it says cannot be shown: %v", b.Node, err)
		}
	})
}

// line prints a line of a log.
func (f *follower) line(of string, e client.Event) error {
	if e.Name != "line" {
		return nil
	}
	var l logLine
	if err := json.Unmarshal(e.Data, &l); err != nil {
		return fmt.Errorf("the server's answer is not what this program expects: %w", err)
	}
	f.say("%s | %s", of, printable(l.Text))
	return nil
}
