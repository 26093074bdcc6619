package identity

import "catenary/rbac"

// The factors that a session begins with.
const (
	onlyPassword = "password"
	withTOTP     = "password totp"
	withRecovery = "password recovery"
)

// SessionRow is a session as it is kept. Times are Unix µs.
type SessionRow struct {
	ID      string         `db:"id"`
	Hash    string         `db:"hash"`
	Person  string         `db:"person_id"`
	Tenant  rbac.TenantID  `db:"tenant_id"`
	Subject rbac.SubjectID `db:"subject_id"`
	// AuthAt is when a factor was last given; Factors are those that the session
	// began with.
	AuthAt  int64  `db:"auth_at"`
	Factors string `db:"factors"`
	// Version is the policy version up to which the token stands for the rights
	// that it was made for.
	Version   int64  `db:"version"`
	CreatedAt int64  `db:"created_at"`
	SeenAt    int64  `db:"seen_at"`
	IdleAt    int64  `db:"idle_at"`
	EndsAt    int64  `db:"ends_at"`
	Address   string `db:"address"`
	Agent     string `db:"agent"`
}

// FoundSession is a session with what the request needs to know of its tenant,
// read in one statement.
type FoundSession struct {
	SessionRow
	// Current is false if the token given is the one before.
	Current       bool     `db:"current"`
	PolicyVersion int64    `db:"policy_version"`
	Settings      Settings `db:"settings"`
}

// ListedSession is a session in the list of a person's.
type ListedSession struct {
	SessionRow
	TenantKey string `db:"tenant_key"`
}

// Ended says whose session ended, so that its streams end too.
type Ended struct {
	Tenant  rbac.TenantID  `db:"tenant_id"`
	Subject rbac.SubjectID `db:"subject_id"`
}
