package engines

import (
	"bytes"
	"context"
	"encoding/json"
	"math"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/schema"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/server/audit"
	"catenary/server/chains"
)

const (
	// MaxSettings is how many bytes the settings of an engine may have.
	MaxSettings = 256 << 10
	// maxDescription is how many characters a description has at most.
	maxDescription = 2000
	// maxLimit bounds both limits.
	maxLimit = 10_000
)

// Create registers an engine. One of the org with this key is engine.key_taken,
// the key builtin is engine.key_reserved (both Conflict). Settings that the
// adapter does not take are engine.settings (Invalid), with one detail each. It
// calls nobody: Test does.
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in New) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.EngineWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if err := name.Key("/key", in.Key); err != nil {
		return View{}, err
	}
	if in.Key == BuiltIn {
		return View{}, fault.New(fault.Conflict, "engine.key_reserved", "the built-in engine has this key in every org")
	}
	e := Engine{Tenant: who.Tenant, Org: org, Key: in.Key, Revision: 1}
	if err := s.apply(&e, in); err != nil {
		return View{}, err
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EngineWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if err := s.mayUseSecret(ctx, who, org, e.Secret); err != nil {
			return err
		}
		now := s.Now().UnixMicro()
		e.ID, e.CreatedAt, e.UpdatedAt, e.UpdatedBy = s.NewID(), now, now, who.Subject
		if err := s.Store.InsertEngine(ctx, e); err != nil {
			return err
		}
		err := s.Audit.Record(ctx, who, audit.Entry{Action: "engine:created", Kind: kind, ResourceID: e.ID, OrgID: org, After: record(e)})
		if err == nil {
			e, err = s.Store.Engine(ctx, who.Tenant, org, e.Key)
		}
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.seen(ctx, who, org, e)
}

// Replace gives an engine another name, settings, secret and limits; its key
// and its adapter stay. One that is no longer at revision is engine.stale
// (Stale).
func (s *Service) Replace(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, in New) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.EngineWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	var e Engine
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		before, err := s.at(ctx, who, org, key, revision)
		if err != nil {
			return err
		}
		if in.Adapter != "" && in.Adapter != before.Adapter {
			return fault.New(fault.Conflict, "engine.adapter_fixed", "an engine keeps its adapter; register another one")
		}
		e, in.Adapter = before, before.Adapter
		if err := s.apply(&e, in); err != nil {
			return err
		}
		// Other settings may lead the secret to another place.
		if e.Secret != before.Secret || e.Settings != before.Settings {
			if err := s.mayUseSecret(ctx, who, org, e.Secret); err != nil {
				return err
			}
		}
		e.UpdatedAt, e.UpdatedBy = s.Now().UnixMicro(), who.Subject
		done, err := s.Store.UpdateEngine(ctx, e)
		if err != nil {
			return err
		}
		if !done {
			return stale(before)
		}
		err = s.Audit.Record(ctx, who, audit.Entry{
			Action: "engine:changed", Kind: kind, ResourceID: e.ID, OrgID: org, Before: record(before), After: record(e),
		})
		if err == nil {
			e, err = s.Store.Engine(ctx, who.Tenant, org, key)
		}
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.seen(ctx, who, org, e)
}

// at confirms that who may change an engine of the org and reads it, if it is at
// revision.
func (s *Service) at(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Engine, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.EngineWrite, rbac.Resource{OrgID: org}); err != nil {
		return Engine{}, err
	}
	e, err := s.Store.Engine(ctx, who.Tenant, org, key)
	if err == nil && e.Revision != revision {
		err = stale(e)
	}
	return e, err
}

// mayUseSecret refuses to let an engine show a secret that who may not use.
func (s *Service) mayUseSecret(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) error {
	if key == "" {
		return nil
	}
	if err := s.Auth.Confirm(ctx, who, rbac.SecretUse, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	_, err := s.Secrets.Find(ctx, who.Tenant, org, key)
	if fault.Is(err, fault.NotFound) {
		return fault.At("/secret", "secret.unknown", "there is no secret %q that this org may use", key)
	}
	return err
}

// apply makes e what in says.
func (s *Service) apply(e *Engine, in New) (err error) {
	if e.Name, err = name.Check("/name", in.Name); err != nil {
		return err
	}
	if e.Description, err = name.Text("/description", in.Description, maxDescription); err != nil {
		return err
	}
	if in.Secret != "" {
		if err := name.Key("/secret", in.Secret); err != nil {
			return err
		}
	}
	if math.IsNaN(in.Rate) || in.Rate < 0 || in.Rate > maxLimit {
		return fault.At("/rate", "engine.limit", "want 0 to %d calls in a second", maxLimit)
	}
	if in.Concurrency < 0 || in.Concurrency > maxLimit {
		return fault.At("/concurrency", "engine.limit", "want 0 to %d calls at a time", maxLimit)
	}
	settings, err := s.settings(in.Adapter, in.Settings)
	if err != nil {
		return err
	}
	e.Adapter, e.Settings, e.Secret, e.Rate, e.Concurrency = in.Adapter, settings, in.Secret, in.Rate, in.Concurrency
	return nil
}

// settings checks settings against the adapter's schema, and what that cannot
// say by opening an engine, which calls nobody.
func (s *Service) settings(adapter string, text json.RawMessage) (string, error) {
	a := s.adapter(adapter)
	if a == nil || adapter == BuiltIn {
		return "", fault.At("/adapter", "engine.adapter_unknown", "there is no adapter %q", adapter)
	}
	if len(text) > MaxSettings {
		return "", fault.At("/settings", "engine.settings", "the settings have %d bytes; %d are allowed", len(text), MaxSettings)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		text = json.RawMessage("{}")
	}
	known, wrong := schema.Compile(a.Describe().Settings)
	if len(wrong) > 0 {
		return "", fault.New(fault.Internal, "internal", "the schema of adapter %s: %s", adapter, wrong[0].Detail)
	}
	if wrong = known.Check(text); len(wrong) > 0 {
		details := make([]fault.Detail, len(wrong))
		for i, v := range wrong {
			details[i] = fault.Detail{Code: "engine.settings", Pointer: "/settings" + v.Pointer, Detail: v.Detail}
		}
		return "", fault.New(fault.Invalid, "engine.settings", "the adapter does not take these settings").With(details...)
	}
	if _, err := a.Open(pipeline.Connection{Settings: text}); err != nil {
		f := *fault.As(err)
		for i := range f.Details {
			f.Details[i].Pointer = "/settings" + f.Details[i].Pointer
		}
		return "", &f
	}
	canonical, err := chain.CanonicalJSON(text)
	return string(canonical), err
}

// Delete removes an engine of the org and whatever lets others use it. One that
// the latest version of a chain uses, or on which pipelines of versions stand,
// is engine.in_use (Conflict), with those chains that who may view.
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) error {
	mayView, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		e, err := s.at(ctx, who, org, key, revision)
		if err != nil {
			return err
		}
		// Held before the uses are read, so that no chain is published with it in between.
		if err := s.Store.LockEngine(ctx, who.Tenant, e.ID); err != nil {
			return err
		}
		if err := s.unused(ctx, who, e, mayView); err != nil {
			return err
		}
		done, err := s.Store.DeleteEngine(ctx, e)
		if err != nil {
			return err
		}
		if !done {
			return stale(e)
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "engine:deleted", Kind: kind, ResourceID: e.ID, OrgID: org, Before: record(e)})
	})
}

// unused refuses to remove an engine that something stands on.
func (s *Service) unused(ctx context.Context, who rbac.Actor, e Engine, mayView rbac.OrgSet) error {
	if err := chains.Unused(ctx, s.Store, who.Tenant, chain.EngineRef, e.ID, mayView); err != nil {
		return err
	}
	stands, err := s.Store.HasPipelines(ctx, who.Tenant, e.ID)
	if err == nil && stands {
		err = fault.New(fault.Conflict, "engine.in_use", "pipelines of published versions stand on this engine")
	}
	return err
}
