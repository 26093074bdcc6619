package docker_test

import (
	"testing"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/client"

	"catenary/internal/fault"
	"catenary/runtime/executor"
	"catenary/runtime/executor/docker"
)

// A process of ours may die at each point of a Submit. The next one carries on.
func TestSubmitCarriesOnWhatADeadProcessBegan(t *testing.T) {
	t.Parallel()
	attach := func(t *testing.T, c *client.Client, id string) types.HijackedResponse {
		t.Helper()
		conn, err := c.ContainerAttach(within(t), id, container.AttachOptions{Stream: true, Stdin: true})
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	start := func(t *testing.T, c *client.Client, id string) {
		t.Helper()
		if err := c.ContainerStart(within(t), id, container.StartOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	tests := map[string]struct {
		dies func(t *testing.T, c *client.Client, id string, feed []byte)
		made int // containers
	}{
		"before the start": {func(*testing.T, *client.Client, string, []byte) {}, 1},
		"before the hand-over": {func(t *testing.T, c *client.Client, id string, _ []byte) {
			start(t, c, id)
		}, 1},
		"attached, before the start": {func(t *testing.T, c *client.Client, id string, _ []byte) {
			conn := attach(t, c, id)
			conn.Close()
		}, 0}, // the engine may or may not take that for the end of the input
		"in the hand-over": {func(t *testing.T, c *client.Client, id string, feed []byte) {
			conn := attach(t, c, id)
			start(t, c, id)
			if _, err := conn.Conn.Write(feed[:len(feed)/2]); err != nil {
				t.Fatal(err)
			}
			conn.Close()
		}, 2},
		"not dead but stopped in the hand-over": {func(t *testing.T, c *client.Client, id string, feed []byte) {
			conn := attach(t, c, id)
			t.Cleanup(conn.Close)
			start(t, c, id)
			if _, err := conn.Conn.Write(feed[:len(feed)/2]); err != nil {
				t.Fatal(err)
			}
		}, 2},
		"after the hand-over": {func(t *testing.T, c *client.Client, id string, feed []byte) {
			conn := attach(t, c, id)
			start(t, c, id)
			if _, err := conn.Conn.Write(feed); err != nil {
				t.Fatal(err)
			}
			_ = conn.CloseWrite()
			conn.Close()
		}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := engine(t)
			x := newExecutor(t)
			s := spec(t, "echo here; echo '{\"a\": 1}' >$CATENARY_OUTPUT; sleep 1")
			removeLater(t, x, s.ID)
			id, feed, err := newExecutor(t).Make(within(t), s)
			if err != nil {
				t.Fatal(err)
			}
			tt.dies(t, c, id, feed)
			begin(t, x, s)
			r := await(t, x, s.ID)
			if r.State != executor.Succeeded || string(r.Output) != `{"a": 1}` {
				t.Errorf("it ended as %s %+v", r.State, r.Failure)
			}
			if got := texts(logs(t, x, s.ID)); got != "here" {
				t.Errorf("it wrote %q", got)
			}
			if n := len(happened(t, c, s.ID, events.ActionCreate)); tt.made != 0 && n != tt.made {
				t.Errorf("%d containers were made", n)
			}
		})
	}
}

func TestAScriptCannotHaveItselfBegunAgain(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	s := spec(t, "echo 'catenary: hand-over broken'; exit 1")
	r := run(t, x, s)
	if err := newExecutor(t).Submit(within(t), s); err != nil {
		t.Fatal(err)
	}
	if n := len(happened(t, engine(t), s.ID, events.ActionStart)); n != 1 || code(r) != executor.CodeExit {
		t.Errorf("it began %d times and ended as %+v", n, r.Failure)
	}
}

func TestStopOfWhatNeverBeganLeavesNothing(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	s := spec(t, "echo here")
	removeLater(t, x, s.ID)
	if _, _, err := x.Make(within(t), s); err != nil {
		t.Fatal(err)
	}
	if st, err := x.Observe(within(t), s.ID); err != nil || st.State != executor.Preparing {
		t.Errorf("it stands as %s, %v", st.State, err)
	}
	if err := x.Stop(within(t), s.ID, time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Observe(within(t), s.ID); !fault.HasCode(err, executor.FaultUnknown) {
		t.Errorf("after the stop: %v", err)
	}
}

// What ends a container without us leaves nobody knowing how its script ended.
func TestAContainerEndedByOthersIsLost(t *testing.T) {
	t.Parallel()
	c, x := engine(t), newExecutor(t)
	for name, end := range map[string]func(id string) error{
		"as an engine's shutdown does": func(id string) error { return c.ContainerStop(within(t), id, container.StopOptions{}) },
		"as a kill does":               func(id string) error { return c.ContainerKill(within(t), id, "KILL") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := spec(t, "echo here; sleep 1000")
			begin(t, x, s)
			if err := end(s.ID); err != nil {
				t.Fatal(err)
			}
			if r := await(t, x, s.ID); r.State != executor.Lost || code(r) != executor.CodeLost {
				t.Errorf("it ended as %s %+v", r.State, r.Failure)
			}
		})
	}
}

// The reason of an end is kept where it outlives the process that ended it.
func TestTheReasonOutlivesWhoEndedIt(t *testing.T) {
	t.Parallel()
	s := spec(t, "trap '' TERM; echo here; while :; do sleep 1; done")
	x := newExecutor(t)
	begin(t, x, s)
	if err := newExecutor(t).Stop(within(t), s.ID, 500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if r := await(t, x, s.ID); r.State != executor.Stopped {
		t.Errorf("it ended as %s %+v", r.State, r.Failure)
	}
	st, err := newExecutor(t).Observe(within(t), s.ID)
	if err != nil || st.State != executor.Stopped {
		t.Errorf("it stands as %s, %v", st.State, err)
	}
}

func TestAnEngineThatIsAwayIsUnavailable(t *testing.T) {
	t.Parallel()
	x, err := docker.New(docker.Config{Host: "unix:///nothing/such.sock"})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	s := spec(t, "")
	_, observed := x.Observe(within(t), s.ID)
	_, listed := x.List(within(t), s.Owner)
	for name, err := range map[string]error{
		"submit": x.Submit(within(t), s), "observe": observed, "list": listed,
		"stop": x.Stop(within(t), s.ID, 0), "remove": x.Remove(within(t), s.ID),
		"logs": x.Logs(within(t), s.ID, 0, true, func(executor.Line) error { return nil }),
	} {
		if !fault.HasCode(err, executor.FaultUnavailable) || !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if found := x.Doctor(within(t)); len(found) != 1 || found[0].Level != docker.Fail || found[0].Advice == "" {
		t.Errorf("the doctor says %+v", found)
	}
}
