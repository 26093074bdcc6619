package builtin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/tuple"
	"catenary/nodes"
	"catenary/runtime/pipeline"
)

// Key is the name of the adapter, and the key under which every org has it.
const Key = "builtin"

// Adapter opens the engine for an org. All fields are needed.
type Adapter struct {
	Runner     Runner
	Resources  Resources
	Executions Executions
	Now        clock.Now
}

var _ pipeline.Adapter = (*Adapter)(nil)

// Describe implements pipeline.Adapter.
func (*Adapter) Describe() pipeline.Description {
	return pipeline.Description{
		Name:     Key,
		Title:    nodes.Words{EN: "Built-in", ZH: "内置"},
		Help:     nodes.Words{EN: "Runs steps in containers and asks people for approval. It is always there.", ZH: "在容器中运行步骤，并请求审批。始终可用。"},
		Settings: json.RawMessage(`{"type":"object","additionalProperties":false}`),
	}
}

// Open implements pipeline.Adapter.
func (a *Adapter) Open(c pipeline.Connection) (pipeline.Engine, error) {
	return &engine{Adapter: a, tenant: c.Tenant, org: c.Org}, nil
}

type engine struct {
	*Adapter
	tenant, org string
}

var (
	_ pipeline.Engine   = (*engine)(nil)
	_ pipeline.Watcher  = (*engine)(nil)
	_ pipeline.Checker  = (*engine)(nil)
	_ pipeline.Referrer = (*engine)(nil)
)

func (*engine) Capabilities() pipeline.Capabilities {
	return pipeline.Capabilities{IdempotentStart: true, Logs: true, Cancel: true}
}

func (*engine) Positions(context.Context) ([]pipeline.Position, error) {
	return []pipeline.Position{{
		Key:   Run,
		Title: nodes.Words{EN: "Run steps", ZH: "运行步骤"},
		Help: nodes.Words{
			EN: "Runs a list of steps. A step reads `{\"input\": …, \"steps\": {…}}`: the node's input, and what the steps before it gave. The output has what each step gave under its name.",
			ZH: "运行一组步骤。每个步骤读取 `{\"input\": …, \"steps\": {…}}`：节点的输入，以及此前各步骤的输出。结果按步骤名称给出各步骤的输出。",
		},
		Parameters: position().JSON,
		Output:     json.RawMessage(outputSchema),
	}}, nil
}

// Check implements pipeline.Checker.
func (*engine) Check(_ string, parameters json.RawMessage) []fault.Detail {
	var p Parameters
	if json.Unmarshal(parameters, &p) != nil {
		return nil // the schema says what is wrong
	}
	return p.check(false)
}

// References implements pipeline.Referrer: the environments and the secrets of
// the steps.
func (*engine) References(_ string, parameters json.RawMessage) []chain.Reference {
	var p Parameters
	if json.Unmarshal(parameters, &p) != nil {
		return nil
	}
	var refs []chain.Reference
	for i, s := range p.Steps {
		if s.Environment != "" {
			refs = append(refs, chain.Reference{Kind: chain.EnvironmentRef, Key: chain.Ref(s.Environment), Pointer: chain.Pointer("/steps", i, "environment")})
		}
		for _, name := range slices.Sorted(maps.Keys(s.Secrets)) {
			refs = append(refs, chain.Reference{Kind: chain.SecretRef, Key: chain.Ref(s.Secrets[name]), Pointer: chain.Pointer("/steps", i, "secrets", name)})
		}
	}
	return refs
}

// Create pins the images of all steps.
func (e *engine) Create(ctx context.Context, r pipeline.CreateRequest) (pipeline.Created, error) {
	if r.Position != Run {
		return pipeline.Created{}, pipeline.NoPosition(r.Position)
	}
	p, err := read(r.Parameters)
	if err == nil {
		err = p.refuse(false)
	}
	if err != nil {
		return pipeline.Created{}, err
	}
	images := map[string]string{}
	for i, s := range p.Steps {
		if s.Approval != nil {
			continue
		}
		if images[s.Environment] == "" {
			if images[s.Environment], err = e.Resources.Pin(ctx, e.tenant, e.org, s.Environment); err != nil {
				return pipeline.Created{}, err
			}
		}
		p.Steps[i].Image = images[s.Environment]
	}
	text, err := json.Marshal(p)
	return pipeline.Created{Position: Run, ID: Run, Parameters: text}, err
}

func (*engine) Delete(context.Context, pipeline.Created) error { return nil }

// pinned reads the parameters of a start. Whoever resolved them may have done so
// with those of the document: the images are those that Create pinned.
func pinned(r pipeline.StartRequest) (Parameters, error) {
	p, err := read(r.Parameters)
	if err != nil {
		return p, err
	}
	made, err := read(r.Pipeline.Parameters)
	if err != nil {
		return p, err
	}
	images := map[string]string{}
	for _, s := range made.Steps {
		images[s.Name] = s.Image
	}
	for i, s := range p.Steps {
		p.Steps[i].Image = images[s.Name]
	}
	return p, p.refuse(true)
}

// Start keeps the execution under an id made of the key, and begins it.
func (e *engine) Start(ctx context.Context, r pipeline.StartRequest) (pipeline.Execution, error) {
	p, err := pinned(r)
	if err != nil {
		return pipeline.Execution{}, err
	}
	sum := sha256.Sum256(tuple.Of(e.tenant, r.Key))
	now := e.Now().UnixMicro()
	x := Execution{
		Tenant: e.tenant, ID: hex.EncodeToString(sum[:16]), Org: e.org, Revision: 1, State: pipeline.Queued, CreatedAt: now, UpdatedAt: now,
		Body: Body{Parameters: p, Input: r.Input, People: r.People, Steps: slices.Repeat([]Progress{{State: Pending}}, len(p.Steps))},
	}
	if x, err = e.Executions.BeginExecution(ctx, x); err != nil {
		return pipeline.Execution{}, err
	}
	// What cannot begin now begins when the status is asked.
	if _, err := e.drive(ctx, x); err != nil && !fault.Is(err, fault.Unavailable) && !fault.Is(err, fault.Limited) {
		return pipeline.Execution{}, err
	}
	return pipeline.Execution{Position: Run, ID: x.ID}, nil
}

// Status moves the execution on and says where it stands then.
func (e *engine) Status(ctx context.Context, at pipeline.Execution) (pipeline.Status, error) {
	x, err := e.Executions.Execution(ctx, e.tenant, at.ID)
	if err == nil {
		x, err = e.drive(ctx, x)
	}
	if err != nil {
		return pipeline.Status{}, err
	}
	return x.status()
}

// drive observes, keeps what follows from it, and carries that out: an intent
// is kept before it has effect, and what was kept and not carried out is found
// as absent the next time.
func (e *engine) drive(ctx context.Context, x Execution) (Execution, error) {
	if x.State.Final() {
		return x, nil
	}
	seen := map[int]Observation{}
	for i, p := range x.Steps {
		if p.State != pipeline.Running {
			continue
		}
		o, err := e.Runner.Observe(ctx, x.container(i))
		if err != nil {
			return x, err
		}
		if o.State.Final() {
			if o, err = e.hidden(ctx, x.Org, x.Parameters.Steps[i], o); err != nil {
				return x, err
			}
		}
		seen[i] = o
	}
	next, todo := advance(x, seen, e.Now().UnixMicro())
	if !equal(x, next) {
		next.UpdatedAt = e.Now().UnixMicro()
		saved, err := e.Executions.SaveExecution(ctx, next)
		if err != nil {
			return x, err
		}
		if !saved { // another moved it on meanwhile
			return e.Executions.Execution(ctx, x.Tenant, x.ID)
		}
		next.Revision++
	}
	for _, i := range todo.stop {
		if err := e.Runner.Stop(ctx, next.container(i)); err != nil {
			return next, err
		}
	}
	for _, i := range todo.begin {
		if err := e.begin(ctx, next, i); err != nil {
			return next, err
		}
	}
	return next, nil
}

func (e *engine) begin(ctx context.Context, x Execution, i int) error {
	s := x.Parameters.Steps[i]
	input, err := x.input()
	if err != nil {
		return err
	}
	c := Container{
		Name: x.container(i), Org: x.Org, Image: s.Image, Language: s.Language, Source: s.Script, Env: s.Env, Secrets: s.Secrets, Input: input, Network: s.Network,
	}
	if len(s.Commands) > 0 {
		c.Language, c.Source = "shell", "set -e\n"+strings.Join(s.Commands, "\n")+"\n"
	}
	if l := s.Limits; l != nil {
		c.CPU, c.Memory, c.Pids, c.Timeout = l.CPU, l.Memory.Bytes(), l.Pids, l.Timeout.Value()
	}
	return e.Runner.Begin(ctx, c)
}

// equal says that nothing changed that is kept.
func equal(a, b Execution) bool {
	one, _ := json.Marshal(a.Body)
	two, _ := json.Marshal(b.Body)
	return a.State == b.State && a.Waiting == b.Waiting && string(one) == string(two)
}

// Cancel skips what has not begun and stops what runs.
func (e *engine) Cancel(ctx context.Context, at pipeline.Execution) error {
	for {
		x, err := e.Executions.Execution(ctx, e.tenant, at.ID)
		if err != nil || x.State.Final() {
			return err
		}
		if !x.Cancelled {
			x.Cancelled = true
			saved, err := e.Executions.SaveExecution(ctx, x)
			if err != nil {
				return err
			}
			if !saved {
				continue
			}
			x.Revision++
		}
		_, err = e.drive(ctx, x)
		return err
	}
}

// Forget removes the containers.
func (e *engine) Forget(ctx context.Context, at pipeline.Execution) error {
	x, err := e.Executions.Execution(ctx, e.tenant, at.ID)
	if err != nil || !x.State.Final() {
		return err
	}
	for i, s := range x.Parameters.Steps {
		if s.Approval == nil && x.Steps[i].BeganAt != 0 {
			if err := e.Runner.Remove(ctx, x.container(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (*engine) VerifyCallback(http.Header, []byte) (string, error) {
	return "", pipeline.Unsupported("call back")
}

// Watch implements pipeline.Watcher.
func (e *engine) Watch(ctx context.Context, x pipeline.Execution) <-chan struct{} {
	return e.Runner.Watch(ctx, x.ID)
}
