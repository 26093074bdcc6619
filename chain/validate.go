package chain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/schema"
)

// MaxSource is how long a piece of glue may be, in bytes.
const MaxSource = 64 << 10

// MaxProblems is how many problems are told of at once.
const MaxProblems = 1000

// MaxNesting is how many graphs may stand inside each other, the chain's own
// included.
const MaxNesting = 4

// maxTime is the longest time that a document can ask for.
const maxTime = 3660 * 24 * time.Hour

// Validate returns all that is wrong with the meaning of a document, in the
// order of the document. Env is asked at most once for all references and once
// for all glue; the error is Env's when it could not be asked.
func Validate(ctx context.Context, d *Document, env Env) ([]Problem, error) {
	c := &checker{env: env, seen: map[NodeID]string{}, leaves: map[NodeID]bool{}}
	c.document(d)
	c.graph(&d.Graph, "", nil)
	c.count()
	c.mentions()
	c.artefacts()
	c.layout(d.Layout)
	if err := c.ask(ctx); err != nil {
		return nil, err
	}
	for i := range c.problems {
		if p := &c.problems[i]; p.Line == 0 {
			p.Line, p.Column = d.source.locate(p.Pointer)
		}
	}
	slices.SortStableFunc(c.problems, func(x, y Problem) int {
		return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
	})
	return c.problems, nil
}

// checker collects what is found on one walk through a document.
type checker struct {
	env      Env
	problems []Problem
	// seen has every node of the document with its pointer.
	seen  map[NodeID]string
	nodes int
	// leaves has the nodes that may leave artefacts, taken those that tasks take.
	leaves map[NodeID]bool
	taken  []taken

	sources    []Source
	sourceAt   []place
	references []Reference
	refAt      []place
}

// place is where in the graph something stands, for the problem and for what
// glue can see there.
type place struct {
	node, from, to NodeID
	scope          *scope
	// within is the node whose ancestors glue sees here, and itself if
	// afterwards; -1: all nodes of the graph.
	within     int
	afterwards bool
}

func (c *checker) add(severity Severity, at place, pointer, code, format string, args ...any) {
	if len(c.problems) == MaxProblems {
		return
	}
	c.problems = append(c.problems, Problem{
		Detail:   fault.Detail{Code: code, Pointer: pointer, Detail: fmt.Sprintf(format, args...)},
		Severity: severity, Node: at.node, From: at.from, To: at.to,
	})
}

// taken is an artefact that a task takes.
type taken struct {
	at      place
	pointer string
	from    NodeID
}

func (c *checker) document(d *Document) {
	c.name(place{}, "/name", d.Name)
	c.timeout(place{}, "/timeout", d.Timeout)
	if d.Input != nil {
		if _, bad := schema.Compile(d.Input); bad != nil {
			for _, v := range bad {
				c.add(Error, place{}, "/input"+v.Pointer, "chain.input_schema", "this is no JSON Schema: %s", v.Detail)
			}
		}
	}
}

func (c *checker) name(at place, pointer, s string) {
	var f *fault.Fault
	if _, err := name.Check(pointer, s); errors.As(err, &f) {
		c.add(Error, at, pointer, f.Code, "%s", f.Message)
	}
}

func (c *checker) count() {
	switch {
	case c.nodes > MaxNodes:
		c.add(Error, place{}, "/nodes", "chain.too_many_nodes", "the chain has %d nodes; %d are allowed: make a part of it a chain of its own", c.nodes, MaxNodes)
	case c.nodes < 2 && c.env.Purpose == Publish:
		c.add(Error, place{}, "/nodes", "chain.too_few_nodes", "a chain has at least two nodes")
	}
}

func (c *checker) layout(l *Layout) {
	if l == nil {
		return
	}
	missing := func(id NodeID, pointer string) {
		if _, ok := c.seen[id]; !ok {
			c.add(Warning, place{}, pointer, "chain.layout", "the chain has no node %q", id)
		}
	}
	for id := range l.Nodes {
		missing(id, Pointer("/layout/nodes", id))
	}
	ids := map[NodeID]bool{}
	unique := func(id NodeID, pointer string) {
		if ids[id] {
			c.add(Error, place{}, pointer, "chain.layout", "the id %q is there twice", id)
		}
		ids[id] = true
	}
	for i, n := range l.Notes {
		unique(n.ID, Pointer("/layout/notes", i, "id"))
	}
	for i, g := range l.Groups {
		unique(g.ID, Pointer("/layout/groups", i, "id"))
		for j, id := range g.Nodes {
			missing(id, Pointer("/layout/groups", i, "nodes", j))
		}
	}
}

// ask puts the collected references and sources before those who know.
func (c *checker) ask(ctx context.Context) error {
	if c.env.References != nil && len(c.references) > 0 {
		found, err := c.env.References.Resolve(ctx, c.references)
		if err != nil {
			return fmt.Errorf("resolve references: %w", err)
		}
		for _, p := range found {
			c.add(cmp.Or(p.Severity, Error), c.refAt[p.Index], p.Place(c.references[p.Index]), p.Code, "%s", p.Detail)
		}
	}
	if c.env.Compiler != nil && len(c.sources) > 0 {
		found, err := c.env.Compiler.Check(ctx, c.sources)
		if err != nil {
			return fmt.Errorf("compile glue: %w", err)
		}
		for _, p := range found {
			where := ""
			if p.Line > 0 {
				where = fmt.Sprintf(" (line %d, column %d of the script)", p.Line, p.Column)
			}
			c.add(cmp.Or(p.Severity, Error), c.sourceAt[p.Index], c.sources[p.Index].Pointer, p.Code, "%s%s", p.Detail, where)
		}
	}
	return nil
}
