package releases

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/server/approvals"
)

// Bounds of plans.
const (
	// MaxDescription is how many characters may be said about a release.
	MaxDescription = 10_000
	maxPhases      = 50
	maxGates       = 10
	maxPlan        = 1 << 20
	maxValid       = 365
)

// Plan is what a release does: phases in order.
type Plan struct {
	// Review says who approves the release.
	Review *approvals.Plan `json:"review"`
	Phases []Phase         `json:"phases"`
	// ValidDays is how many days an approval is good.
	ValidDays int `json:"valid_days,omitempty"`

	// text is what was kept, and broken that it cannot be read.
	text   string
	broken bool
}

// Phase is one part of a release that succeeds or is rolled back as a whole.
type Phase struct {
	Name string `json:"name"`
	// Gates are all to be passed before the phase begins: approvals and checks
	// in order, times last.
	Gates []Gate `json:"gates,omitempty"`
	// Chain runs with Input.
	Chain Chain           `json:"chain"`
	Input json.RawMessage `json:"input"`
	// Rollback takes back what the phase did.
	Rollback Rollback `json:"rollback"`
	// Mocks are outputs that nodes of the chain have in a rehearsal.
	Mocks map[chain.NodeID]json.RawMessage `json:"mocks,omitempty"`
}

// Chain is a version of a chain of the release's org.
type Chain struct {
	Key     string `json:"key"`
	ID      string `json:"id"`
	Version int64  `json:"version"`
}

// Rollback is a chain with an input, or, without a chain, the undo of the
// phase's run: the undos of its steps, in reverse order.
type Rollback struct {
	Chain *Chain          `json:"chain,omitempty"`
	Input json.RawMessage `json:"input,omitempty"`
}

// Gate holds a phase back. One of its fields is there.
type Gate struct {
	Approval *approvals.Plan `json:"approval,omitempty"`
	Check    *Check          `json:"check,omitempty"`
	Window   *Window         `json:"window,omitempty"`
	Freeze   *Freeze         `json:"freeze,omitempty"`
}

// Check runs a chain and lets the phase begin if an expression over its result
// holds; without one, if the run succeeds.
type Check struct {
	Chain Chain           `json:"chain"`
	Input json.RawMessage `json:"input"`
	// When sees the result as nodes.check.output, and what switches had when the
	// check began.
	When string `json:"when,omitempty"`
	// Switches are the ids of those that When names, by their keys, as they are
	// understood when the release is drawn up.
	Switches map[string]string `json:"switches,omitempty"`
}

// Window is a time of the day, on some days of the week, and between two times.
type Window struct {
	// From and To are as 22:00; To may lie on the next day. Both or none.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Weekdays are 1, Monday, to 7, those on which the window opens; none: all.
	Weekdays []int `json:"weekdays,omitempty"`
	// TimeZone is an IANA name.
	TimeZone string `json:"time_zone,omitempty"`
	// NotBefore and NotAfter bound it; zero: no bound.
	NotBefore time.Time `json:"not_before,omitzero"`
	NotAfter  time.Time `json:"not_after,omitzero"`
}

// Freeze lets a phase begin on working days of a calendar only: its days off are
// frozen.
type Freeze struct {
	// Calendar is the key of one of the org, or of the nearest above.
	Calendar string `json:"calendar"`
	TimeZone string `json:"time_zone,omitempty"`
}

// Value implements driver.Valuer.
func (p Plan) Value() (driver.Value, error) {
	text, err := json.Marshal(p)
	return string(text), err
}

// Scan implements sql.Scanner. A text that is no plan any more is a broken one,
// which is told by its seal.
func (p *Plan) Scan(from any) error {
	switch t := from.(type) {
	case string:
		p.text = t
	case []byte:
		p.text = string(t)
	default:
		return fmt.Errorf("a plan is kept as JSON text, not as %T", from)
	}
	if p.text == "" { // left out of a list
		return nil
	}
	text := p.text
	if err := json.Unmarshal([]byte(text), p); err != nil {
		*p = Plan{broken: true}
	}
	p.text = text
	return nil
}

// valid is how long an approval is good.
func (p Plan) valid() time.Duration {
	if p.ValidDays == 0 {
		return kept
	}
	return time.Duration(p.ValidDays) * 24 * time.Hour
}

// chains gives every chain that a plan runs, by the pointer at which it stands.
func (p Plan) chains() map[string]Chain {
	out := map[string]Chain{}
	for i, ph := range p.Phases {
		at := phasePointer(i)
		out[at+"/chain"] = ph.Chain
		if c := ph.Rollback.Chain; c != nil {
			out[at+"/rollback/chain"] = *c
		}
		for j, g := range ph.Gates {
			if g.Check != nil {
				out[gatePointer(i, j)+"/check/chain"] = g.Check.Chain
			}
		}
	}
	return out
}

func phasePointer(i int) string { return "/phases/" + strconv.Itoa(i) }

func gatePointer(i, j int) string { return phasePointer(i) + "/gates/" + strconv.Itoa(j) }

// In is what people say of a release.
type In struct {
	Name        string
	Description string
	Plan        Plan
}

// checked gives it in the form in which it is kept, but for its chains:
// release.phases, release.gate, release.input and name.* (Invalid).
func (in In) checked() (In, error) {
	var err error
	if in.Name, err = name.Check("/name", in.Name); err != nil {
		return in, err
	}
	if in.Description, err = name.Text("/description", in.Description, MaxDescription); err != nil {
		return in, err
	}
	if n := len(in.Plan.Phases); n == 0 || n > maxPhases {
		return in, fault.At("/phases", "release.phases", "a release has 1 to %d phases", maxPhases)
	}
	if in.Plan.ValidDays < 0 || in.Plan.ValidDays > maxValid {
		return in, fault.At("/valid_days", "release.phases", "an approval is good for 1 to %d days", maxValid)
	}
	phases := make([]Phase, len(in.Plan.Phases))
	for i, ph := range in.Plan.Phases {
		if phases[i], err = ph.checked(i); err != nil {
			return in, err
		}
	}
	in.Plan.Phases = phases
	text, err := json.Marshal(in.Plan)
	if err != nil {
		return in, fault.At("/phases", "release.input", "this cannot be written as JSON").Because(err)
	}
	if len(text) > maxPlan {
		return in, fault.New(fault.TooLarge, "release.large", "the plan has %d KiB; %d are allowed", len(text)>>10, maxPlan>>10)
	}
	return in, nil
}

func (p Phase) checked(i int) (Phase, error) {
	at := phasePointer(i)
	var err error
	if p.Name, err = name.Check(at+"/name", p.Name); err != nil {
		return p, err
	}
	if p.Input, err = input(at+"/input", p.Input); err != nil {
		return p, err
	}
	if p.Rollback.Chain == nil && len(p.Rollback.Input) > 0 {
		return p, fault.At(at+"/rollback/input", "release.input", "an undo has no input")
	}
	if p.Rollback.Chain != nil {
		if p.Rollback.Input, err = input(at+"/rollback/input", p.Rollback.Input); err != nil {
			return p, err
		}
	}
	for id, output := range p.Mocks {
		if p.Mocks[id], err = input(at+"/mocks/"+string(id), output); err != nil {
			return p, err
		}
	}
	if len(p.Gates) > maxGates {
		return p, fault.At(at+"/gates", "release.gate", "a phase has at most %d gates", maxGates)
	}
	gates := make([]Gate, len(p.Gates))
	for j, g := range p.Gates {
		if gates[j], err = g.checked(gatePointer(i, j)); err != nil {
			return p, err
		}
	}
	p.Gates = gates
	if len(gates) == 0 {
		p.Gates = nil
	}
	return p, nil
}

// input is one JSON value without blanks; none is an empty object.
func input(at string, text json.RawMessage) (json.RawMessage, error) {
	if len(text) == 0 {
		return json.RawMessage(`{}`), nil
	}
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		return nil, fault.At(at, "release.input", "this is no JSON")
	}
	return b.Bytes(), nil
}
