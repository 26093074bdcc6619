package chains

import (
	"context"

	"catenary/chain"
	"catenary/rbac"
)

// check finds what is wrong with the meaning of a document of org that editors
// and who made, and what its references mean.
func (s *Service) check(ctx context.Context, who rbac.Actor, org rbac.OrgID, d *chain.Document, purpose chain.Purpose, editors []rbac.SubjectID) ([]chain.Problem, *references, error) {
	refs := &references{service: s, who: who, org: org, purpose: rbac.ChainEdit}
	if purpose == chain.Publish {
		refs.purpose = rbac.ChainPublish
	}
	env := chain.Env{Purpose: purpose, Kinds: s.Kinds, References: refs}
	if s.Glue != nil {
		env.Compiler = s.Glue.For(string(who.Tenant))
	}
	problems, err := chain.Validate(ctx, d, env)
	if err != nil || purpose != chain.Publish || s.People == nil || len(chain.Errors(problems)) > 0 {
		return problems, refs, err
	}
	makers := withEditor(editors, who)
	err = chain.Bodies(&d.Graph, s.Kinds, func(at chain.At, body *chain.Body) error {
		wrong, err := s.People.Check(ctx, who, org, makers, body)
		for _, p := range wrong {
			p.Node, p.Pointer = at.Node, at.Pointer+p.Pointer
			problems = append(problems, p)
		}
		return err
	})
	return problems, refs, err
}

// People checks whom nodes ask, of whom the makers do not decide; asks.Service
// does.
type People interface {
	Check(ctx context.Context, who rbac.Actor, org rbac.OrgID, makers []rbac.SubjectID, body *chain.Body) ([]chain.Problem, error)
}

// Check says what is wrong with a document that need not be kept: the problems
// of its shape if it has some, else those of its meaning. Nothing changes.
func (s *Service) Check(ctx context.Context, who rbac.Actor, org rbac.OrgID, in Input, purpose chain.Purpose) ([]chain.Problem, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	return s.checkInput(ctx, who, org, in, purpose, Chain{})
}

func (s *Service) checkInput(ctx context.Context, who rbac.Actor, org rbac.OrgID, in Input, purpose chain.Purpose, of Chain) ([]chain.Problem, error) {
	d, wrong := chain.Parse(in.Data, in.Encoding)
	if len(wrong) > 0 {
		problems := make([]chain.Problem, len(wrong))
		for i, detail := range wrong {
			problems[i] = chain.Problem{Detail: detail, Severity: chain.Error}
		}
		return problems, nil
	}
	problems, _, err := s.check(ctx, who, org, d, purpose, of.Editors)
	if err == nil && of.Key != "" && string(d.Key) != of.Key {
		p := keyDiffers(d, of.Key).Details[0]
		problems = append([]chain.Problem{{Detail: p, Severity: chain.Error}}, problems...)
	}
	return problems, err
}

// CheckFor is Check for a document that is to be the draft of a chain: it needs
// that chain's key, too.
func (s *Service) CheckFor(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, in Input, purpose chain.Purpose) ([]chain.Problem, error) {
	c, err := s.find(ctx, who, rbac.ChainEdit, org, key)
	if err != nil {
		return nil, err
	}
	return s.checkInput(ctx, who, org, in, purpose, c)
}

// CheckDraft is Check for the draft of a chain as it is kept.
func (s *Service) CheckDraft(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, purpose chain.Purpose) ([]chain.Problem, error) {
	c, err := s.find(ctx, who, rbac.ChainEdit, org, key)
	if err != nil {
		return nil, err
	}
	d, err := s.draft(ctx, c)
	if err != nil {
		return nil, err
	}
	problems, _, err := s.check(ctx, who, org, d, purpose, c.Editors)
	return placeless(problems), err
}

// draft reads the document of the draft.
func (s *Service) draft(ctx context.Context, c Chain) (*chain.Document, error) {
	save, err := s.Store.ChainSave(ctx, c.Tenant, c.ID, c.Revision)
	if err != nil {
		return nil, err
	}
	return parse(save.Document)
}
