package identity

import (
	"encoding/json"
	"fmt"
	"time"

	"catenary/rbac"
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
	return nil
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
