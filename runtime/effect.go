package runtime

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/nodes/subchain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// effect is a half of a step that is at work outside, and followed here.
type effect struct {
	cancel    context.CancelCauseFunc
	canceling bool
}

// job is what is to be done outside. It belongs to the goroutine that does it.
type job struct {
	ref     StepRef
	row     Run
	version *Version
	body    *chain.Body
	key     string
	// config is what the body says, with the values of its expressions.
	config json.RawMessage
	input  json.RawMessage
	// leavers are whose artefacts a task takes.
	leavers map[chain.NodeID]leaver
	// seen tells of the place at which an engine shows the work.
	seen func(link string)
	// begun is when the attempt began; it ends at deadline, unless that is zero.
	begun    time.Time
	deadline time.Time
}

// outcome is how a job ended.
type outcome struct {
	output   json.RawMessage
	failure  *run.Failure
	canceled bool
	// ask says that the step waits for people.
	ask *nodes.Ask
	// clear takes away what is left outside; it is called when the outcome is on
	// disk.
	clear func()
}

func failed(code, format string, args ...any) outcome {
	return outcome{failure: &run.Failure{Code: code, Message: fmt.Sprintf(format, args...)}}
}

// beginHalves writes the intent and lets the halves begin once it is on disk.
func (d *driver) beginHalves(a plan.Action) error {
	body, err := d.bodyAt(a.Scope, a.Node)
	if err != nil {
		return err
	}
	if d.mocked(body) {
		return d.give(a, json.RawMessage("null"))
	}
	intent := run.Intent{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, Input: a.Input}
	for _, half := range a.Halves {
		intent.Halves = append(intent.Halves, run.Begun{Half: half, Key: run.Key(d.id.Run, a.Scope, a.Node, a.Attempt, half)})
	}
	if err := d.append(run.IntentEvent, intent); err != nil {
		return err
	}
	for _, half := range a.Halves {
		ref := StepRef{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, Half: half}
		if err := d.prepare(ref, body, a.Input, a.Before); err != nil {
			return err
		}
	}
	return nil
}

// mocked says that a test run leaves such a step out.
func (d *driver) mocked(body *chain.Body) bool {
	description, ok := d.e.Kinds.Description(body.Kind)
	return d.options.Mock && ok && description.Effects
}

// give ends a ready step with an output that this run did not make.
func (d *driver) give(a plan.Action, output json.RawMessage) error {
	return d.append(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{
		Node: a.Node, State: run.StepSucceeded, Input: a.Input, Output: output, Given: true,
	}}})
}

// prepare makes what a half is to do and has it begun with the next flush. One
// whose expressions fail has failed.
func (d *driver) prepare(ref StepRef, body *chain.Body, input, before json.RawMessage) error {
	j := job{ref: ref, row: d.row, version: d.version, body: body, input: orNull(input), key: run.Key(d.id.Run, ref.Scope, ref.Node, ref.Attempt, ref.Half)}
	step := d.view.Scope(ref.Scope).Steps[ref.Node]
	j.begun = time.UnixMicro(step.BegunAt)
	if body.Timeout != "" {
		j.deadline = j.begun.Add(body.Timeout.Value())
	}
	var extra map[string]json.RawMessage
	if len(before) > 0 {
		first := chain.PipelinePart
		if ref.Half == chain.PipelinePart {
			first = chain.TaskPart
		}
		// The second of two halves works on what the first gave.
		j.input = before
		extra = map[string]json.RawMessage{string(first): object("output", before)}
	}
	config, err := d.configOf(ref, body)
	if err != nil {
		return err
	}
	rendered, failure, err := d.e.Glue.Render(d.ctx, d.row.Tenant, d.work(), ref.Scope, ref.Node, j.input, config, extra)
	if err != nil {
		return fmt.Errorf("render: %w", err)
	}
	if failure != nil {
		return d.append(run.ResultEvent, result(ref, run.StepFailed, nil, failure))
	}
	j.config = rendered
	if ref.Half == chain.TaskPart && body.Task != nil {
		j.leavers = d.leavers(ref, body.Task)
	}
	if body.Kind == subchain.Name {
		return d.beginChild(j)
	}
	if awaiter, ok := d.e.Kinds.Awaiter(body.Kind); ok && ref.Half == "" {
		if waits, err := d.awaitSwitch(j, awaiter); waits || err != nil {
			return err
		}
	}
	d.then = append(d.then, func() { d.launch(j) })
	return nil
}

// object is a JSON object of one member whose key needs no escapes.
func object(key string, value json.RawMessage) json.RawMessage {
	return json.RawMessage(`{"` + key + `":` + string(orNull(value)) + `}`)
}

// taskConfig is what a task says that may hold expressions.
type taskConfig struct {
	Arguments []nodes.Template                `json:"arguments,omitempty"`
	Env       map[chain.EnvName]chain.Text    `json:"env,omitempty"`
	Input     nodes.Any                       `json:"input,omitempty"`
	Artefacts map[chain.FileName]fromArtefact `json:"artefacts,omitempty"`
}

func writtenTask(task *chain.Task) (chain.JSON, error) {
	c := taskConfig{Env: task.Env, Input: nodes.Any(task.Input)}
	for _, a := range task.Arguments {
		c.Arguments = append(c.Arguments, nodes.Template(a))
	}
	if len(task.Artefacts) > 0 {
		c.Artefacts = make(map[chain.FileName]fromArtefact, len(task.Artefacts))
	}
	for as, a := range task.Artefacts {
		c.Artefacts[as] = fromArtefact{Node: a.Node, Name: nodes.Template(a.Name)}
	}
	text, err := json.Marshal(c)
	return chain.JSON(text), err
}

// taskConfig gives what the task says with the values of its expressions. No
// value can choose a secret. One that cannot stand where its expression stood
// is node.config (Invalid).
func (j job) taskConfig() (taskConfig, error) {
	written, err := writtenTask(j.body.Task)
	if err != nil {
		return taskConfig{}, err
	}
	c, failure, err := nodes.Values[taskConfig](nodes.Call{Written: written, Config: j.config})
	if failure != nil {
		return c, fault.New(fault.Invalid, failure.Code, "%s", failure.Message)
	}
	return c, err
}

// configOf is what is to be rendered of a body for one half.
func (d *driver) configOf(ref StepRef, body *chain.Body) (chain.JSON, error) {
	switch {
	case ref.Half == chain.TaskPart && body.Task != nil:
		return writtenTask(body.Task)
	case ref.Half == chain.PipelinePart && body.Pipeline != nil:
		parameters, err := d.e.Resources.Parameters(d.ctx, d.row, d.version, ref.Node, ref.undo(), body.Pipeline)
		return orNull(parameters), err
	default:
		return orNull(body.Config), nil
	}
}

// launch begins a job, or finds it again. What is found again while the run
// ends is only ended.
func (d *driver) launch(j job) {
	ctx, cancel := context.WithCancelCause(d.ctx)
	work := &effect{cancel: cancel, canceling: d.view.Ending()}
	if work.canceling {
		cancel(errCancel)
	}
	d.atWork[j.ref] = work
	j.seen = func(link string) { d.post(func() { d.linked(j.ref, link) }) }
	go func() {
		defer cancel(nil)
		d.e.Reached("effect")
		o, err := d.e.perform(ctx, j)
		d.e.Reached("effected")
		d.post(func() { d.ended(j.ref, o, err) })
	}()
}

// linked keeps where an engine shows a half that is at work. What comes too late,
// or is known since before a restart, is let go.
func (d *driver) linked(ref StepRef, link string) {
	scope := d.view.Scope(ref.Scope)
	if scope == nil || scope.Steps[ref.Node] == nil || scope.Steps[ref.Node].Attempt != ref.Attempt {
		return
	}
	h := scope.Steps[ref.Node].Half(ref.Half)
	if h == nil || h.State != run.StepProcessing || h.Link == link {
		return
	}
	err := d.append(run.LinkEvent, run.Link{Scope: ref.Scope, Node: ref.Node, Attempt: ref.Attempt, Half: ref.Half, Link: link})
	if err != nil {
		d.broken = errors.Join(d.broken, err)
	}
}

// ended takes the outcome of a job. An error means that this process follows it
// no more.
func (d *driver) ended(ref StepRef, o outcome, err error) {
	delete(d.atWork, ref)
	if err != nil {
		if d.ctx.Err() == nil {
			d.broken = errors.Join(d.broken, fmt.Errorf("%s: %w", ref.Node, err))
		}
		return
	}
	r := result(ref, run.StepSucceeded, o.output, nil)
	switch {
	case o.ask != nil && !d.view.Ending():
		d.suspendFor(ref, *o.ask)
		return
	case o.ask != nil:
		r = canceled(ref)
	case o.canceled:
		r = canceled(ref)
	case o.failure != nil:
		r = result(ref, run.StepFailed, nil, o.failure)
	}
	if err := d.append(run.ResultEvent, r); err != nil {
		d.broken = errors.Join(d.broken, err)
		return
	}
	if o.clear != nil {
		d.then = append(d.then, func() { go o.clear() })
	}
}

// suspendFor lets a step that was at work wait for people.
func (d *driver) suspendFor(ref StepRef, ask nodes.Ask) {
	err := d.ask(ref, ask)
	if err == nil {
		err = d.append(run.SuspendEvent, run.Suspend{Scope: ref.Scope, Node: ref.Node, Attempt: ref.Attempt, For: run.ForPeople})
	}
	if err != nil {
		d.broken = errors.Join(d.broken, err)
	}
}

// follow finds again what was at work when the run was taken over: its intent is
// on disk. What was asked of the run meanwhile comes first, and so does its time.
func (d *driver) follow() error {
	if d.view.State.Final() {
		return nil
	}
	if err := d.takeUp(); err != nil {
		return err
	}
	for path, scope := range d.view.Open() {
		for id, step := range scope.Steps {
			if step.State != run.StepProcessing {
				continue
			}
			body, err := d.bodyAt(path, id)
			if err != nil {
				return err
			}
			for _, h := range step.Halves {
				if h.State != run.StepProcessing {
					continue
				}
				var before json.RawMessage
				if len(step.Halves) == 2 && body.Execution != chain.Parallel && step.Halves[1].Name == h.Name {
					before = orNull(step.Halves[0].Output)
				}
				ref := StepRef{Scope: path, Node: id, Attempt: step.Attempt, Half: h.Name}
				if err := d.prepare(ref, body, step.Input, before); err != nil {
					return err
				}
			}
		}
	}
	return d.launchAll()
}

// bodyAt is what a node of a scope does.
func (d *driver) bodyAt(scope string, id chain.NodeID) (*chain.Body, error) {
	node, err := d.nodeAt(scope, id)
	if err != nil {
		return nil, err
	}
	return &node.Body, nil
}

func (d *driver) nodeAt(scope string, id chain.NodeID) (*chain.Node, error) {
	if g, ok := d.graph.Plan().At(scope); ok {
		if n, ok := g.Node(id); ok {
			return n, nil
		}
	}
	return nil, fmt.Errorf("the graph has no node %q in %q", id, scope)
}

// body is bodyAt for where it does not matter why there is none.
func (d *driver) body(ref StepRef) *chain.Body {
	body, err := d.bodyAt(ref.Scope, ref.Node)
	if err != nil {
		return nil
	}
	return body
}

// beginWait begins the wait of a step.
func (d *driver) beginWait(a plan.Action) error {
	node, err := d.nodeAt(a.Scope, a.Node)
	if err != nil {
		return err
	}
	body := &node.Body
	if d.mocked(body) {
		return d.give(a, a.Input)
	}
	waiter, ok := d.e.Kinds.Waiter(body.Kind)
	if !ok {
		return fmt.Errorf("kind %q does not wait", body.Kind)
	}
	config, failure, err := d.e.Glue.Render(d.ctx, d.row.Tenant, d.work(), a.Scope, a.Node, a.Input, body.Config, nil)
	if err != nil {
		return fmt.Errorf("render: %w", err)
	}
	var wait nodes.Wait
	if failure == nil {
		var wrong *nodes.Failure
		call := nodes.Call{
			Name: cmp.Or(node.Name, d.version.Document.Name), Written: body.Config, Config: config, Input: a.Input, Attempt: a.Attempt, Now: d.e.Now(),
		}
		if wait, wrong, err = waiter.Begin(d.ctx, call); err != nil {
			return err
		}
		if wrong != nil {
			failure = &run.Failure{Code: wrong.Code, Message: wrong.Message}
		}
	}
	if failure != nil {
		return d.append(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{
			Node: a.Node, State: run.StepFailed, Input: a.Input, Failure: failure,
		}}})
	}
	s := run.Suspend{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, For: run.ForTime, Input: a.Input}
	if !wait.Until.IsZero() {
		s.Until = wait.Until.UnixMicro()
	}
	if wait.Callback {
		s.For = run.ForCallback
		if err := d.expectCallback(StepRef{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt}, wait); err != nil {
			return err
		}
	}
	if wait.Ask != nil {
		s.For = run.ForPeople
		if err := d.ask(StepRef{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt}, *wait.Ask); err != nil {
			return err
		}
	}
	return d.append(run.SuspendEvent, s)
}
