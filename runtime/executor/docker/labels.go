package docker

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/docker/docker/api/types/container"

	"catenary/runtime/executor"
)

// Labels carry what any process of ours must know of a container: whose it is,
// and how to read and end it. None is secret.
const (
	labelID      = "catenary.id"
	labelOwner   = "catenary.owner"
	labelTenant  = "catenary.tenant"
	labelRun     = "catenary.run"
	labelNode    = "catenary.node"
	labelAttempt = "catenary.attempt"
	labelImage   = "catenary.image"
	labelMarker  = "catenary.marker"
	labelTimeout = "catenary.timeout"
	labelOutput  = "catenary.output"
	labelLog     = "catenary.log"
	labelPulled  = "catenary.pulled"
)

func labelsOf(s executor.Spec, pulled time.Duration) map[string]string {
	return map[string]string{
		labelID:      s.ID,
		labelOwner:   s.Owner,
		labelTenant:  s.Tenant,
		labelRun:     s.Run,
		labelNode:    s.Node,
		labelAttempt: strconv.Itoa(s.Attempt),
		labelImage:   s.Image,
		labelMarker:  newMarker(),
		labelTimeout: s.Limits.Timeout.String(),
		labelOutput:  strconv.FormatInt(s.Limits.Output, 10),
		labelLog:     strconv.FormatInt(s.Limits.Log, 10),
		labelPulled:  pulled.String(),
	}
}

// newMarker makes the word that begins our own lines in a container's output.
// The script is not told, so what it writes is not taken for ours.
func newMarker() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// found is a container of ours, as the engine tells of it.
type found struct {
	container string // the engine's id
	id        string
	mine      bool // made by this very call
	marker    string
	timeout   time.Duration
	output    int64
	log       int64
	pulled    time.Duration
	labels    map[string]string
	state     container.State
	created   time.Time
	started   time.Time
	finished  time.Time
}

// ours reads an inspected container; false if it is none of ours.
func ours(c container.InspectResponse, id string) (found, bool) {
	if c.ContainerJSONBase == nil || c.State == nil || c.Config == nil || c.Config.Labels[labelID] != id {
		return found{}, false
	}
	l := c.Config.Labels
	f := found{
		container: c.ID, id: id, marker: l[labelMarker], labels: l, state: *c.State,
		created: engineTime(c.Created), started: engineTime(c.State.StartedAt), finished: engineTime(c.State.FinishedAt),
	}
	f.timeout, _ = time.ParseDuration(l[labelTimeout])
	f.pulled, _ = time.ParseDuration(l[labelPulled])
	f.output, _ = strconv.ParseInt(l[labelOutput], 10, 64)
	f.log, _ = strconv.ParseInt(l[labelLog], 10, 64)
	return f, len(f.marker) == 32 && f.timeout > 0
}

// engineTime reads a time of the engine's; its zero is the year 1.
func engineTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() <= 1 {
		return time.Time{}
	}
	return t
}

// never says that the container was made and never started.
func (f found) never() bool { return f.started.IsZero() && !f.state.Running }

// unstartable says that the engine tried to start it and cannot: 126 and 127
// are its codes for a command that is not there or cannot be run.
func (f found) unstartable() bool {
	return f.never() && f.state.Error != "" && (f.state.ExitCode == 126 || f.state.ExitCode == 127)
}

// ended says that it started and runs no more.
func (f found) ended() bool {
	return !f.never() && !f.state.Running && !f.state.Paused && !f.state.Restarting
}

func (f found) status() executor.Status {
	s := executor.Status{
		ID: f.id, Owner: f.labels[labelOwner], Tenant: f.labels[labelTenant], Run: f.labels[labelRun],
		Node: f.labels[labelNode], Image: f.labels[labelImage], CreatedAt: f.created, StartedAt: f.started,
	}
	s.Attempt, _ = strconv.Atoi(f.labels[labelAttempt])
	if !f.started.IsZero() {
		s.Deadline = f.started.Add(f.timeout)
	}
	return s
}
