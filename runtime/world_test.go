package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/nodes/builtin"
	"catenary/runtime"
	"catenary/runtime/executor"
	"catenary/runtime/glue"
	"catenary/runtime/pipeline"
	"catenary/runtime/run"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// The test binary is its own glue child, as the server is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == glue.Command {
		os.Exit(glue.Child(os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// world is an engine with all that it needs, on a database of its own.
type world struct {
	t        *testing.T
	store    *store.Store
	engine   *runtime.Engine
	glue     *glue.Pool
	executor *tasks
	versions *versions
	newID    func() string
	files    sync.Map // artefacts
	// turned gives the values of switches; nil: nobody is to ask.
	turned  func() string
	reached func(point string)
	// now is the clock of engines that are started; that of the machine if nil.
	now clock.Now
	// bounds of engines that are started; the default if empty.
	bounds runtime.Bounds
	// keep, if set, is asked before an artefact is kept.
	keep func() error
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	w := newWatchedWorld(t, s, nil)
	w.store = s
	return w
}

// newWatchedWorld is one whose first engine tells what points it comes to.
func newWatchedWorld(t *testing.T, j runtime.Journal, reached func(point string)) *world {
	t.Helper()
	w := &world{
		t: t, reached: reached, glue: &glue.Pool{}, executor: newTasks(), versions: &versions{known: map[string]*runtime.Version{}},
		newID: id.NewMaker(clock.Wall).New,
	}
	t.Cleanup(w.glue.Stop)
	w.engine = w.start(j)
	return w
}

// start makes one more engine over the same database.
func (w *world) start(j runtime.Journal) *runtime.Engine {
	w.t.Helper()
	log := slog.New(slog.NewTextHandler(testWriter{w.t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	reached := w.reached
	if reached == nil {
		reached = func(string) {}
	}
	w.reached = nil
	now := w.now
	if now == nil {
		now = clock.Wall
	}
	e := runtime.New(runtime.Config{
		Journal: j, Logs: &memoryLogs{}, Versions: w.versions, Resources: resources{w}, Glue: w.glue, Kinds: builtin.Registry(), Executor: w.executor,
		NewID: w.newID, Now: now, Log: log, Poll: 20 * time.Millisecond,
		CallbackSecret: func(id runtime.ID, of runtime.StepRef) string { return id.Run + string(of.Node) },
		Reached:        reached,
		Bounds:         w.bounds,
	})
	if err := e.Service().Start(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(e.Service().Stop)
	return e
}

// testWriter writes to the log of a test.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimRight(string(b), "\n"))
	return len(b), nil
}

// versions are documents by their digest.
type versions struct {
	mu    sync.Mutex
	known map[string]*runtime.Version
}

func (v *versions) Version(_ context.Context, r runtime.Run) (*runtime.Version, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if known := v.known[r.Document]; known != nil {
		return known, nil
	}
	return nil, fault.New(fault.NotFound, "chain.version_unknown", "no such document")
}

// chain reads a document and returns it as a version.
func (w *world) chain(text string) *runtime.Version {
	w.t.Helper()
	head := "format: catenary/v1\nkind: Chain\nkey: test\nname: Test\n"
	d, wrong := chain.Parse([]byte(head+text), chain.EncodingYAML)
	if len(wrong) > 0 {
		w.t.Fatalf("%+v", wrong)
	}
	v := &runtime.Version{Digest: d.Digest(), Document: d}
	w.versions.mu.Lock()
	defer w.versions.mu.Unlock()
	w.versions.known[v.Digest] = v
	return v
}

// begin is a start of a version.
func (w *world) begin(v *runtime.Version, input string) runtime.Start {
	return runtime.Start{
		Run: runtime.Run{
			Tenant: "t1", ID: w.newID(), Org: "o1", Chain: "c1", Key: "test", Version: 1, Document: v.Digest, Trigger: "api", By: "s1",
		},
		Version: v, Input: json.RawMessage(input), Wait: 90 * time.Second,
	}
}

// run starts a version and waits for its end.
func (w *world) run(v *runtime.Version, input string) (runtime.Started, *run.View) {
	w.t.Helper()
	started, err := w.engine.Start(context.Background(), w.begin(v, input))
	if err != nil {
		w.t.Fatal(err)
	}
	if started.View == nil {
		view, _, err := w.view(idOf(started.Run))
		w.t.Fatalf("the run has not ended: %+v, %v", view, err)
	}
	w.settled(idOf(started.Run))
	return started, started.View
}

func idOf(r runtime.Run) runtime.ID { return runtime.ID{Tenant: r.Tenant, Run: r.ID} }

// view is a run's row, and what its journal says.
func (w *world) view(id runtime.ID) (*run.View, runtime.Run, error) {
	row, err := w.engine.Journal.Run(context.Background(), id.Tenant, id.Run)
	if err != nil {
		return nil, row, err
	}
	view, err := runtime.View(context.Background(), w.engine.Journal, id)
	return view, row, err
}

// settled checks that row and journal of a run that ended say the same.
func (w *world) settled(id runtime.ID) *run.View {
	w.t.Helper()
	view, row, err := w.view(id)
	if err != nil {
		w.t.Fatal(err)
	}
	if row.State != view.State || row.Seq != view.Seq || row.Owner != "" || row.EndedAt == 0 || !view.State.Final() {
		w.t.Errorf("row %+v, journal %s at %d", row, view.State, view.Seq)
	}
	return view
}

// until waits for a run to come to a state.
func (w *world) until(id runtime.ID, states ...run.State) *run.View {
	w.t.Helper()
	deadline := time.After(90 * time.Second)
	watch := w.engine.Watch(id)
	defer watch.Close()
	for {
		view, _, err := w.view(id)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, s := range states {
			if view.State == s {
				return view
			}
		}
		select {
		case <-watch.C:
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			w.t.Fatalf("the run is %s, not %v", view.State, states)
		}
	}
}

// resources are what the tests' chains refer to.
type resources struct{ w *world }

func (r resources) Task(_ context.Context, _ runtime.Run, _ *runtime.Version, t *chain.Task) (runtime.TaskSource, error) {
	return runtime.TaskSource{Script: string(t.Script), Interpreter: []string{"sh"}, Image: "x@sha256:0"}, nil
}

func (r resources) Parameters(_ context.Context, _ runtime.Run, _ *runtime.Version, _ chain.NodeID, _ bool, p *chain.Pipeline) (json.RawMessage, error) {
	return p.Parameters, nil
}

func (r resources) Pipeline(context.Context, runtime.Run, *runtime.Version, chain.NodeID, bool, *chain.Pipeline) (pipeline.Engine, pipeline.Created, error) {
	return engines{r.w.executor}, pipeline.Created{}, nil
}

func (r resources) Secret(_ context.Context, _ runtime.Run, _ *runtime.Version, key string) (secret.Value, error) {
	return secret.New([]byte("secret-of-" + key)), nil
}

func (r resources) Platform(runtime.Run, *runtime.Version, string) nodes.Platform { return nil }

func (r resources) SwitchValues(_ context.Context, _ runtime.Run, v *runtime.Version) (json.RawMessage, error) {
	if r.w.turned == nil || len(v.Pins[chain.SwitchRef]) == 0 {
		return nil, errors.New("nobody needs the switches")
	}
	return json.RawMessage(r.w.turned()), nil
}

func (r resources) Client(runtime.Run) (nodes.Doer, func(context.Context, string) (secret.Value, error)) {
	return nil, nil
}

func (r resources) Child(_ context.Context, _ runtime.Run, _ *runtime.Version, call nodes.Chain) (runtime.Run, error) {
	v, err := r.w.versions.Version(context.Background(), runtime.Run{Document: string(call.Key)})
	if err != nil {
		return runtime.Run{}, err
	}
	return runtime.Run{Org: "o1", Chain: "c2", Key: "child", Version: 1, Document: v.Digest}, nil
}

func (r resources) Keep(_ context.Context, id runtime.ID, of runtime.StepRef, name string, _ int64, content io.Reader) error {
	if r.w.keep != nil {
		if err := r.w.keep(); err != nil {
			return err
		}
	}
	text, err := io.ReadAll(content)
	r.w.files.Store(fmt.Sprint(id, of.Scope, of.Node, of.Attempt, name), string(text))
	return err
}

func (r resources) Artefact(_ context.Context, id runtime.ID, of runtime.StepRef, name string) (executor.Artefact, error) {
	text, ok := r.w.files.Load(fmt.Sprint(id, of.Scope, of.Node, of.Attempt, name))
	if !ok {
		return executor.Artefact{}, fault.New(fault.NotFound, "artefact.unknown", "no such artefact")
	}
	return executor.Artefact{
		Name: name, Size: int64(len(text.(string))), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text.(string))), nil },
	}, nil
}

// memoryLogs keep lines in memory.
type memoryLogs struct {
	mu    sync.Mutex
	lines map[string][]runtime.Line
}

func (l *memoryLogs) key(id runtime.ID, of runtime.StepRef) string {
	text, _ := json.Marshal(of)
	return id.Run + string(text)
}

func (l *memoryLogs) Append(_ context.Context, id runtime.ID, of runtime.StepRef, lines []runtime.Line) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lines == nil {
		l.lines = map[string][]runtime.Line{}
	}
	l.lines[l.key(id, of)] = append(l.lines[l.key(id, of)], lines...)
	return nil
}

func (l *memoryLogs) Lines(_ context.Context, id runtime.ID, of runtime.StepRef, from int64, _ int) ([]runtime.Line, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines[l.key(id, of)][from:], nil
}

func (l *memoryLogs) End(_ context.Context, id runtime.ID, of runtime.StepRef) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return int64(len(l.lines[l.key(id, of)])), nil
}

func sqlite(t *testing.T) *store.Store { return storetest.SQLite(t, clock.Wall) }
