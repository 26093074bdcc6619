package templates

import (
	"cmp"
	"strconv"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/server/approvals"
)

// Slot is a thing that a document names, at all places where it does. Unless it
// is fixed it is a parameter of the template.
type Slot struct {
	Key  string `json:"key"`
	Kind Kind   `json:"kind"`
	// Needs says what is asked for.
	Needs string `json:"needs,omitempty"`
	// Value is what the document says; of people it is empty and By says it.
	Value  string        `json:"value,omitempty"`
	By     *approvals.By `json:"by,omitempty"`
	Fixed  bool          `json:"fixed,omitempty"`
	Places []string      `json:"places"`

	// role is meant in the place of a group or a member that is not kept.
	role string
}

// script is the kind of slots that hold scripts of the template: nobody is asked
// for them, they are made.
const script Kind = "script"

// self is the kind of slots that hold the chain's own key.
const self Kind = "self"

// asked says that the slot is a parameter.
func (s Slot) asked() bool { return !s.Fixed && s.Kind != script && s.Kind != self }

// parameter is what is asked for.
func (s Slot) parameter() Parameter {
	p := Parameter{Key: s.Key, Kind: s.Kind, Default: s.Value}
	p.Needs.EN, p.Needs.ZH = s.Needs, s.Needs
	if s.Kind == People {
		p.Default = s.By.Role
	}
	return p
}

// settled is the slot as it is kept: whoever is to be chosen is meant by a role,
// so that no people of the org are taken along to those below.
func (s Slot) settled() Slot {
	if s.Kind == People && s.asked() && (s.By.Role == "" || !related(s.By.Org)) {
		s.By = &approvals.By{Role: cmp.Or(s.By.Role, s.role, "approver")}
	}
	return s
}

func related(org string) bool {
	return org == "" || org == approvals.OwnerOrg || org == approvals.ParentOrg || org == approvals.RootOrg
}

// same says that two slots hold the same thing.
func (s Slot) same(o Slot) bool {
	if s.Kind != o.Kind || s.Value != o.Value || (s.By == nil) != (o.By == nil) {
		return false
	}
	return s.By == nil || *s.By == *o.By
}

// slots collects what a document names, in its order.
type slots []Slot

// add notes a thing at a place. The key is what it would be called.
func (all *slots) add(place, key string, s Slot) {
	for i := range *all {
		if there := &(*all)[i]; there.same(s) {
			there.Places = append(there.Places, place)
			return
		}
	}
	s.Key, s.Places = all.free(key, s.Kind), []string{place}
	*all = append(*all, s)
}

// free is a key that no other slot has.
func (all *slots) free(key string, kind Kind) string {
	key = cmp.Or(name.Slug(key), string(kind))
	taken := func(key string) bool {
		for _, s := range *all {
			if s.Key == key {
				return true
			}
		}
		return false
	}
	for n, first := 1, key; taken(key); n++ {
		suffix := "-" + string(kind)
		if n > 1 {
			suffix += "-" + strconv.Itoa(n)
		}
		key = first[:min(len(first), 64-len(suffix))] + suffix
	}
	return key
}

// refKinds are what references are to be filled in with.
var refKinds = map[chain.RefKind]Kind{
	chain.EngineRef: Engine, chain.EnvironmentRef: Environment, chain.SecretRef: Secret, chain.SwitchRef: Switch, chain.ChainRef: Chain,
	chain.ScriptRef: script,
}

// Choice says of one thing that a document names what becomes of it in a
// template. Found is the key that was proposed for it.
type Choice struct {
	Found string
	// Key and Needs are what the parameter is called; empty ones stay.
	Key, Needs string
	// Fixed keeps what the document says.
	Fixed bool
}

// maxNeeds is how many characters may be said of what is asked for.
const maxNeeds = 500

// chosen gives the slots as somebody wants them: template.parameters (Invalid)
// where nothing was found, or two would have one key.
func (all slots) chosen(choices []Choice) (slots, error) {
	out := make(slots, len(all))
	copy(out, all)
	for i, c := range choices {
		at := "/parameters/" + strconv.Itoa(i)
		var slot *Slot
		for j := range all {
			if all[j].Key == c.Found && all[j].Kind != script && all[j].Kind != self {
				slot = &out[j]
			}
		}
		if slot == nil {
			return nil, fault.At(at+"/found", "template.parameters", "nothing that was found is called %q", c.Found)
		}
		if c.Key != "" {
			if err := name.Key(at+"/key", c.Key); err != nil {
				return nil, err
			}
			slot.Key = c.Key
		}
		if c.Needs != "" {
			needs, err := name.Text(at+"/needs", c.Needs, maxNeeds)
			if err != nil {
				return nil, err
			}
			slot.Needs = needs
		}
		slot.Fixed = c.Fixed
	}
	seen := map[string]bool{}
	for _, s := range out {
		if s.Kind == script || s.Kind == self {
			continue
		}
		if seen[s.Key] {
			return nil, fault.At("/parameters", "template.parameters", "two things are called %q", s.Key)
		}
		seen[s.Key] = true
	}
	return out, nil
}
