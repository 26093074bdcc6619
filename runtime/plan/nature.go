// Package plan decides what may happen next in a run. It is pure: the same
// graph and the same view give the same actions. It carries nothing out; the
// engine does, and writes what came of it as events of package run. What runs
// in the scopes inside a run is decided together with the rest: an each and an
// undo know no other rules than the graph of the run.
package plan

import "catenary/chain"

// Nature is what the plan must know of a node kind.
type Nature int

// The natures.
const (
	// Glue computes its output and touches nothing outside (script, branch).
	Glue Nature = iota + 1
	// Fail is glue that ends the run as failed, whatever on_failure says.
	Fail
	// Effect does something outside (work, http, chain).
	Effect
	// Wait is suspended as soon as it begins (wait).
	Wait
	// Each does the same for every item of a list (each): its configuration
	// has an inner graph under "graph", or a call of another chain, which is
	// the configuration of the kind "chain", under "chain".
	Each
)

// Natures knows the nature of each node kind that can run.
type Natures interface {
	Nature(kind chain.KindName) (Nature, bool)
}
