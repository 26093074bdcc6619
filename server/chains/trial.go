package chains

import (
	"context"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
)

// Trial is a draft that can be tried out, with what its references mean now.
type Trial struct {
	Chain    string // its id
	Revision int64
	Document string
	Pins     Pins
	// Authors wrote it: the editors of the draft, or, where nothing was changed
	// since, the authors of the version.
	Authors []rbac.SubjectID
}

// Trial gives the draft of a chain, or an older revision of it, to be run before
// it is published; it needs chain:edit. One with errors is chain.invalid
// (Invalid), one that was thinned out chain.save_unknown (NotFound).
func (s *Service) Trial(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Trial, error) {
	c, err := s.find(ctx, who, rbac.ChainEdit, org, key)
	if err != nil {
		return Trial{}, err
	}
	if revision == 0 {
		revision = c.Revision
	}
	save, err := s.Store.ChainSave(ctx, who.Tenant, c.ID, revision)
	if err != nil {
		return Trial{}, err
	}
	d, err := parse(save.Document)
	if err != nil {
		return Trial{}, err
	}
	problems, refs, err := s.check(ctx, who, org, d, chain.Save, c.Editors)
	if err != nil {
		return Trial{}, err
	}
	if wrong := chain.Errors(placeless(problems)); len(wrong) > 0 {
		return Trial{}, fault.New(fault.Invalid, "chain.invalid", "the draft has errors").With(wrong...)
	}
	authors, err := s.Store.AuthorsSince(ctx, who.Tenant, c.ID, revision)
	if err != nil {
		return Trial{}, err
	}
	if len(authors) == 0 {
		authors = c.Editors
	}
	return Trial{Chain: c.ID, Revision: revision, Document: save.Document, Pins: refs.pins, Authors: append(authors, save.CreatedBy)}, nil
}
