package chains

import (
	"context"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
)

const (
	// taggedAtOnce is how many chains one request gives tags.
	taggedAtOnce = 100
	// listedTags is how many tags a list has at most.
	listedTags = 500
)

// Tagging is a change of the tags of chains of one org, by their keys.
type Tagging struct {
	Keys, Add, Remove []string
}

// TagCount is a tag and how many chains have it.
type TagCount struct {
	Tag    string `db:"tag"`
	Chains int64  `db:"chains"`
}

// Tag changes the tags of chains, of all or of none: a key that the org does not
// have is chain.unknown (Invalid), with a pointer to each; more than MaxTags on
// one is chain.tags (Invalid).
func (s *Service) Tag(ctx context.Context, who rbac.Actor, org rbac.OrgID, t Tagging) error {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		before, err := s.tagging(ctx, who, org, t.Keys)
		if err != nil {
			return err
		}
		ids := make([]string, len(before))
		for i, c := range before {
			ids[i] = c.ID
		}
		if err := s.Store.TagChains(ctx, who.Tenant, ids, t.Add, t.Remove, MaxTags); err != nil {
			return err
		}
		after, err := s.tagging(ctx, who, org, t.Keys)
		if err != nil {
			return err
		}
		for i, c := range after {
			if slices.Equal(c.Tags, before[i].Tags) {
				continue
			}
			err := s.Audit.Record(ctx, who, audit.Entry{
				Action: "chain:tagged", Kind: kind, ResourceID: c.ID, OrgID: org,
				Before: map[string]any{"tags": before[i].Tags}, After: map[string]any{"tags": c.Tags},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// tagging reads the chains of the keys, in their order.
func (s *Service) tagging(ctx context.Context, who rbac.Actor, org rbac.OrgID, keys []string) ([]Chain, error) {
	rows, err := s.Store.ChainsByKey(ctx, who.Tenant, org, keys)
	if err != nil {
		return nil, err
	}
	byKey := map[string]Chain{}
	for _, c := range rows {
		byKey[c.Key] = c
	}
	var unknown []fault.Detail
	out := make([]Chain, len(keys))
	for i, key := range keys {
		c, ok := byKey[key]
		if !ok {
			unknown = append(unknown, fault.Detail{Code: "chain.unknown", Pointer: fmt.Sprintf("/chains/%d", i), Detail: "no such chain"})
		}
		out[i] = c
	}
	if len(unknown) > 0 {
		return nil, fault.New(fault.Invalid, "chain.unknown", "some of the chains are not there; see errors").With(unknown...)
	}
	return out, nil
}

// check brings tags into the form that is kept.
func (t *Tagging) check() error {
	if n := len(t.Keys); n == 0 || n > taggedAtOnce {
		return fault.At("/chains", "chain.tagged", "name 1 to %d chains", taggedAtOnce)
	}
	for i, key := range t.Keys {
		if slices.Contains(t.Keys[:i], key) {
			return fault.At(fmt.Sprintf("/chains/%d", i), "chain.tag_twice", "%s is named twice", key)
		}
	}
	for pointer, tags := range map[string]*[]string{"/add": &t.Add, "/remove": &t.Remove} {
		for i, tag := range *tags {
			at := fmt.Sprintf("%s/%d", pointer, i)
			kept, err := name.Check(at, tag)
			if err != nil {
				return err
			}
			if len([]rune(kept)) > MaxTag {
				return fault.At(at, "chain.tag_long", "a tag has at most %d characters", MaxTag)
			}
			(*tags)[i] = kept
		}
		slices.Sort(*tags)
		if *tags = slices.Compact(*tags); len(*tags) > MaxTags {
			return fault.At(pointer, "chain.tags", "a chain may have %d tags", MaxTags)
		}
	}
	for i, tag := range t.Add {
		if slices.Contains(t.Remove, tag) {
			return fault.At(fmt.Sprintf("/add/%d", i), "chain.tag_twice", "%q is to be added and to be removed", tag)
		}
	}
	return nil
}

// Tags lists what chains of an org are tagged with, or those of its subtree as
// far as who may view them.
func (s *Service) Tags(ctx context.Context, who rbac.Actor, org rbac.OrgID, deep bool) ([]TagCount, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	f := Filter{Org: org}
	if deep {
		var err error
		if f, err = s.deep(ctx, who, org, f); err != nil {
			return nil, err
		}
	}
	return s.Store.ChainTags(ctx, who.Tenant, f, listedTags)
}
