package api

import (
	"encoding/json"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/server/approvals"
	"catenary/server/releases"
)

// approvalPlanBody says who is asked to decide.
type approvalPlanBody struct {
	Levels []gateLevelBody `json:"levels" doc:"One after the other"`
}

type gateLevelBody struct {
	Name         string              `json:"name,omitempty"`
	By           []gateByBody    `json:"by" doc:"Who is asked"`
	Quorum       int                 `json:"quorum,omitempty" minimum:"0" doc:"How many have to agree; one without it"`
	DistinctOrgs bool                `json:"distinct_orgs,omitempty" doc:"They have to be of different orgs"`
	Due          string              `json:"due,omitempty" doc:"How long the level may take" example:"24h"`
	Remind       *approvalRemindBody `json:"remind,omitempty"`
	Escalate     int                 `json:"escalate,omitempty" minimum:"0" doc:"How often those of the org above are asked when it is over"`
	AtEnd        string              `json:"at_end,omitempty" doc:"wait or reject, when nobody decided in time" enum:"wait,reject"`
}

type gateByBody struct {
	Role   string `json:"role,omitempty" doc:"Holders of a role" example:"approver"`
	Org    string `json:"org,omitempty" doc:"At owner, parent, root, or the id of an org above" example:"owner"`
	Group  string `json:"group,omitempty" doc:"Key or id of a group"`
	Member string `json:"member,omitempty" doc:"Id or mail address of a member"`
}

type approvalRemindBody struct {
	Every  string `json:"every" example:"4h"`
	Rounds int    `json:"rounds,omitempty" minimum:"0"`
}

// plan is nil where nobody said who is asked.
func (b *approvalPlanBody) plan() *approvals.Plan {
	if b == nil {
		return nil
	}
	p := &approvals.Plan{}
	for _, l := range b.Levels {
		level := approvals.Level{
			Name: l.Name, Quorum: l.Quorum, DistinctOrgs: l.DistinctOrgs, Due: chain.Duration(l.Due), Escalate: l.Escalate, AtEnd: approvals.End(l.AtEnd),
		}
		for _, by := range l.By {
			level.By = append(level.By, approvals.By{Role: by.Role, Org: by.Org, Group: by.Group, Member: by.Member})
		}
		if l.Remind != nil {
			level.Remind = &approvals.Remind{Every: chain.Duration(l.Remind.Every), Rounds: l.Remind.Rounds}
		}
		p.Levels = append(p.Levels, level)
	}
	return p
}

func newApprovalPlanBody(p *approvals.Plan) *approvalPlanBody {
	if p == nil {
		return nil
	}
	b := &approvalPlanBody{Levels: []gateLevelBody{}}
	for _, l := range p.Levels {
		level := gateLevelBody{
			Name: l.Name, By: []gateByBody{}, Quorum: l.Quorum, DistinctOrgs: l.DistinctOrgs, Due: string(l.Due), Escalate: l.Escalate, AtEnd: string(l.AtEnd),
		}
		for _, by := range l.By {
			level.By = append(level.By, gateByBody{Role: by.Role, Org: by.Org, Group: by.Group, Member: by.Member})
		}
		if l.Remind != nil {
			level.Remind = &approvalRemindBody{Every: string(l.Remind.Every), Rounds: l.Remind.Rounds}
		}
		b.Levels = append(b.Levels, level)
	}
	return b
}

// in is what a body asks for.
func (b ReleaseIn) in() (releases.In, error) {
	in := releases.In{Name: b.Name, Description: b.Description, Plan: releases.Plan{ValidDays: b.ValidDays, Review: b.Review.plan()}}
	for _, p := range b.Phases {
		phase, err := p.phase()
		if err != nil {
			return in, err
		}
		in.Plan.Phases = append(in.Plan.Phases, phase)
	}
	return in, nil
}

func (c releaseChainBody) chain() releases.Chain {
	return releases.Chain{Key: c.Key, Version: c.Version}
}

func (b releasePhaseBody) phase() (releases.Phase, error) {
	p := releases.Phase{Name: b.Name, Chain: b.Chain.chain()}
	var err error
	if p.Input, err = jsonOf(b.Input); err != nil {
		return p, err
	}
	if p.Rollback.Input, err = jsonOf(b.Rollback.Input); err != nil {
		return p, err
	}
	if b.Rollback.Chain != nil {
		c := b.Rollback.Chain.chain()
		p.Rollback.Chain = &c
	}
	for node, output := range b.Mocks {
		if p.Mocks == nil {
			p.Mocks = map[chain.NodeID]json.RawMessage{}
		}
		if p.Mocks[chain.NodeID(node)], err = jsonOf(output); err != nil {
			return p, err
		}
		if output == nil {
			p.Mocks[chain.NodeID(node)] = json.RawMessage("null")
		}
	}
	for _, g := range b.Gates {
		gate, err := g.gate()
		if err != nil {
			return p, err
		}
		p.Gates = append(p.Gates, gate)
	}
	return p, nil
}

func (b releaseGateBody) gate() (releases.Gate, error) {
	g := releases.Gate{Approval: b.Approval.plan()}
	if c := b.Check; c != nil {
		text, err := jsonOf(c.Input)
		if err != nil {
			return g, err
		}
		g.Check = &releases.Check{Chain: c.Chain.chain(), Input: text, When: c.When}
	}
	if w := b.Window; w != nil {
		g.Window = &releases.Window{From: w.From, To: w.To, Weekdays: w.Weekdays, TimeZone: w.TimeZone}
		if w.NotBefore != nil {
			g.Window.NotBefore = *w.NotBefore
		}
		if w.NotAfter != nil {
			g.Window.NotAfter = *w.NotAfter
		}
	}
	if f := b.Freeze; f != nil {
		g.Freeze = &releases.Freeze{Calendar: f.Calendar, TimeZone: f.TimeZone}
	}
	return g, nil
}

// jsonOf is a value of a body as JSON; nothing if it was left out.
func jsonOf(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fault.At("", "release.input", "this is no JSON").Because(err)
	}
	return text, nil
}

func newReleasePlan(p releases.Plan) *ReleasePlan {
	b := &ReleasePlan{ValidDays: p.ValidDays, Review: newApprovalPlanBody(p.Review), Phases: []releasePhaseBody{}}
	for _, ph := range p.Phases {
		phase := releasePhaseBody{Name: ph.Name, Chain: releaseChainBody{Key: ph.Chain.Key, Version: ph.Chain.Version}, Input: ph.Input}
		if c := ph.Rollback.Chain; c != nil {
			phase.Rollback = releaseRollbackBody{Chain: &releaseChainBody{Key: c.Key, Version: c.Version}, Input: ph.Rollback.Input}
		}
		for node, output := range ph.Mocks {
			if phase.Mocks == nil {
				phase.Mocks = map[string]any{}
			}
			phase.Mocks[string(node)] = output
		}
		for _, g := range ph.Gates {
			phase.Gates = append(phase.Gates, newReleaseGateBody(g))
		}
		b.Phases = append(b.Phases, phase)
	}
	return b
}

func newReleaseGateBody(g releases.Gate) releaseGateBody {
	b := releaseGateBody{Approval: newApprovalPlanBody(g.Approval)}
	if c := g.Check; c != nil {
		b.Check = &releaseCheckBody{Chain: releaseChainBody{Key: c.Chain.Key, Version: c.Chain.Version}, Input: c.Input, When: c.When}
	}
	if w := g.Window; w != nil {
		b.Window = &releaseWindowBody{From: w.From, To: w.To, Weekdays: w.Weekdays, TimeZone: w.TimeZone}
		if !w.NotBefore.IsZero() {
			b.Window.NotBefore = &w.NotBefore
		}
		if !w.NotAfter.IsZero() {
			b.Window.NotAfter = &w.NotAfter
		}
	}
	if f := g.Freeze; f != nil {
		b.Freeze = &releaseFreezeBody{Calendar: f.Calendar, TimeZone: f.TimeZone}
	}
	return b
}
