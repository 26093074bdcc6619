package templates

import (
	"context"
	"maps"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/releases"
	"catenary/server/scripts"
	"catenary/server/triggers"
)

// Service keeps templates, and makes chains and releases of them. All fields are
// needed.
type Service struct {
	Store    Store
	Audit    *audit.Log
	NewID    func() string
	Now      clock.Now
	Auth     *rbac.Authorizer
	Scripts  *scripts.Service
	Chains   *chains.Service
	Triggers *triggers.Service
	Releases *releases.Service
}

// Made is what was made of a template.
type Made struct {
	Chains []MadeChain
	// Trigger starts the first of them; nil if the template has none.
	Trigger *triggers.View
}

// MadeChain is a chain that was made. Refused says why it was not published, if
// that was asked for and tried.
type MadeChain struct {
	chains.Saved
	Refused error
}

// Use makes the chains of a template, with the scripts and the trigger that they
// need. A script of the org with the same key and text is taken as it is; beside
// another text the new script gets the chosen key in front of its own. It returns
// template.unknown (NotFound; also if the template is of a release alone),
// template.choice (Invalid), and what the services
// of chains, scripts and triggers return. All that is known beforehand is refused
// before anything is made. What was made when somebody else took a key at that
// moment stays: a script of it is taken by the next try.
//
// With Publish the chains are published too, in turn. One that cannot be stays a
// draft and says why, and those behind it are not tried.
func (s *Service) Use(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, c Choices) (Made, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return Made{}, err
	}
	t, err := s.find(ctx, who, rbac.TemplateUse, org, key)
	if err != nil {
		return Made{}, err
	}
	if len(t.Chains) == 0 {
		return Made{}, unknown(key)
	}
	if c.Name, err = name.Check("/name", c.Name); err != nil {
		return Made{}, err
	}
	if err := name.Key("/key", c.Key); err != nil {
		return Made{}, err
	}
	if err := c.check(t.Parameters); err != nil {
		return Made{}, err
	}
	if err := s.free(ctx, who, org, t, c); err != nil {
		return Made{}, err
	}
	if c.scripts, err = s.scripts(ctx, who, org, t, c); err != nil {
		return Made{}, err
	}
	var made Made
	for _, p := range t.Chains {
		text, err := t.Document(p, c)
		if err != nil {
			return Made{}, err
		}
		saved, err := s.Chains.Create(ctx, who, org, chains.Input{Data: text, Encoding: t.Encoding()})
		if err != nil {
			return Made{}, err
		}
		made.Chains = append(made.Chains, MadeChain{Saved: saved})
	}
	if t.Webhook != nil {
		v, err := s.Triggers.Put(ctx, who, org, c.Key, 0, triggers.In{
			Name: c.Name, Chain: t.Chains[0].key(c.Key), Enabled: true,
			Spec: triggers.Spec{Webhook: t.Webhook, Limits: triggers.Limits{Queue: triggers.Wait}},
		})
		if err != nil {
			return Made{}, err
		}
		made.Trigger = &v
	}
	if c.Publish {
		s.publish(ctx, who, org, made.Chains)
	}
	return made, nil
}

// publish publishes chains in turn until one cannot be.
func (s *Service) publish(ctx context.Context, who rbac.Actor, org rbac.OrgID, made []MadeChain) {
	for i := range made {
		m := &made[i]
		if _, err := s.Chains.Publish(ctx, who, org, m.Key, m.Revision, ""); err != nil {
			m.Refused = err
			return
		}
		if v, err := s.Chains.Get(ctx, who, org, m.Key); err == nil {
			m.View = v
		}
	}
}

// Draw draws up a release of a template. If its chains were made of the template
// too, the key is the one that was chosen for them; the name is that of the
// release. Its chains have to be published. It returns template.unknown (NotFound; also if the template is not of
// a release), template.choice (Invalid), and what releases.Service.Create returns.
func (s *Service) Draw(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, c Choices) (releases.View, error) {
	if err := s.Auth.Can(ctx, who, rbac.ReleaseCreate, rbac.Resource{OrgID: org}); err != nil {
		return releases.View{}, err
	}
	t, err := s.find(ctx, who, rbac.TemplateUse, org, key)
	if err != nil {
		return releases.View{}, err
	}
	if t.Release == nil {
		return releases.View{}, unknown(key)
	}
	if c.Key != "" || len(t.Chains) > 0 {
		if err := name.Key("/key", c.Key); err != nil {
			return releases.View{}, err
		}
	}
	if err := c.check(t.Release.Parameters); err != nil {
		return releases.View{}, err
	}
	plan, err := t.Plan(c)
	if err != nil {
		return releases.View{}, err
	}
	return s.Releases.Create(ctx, who, org, releases.In{Name: c.Name, Description: c.Language.of(t.Summary), Plan: plan})
}

func unknown(key string) error {
	return fault.New(fault.NotFound, "template.unknown", "there is no such template %q", key)
}

// maxText is how long a text may be that fills a parameter in.
const maxText = 2000

// check refuses choices that the parameters do not offer: template.choice
// (Invalid).
func (c Choices) check(parameters []Parameter) error {
	if c.Language != "" && c.Language != English && c.Language != Chinese {
		return fault.At("/language", "template.choice", "the templates are written in en and zh")
	}
	offered := func(key string, people bool) (Parameter, bool) {
		i := slices.IndexFunc(parameters, func(p Parameter) bool { return p.Key == key && (p.Kind == People) == people })
		if i < 0 {
			return Parameter{}, false
		}
		return parameters[i], true
	}
	for _, key := range slices.Sorted(maps.Keys(c.Values)) {
		p, there := offered(key, false)
		if !there {
			return fault.At("/values/"+key, "template.choice", "the template has no parameter %q", key)
		}
		value := c.Values[key]
		if p.Kind != Text && value != "" {
			if err := name.Key("/values/"+key, value); err != nil {
				return err
			}
		}
		if len(value) > maxText || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' }) || strings.Contains(value, "${{") {
			return fault.At("/values/"+key, "template.choice", "want one line of at most %d bytes, and no expression", maxText)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.People)) {
		if _, there := offered(key, true); !there {
			return fault.At("/people/"+key, "template.choice", "the template asks for no people %q", key)
		}
		by, said := c.People[key], 0
		for _, given := range []string{by.Role, by.Group, by.Member} {
			if given != "" {
				said++
			}
		}
		if said != 1 || by.Org != "" && by.Role == "" {
			return fault.At("/people/"+key, "template.choice", "give one of role (with or without org), group and member")
		}
	}
	return nil
}

// free refuses what can be known to be in the way before anything is made.
func (s *Service) free(ctx context.Context, who rbac.Actor, org rbac.OrgID, t Template, c Choices) error {
	may := func(all ...rbac.Permission) error {
		for _, p := range all {
			if err := s.Auth.Can(ctx, who, p, rbac.Resource{OrgID: org}); err != nil {
				return err
			}
		}
		return nil
	}
	if len(t.Scripts) > 0 {
		if err := may(rbac.ScriptEdit); err != nil {
			return err
		}
	}
	if c.Publish {
		if err := may(rbac.ChainPublish); err != nil {
			return err
		}
	}
	for _, p := range t.Chains {
		text, err := t.Document(p, c)
		if err != nil {
			return err
		}
		if _, wrong := chain.Parse(text, t.Encoding()); len(wrong) > 0 {
			return fault.New(fault.Invalid, wrong[0].Code, "this makes no chain").With(wrong...)
		}
		if _, err := s.Chains.Get(ctx, who, org, p.key(c.Key)); err == nil || !fault.HasCode(err, "chain.unknown") {
			return taken(err, "chain.key_taken", "another chain of this org has this key")
		}
	}
	if t.Webhook == nil {
		return nil
	}
	if err := may(rbac.TriggerWrite, rbac.RunStart); err != nil {
		return err
	}
	if _, err := s.Triggers.Get(ctx, who, org, c.Key); err == nil || !fault.HasCode(err, "trigger.unknown") {
		return taken(err, "trigger.key_taken", "another trigger of this org has this key")
	}
	return nil
}

// taken is the fault of a key that was found, unless looking for it failed.
func taken(err error, code, message string) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, code, "%s", message).With(fault.Detail{Code: code, Pointer: "/key", Detail: message})
}

// scripts makes those that are not there, and gives the keys of all.
func (s *Service) scripts(ctx context.Context, who rbac.Actor, org rbac.OrgID, t Template, c Choices) (map[string]string, error) {
	keys := map[string]string{}
	for _, script := range t.Scripts {
		source, err := t.source(script)
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
