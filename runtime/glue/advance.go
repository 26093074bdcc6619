package glue

import (
	"context"
	"encoding/json"
	"errors"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// Graph is a chain's graph as children get it. It is made once per version and
// may be used by many runs at once.
type Graph struct {
	name string
	plan *plan.Graph
}

// NewGraph makes a Graph. The name must differ for graphs that differ: a
// digest. The error is that of plan.Compile.
func NewGraph(name string, g chain.Graph, kinds plan.Natures) (*Graph, error) {
	compiled, err := plan.Compile(g, kinds)
	if err != nil {
		return nil, err
	}
	return &Graph{name: name, plan: compiled}, nil
}

// Plan is the graph for package plan.
func (g *Graph) Plan() *plan.Graph { return g.plan }

// Advance does all that needs nobody but glue and plan, and returns the events
// that it made of it, in order; none: nothing of that kind is due. It may
// return before all is done, so that people see progress: ask until it returns
// nothing. It waits for its turn, and fails only if the pool is stopped, no
// child can be started or ctx ends. What is wrong with the glue is a failure
// in the events.
func (p *Pool) Advance(ctx context.Context, tenant string, w Work) ([]Body, error) {
	return nil, errors.New("not built yet")
}

// Render replaces the ${{ }} in a JSON value, such as the configuration of a
// node that is about to begin with that input. extra are more names that the
// expressions see. An expression that fails is a Failure, not an error.
func (p *Pool) Render(ctx context.Context, tenant string, w Work, scope string, node chain.NodeID, input json.RawMessage, value chain.JSON, extra map[string]json.RawMessage) (json.RawMessage, *run.Failure, error) {
	return nil, nil, errors.New("not built yet")
}
