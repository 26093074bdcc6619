package chains

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Save is one revision of a draft, to which the draft can go back.
type Save struct {
	Tenant        rbac.TenantID  `db:"tenant_id"`
	Chain         string         `db:"chain_id"`
	Revision      int64          `db:"revision"`
	Label         string         `db:"label"`
	Checksum      string         `db:"checksum"`
	CreatedAt     int64          `db:"created_at"`
	CreatedBy     rbac.SubjectID `db:"created_by"`
	CreatedByName string         `db:"created_by_name"`
	// Document is in canonical form; lists leave it out.
	Document string `db:"document"`
}

// Thinning says which saves go: those that are not labelled, not among the
// newest Keep, and either older than Oldest or followed by another in the same
// Period. Times are Unix µs.
type Thinning struct {
	Keep   int
	Period int64
	Oldest int64
}

// What stays of the saves, and how many may be labelled.
const (
	keptSaves   = 50
	savePeriod  = time.Hour
	saveAge     = 30 * 24 * time.Hour
	maxLabelled = 200
)

func thinning(now time.Time) Thinning {
	return Thinning{Keep: keptSaves, Period: savePeriod.Microseconds(), Oldest: now.Add(-saveAge).UnixMicro()}
}

// Draft gives the document of the draft, or of an older revision of it. One that
// was thinned out is chain.save_unknown (NotFound).
func (s *Service) Draft(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Save, error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return Save{}, err
	}
	if revision == 0 {
		revision = c.Revision
	}
	return s.Store.ChainSave(ctx, who.Tenant, c.ID, revision)
}

// Save gives one revision. One that was thinned out is chain.save_unknown
// (NotFound).
func (s *Service) Save(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Save, error) {
	return s.Draft(ctx, who, org, key, max(revision, 1))
}

// Saves lists the revisions that the draft can go back to, the newest first;
// all of them, or only those with a label.
func (s *Service) Saves(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, labelled bool, r page.Request) (page.Of[Save], error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return page.Of[Save]{}, err
	}
	return s.Store.ChainSaves(ctx, who.Tenant, c.ID, labelled, r)
}

// Label names a save, so that it is kept; an empty label takes the name away.
// More than 200 labels are chain.labels_full (Conflict).
func (s *Service) Label(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, label string) (Save, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return Save{}, err
	}
	label, err := name.Text("/label", label, name.MaxLength)
	if err != nil {
		return Save{}, err
	}
	var after Save
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		// Held, so that two labels at once are counted one after the other.
		if err := s.Store.LockChain(ctx, who.Tenant, c.ID); err != nil {
			return err
		}
		before, err := s.Store.ChainSave(ctx, who.Tenant, c.ID, revision)
		if err != nil {
			return err
		}
		after = before
		after.Label = label
		done, err := s.Store.LabelChainSave(ctx, after, maxLabelled)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Conflict, "chain.labels_full", "%d saves have labels already; take one away first", maxLabelled)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "chain:save_labelled", Kind: kind, ResourceID: c.ID, OrgID: org,
			Before: map[string]any{"revision": revision, "label": before.Label},
			After:  map[string]any{"revision": revision, "label": label},
		})
	})
	return after, err
}
