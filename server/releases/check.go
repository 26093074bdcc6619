package releases

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/runs"
	"catenary/server/switches"
)

// bind says what is wrong with the expression of a check, and finds the switches
// that it names: those of the org, or shared to it, that who may view.
func (s *Service) bind(ctx context.Context, who rbac.Actor, org rbac.OrgID, at string, c *Check) error {
	c.Switches = nil
	if c.When == "" {
		return nil
	}
	d, wrong := chain.Parse([]byte(checkDocument(c)), chain.EncodingJSON)
	if len(wrong) > 0 {
		return fault.At(at, "release.gate", "%s", wrong[0].Detail)
	}
	named := &namedSwitches{s: s, who: who, org: org}
	env := chain.Env{Kinds: s.Kinds, References: named}
	if s.Glue != nil {
		env.Compiler = s.Glue.For(string(who.Tenant))
	}
	problems, err := chain.Validate(ctx, d, env)
	if err != nil {
		return err
	}
	for _, p := range chain.Errors(problems) {
		if strings.HasPrefix(p.Pointer, "/edges/0/when") {
			return fault.At(at, "release.gate", "%s", p.Detail)
		}
	}
	c.Switches = named.found
	return nil
}

// namedSwitches finds the switches that an expression names, by their keys.
type namedSwitches struct {
	s     *Service
	who   rbac.Actor
	org   rbac.OrgID
	found map[string]string
}

// Resolve implements chain.References; what is no switch was found otherwise.
func (n *namedSwitches) Resolve(ctx context.Context, refs []chain.Reference) ([]chain.ReferenceProblem, error) {
	var keys []string
	for _, ref := range refs {
		if ref.Kind == chain.SwitchRef {
			keys = append(keys, string(ref.Key))
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	if err := n.s.Auth.Can(ctx, n.who, rbac.SwitchView, rbac.Resource{OrgID: n.org}); err != nil {
		return nil, err
	}
	usable, err := n.s.Store.UsableSwitches(ctx, n.who.Tenant, n.org, rbac.SwitchView, keys)
	if err != nil {
		return nil, err
	}
	above, err := n.s.Auth.Ancestors(ctx, n.who.Tenant, n.org)
	if err != nil {
		return nil, err
	}
	n.found = map[string]string{}
	for key, one := range chains.Nearest(above, usable) {
		n.found[key] = one.ID
	}
	var problems []chain.ReferenceProblem
	for i, ref := range refs {
		if ref.Kind == chain.SwitchRef && n.found[string(ref.Key)] == "" {
			problems = append(problems, chain.ReferenceProblem{
				Index: i, Code: "chain.reference_missing", Detail: "there is no switch " + strconv.Quote(string(ref.Key)) + " that this org may use",
			})
		}
	}
	return problems, nil
}

// begun is what runs for a check, for the org of its release. Its expression sees
// what switches have as it begins: they stand in the input of the run, with their
// revisions. What the org may no longer use is not seen.
func (s *Service) begun(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, c *Check) (runs.Unattended, error) {
	u := runs.Unattended{
		ChainKey: c.Chain.Key, Document: &runs.Document{Document: checkDocument(c), Pins: checkPins(c)}, Input: c.Input,
	}
	if len(c.Switches) == 0 {
		return u, nil
	}
	now, err := s.Store.SwitchValues(ctx, tenant, org, slices.Collect(maps.Values(c.Switches)))
	if err != nil {
		return u, err
	}
	in := checkInput{Input: c.Input, Switches: map[string]json.RawMessage{}, Revisions: map[string]int64{}}
	if len(in.Input) == 0 {
		in.Input = json.RawMessage("{}")
	}
	for key, id := range c.Switches {
		if i := slices.IndexFunc(now, func(one switches.State) bool { return one.ID == id }); i >= 0 {
			in.Switches[key], in.Revisions[key] = json.RawMessage(now[i].Value), now[i].Revision
		}
	}
	u.Input = json.RawMessage(written(in))
	return u, nil
}

// checkInput is that of the run of a check whose expression names switches.
type checkInput struct {
	Input     json.RawMessage            `json:"input"`
	Switches  map[string]json.RawMessage `json:"switches"`
	Revisions map[string]int64           `json:"revisions"`
}

// checkDocument is what runs for a check: its chain, and behind it a failure
// unless the expression holds.
func checkDocument(c *Check) string {
	when, input, message := c.when(), "${{ input }}", measured
	if len(c.Switches) > 0 {
		// The expression sees what it would see without them.
		when = "((input, switches) => (\n" + when + "\n))(input.input, input.switches)"
		input, message = "${{ input.input }}", measured+seen
	}
	type object = map[string]any
	return written(object{
		"format": chain.Format, "kind": "Chain", "key": c.Chain.Key, "name": "Check",
		"nodes": []object{
			{"id": "check", "kind": "chain", "chain": object{"key": c.Chain.Key, "version": c.Chain.Version, "input": input}},
			{"id": "passed", "kind": "branch"},
			{"id": "refused", "kind": "fail", "fail": object{"message": message, "code": codeCheck}},
		},
		"edges": []object{{"from": "check", "to": "passed", "when": when}, {"from": "check", "to": "refused", "otherwise": true}},
	})
}

// measured is what the chain of a check gave, as the message of a check that did
// not hold, and seen what the switches had.
const (
	measured = "${{ String(JSON.stringify(nodes.check.output)).slice(0, 500) }}"
	seen     = `, with ${{ Object.keys(input.switches).sort().map(function (k) {` +
		` return k + " " + JSON.stringify(input.switches[k]).slice(0, 100) + " (revision " + input.revisions[k] + ")"; }).join(", ") }}`
)

// codeCheck is the code of a check that did not hold.
const codeCheck = "release.check"

// when is the expression that has to hold.
func (c *Check) when() string {
	if c.When == "" {
		return "true"
	}
	return c.When
}

// refused says of a check that did not hold what was asked for and what was
// found, or why its chain did not come so far. The designer takes the first
// apart.
func (c *Check) refused(o runs.Outcome) string {
	if o.Code == codeCheck {
		return fmt.Sprintf("%s v%d: %s does not hold; it gave %s", c.Chain.Key, c.Chain.Version, c.when(), o.Message)
	}
	return fmt.Sprintf("%s v%d is %s: %s", c.Chain.Key, c.Chain.Version, o.State, o.Message)
}

// checkPins are what the references of a check's document mean.
func checkPins(c *Check) string {
	return written(chains.Pins{chain.ChainRef: {
		chainKey(c.Chain.Key, c.Chain.Version): {ID: c.Chain.ID, Version: c.Chain.Version},
	}})
}
