package templates

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
)

// Bounds of a template of an org.
const (
	MaxDescription = 2000
	maxContent     = 4 << 20
)

// kind is what audit entries call a template.
const kind = "template"

// In is what people say of a template.
type In struct {
	Key, Name, Description string
	From                   From
	// Choices are about what was found in From; all else is as it is proposed.
	Choices []Choice
}

// Create keeps a template of a chain or a release, with what it names as
// parameters. It takes template:write at the org. A key that the org or the
// program has given already is template.key_taken (Conflict), one that is too
// much template.large (TooLarge); see also Propose.
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in In) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.TemplateWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if err := name.Key("/key", in.Key); err != nil {
		return View{}, err
	}
	if _, brought := Find(in.Key); brought {
		return View{}, keyTaken()
	}
	k := Kept{Tenant: who.Tenant, Org: org, Key: in.Key, Revision: 1}
	found, err := s.content(ctx, who, org, in.From)
	if err != nil {
		return View{}, err
	}
	if k, err = k.with(in, found); err != nil {
		return View{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.TemplateWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		k.ID, k.CreatedAt, k.CreatedBy = s.NewID(), s.Now().UnixMicro(), who.Subject
		k.UpdatedAt, k.UpdatedBy = k.CreatedAt, k.CreatedBy
		if err := s.Store.InsertTemplate(ctx, k); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "template:created", Kind: kind, ResourceID: k.ID, OrgID: org, After: k.record()})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, org, k.Key)
}

func keyTaken() error {
	const message = "a template with this key is there already"
	return fault.New(fault.Conflict, "template.key_taken", message).With(fault.Detail{Code: "template.key_taken", Pointer: "/key", Detail: message})
}

// Replace says anew what a template is; what was made of it stays as it is.
// Without From the chain or the plan in it stays. It takes template:write at its
// org; one that is no longer at revision is template.stale (Stale). A chain does
// not become a release: template.from (Invalid).
func (s *Service) Replace(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, in In) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.TemplateWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	var anew *content
	if in.From != (From{}) {
		var err error
		if anew, err = s.content(ctx, who, org, in.From); err != nil {
			return View{}, err
		}
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		before, err := s.confirmed(ctx, who, org, key, revision)
		if err != nil {
			return err
		}
		found := anew
		if found == nil {
			found = &before.Content.content
		}
		after, err := before.with(in, found)
		if err != nil {
			return err
		}
		if after.Of != before.Of {
			return fault.At("/from", "template.from", "this is a template of a %s and stays one", before.Of)
		}
		after.UpdatedAt, after.UpdatedBy = s.Now().UnixMicro(), who.Subject
		if done, err := s.Store.UpdateTemplate(ctx, after); err != nil || !done {
			return either(err, before.stale())
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "template:changed", Kind: kind, ResourceID: before.ID, OrgID: org, Before: before.record(), After: after.record(),
		})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, org, key)
}

// Delete takes a template away, for good, and what it was shared by. What was
// made of it stays. It takes template:write; see Replace.
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) error {
	if err := s.Auth.Can(ctx, who, rbac.TemplateWrite, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		k, err := s.confirmed(ctx, who, org, key, revision)
		if err != nil {
			return err
		}
		if done, err := s.Store.DeleteTemplate(ctx, k); err != nil || !done {
			return either(err, k.stale())
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "template:deleted", Kind: kind, ResourceID: k.ID, OrgID: org, Before: k.record()})
	})
}

// confirmed reads a template of an org in the transaction that writes it, if it
// is at revision.
func (s *Service) confirmed(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Kept, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.TemplateWrite, rbac.Resource{OrgID: org}); err != nil {
		return Kept{}, err
	}
	k, err := s.Store.Template(ctx, who.Tenant, org, key)
	if err == nil && k.Revision != revision {
		err = k.stale()
	}
	return k, err
}

func (k Kept) stale() error {
	return fault.New(fault.Stale, "template.stale", "the template was changed meanwhile; it is at revision %d", k.Revision).
		Carrying(map[string]int64{"revision": k.Revision})
}

// record is what audit entries tell of a template.
func (k Kept) record() map[string]any {
	asked := []string{}
	for _, p := range k.Card.Parameters {
		asked = append(asked, string(p.Kind)+" "+p.Key)
	}
	return map[string]any{"key": k.Key, "name": k.Name, "description": k.Description, "of": k.Of, "parameters": asked}
}

// with is the template with what people say of it, made of what was found.
func (k Kept) with(in In, found *content) (Kept, error) {
	var err error
	if k.Name, err = name.Check("/name", in.Name); err != nil {
		return k, err
	}
	if k.Description, err = name.Text("/description", in.Description, MaxDescription); err != nil {
		return k, err
	}
	c, err := found.with(in.Choices)
	if err != nil {
		return k, err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return k, fmt.Errorf("keep a template: %w", err)
	}
	if len(text) > maxContent {
		return k, fault.New(fault.TooLarge, "template.large", "the template has %d KiB; %d are allowed", len(text)>>10, maxContent>>10)
	}
	k.Of = OfChain
	if len(c.Plan) > 0 {
		k.Of = OfRelease
	}
	shown, err := c.card()
	k.Card, k.Content = Card{shown}, Content{*c}
	return k, err
}

// with is the content with choices made about what it names.
func (c *content) with(choices []Choice) (*content, error) {
	out := *c
	var err error
	if out.Slots, err = c.Slots.chosen(choices); err != nil {
		return nil, err
	}
	for i, s := range out.Slots {
		out.Slots[i] = s.settled()
	}
	if out.Document, err = out.resettled(c.Document); err != nil {
		return nil, err
	}
	out.Plan, err = out.resettled(c.Plan)
	return &out, err
}

// resettled writes into a text whom its slots mean now.
func (c *content) resettled(text json.RawMessage) (json.RawMessage, error) {
	if len(text) == 0 {
		return nil, nil
	}
	t, err := treeOf(text)
	if err != nil {
		return nil, err
	}
	for _, s := range c.Slots {
		for _, place := range s.Places {
			if s.Kind == People {
				t.put(place, s.By)
			}
		}
	}
	return t.text()
}

// Slots are all things that the template names, fixed ones too: for who may
// change it.
func (v View) Slots() []Slot {
	if v.Kept == nil || !slices.Contains(v.Can, rbac.TemplateWrite) {
		return nil
	}
	return v.Kept.Content.Slots.all()
}

func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
