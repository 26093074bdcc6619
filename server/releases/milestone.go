package releases

import (
	"context"

	"catenary/rbac"
)

// MilestoneKind says what happened.
type MilestoneKind string

// The kinds of milestone. Those from GateOpened on are of a phase.
const (
	Drafted           MilestoneKind = "drafted"
	Edited            MilestoneKind = "edited"
	ReviewRequested   MilestoneKind = "review_requested"
	SentBack          MilestoneKind = "sent_back"
	WasApproved       MilestoneKind = "approved"
	WasRejected       MilestoneKind = "rejected"
	WasWithdrawn      MilestoneKind = "withdrawn"
	HasExpired        MilestoneKind = "expired"
	RehearsalBegun    MilestoneKind = "rehearsal_begun"
	Rehearsed         MilestoneKind = "rehearsed"
	Commented         MilestoneKind = "commented"
	ExecutionBegun    MilestoneKind = "execution_begun"
	Finished          MilestoneKind = "finished"
	PhaseGated        MilestoneKind = "phase_waiting"
	GateWasPassed     MilestoneKind = "gate_passed"
	PhaseBegun        MilestoneKind = "phase_begun"
	PhaseDone         MilestoneKind = "phase_succeeded"
	PhaseBroken       MilestoneKind = "phase_failed"
	PhaseDropped      MilestoneKind = "phase_canceled"
	RollbackRequested MilestoneKind = "rollback_requested"
	RollbackBegun     MilestoneKind = "rollback_begun"
	RollbackDone      MilestoneKind = "rolled_back"
	RollbackBroken    MilestoneKind = "rollback_failed"
)

// Milestone is one thing that happened to a release; together they are its
// history, which nothing changes.
type Milestone struct {
	Tenant  rbac.TenantID `db:"tenant_id"`
	Release string        `db:"release_id"`
	// Seq numbers the milestones of a release from 1.
	Seq   int64         `db:"seq"`
	Kind  MilestoneKind `db:"kind"`
	Phase int           `db:"phase"` // from 1; 0: the whole
	At    int64         `db:"at"`
	// By is who did it, Human the person behind; empty: the server did.
	By    rbac.SubjectID `db:"subject_id"`
	Human rbac.SubjectID `db:"human_id"`
	// Code and Note say why, or what was said.
	Code   string `db:"code"`
	Note   string `db:"note"`
	ByName string `db:"by_name"`
}

// mark writes the next milestone of a release that is locked, and counts it in
// r; whoever calls writes r.
func (s *Service) mark(ctx context.Context, r *Release, who rbac.Actor, m Milestone) error {
	r.Milestones++
	m.Tenant, m.Release, m.Seq, m.At = r.Tenant, r.ID, r.Milestones, s.Now().UnixMicro()
	m.By, m.Human = who.Subject, who.Human
	return s.Store.InsertReleaseMilestone(ctx, m)
}

// Milestones is a part of a history.
type Milestones struct {
	Release Release
	Items   []Milestone
	// More says that there are others behind these already.
	More bool
}

// Milestones gives those behind a number, in order.
func (s *Service) Milestones(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, after int64, limit int) (Milestones, error) {
	r, err := s.find(ctx, who, org, id)
	if err != nil {
		return Milestones{}, err
	}
	items, err := s.Store.ReleaseMilestones(ctx, who.Tenant, id, max(after, 0), limit+1)
	if err != nil {
		return Milestones{}, err
	}
	m := Milestones{Release: r, Items: items}
	if len(items) > limit {
		m.Items, m.More = items[:limit], true
	}
	return m, nil
}
