package templates

import (
	"context"
	"fmt"

	"catenary/chain"
	"catenary/rbac"
)

// Sketch gives the chains of a template as they would be made without a choice,
// for who draws on with their nodes in another chain: nothing is made, and what
// they name may not be there. It returns what Use returns, as far as no choices
// are needed for it.
func (s *Service) Sketch(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, l Language) ([]*chain.Document, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	t, err := s.find(ctx, who, rbac.TemplateUse, org, key)
	if err != nil {
		return nil, err
	}
	if len(t.Chains) == 0 {
		return nil, unknown(key)
	}
	out := make([]*chain.Document, len(t.Chains))
	for i, p := range t.Chains {
		text, err := t.Document(p, Choices{Key: t.Key, Name: l.of(t.Title), Language: l})
		if err != nil {
			return nil, err
		}
		d, wrong := chain.Parse(text, t.Encoding())
		if len(wrong) > 0 {
			return nil, fmt.Errorf("chain %d of template %s: %s", i, key, wrong[0].Detail)
		}
		out[i] = d
	}
	return out, nil
}
