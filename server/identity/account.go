package identity

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Account is a service account: it belongs to an org, is granted roles like
// anyone, and acts by its tokens. Times are Unix µs.
type Account struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	ID        rbac.SubjectID `db:"id"`
	Org       rbac.OrgID     `db:"org_id"`
	Key       string         `db:"key"`
	Name      string         `db:"name"`
	State     string         `db:"state"`
	Revision  int64          `db:"revision"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
}

// Fact is the account as the decision of rights sees it.
func (a Account) Fact() rbac.SubjectFact {
	return rbac.SubjectFact{ID: a.ID, Kind: rbac.Service, Active: a.State == Active}
}

// seen is what the audit log keeps of an account.
func (a Account) seen() map[string]string {
	return map[string]string{"key": a.Key, "name": a.Name, "state": a.State}
}

// Accounts lists the service accounts of an org. It needs account:write, as all
// about them does.
func (s *Service) Accounts(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[Account], error) {
	if err := s.Auth.Can(ctx, who, rbac.AccountWrite, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[Account]{}, err
	}
	return s.Store.Accounts(ctx, who.Tenant, org, r)
}

// Account reads one; it is account.unknown (NotFound) if it is not the org's.
func (s *Service) Account(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (Account, error) {
	if err := s.Auth.Can(ctx, who, rbac.AccountWrite, rbac.Resource{OrgID: org, ID: string(id)}); err != nil {
		return Account{}, err
	}
	return s.Store.Account(ctx, who.Tenant, org, id)
}

// CreateAccount adds a service account that holds nothing yet. A key that
// another of the org has is account.key_taken (Conflict).
func (s *Service) CreateAccount(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, called string) (Account, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return Account{}, err
	}
	if err := name.Key("/key", key); err != nil {
		return Account{}, err
	}
	called, err := name.Check("/name", called)
	if err != nil {
		return Account{}, err
	}
	now := s.Now().UnixMicro()
	a := Account{
		Tenant: who.Tenant, ID: rbac.SubjectID(s.NewID()), Org: org, Key: key, Name: called, State: Active,
		Revision: 1, CreatedAt: now, UpdatedAt: now,
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockTenant(ctx, who.Tenant); err != nil {
			return err
		}
		if err := s.Auth.Confirm(ctx, who, rbac.AccountWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if err := s.Store.InsertAccount(ctx, a); err != nil {
			return err
		}
		fact := a.Fact()
		if err := s.Store.AppendPolicy(ctx, who.Tenant, rbac.Change{Subject: &fact}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "account:created", Kind: "account", ResourceID: string(a.ID), OrgID: org, After: a.seen(),
		})
	})
	return a, err
}

// RenameAccount gives a service account its name and key, if the revision is
// still the present one (else account.stale, Stale).
func (s *Service) RenameAccount(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, revision int64, key, called string) (Account, error) {
	if err := name.Key("/key", key); err != nil {
		return Account{}, err
	}
	called, err := name.Check("/name", called)
	if err != nil {
		return Account{}, err
	}
	var a Account
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if a, err = s.ownAccount(ctx, who, org, id); err != nil {
			return err
		}
		if a.Revision != revision {
			return fault.New(fault.Stale, "account.stale", "the service account is at revision %d", a.Revision)
		}
		before := a.seen()
		a.Key, a.Name, a.UpdatedAt = key, called, s.Now().UnixMicro()
		done, err := s.Store.RenameAccount(ctx, a)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Stale, "account.stale", "the service account was changed meanwhile")
		}
		a.Revision++
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "account:renamed", Kind: "account", ResourceID: string(id), OrgID: org, Before: before, After: a.seen(),
		})
	})
	return a, err
}

// ownAccount reads an account of the org for somebody who may change it, in the
// transaction that does.
func (s *Service) ownAccount(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (Account, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return Account{}, err
	}
	if err := s.Auth.Confirm(ctx, who, rbac.AccountWrite, rbac.Resource{OrgID: org, ID: string(id)}); err != nil {
		return Account{}, err
	}
	return s.Store.Account(ctx, who.Tenant, org, id)
}

// changeAccount changes whether an account acts: like changeMember.
func (s *Service) changeAccount(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, action string,
	work func(context.Context, *Account) ([]rbac.Change, error),
) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockTenant(ctx, who.Tenant); err != nil {
			return err
		}
		a, err := s.ownAccount(ctx, who, org, id)
		if err != nil {
			return err
		}
		before := a.seen()
		ops, err := work(ctx, &a)
		if err != nil {
			return err
		}
		if err := s.Store.AppendPolicy(ctx, who.Tenant, ops...); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: action, Kind: "account", ResourceID: string(id), OrgID: org, Before: before, After: a.seen(),
		})
	})
}

// DisableAccount keeps an account's tokens from working until it is enabled.
// One that is not active is account.state (Conflict).
func (s *Service) DisableAccount(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	return s.changeAccount(ctx, who, org, id, "account:disabled", func(ctx context.Context, a *Account) ([]rbac.Change, error) {
		return s.setAccountState(ctx, a, Active, Disabled)
	})
}

// EnableAccount undoes DisableAccount. It gives back what the account holds, so
// who needs all of that (else auth.beyond, Forbidden).
func (s *Service) EnableAccount(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	return s.changeAccount(ctx, who, org, id, "account:enabled", func(ctx context.Context, a *Account) ([]rbac.Change, error) {
		if err := s.mayHandAll(ctx, who, a.ID); err != nil {
			return nil, err
		}
		return s.setAccountState(ctx, a, Disabled, Active)
	})
}

func (s *Service) setAccountState(ctx context.Context, a *Account, from, to string) ([]rbac.Change, error) {
	done, err := s.Store.SetSubjectState(ctx, a.Tenant, a.ID, from, to)
	if err != nil {
		return nil, err
	}
	if !done {
		return nil, fault.New(fault.Conflict, "account.state", "the service account is %s", a.State)
	}
	a.State = to
	fact := a.Fact()
	return []rbac.Change{{Subject: &fact}}, nil
}

// DeleteAccount takes a service account away with its rights and tokens. Its
// org may always do so, whatever others granted to it.
func (s *Service) DeleteAccount(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	return s.changeAccount(ctx, who, org, id, "account:deleted", func(ctx context.Context, a *Account) ([]rbac.Change, error) {
		ops, err := s.removeSubject(ctx, a.Tenant, a.ID, a.State)
		a.State = Removed
		return ops, err
	})
}

// MakeAccountToken makes a token of a service account. It remembers the human,
// whose end is the token's too. It needs a fresh step-up, account:write at the
// org, and all the token's permissions at the org that the token is bound to
// (else auth.beyond, Forbidden).
func (s *Service) MakeAccountToken(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, in NewToken) (MadeToken, error) {
	if err := s.freshHuman(who); err != nil {
		return MadeToken{}, err
	}
	t, err := s.prepare(in)
	if err != nil {
		return MadeToken{}, err
	}
	if t.Root == "" {
		t.Root = org
	}
	t.Tenant, t.Subject, t.Human = who.Tenant, id, who.Subject
	var out MadeToken
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.ownAccount(ctx, who, org, id); err != nil {
			return err
		}
		if err := s.Auth.Confirm(ctx, who, rbac.OrgView, rbac.Resource{OrgID: t.Root}); err != nil {
			return err
		}
		allowed, err := s.Auth.Allowed(ctx, who, t.Root)
		if err != nil {
			return err
		}
		if lacking := missing(allowed[t.Root], t.Permissions()); lacking != "" {
			return fault.New(fault.Forbidden, "auth.beyond", "you do not hold there yourself: %s", lacking).
				Because(&rbac.Refusal{Permission: lacking, Org: t.Root, Visible: true})
		}
		out, err = s.keep(ctx, who, rbac.Service, org, t)
		return err
	})
	return out, err
}

// AccountTokens lists the tokens of a service account.
func (s *Service) AccountTokens(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, r page.Request) (page.Of[Token], error) {
	if _, err := s.Account(ctx, who, org, id); err != nil {
		return page.Of[Token]{}, err
	}
	return s.Store.Tokens(ctx, who.Tenant, id, r)
}

// RevokeAccountToken ends a token of a service account, at once.
func (s *Service) RevokeAccountToken(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, token string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.ownAccount(ctx, who, org, id); err != nil {
			return err
		}
		return s.revoke(ctx, who, id, token)
	})
}
