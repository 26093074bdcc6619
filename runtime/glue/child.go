package glue

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	goruntime "runtime"
	"runtime/debug"
	"slices"
	"time"
)

// The child's own bounds; the kernel's, set by harden, stand behind them.
const (
	childMemory = 192 << 20
	childStack  = 64 << 20
	// childGC lets the small heap of most requests be collected seldom.
	childGC = 400
	// maxGraphs is how many graphs a child keeps.
	maxGraphs = 32
)

// Command is the argument that makes the binary a child.
const Command = "glue"

// Child is the whole life of a child process: it gives up what it does not
// need, answers requests until its input ends, and returns its exit code.
func Child(in io.Reader, out, errs io.Writer) int {
	debug.SetMemoryLimit(childMemory)
	debug.SetMaxStack(childStack)
	debug.SetGCPercent(childGC)
	goruntime.GOMAXPROCS(2) // one for glue, one to collect what it leaves
	time.Local = time.UTC   //nolint:reassign // the same on every machine; this process does nothing else
	if err := harden(); err != nil {
		fmt.Fprintln(errs, "glue:", err)
		return 1
	}
	c := child{graphs: map[string]*Graph{}}
	in = bufio.NewReaderSize(in, 64<<10)
	for {
		frame, err := readFrame(in)
		if errors.Is(err, io.EOF) {
			return 0
		}
		var w *writer
		if err == nil {
			w, err = c.handle(frame)
		}
		if err == nil {
			err = writeFrame(out, w)
		}
		if err != nil {
			fmt.Fprintln(errs, "glue:", err)
			return 1
		}
	}
}

// child is what a child process keeps between requests.
type child struct {
	evaluator evaluator
	graphs    map[string]*Graph
	// recent are the names of the graphs, the last one used last.
	recent []string
}

func (c *child) handle(frame []byte) (*writer, error) {
	c.evaluator.guard.room = 3 * len(frame)
	r := &reader{b: frame[1:]}
	switch op(frame[0]) {
	case opCheck:
		return c.check(r)
	case opAdvance:
		return c.advance(r)
	case opRender:
		return c.render(r)
	case opTry:
		return c.try(r)
	default:
		return nil, errFrame
	}
}

func (c *child) check(r *reader) (*writer, error) {
	var sources []source
	if err := json.Unmarshal(r.b, &sources); err != nil {
		return nil, err
	}
	problems := []problem{}
	for i, s := range sources {
		if p := check(s); p != nil {
			p.Source = i
			problems = append(problems, *p)
		}
	}
	text, err := json.Marshal(problems)
	w := newFrame(statusDone)
	w.b = append(w.b, text...)
	return w, err
}

// graph returns a graph that was sent, now or before; nil if it is not here.
func (c *child) graph(name string, wire []byte) (*Graph, error) {
	g := c.graphs[name]
	if g == nil && wire == nil {
		return nil, nil
	}
	if g == nil {
		var err error
		if g, err = readGraph(name, wire); err != nil {
			return nil, err
		}
		c.graphs[name] = g
	}
	if i := slices.Index(c.recent, name); i >= 0 {
		c.recent = slices.Delete(c.recent, i, i+1)
	}
	c.recent = append(c.recent, name)
	if len(c.recent) > maxGraphs {
		delete(c.graphs, c.recent[0])
		c.recent = slices.Delete(c.recent, 0, 1)
	}
	return g, nil
}

// Bounds of the answers to one request.
const (
	segmentTime = 250 * time.Millisecond
	maxAnswers  = 4 << 20
)

// advance goes the way of a run and answers what comes up.
func (c *child) advance(r *reader) (*writer, error) {
	began := time.Now()
	req := readAdvance(r)
	if r.err != nil {
		return nil, r.err
	}
	g, err := c.graph(req.graph, req.wire)
	if err != nil {
		return nil, err
	}
	if g == nil {
		return newFrame(statusUnknown), nil
	}
	view, err := readView(r, g)
	if err != nil {
		return nil, err
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	w := newFrame(statusDone)
	count := 0
	l := loop{work: g, view: view}
	l.ask = func(q *question) (answer, bool) {
		if count > 0 && (count == req.most || time.Since(began) > segmentTime || len(w.b) > maxAnswers) {
			return answer{}, false
		}
		a := c.evaluator.answer(q, l.scene(q, &req.info, req.run, req.switches))
		count++
		writeAnswer(w, q, a)
		return a, true
	}
	return w, l.run()
}

// render evaluates expressions that stand in a configuration.
func (c *child) render(r *reader) (*writer, error) {
	s, sources := readRender(r)
	if err := r.end(); err != nil {
		return nil, err
	}
	c.evaluator.guard.begin()
	defer c.evaluator.guard.end()
	w := newFrame(statusDone)
	writeAnswer(w, &question{about: aboutTemplate}, c.evaluator.templateValues(s, sources))
	return w, nil
}
