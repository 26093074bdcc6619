package switches

import (
	"context"
	"encoding/json"
	"reflect"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/chains"
)

// New is a switch to be made.
type New struct {
	Key, Name, Description string
	Type                   Type
	Options                []string
	Schema                 json.RawMessage
	Value                  json.RawMessage
	Reason                 string
}

// Create makes a switch with its first value. A living one of the org with this
// key is switch.key_taken (Conflict).
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in New) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.SwitchSet, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if err := name.Key("/key", in.Key); err != nil {
		return View{}, err
	}
	reason, err := name.Text("/reason", in.Reason, MaxReason)
	if err != nil {
		return View{}, err
	}
	made, err := Switch{
		Tenant: who.Tenant, Org: org, Key: in.Key, Name: in.Name, Description: in.Description, Type: in.Type,
		Options: in.Options, Schema: string(in.Schema), Value: string(in.Value), Revision: 1,
	}.checked()
	if err != nil {
		return View{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.SwitchSet, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		made.ID, made.CreatedAt = s.NewID(), s.Now().UnixMicro()
		made.ChangedAt, made.UpdatedAt, made.CreatedBy, made.UpdatedBy = made.CreatedAt, made.CreatedAt, who.Subject, who.Subject
		if err := s.Store.InsertSwitch(ctx, made); err != nil {
			return err
		}
		if err := s.Store.InsertSwitchChange(ctx, Change{
			Tenant: made.Tenant, Switch: made.ID, Revision: made.Revision, At: made.CreatedAt, By: who.Subject, Human: who.Human,
			Was: "null", Value: made.Value, Reason: reason,
		}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "switch:created", Kind: kind, ResourceID: made.ID, OrgID: org, After: record(made),
		})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, org, in.Key)
}

// Edit changes what a switch is, not its value; what is nil stays.
type Edit struct {
	Name, Description *string
	Options           *[]string
	// Schema is taken away by null.
	Schema *json.RawMessage
}

// Edit changes a switch that is at revision. What its value would not fit is
// refused.
func (s *Service) Edit(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, in Edit) (View, error) {
	return s.change(ctx, who, rbac.SwitchSet, org, key, revision, func(ctx context.Context, before Switch) error {
		after := before
		if in.Name != nil {
			after.Name = *in.Name
		}
		if in.Description != nil {
			after.Description = *in.Description
		}
		if in.Options != nil {
			after.Options = *in.Options
		}
		if in.Schema != nil {
			if after.Schema = string(*in.Schema); after.Schema == "null" {
				after.Schema = ""
			}
		}
		after, err := after.checked()
		if err != nil || reflect.DeepEqual(after, before) {
			return err
		}
		if err := s.save(ctx, who.Subject, &after); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "switch:edited", Kind: kind, ResourceID: before.ID, OrgID: org, Before: record(before), After: record(after),
		})
	})
}

// Set gives a switch that is at revision another value, for a reason. One that
// it has already leaves it as it is. Where changes need an approval the value
// stays, and the request for it is given: approval.nobody_can (Conflict) if too
// few could approve it.
func (s *Service) Set(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, value json.RawMessage, reason string) (View, *Request, error) {
	reason, err := name.Text("/reason", reason, MaxReason)
	if err != nil {
		return View{}, nil, err
	}
	if reason == "" {
		return View{}, nil, reasonNeeded()
	}
	var woken wakes
	var asked *Request
	v, err := s.change(ctx, who, rbac.SwitchSet, org, key, revision, func(ctx context.Context, row Switch) error {
		if row.Approval != "" {
			fits, err := row.fit(value)
			if err == nil && fits != row.Value {
				asked, err = s.ask(ctx, who, row, asking{Request: Request{Value: fits, Approval: row.Approval, Reason: reason}})
			}
			return err
		}
		_, some, err := s.set(ctx, who, row, value, Change{Reason: reason})
		woken = some
		return err
	})
	if err == nil {
		s.wake(woken)
	}
	return v, asked, err
}

func reasonNeeded() error { return fault.At("/reason", "switch.reason", "say why the switch is set") }

// change makes one guarded change of an org's own switch.
func (s *Service) change(ctx context.Context, who rbac.Actor, p rbac.Permission, org rbac.OrgID, key string, revision int64, work func(context.Context, Switch) error) (View, error) {
	if err := s.Auth.Can(ctx, who, p, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		row, err := s.at(ctx, who, p, org, key, revision)
		if err != nil {
			return err
		}
		return work(ctx, row)
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, org, key)
}

// at confirms that who may change a switch and locks it, if it is at revision.
func (s *Service) at(ctx context.Context, who rbac.Actor, p rbac.Permission, org rbac.OrgID, key string, revision int64) (Switch, error) {
	if err := s.Auth.Confirm(ctx, who, p, rbac.Resource{OrgID: org}); err != nil {
		return Switch{}, err
	}
	row, err := s.Store.Switch(ctx, who.Tenant, org, key)
	if err != nil {
		return Switch{}, err
	}
	if row, err = s.Store.LockSwitch(ctx, who.Tenant, row.ID); err == nil && row.Revision != revision {
		err = stale(row)
	}
	return row, err
}

// save writes a locked switch, and ends what people were asked of it before.
func (s *Service) save(ctx context.Context, by rbac.SubjectID, row *Switch) error {
	row.UpdatedAt, row.UpdatedBy = s.Now().UnixMicro(), by
	done, err := s.Store.UpdateSwitch(ctx, *row)
	if err == nil && !done {
		err = stale(*row)
	}
	if err != nil {
		return err
	}
	row.Revision++
	return s.overtake(ctx, *row)
}

// Delete takes a switch away, for good; its history stays in the audit log. One
// that the latest version of a chain refers to is switch.in_use (Conflict), one
// whose changes need an approval switch.governed (Conflict).
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) error {
	if err := s.Auth.Can(ctx, who, rbac.SwitchSet, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	mayView, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		row, err := s.at(ctx, who, rbac.SwitchSet, org, key, revision)
		if err != nil {
			return err
		}
		if row.Approval != "" { // else it could be made anew with another value
			return fault.New(fault.Conflict, "switch.governed", "changes of the switch need an approval; have that rule taken away first")
		}
		if err := chains.Unused(ctx, s.Store, who.Tenant, chain.SwitchRef, row.ID, mayView); err != nil {
			return err
		}
		row.DeletedAt, row.UpdatedBy = s.Now().UnixMicro(), who.Subject
		done, err := s.Store.DeleteSwitch(ctx, row)
		if err == nil && !done {
			err = stale(row)
		}
		if err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "switch:deleted", Kind: kind, ResourceID: row.ID, OrgID: org, Before: record(row),
		})
	})
}
