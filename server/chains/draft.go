package chains

import (
	"context"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Base says what a save was made from.
type Base struct {
	// Revision of the draft that the new document replaces.
	Revision int64
	// Lease of whoever saves; empty if none was taken.
	Lease string
}

// Saved is a chain whose draft was just saved, and what is wrong with it.
type Saved struct {
	View
	Problems []chain.Problem
	// Unchecked is why the draft could not be checked, nil if it was. The save
	// stands all the same, with a warning among the problems.
	Unchecked error
}

// Create makes a chain out of a document, as the first revision of its draft. A
// living chain of the org with the document's key is chain.key_taken (Conflict).
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in Input) (Saved, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return Saved{}, err
	}
	doc, err := read(in)
	if err != nil {
		return Saved{}, err
	}
	var made Chain
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		now := s.Now().UnixMicro()
		made = Chain{
			Tenant: who.Tenant, ID: s.NewID(), Org: org, Key: string(doc.Key), Revision: 1,
			CreatedAt: now, CreatedBy: who.Subject,
		}
		made.take(doc, who, now)
		if err := s.Store.InsertChain(ctx, made); err != nil {
			return err
		}
		if err := s.Store.InsertChainSave(ctx, made.save(doc)); err != nil {
			return err
		}
		err := s.Audit.Record(ctx, who, audit.Entry{
			Action: "chain:created", Kind: kind, ResourceID: made.ID, OrgID: org, After: record(made),
		})
		if err != nil {
			return err
		}
		made, err = s.Store.Chain(ctx, who.Tenant, org, made.Key)
		return err
	})
	if err != nil {
		return Saved{}, err
	}
	return s.saved(ctx, who, made, doc)
}

// take makes the document that of the draft.
func (c *Chain) take(doc document, who rbac.Actor, now int64) {
	c.Name, c.Description, c.Checksum = doc.name, doc.Description, doc.checksum
	c.Editors = withEditor(c.Editors, who)
	c.UpdatedAt, c.UpdatedBy = now, who.Subject
}

// save is the draft's present revision with its document.
func (c *Chain) save(doc document) Save {
	return Save{
		Tenant: c.Tenant, Chain: c.ID, Revision: c.Revision, Checksum: c.Checksum,
		CreatedAt: c.UpdatedAt, CreatedBy: c.UpdatedBy, Document: doc.text,
	}
}

// SaveDraft replaces the draft's document. It may have problems, which come
// back with it, but must be a document (see read) with the chain's key
// (chain.key_differs, Invalid). While another's edit lease lives it is
// chain.leased (Conflict); a draft that is no longer at the base's revision is
// chain.stale (Stale). A document equal to the draft's makes no revision.
func (s *Service) SaveDraft(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, base Base, in Input) (Saved, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return Saved{}, err
	}
	doc, err := read(in)
	if err != nil {
		return Saved{}, err
	}
	var after Chain
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		before, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		after, err = s.replace(ctx, who, before, base, doc, "chain:saved")
		return err
	})
	if err != nil {
		return Saved{}, err
	}
	return s.saved(ctx, who, after, doc)
}

// GoBack makes the document of an older save that of the draft, as a new
// revision. The faults are those of SaveDraft.
func (s *Service) GoBack(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, base Base, to int64) (Saved, error) {
	var after Chain
	var doc document
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		before, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		save, err := s.Store.ChainSave(ctx, who.Tenant, before.ID, to)
		if err != nil {
			return err
		}
		if doc, err = read(Input{Data: []byte(save.Document), Encoding: chain.EncodingJSON}); err != nil {
			return err
		}
		after, err = s.replace(ctx, who, before, base, doc, "chain:went_back")
		return err
	})
	if err != nil {
		return Saved{}, err
	}
	saved, err := s.saved(ctx, who, after, doc)
	saved.Problems = placeless(saved.Problems)
	return saved, err
}

// replace gives the draft another document, in the transaction of ctx, and
// returns the chain as it is then.
func (s *Service) replace(ctx context.Context, who rbac.Actor, before Chain, base Base, doc document, action string) (Chain, error) {
	if string(doc.Key) != before.Key {
		return Chain{}, keyDiffers(doc.Document, before.Key)
	}
	now := s.Now()
	mine := Lease{LeaseID: base.Lease, Holder: who.Subject}
	if before.bars(mine, now) {
		return Chain{}, leased(before.Lease)
	}
	if before.Revision != base.Revision {
		return Chain{}, stale(before)
	}
	if before.Checksum == doc.checksum {
		return before, nil
	}
	changed := before
	changed.take(doc, who, now.UnixMicro())
	done, err := s.Store.UpdateDraft(ctx, changed, mine)
	if err != nil {
		return Chain{}, err
	}
	after, err := s.Store.Chain(ctx, before.Tenant, before.Org, before.Key)
	if err != nil {
		return Chain{}, err
	}
	switch {
	case !done && after.bars(mine, now):
		return Chain{}, leased(after.Lease)
	case !done:
		return Chain{}, stale(after)
	}
	if err := s.Store.InsertChainSave(ctx, after.save(doc)); err != nil {
		return Chain{}, err
	}
	if err := s.Store.ThinChainSaves(ctx, after.Tenant, after.ID, thinning(now)); err != nil {
		return Chain{}, err
	}
	return after, s.Audit.Record(ctx, who, audit.Entry{
		Action: action, Kind: kind, ResourceID: after.ID, OrgID: after.Org, Before: record(before), After: record(after),
	})
}

func keyDiffers(d *chain.Document, key string) *fault.Fault {
	return fault.At("/key", "chain.key_differs", "the key of the document is %q, that of the chain %q", d.Key, key)
}

// saved checks a document that is kept already.
func (s *Service) saved(ctx context.Context, who rbac.Actor, c Chain, doc document) (Saved, error) {
	view, err := s.view(ctx, who, c)
	if err != nil {
		return Saved{}, err
	}
	problems, _, err := s.check(ctx, who, c.Org, doc.Document, chain.Save, c.Editors)
	if err != nil {
		problems = []chain.Problem{{
			Severity: chain.Warning,
			Detail:   fault.Detail{Code: "chain.unchecked", Detail: "the draft is saved, but could not be checked now"},
		}}
	}
	return Saved{View: view, Problems: problems, Unchecked: err}, nil
}
