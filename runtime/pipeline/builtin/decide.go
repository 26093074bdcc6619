package builtin

import (
	"slices"

	"catenary/internal/fault"
)

// CodeRejected is the failure of an approval that somebody refused.
const CodeRejected = "approval.rejected"

// Decision is what a person said to an approval.
type Decision struct {
	// People are the subject who decided and the person behind it.
	People  []string `json:"people"`
	Approve bool     `json:"approve"`
	Comment string   `json:"comment,omitempty"`
	At      int64    `json:"at"`
}

// Decide adds a decision to a step that waits for one. Nobody decides twice,
// nor within a run that they are behind: approval.twice (Conflict) and
// approval.own (Forbidden). A step that does not wait is approval.over
// (Conflict).
func (x *Execution) Decide(step string, d Decision) error {
	i := slices.IndexFunc(x.Parameters.Steps, func(s Step) bool { return s.Name == step })
	if i < 0 || x.Steps[i].State != Waiting || x.State.Final() {
		return fault.New(fault.Conflict, "approval.over", "nothing waits for a decision there")
	}
	p := x.Steps[i]
	for _, who := range d.People {
		if slices.Contains(x.People, who) {
			return fault.New(fault.Forbidden, "approval.own", "whoever is behind a run does not approve within it")
		}
		if slices.ContainsFunc(p.Decisions, func(before Decision) bool { return slices.Contains(before.People, who) }) {
			return fault.New(fault.Conflict, "approval.twice", "you have decided this already")
		}
	}
	p.Decisions = append(slices.Clone(p.Decisions), d)
	x.Steps = slices.Clone(x.Steps)
	x.Steps[i] = p
	return nil
}
