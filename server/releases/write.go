package releases

import (
	"context"
	"encoding/json"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Create draws up a release. What is wrong with it is release.* or name.*
// (Invalid), with a detail for the place; an input that a chain does not take is
// run.input (Invalid).
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in In) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.ReleaseCreate, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	in, err := s.prepared(ctx, who, org, in)
	if err != nil {
		return View{}, err
	}
	now := s.Now().UnixMicro()
	r := Release{
		Tenant: who.Tenant, ID: s.NewID(), Org: org, State: Draft, UpdatedAt: now, Name: in.Name, Description: in.Description, Revision: 1,
		CreatedAt: now, CreatedBy: who.Subject, CreatedHuman: who.Human, EditedAt: now, EditedBy: who.Subject, EditedHuman: who.Human, Plan: in.Plan,
		Milestones: 1,
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ReleaseCreate, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if err := s.Store.InsertRelease(ctx, r); err != nil {
			return err
		}
		first := Milestone{
			Tenant: r.Tenant, Release: r.ID, Seq: 1, Kind: Drafted, At: now, By: who.Subject, Human: who.Human,
		}
		if err := s.Store.InsertReleaseMilestone(ctx, first); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "release:created", Kind: kind, ResourceID: r.ID, OrgID: org, After: record(r)})
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, org, r.ID)
}

// Replace says anew what a release is. One that is in review is a draft again,
// and the review ends. One that is no longer at revision is release.stale
// (Stale), one that was approved release.state (Conflict).
func (s *Service) Replace(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, revision int64, in In) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.ReleaseEdit, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	in, err := s.prepared(ctx, who, org, in)
	if err != nil {
		return View{}, err
	}
	return s.change(ctx, who, rbac.ReleaseEdit, org, id, func(ctx context.Context, r *Release) error {
		if !r.State.Open() {
			return inState(*r, "edited")
		}
		if r.Revision != revision {
			return stale(*r)
		}
		before := record(*r)
		if err := s.endReview(ctx, who, r, "the release was edited"); err != nil {
			return err
		}
		r.State, r.Name, r.Description, r.Plan, r.Seal, r.Parts, r.DueAt = Draft, in.Name, in.Description, in.Plan, "", nil, 0
		r.EditedAt, r.EditedBy, r.EditedHuman = s.Now().UnixMicro(), who.Subject, who.Human
		r.Revision++
		if err := s.mark(ctx, r, who, Milestone{Kind: Edited}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "release:edited", Kind: kind, ResourceID: id, OrgID: org, Before: before, After: record(*r)})
	})
}

// Delete removes a release that was not approved yet, with its comments and
// milestones; others are permanent: release.state (Conflict).
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, revision int64) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ReleaseEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		r, err := s.locked(ctx, who, org, id)
		switch {
		case err != nil:
			return err
		case !r.State.Open():
			return inState(r, "deleted")
		case r.Revision != revision:
			return stale(r)
		}
		if err := s.endReview(ctx, who, &r, "the release was deleted"); err != nil {
			return err
		}
		if done, err := s.Store.DeleteRelease(ctx, r); err != nil || !done {
			if err == nil {
				err = stale(r)
			}
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "release:deleted", Kind: kind, ResourceID: id, OrgID: org, Before: record(r)})
	})
}

// change makes one change of a release that is locked, and tells of it. It shows
// the release as the change left it, not as the executor may have since.
func (s *Service) change(ctx context.Context, who rbac.Actor, act rbac.Permission, org rbac.OrgID, id string, work func(context.Context, *Release) error) (v View, err error) {
	if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		r, err := s.locked(ctx, who, org, id)
		if err != nil {
			return err
		}
		if err := s.write(ctx, r, work); err != nil {
			return err
		}
		v, err = s.view(ctx, who, org, id)
		return err
	})
	if err != nil {
		return View{}, err
	}
	s.reached("changed")
	s.tell(id)
	return v, nil
}

// write lets work change a release that is locked, and keeps what came of it.
func (s *Service) write(ctx context.Context, r Release, work func(context.Context, *Release) error) error {
	was, revision := r.State, r.Revision
	if err := work(ctx, &r); err != nil {
		return err
	}
	edited := r.Revision != revision
	r.Revision, r.UpdatedAt = revision, s.Now().UnixMicro()
	done, err := s.Store.UpdateRelease(ctx, r, was, edited)
	if err == nil && !done {
		err = stale(r)
	}
	return err
}

// locked reads a release of an org in a transaction that changes it.
func (s *Service) locked(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Release, error) {
	r, err := s.Store.LockRelease(ctx, who.Tenant, id)
	if err == nil && r.Org != org {
		err = Unknown()
	}
	return r, err
}

// prepared checks what people say of a release, and pins its chains.
func (s *Service) prepared(ctx context.Context, who rbac.Actor, org rbac.OrgID, in In) (In, error) {
	in, err := in.checked()
	if err != nil {
		return in, err
	}
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return in, err
	}
	in.Plan.Review = asked(in.Plan.Review)
	if err := s.askable(ctx, who, org, "/review", in.Plan.Review); err != nil {
		return in, err
	}
	for i := range in.Plan.Phases {
		p, at := &in.Plan.Phases[i], phasePointer(i)
		if err := s.pin(ctx, who, org, at, &p.Chain, p.Input); err != nil {
			return in, err
		}
		if p.Rollback.Chain != nil {
			c := *p.Rollback.Chain
			if err := s.pin(ctx, who, org, at+"/rollback", &c, p.Rollback.Input); err != nil {
				return in, err
			}
			p.Rollback.Chain = &c
		}
		for j := range p.Gates {
			if err := s.pinGate(ctx, who, org, gatePointer(i, j), &p.Gates[j]); err != nil {
				return in, err
			}
		}
	}
	in.Plan.text = ""
	return in, nil
}

// pin finds the version of a chain of the org, the latest if none is named, and
// holds an input against it.
func (s *Service) pin(ctx context.Context, who rbac.Actor, org rbac.OrgID, at string, c *Chain, input json.RawMessage) error {
	found, err := s.Store.Startable(ctx, who.Tenant, org, c.Key)
	if err != nil {
		return below(at+"/chain", err)
	}
	switch {
	case found.Version == 0:
		return fault.At(at+"/chain", "release.chain", "the chain has no version yet; publish it first")
	case c.Version == 0:
		c.Version = found.Version
	case c.Version < 0 || c.Version > found.Version:
		return fault.At(at+"/chain/version", "release.chain", "the chain has no version %d", c.Version)
	}
	c.ID = found.ID
	return below(at, s.Runs.Fits(ctx, who.Tenant, c.ID, c.Version, input))
}

// below puts a fault of what was asked under the place that it is about.
func below(at string, err error) error {
	f := fault.As(err)
	switch {
	case err == nil, f.Kind != fault.Invalid && f.Kind != fault.NotFound:
		return err
	case len(f.Details) == 0:
		return fault.At(at, f.Code, "%s", f.Message)
	}
	moved := fault.New(fault.Invalid, f.Code, "%s", f.Message)
	for _, d := range f.Details {
		d.Pointer = at + d.Pointer
		moved.Details = append(moved.Details, d)
	}
	return moved
}

func (s *Service) pinGate(ctx context.Context, who rbac.Actor, org rbac.OrgID, at string, g *Gate) error {
	var err error
	switch {
	case g.Approval != nil:
		err = s.askable(ctx, who, org, at+"/approval", g.Approval)
	case g.Check != nil:
		if err := s.pin(ctx, who, org, at+"/check", &g.Check.Chain, g.Check.Input); err != nil {
			return err
		}
		err = s.bind(ctx, who, org, at+"/check/when", g.Check)
	case g.Freeze != nil:
		if _, err = s.calendar(ctx, who.Tenant, org, g.Freeze.Calendar); err != nil {
			err = below(at+"/freeze/calendar", err)
		}
	}
	return err
}
