package runs

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/rbac"
	"catenary/runtime"
)

// Limits bound how many runs are at work and are started; limits.Service does.
type Limits interface {
	// Of finds the limits that a run of a chain counts for; without one, those of
	// the org alone.
	Of(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, chain string) (Limited, error)
	// Pace takes the places of one start, or is run.rate (Limited).
	Pace(ctx context.Context, tenant rbac.TenantID, keys []string) error
}

// Limited are the keys of limits: those that bound how many runs are at work,
// and those that bound how many are started.
type Limited struct{ Gates, Rates []string }

// limit makes a run count for the limits over its chain. What was started before
// with the same key is started already.
func (s *Service) limit(ctx context.Context, r *runtime.Run) error {
	if s.Limits == nil {
		return nil
	}
	tenant := rbac.TenantID(r.Tenant)
	of, err := s.Limits.Of(ctx, tenant, rbac.OrgID(r.Org), r.Chain)
	if err != nil {
		return fmt.Errorf("limits of a run: %w", err)
	}
	if len(of.Gates) > 0 {
		if r.Gates != "" {
			var own []string
			if err := json.Unmarshal([]byte(r.Gates), &own); err != nil {
				return fmt.Errorf("limits of a trigger: %w", err)
			}
			of.Gates = append(of.Gates, own...)
		}
		gates, err := json.Marshal(of.Gates)
		if err != nil {
			return err
		}
		r.Gates = string(gates)
	}
	if len(of.Rates) == 0 {
		return nil
	}
	if r.StartKey != "" {
		again, err := s.Store.StartedBefore(ctx, tenant, rbac.SubjectID(r.By), r.StartKey)
		if err != nil || again {
			return err
		}
	}
	return s.Limits.Pace(ctx, tenant, of.Rates)
}
