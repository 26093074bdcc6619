package templates

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes/approval"
	"catenary/nodes/form"
	"catenary/nodes/hold"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/releases"
)

// From says what a template is made from: a version of a chain, its draft
// without a version, or a release.
type From struct {
	Chain   string
	Version int64
	Release string
}

// Proposal is what was found in a chain or a release: what can be asked for, and
// the scripts that would be taken along.
type Proposal struct {
	Slots   []Slot
	Scripts []Script
}

// Propose says what a template of something would ask for. It takes
// template:write at the org, and what looking at the thing takes. What the
// services of chains, scripts and releases return for what is not there is
// passed on; template.from (Invalid) wants one thing.
func (s *Service) Propose(ctx context.Context, who rbac.Actor, org rbac.OrgID, from From) (Proposal, error) {
	if err := s.Auth.Can(ctx, who, rbac.TemplateWrite, rbac.Resource{OrgID: org}); err != nil {
		return Proposal{}, err
	}
	c, err := s.content(ctx, who, org, from)
	if err != nil {
		return Proposal{}, err
	}
	p := Proposal{Slots: c.Slots.all()}
	card, err := c.card()
	p.Scripts = card.Scripts
	return p, err
}

// all are the slots that people can decide about.
func (all slots) all() []Slot {
	return slices.DeleteFunc(slices.Clone(all), func(s Slot) bool { return s.Kind == script || s.Kind == self })
}

// content reads what a template is made from, and what it names.
func (s *Service) content(ctx context.Context, who rbac.Actor, org rbac.OrgID, from From) (*content, error) {
	switch {
	case from.Chain != "" && from.Release == "":
		return s.ofChain(ctx, who, org, from)
	case from.Release != "" && from.Chain == "" && from.Version == 0:
		v, err := s.Releases.Get(ctx, who, org, from.Release)
		if err != nil {
			return nil, err
		}
		return ofPlan(v.Plan)
	default:
		return nil, fault.At("/from", "template.from", "give a chain, with or without a version, or a release")
	}
}

// ofChain takes a chain with its scripts, as far as they are the org's own.
func (s *Service) ofChain(ctx context.Context, who rbac.Actor, org rbac.OrgID, from From) (*content, error) {
	var text string
	var pins chains.Pins
	if from.Version != 0 {
		v, err := s.Chains.Version(ctx, who, org, from.Chain, from.Version)
		if err != nil {
			return nil, err
		}
		text, pins = v.Document, v.Pins
	} else {
		save, err := s.Chains.Draft(ctx, who, org, from.Chain, 0)
		if err != nil {
			return nil, err
		}
		text = save.Document
	}
	d, wrong := chain.Parse([]byte(text), chain.EncodingJSON)
	if len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, wrong[0].Code, "this is no chain any more").With(wrong...)
	}
	t, err := treeOf([]byte(text))
	if err != nil {
		return nil, err
	}
	refs, err := s.Chains.Mentions(ctx, who, org, d)
	if err != nil {
		return nil, err
	}
	c := &content{}
	named := func(pointer string, kind Kind) {
		slot := Slot{Kind: kind}
		slot.Value, _ = t.at(pointer).(string)
		if slot.Kind == Chain && slot.Value == string(d.Key) {
			slot.Kind = self
		}
		if slot.Value != "" && !strings.Contains(slot.Value, "${{") {
			c.Slots.add(pointer, slot.Value, slot)
		}
	}
	for _, ref := range refs {
		named(ref.Pointer, refKinds[ref.Kind])
	}
	err = chain.Bodies(&d.Graph, s.Chains.Kinds, func(at chain.At, body *chain.Body) error {
		pointer := at.Pointer
		switch body.Kind {
		case approval.Name:
			asks(t, pointer+"/approval", "approver", &c.Slots)
			levels, _ := t.at(pointer + "/approval/levels").([]any)
			for i := range levels {
				asks(t, chain.Pointer(pointer+"/approval/levels", i), "approver", &c.Slots)
			}
		case form.Name:
			asks(t, pointer+"/form", "operator", &c.Slots)
		case hold.Name:
			named(pointer+"/hold/hold/chain", Chain)
			named(pointer+"/hold/release/chain", Chain)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if c.Document, err = t.text(); err != nil {
		return nil, err
	}
	return c, s.take(ctx, who, org, c, pins)
}

// take takes the sources of scripts along: those that a version pinned, or the
// newest. One that is shared to the org stays a reference.
func (s *Service) take(ctx context.Context, who rbac.Actor, org rbac.OrgID, c *content, pins chains.Pins) error {
	for _, slot := range c.Slots {
		if slot.Kind != script {
			continue
		}
		there, err := s.Scripts.Get(ctx, who, org, slot.Value)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		version := there.Version
		if pin := pins[chain.ScriptRef][slot.Value]; pin.ID == there.ID && pin.Version != 0 {
			version = pin.Version
		}
		v, err := s.Scripts.Version(ctx, who, org, slot.Value, version)
		if err != nil {
			return err
		}
		c.Scripts = append(c.Scripts, keptScript{Key: there.Key, Name: there.Name, Language: there.Language, Source: v.Source})
	}
	return nil
}

// ofPlan takes the plan of a release: its chains by key, so that a release has
// their latest versions when it is drawn up.
func ofPlan(plan releases.Plan) (*content, error) {
	text, err := json.Marshal(plan)
	if err != nil {
		return nil, err
	}
	t, err := treeOf(text)
	if err != nil {
		return nil, err
	}
	c := &content{}
	if plan.Review != nil {
		levels(t, "/review", &c.Slots)
	}
	for i, ph := range plan.Phases {
		at := chain.Pointer("/phases", i)
		for j, g := range ph.Gates {
			gate := chain.Pointer(at+"/gates", j)
			switch {
			case g.Approval != nil:
				levels(t, gate+"/approval", &c.Slots)
			case g.Check != nil:
				delete(t.object(gate+"/check"), "switches") // they are found anew
				runs(t, gate+"/check", &c.Slots)
			}
		}
		runs(t, at, &c.Slots)
		if ph.Rollback.Chain != nil {
			runs(t, at+"/rollback", &c.Slots)
		}
	}
	c.Plan, err = t.text()
	return c, err
}

// levels finds whom a plan of approvals asks.
func levels(t tree, pointer string, all *slots) {
	list, _ := t.at(pointer + "/levels").([]any)
	for i := range list {
		at := chain.Pointer(pointer+"/levels", i)
		delete(t.object(at), "who")
		asks(t, at, "approver", all)
	}
}

// runs finds a chain that is run and the texts of its input.
func runs(t tree, pointer string, all *slots) {
	of := t.object(pointer + "/chain")
	delete(of, "id")
	delete(of, "version")
	key, _ := of["key"].(string)
	all.add(pointer+"/chain/key", key, Slot{Kind: Chain, Value: key})
	input := t.object(pointer + "/input")
	for _, field := range slices.Sorted(maps.Keys(input)) {
		if text, is := input[field].(string); is && oneLine(text) {
			all.add(chain.Pointer(pointer+"/input", field), field, Slot{Kind: Text, Value: text, Needs: field})
		}
	}
}

// oneLine says that a text can be filled in.
func oneLine(text string) bool {
	return text != "" && len(text) <= maxText && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) && !strings.Contains(text, "${{")
}
