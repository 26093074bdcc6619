package scripts

import (
	"context"

	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
)

// New is a script to be made.
type New struct {
	Key, Name, Language, Source, Message string
}

// Create makes a script with its version 1. A living script of the org with
// this key is script.key_taken (Conflict).
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in New) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	in, err := in.checked()
	if err != nil {
		return View{}, err
	}
	var made Script
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		now := s.Now().UnixMicro()
		made = Script{
			Tenant: who.Tenant, ID: s.NewID(), Org: org, Key: in.Key, Name: in.Name, Language: in.Language,
			Version: 1, Digest: Digest(in.Source), Revision: 1,
			CreatedAt: now, CreatedBy: who.Subject, UpdatedAt: now, UpdatedBy: who.Subject,
		}
		if err := s.Store.InsertScript(ctx, made); err != nil {
			return err
		}
		if err := s.Store.InsertScriptVersion(ctx, version(made, who, in.Source, in.Message)); err != nil {
			return err
		}
		err := s.Audit.Record(ctx, who, audit.Entry{
			Action: "script:created", Kind: kind, ResourceID: made.ID, OrgID: org, After: record(made),
		})
		if err != nil {
			return err
		}
		made, err = s.Store.Script(ctx, who.Tenant, org, in.Key)
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, made)
}

func (in New) checked() (New, error) {
	if err := name.Key("/key", in.Key); err != nil {
		return in, err
	}
	if err := name.Key("/language", in.Language); err != nil {
		return in, err
	}
	var err error
	if in.Name, err = name.Check("/name", in.Name); err != nil {
		return in, err
	}
	if in.Message, err = name.Text("/message", in.Message, MaxMessage); err != nil {
		return in, err
	}
	return in, CheckSource(in.Source)
}

// version is the newest version of a script, as it is made.
func version(script Script, who rbac.Actor, source, message string) Version {
	return Version{
		Tenant: script.Tenant, Script: script.ID, Version: script.Version, Digest: script.Digest, Message: message,
		CreatedAt: script.UpdatedAt, CreatedBy: who.Subject, Human: who.Human, Source: source,
	}
}

// record is what audit entries tell of a script.
func record(s Script) map[string]any {
	return map[string]any{"key": s.Key, "name": s.Name, "language": s.Language, "version": s.Version, "digest": s.Digest}
}

// AddVersion gives a script a new source, and says whether it is new: a source
// equal to the newest makes no version. A script that is no longer at revision
// is script.stale (Stale).
func (s *Service) AddVersion(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, source, message string) (View, bool, error) {
	if err := s.Auth.Can(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
		return View{}, false, err
	}
	if err := CheckSource(source); err != nil {
		return View{}, false, err
	}
	message, err := name.Text("/message", message, MaxMessage)
	if err != nil {
		return View{}, false, err
	}
	added := false
	after, err := s.change(ctx, who, org, key, revision, "script:changed", func(script *Script) *Version {
		digest := Digest(source)
		if added = digest != script.Digest; !added {
			return nil
		}
		script.Version, script.Digest = script.Version+1, digest
		v := version(*script, who, source, message)
		return &v
	})
	if err != nil {
		return View{}, false, err
	}
	view, err := s.view(ctx, who, after)
	return view, added, err
}

// Rename gives a script another name or language; empty ones stay.
func (s *Service) Rename(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, newName, language string) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if newName != "" {
		checked, err := name.Check("/name", newName)
		if err != nil {
			return View{}, err
		}
		newName = checked
	}
	if language != "" {
		if err := name.Key("/language", language); err != nil {
			return View{}, err
		}
	}
	after, err := s.change(ctx, who, org, key, revision, "script:renamed", func(script *Script) *Version {
		if newName != "" {
			script.Name = newName
		}
		if language != "" {
			script.Language = language
		}
		return nil
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, after)
}

// change edits a script that is at revision, in one transaction; an edit that
// changes nothing leaves it as it is. The edit returns the version that it
// makes, if it makes one.
func (s *Service) change(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, action string,
	edit func(*Script) *Version,
) (Script, error) {
	var after Script
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		before, err := s.Store.Script(ctx, who.Tenant, org, key)
		if err != nil {
			return err
		}
		if before.Revision != revision {
			return stale(before)
		}
		after = before
		if made := edit(&after); after == before {
			return nil
		} else if err := s.save(ctx, who, before, &after, made); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: action, Kind: kind, ResourceID: after.ID, OrgID: org, Before: record(before), After: record(after),
		})
	})
	return after, err
}

// save writes what an edit made of a script, unless another was faster, and
// reads it anew.
func (s *Service) save(ctx context.Context, who rbac.Actor, before Script, after *Script, made *Version) error {
	after.UpdatedAt, after.UpdatedBy = s.Now().UnixMicro(), who.Subject
	done, err := s.Store.UpdateScript(ctx, *after)
	if err != nil {
		return err
	}
	now, err := s.Store.Script(ctx, who.Tenant, before.Org, before.Key)
	if err != nil {
		return err
	}
	if !done {
		return stale(now)
	}
	*after = now
	if made == nil {
		return nil
	}
	made.CreatedAt = now.UpdatedAt
	return s.Store.InsertScriptVersion(ctx, *made)
}
