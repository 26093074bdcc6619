package templates

import (
	"context"
	"maps"
	"slices"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/scripts"
)

// Service makes chains of templates. All fields are needed.
type Service struct {
	Auth    *rbac.Authorizer
	Scripts *scripts.Service
	Chains  *chains.Service
}

// List gives the templates to whoever may view the org's chains.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID) ([]Template, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	return All(), nil
}

// Use makes a chain of a template, and the scripts that it needs. A script of
// the org with the same key and text is taken as it is; beside another text the
// new script gets the chain's key in front of its own. It returns
// template.unknown (NotFound), template.choice (Invalid), and what
// chains.Service.Create and scripts.Service.Create return. All that is known
// beforehand is refused before anything is made; a script that was made when
// somebody else took the chain's key at that moment stays, and is taken by the
// next try.
func (s *Service) Use(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, c Choices) (chains.Saved, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return chains.Saved{}, err
	}
	t, found := Find(key)
	if !found {
		return chains.Saved{}, fault.New(fault.NotFound, "template.unknown", "there is no template %q", key)
	}
	var err error
	if c.Name, err = name.Check("/name", c.Name); err != nil {
		return chains.Saved{}, err
	}
	if err := name.Key("/key", c.Key); err != nil {
		return chains.Saved{}, err
	}
	if err := s.check(ctx, who, org, t, c); err != nil {
		return chains.Saved{}, err
	}
	if c.scripts, err = s.scripts(ctx, who, org, t, c); err != nil {
		return chains.Saved{}, err
	}
	text, err := t.Document(c)
	if err != nil {
		return chains.Saved{}, err
	}
	return s.Chains.Create(ctx, who, org, chains.Input{Data: text, Encoding: chain.EncodingYAML})
}

// check refuses what can be known to be wrong before anything is made.
func (s *Service) check(ctx context.Context, who rbac.Actor, org rbac.OrgID, t Template, c Choices) error {
	if c.Language != "" && c.Language != English && c.Language != Chinese {
		return fault.At("/language", "template.choice", "the templates are written in en and zh")
	}
	for _, slot := range slices.Sorted(maps.Keys(c.Environments)) {
		if !slices.ContainsFunc(t.Environments, func(e Environment) bool { return e.Key == slot }) {
			return fault.At("/environments/"+slot, "template.choice", "the template needs no environment %q", slot)
		}
	}
	text, err := t.Document(c)
	if err != nil {
		return err
	}
	if _, wrong := chain.Parse(text, chain.EncodingYAML); len(wrong) > 0 {
		return fault.New(fault.Invalid, wrong[0].Code, "this makes no chain").With(wrong...)
	}
	if len(t.Scripts) > 0 {
		if err := s.Auth.Can(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
	}
	_, err = s.Chains.Get(ctx, who, org, c.Key)
	switch {
	case err == nil:
		return fault.New(fault.Conflict, "chain.key_taken", "another chain of this org has this key").
			With(fault.Detail{Code: "chain.key_taken", Pointer: "/key", Detail: "another chain of this org has this key"})
	case fault.HasCode(err, "chain.unknown"):
		return nil
	default:
		return err
	}
}

// scripts makes those that are not there, and gives the keys of all.
func (s *Service) scripts(ctx context.Context, who rbac.Actor, org rbac.OrgID, t Template, c Choices) (map[string]string, error) {
	keys := map[string]string{}
	for _, script := range t.Scripts {
		source, err := script.Source()
		if err != nil {
			return nil, err
		}
		if keys[script.Key], err = s.script(ctx, who, org, scripts.New{
			Key: script.Key, Name: c.Language.of(script.Name), Language: script.Language, Source: source,
		}, c.Key+"-"+script.Key); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// script makes one unless it is there, and gives its key: otherwise, where the
// org has another text under the first key.
func (s *Service) script(ctx context.Context, who rbac.Actor, org rbac.OrgID, in scripts.New, otherwise string) (string, error) {
	for _, key := range []string{in.Key, otherwise} {
		there, err := s.Scripts.Get(ctx, who, org, key)
		if err == nil && there.Digest == scripts.Digest(in.Source) {
			return key, nil
		}
		if fault.HasCode(err, "script.unknown") {
			in.Key = key
			break
		}
		if err != nil {
			return "", err
		}
		in.Key = otherwise
	}
	_, err := s.Scripts.Create(ctx, who, org, in)
	return in.Key, err
}
