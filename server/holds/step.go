package holds

import (
	"context"

	"catenary/rbac"
)

// Step is an attempt of a step that holds or releases a chain of its org.
type Step struct {
	Tenant    rbac.TenantID
	Org       rbac.OrgID
	By, Human rbac.SubjectID
	Run       string
	// Cause names the attempt: what was done for it is not done again.
	Cause string
	// Chain is the chain's key.
	Chain string
}

func (s Step) actor() rbac.Actor {
	return rbac.Actor{Tenant: s.Tenant, Subject: s.By, Human: s.Human}
}

// HoldByStep holds a chain for a step of a run. taken says that the hold is the
// step's; one that stands already is left to whoever began it.
func (s *Service) HoldByStep(ctx context.Context, step Step, o Order) (v View, taken bool, err error) {
	if o, err = o.checked(); err != nil {
		return View{}, false, err
	}
	v, err = s.byStep(ctx, step, func(ctx context.Context, chain string) error {
		taken, err = s.hold(ctx, step.actor(), Hold{
			Org: step.Org, Chain: chain, OrderBy: o.OrderBy, Reason: o.Reason, Run: step.Run, Cause: step.Cause,
		})
		return err
	})
	return v, taken, err
}

// ReleaseByStep releases a chain for a step of a run: the hold with this id, or
// any if that is empty.
func (s *Service) ReleaseByStep(ctx context.Context, step Step, id string, perMinute int64, reason string) (View, error) {
	return s.byStep(ctx, step, func(ctx context.Context, chain string) error {
		return s.release(ctx, step.actor(), step.Org, chain, id, perMinute, reason)
	})
}

func (s *Service) byStep(ctx context.Context, step Step, work func(ctx context.Context, chain string) error) (View, error) {
	var chain string
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.Startable(ctx, step.Tenant, step.Org, step.Chain)
		if err != nil {
			return err
		}
		chain = c.ID
		return work(ctx, chain)
	})
	if err != nil {
		return View{}, err
	}
	s.changed()
	return s.view(ctx, step.Tenant, step.Org, chain)
}
