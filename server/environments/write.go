package environments

import (
	"context"
	"reflect"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/chains"
)

// Create makes an environment; its image comes later. A living one of the org
// with this key is environment.key_taken (Conflict).
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in New) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	in, err := in.checked()
	if err != nil {
		return View{}, err
	}
	var made Environment
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		now := s.Now().UnixMicro()
		made = Environment{
			Tenant: who.Tenant, ID: s.NewID(), Org: org, Key: in.Key, SourceRevision: 1, Revision: 1,
			CreatedAt: now, CreatedBy: who.Subject, UpdatedAt: now, UpdatedBy: who.Subject,
		}
		if err := s.apply(ctx, &made, in); err != nil {
			return err
		}
		if err := s.Store.InsertEnvironment(ctx, made); err != nil {
			return err
		}
		err := s.Audit.Record(ctx, who, audit.Entry{
			Action: "environment:created", Kind: kind, ResourceID: made.ID, OrgID: org, After: record(made),
		})
		if err != nil {
			return err
		}
		made, err = s.Store.Environment(ctx, who.Tenant, org, in.Key)
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, made)
}

// apply makes e what in says. An uploaded source has to have arrived whole.
func (s *Service) apply(ctx context.Context, e *Environment, in New) error {
	e.Name, e.Description, e.User, e.Entry, e.Limits = in.Name, in.Description, in.User, in.Entry, in.Limits
	before, upload := e.Source, e.Upload
	e.Source, e.Upload = in.Source, in.Upload
	e.Source.Digest = ""
	if in.Upload != "" {
		if in.Upload == upload { // the file itself may be gone by now
			e.Source.Digest = before.Digest
			return nil
		}
		u, err := s.Store.Upload(ctx, e.Tenant, e.Org, in.Upload)
		if err != nil {
			return err
		}
		if !u.Complete() {
			return fault.New(fault.Conflict, "upload.incomplete", "the upload has %d of %d bytes", u.Received, u.Size)
		}
		e.Source.Digest = u.Digest
	}
	return nil
}

// Update makes an environment what in says; its key stays. One that is no longer
// at revision is environment.stale (Stale). Another source means another image:
// the present one stays pinned where it is pinned, and new versions of chains
// wait for the new one.
func (s *Service) Update(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, edit func(*New)) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	var after Environment
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		before, err := s.Store.Environment(ctx, who.Tenant, org, key)
		if err != nil {
			return err
		}
		if before.Revision != revision {
			return stale(before)
		}
		in := New{
			Key: key, Name: before.Name, Description: before.Description, Source: before.Source, Upload: before.Upload,
			User: before.User, Entry: before.Entry, Limits: before.Limits,
		}
		if before.DeprecatedAt != 0 {
			in.Deprecation = &Deprecation{Note: before.DeprecationNote, Replacement: before.Replacement}
		}
		edit(&in)
		if in, err = in.checked(); err != nil {
			return err
		}
		after = before
		if err := s.apply(ctx, &after, in); err != nil {
			return err
		}
		if err := s.deprecate(ctx, before, &after, in.Deprecation); err != nil {
			return err
		}
		if reflect.DeepEqual(after, before) {
			return nil
		}
		if after.Source != before.Source || after.Upload != before.Upload {
			after.SourceRevision++
			after.Image = ""
		}
		if after, err = s.save(ctx, who, after); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: changeOf(before, after), Kind: kind, ResourceID: after.ID, OrgID: org, Before: record(before), After: record(after),
		})
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, after)
}

// save writes an environment that is still at its revision, and reads it anew.
func (s *Service) save(ctx context.Context, who rbac.Actor, e Environment) (Environment, error) {
	e.UpdatedAt, e.UpdatedBy = s.Now().UnixMicro(), who.Subject
	done, err := s.Store.UpdateEnvironment(ctx, e)
	if err != nil {
		return e, err
	}
	now, err := s.Store.Environment(ctx, e.Tenant, e.Org, e.Key)
	if err == nil && !done {
		err = stale(now)
	}
	return now, err
}

// Delete takes an environment away; its key is free at once. What the latest
// version of a chain uses is environment.in_use (Conflict), with those chains
// that who may view. Images that older versions pin stay.
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) error {
	mayView, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		e, err := s.Store.Environment(ctx, who.Tenant, org, key)
		if err != nil {
			return err
		}
		// Held before the uses are read, so that no chain is published with it in between.
		if err := s.Store.LockEnvironment(ctx, who.Tenant, e.ID); err != nil {
			return err
		}
		if err := chains.Unused(ctx, s.Store, who.Tenant, chain.EnvironmentRef, e.ID, mayView); err != nil {
			return err
		}
		e.DeletedAt, e.UpdatedBy = s.Now().UnixMicro(), who.Subject
		done, err := s.Store.DeleteEnvironment(ctx, e)
		if err != nil {
			return err
		}
		if !done {
			return stale(e)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "environment:deleted", Kind: kind, ResourceID: e.ID, OrgID: org, Before: record(e),
		})
	})
}
