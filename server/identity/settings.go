package identity

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Settings are what a tenant decides about how its people sign in; they are a
// part of tenants.settings.
type Settings struct {
	Revision int64 `json:"revision"`
	// SecondFactorRoles: who holds one of these anywhere needs a second factor.
	SecondFactorRoles []rbac.RoleID `json:"second_factor_roles,omitempty"`
	// IdleMinutes and SessionHours shorten sessions; 0 leaves them as they are.
	IdleMinutes  int `json:"idle_minutes,omitempty"`
	SessionHours int `json:"session_hours,omitempty"`
}

// Scan reads them from the database.
func (s *Settings) Scan(from any) error {
	var text []byte
	switch v := from.(type) {
	case string:
		text = []byte(v)
	case []byte:
		text = v
	default:
		return fmt.Errorf("settings of a tenant come as %T", from)
	}
	if err := json.Unmarshal(text, s); err != nil {
		return fmt.Errorf("read the settings of a tenant: %w", err)
	}
	s.Revision = max(s.Revision, 1) // a tenant begins with none
	return nil
}

// TenantSettings reads what the tenant decided; it needs tenant:settings.
func (s *Service) TenantSettings(ctx context.Context, who rbac.Actor) (Settings, error) {
	if err := s.Auth.Can(ctx, who, rbac.TenantSettings, rbac.Resource{OrgID: rbac.OrgID(who.Tenant)}); err != nil {
		return Settings{}, err
	}
	return s.Store.TenantSettings(ctx, who.Tenant)
}

// SetTenantSettings changes them, if the revision is still the present one
// (else settings.stale, Stale); in.Revision does not count. It needs a fresh
// step-up. A role that is not there is settings.role (Invalid).
func (s *Service) SetTenantSettings(ctx context.Context, who rbac.Actor, revision int64, in Settings) (Settings, error) {
	if err := s.freshHuman(who); err != nil {
		return Settings{}, err
	}
	root := rbac.OrgID(who.Tenant)
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockTenant(ctx, who.Tenant); err != nil {
			return err
		}
		if err := s.Auth.Confirm(ctx, who, rbac.TenantSettings, rbac.Resource{OrgID: root}); err != nil {
			return err
		}
		before, err := s.Store.TenantSettings(ctx, who.Tenant)
		if err != nil {
			return err
		}
		if before.Revision != revision {
			return fault.New(fault.Stale, "settings.stale", "the settings are at revision %d", before.Revision)
		}
		for i, role := range in.SecondFactorRoles {
			if _, _, err := s.Auth.RolePermissions(ctx, who.Tenant, role); err != nil {
				return fault.At("/second_factor_roles/"+strconv.Itoa(i), "settings.role", "there is no such role").Because(err)
			}
		}
		in.Revision = revision + 1
		if err := s.Store.SetTenantSettings(ctx, who.Tenant, in); err != nil {
			return err
		}
		// Sessions that lack the second factor now may do nothing from now on.
		if err := s.Store.AppendPolicy(ctx, who.Tenant, rbac.Change{Touch: who.Subject}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "tenant:settings_changed", Kind: "org", ResourceID: string(root), OrgID: root, Before: before, After: in,
		})
	})
	return in, err
}

// idle and absolute are how long a session lasts: what the operator says, or
// less if the tenant wants so.
func (s Settings) idle(t Times) time.Duration {
	if s.IdleMinutes > 0 {
		return min(t.Idle, time.Duration(s.IdleMinutes)*time.Minute)
	}
	return t.Idle
}

func (s Settings) absolute(t Times) time.Duration {
	if s.SessionHours > 0 {
		return min(t.Absolute, time.Duration(s.SessionHours)*time.Hour)
	}
	return t.Absolute
}

// Times are how long what people get lasts.
type Times struct {
	// Idle and Absolute end sessions.
	Idle, Absolute time.Duration
	// Invite and Reset end links.
	Invite, Reset time.Duration
	// TokenDefault and TokenLongest end tokens.
	TokenDefault, TokenLongest time.Duration
}

// DefaultTimes are those of a server that is not told otherwise.
func DefaultTimes() Times {
	const day = 24 * time.Hour
	return Times{
		Idle: 8 * time.Hour, Absolute: day,
		Invite: 7 * day, Reset: 30 * time.Minute,
		TokenDefault: 90 * day, TokenLongest: 365 * day,
	}
}
