package identity

import (
	"context"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
)

// Store is what identity needs of the database. A transaction travels in the
// context; *store.Store says of each method what it guarantees.
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	LockTenant(ctx context.Context, tenant rbac.TenantID) (int64, error)
	Version(ctx context.Context, tenant rbac.TenantID) (int64, error)
	AppendPolicy(ctx context.Context, tenant rbac.TenantID, ops ...rbac.Change) error
	InsertTenant(ctx context.Context, root orgs.Org, roles []orgs.Role) error
	InsertGrant(ctx context.Context, g orgs.Grant) error
	Org(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID) (orgs.Org, error)
	Lineages(ctx context.Context, tenant rbac.TenantID, ids ...rbac.OrgID) (map[rbac.OrgID][]orgs.Link, error)
	Orgs(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, q orgs.Query, r page.Request) (page.Of[orgs.Org], error)

	tenantStore
	peopleStore
	memberStore
	sessionStore
	tokenStore
	linkStore

	Attempt(ctx context.Context, names []string) (until int64, err error)
	TakeBack(ctx context.Context, names []string) error
	Forget(ctx context.Context, account, address string) (failures int64, err error)
	SweepIdentity(ctx context.Context) (int64, error)
}

type tenantStore interface {
	HasTenants(ctx context.Context) (bool, error)
	SetupDone(ctx context.Context) (bool, error)
	PutSetupCode(ctx context.Context, hash string, endsAt int64) (bool, error)
	SetupCode(ctx context.Context) (string, error)
	UseSetupCode(ctx context.Context, hash string) (bool, error)
	EndSetup(ctx context.Context) error
	TenantSettings(ctx context.Context, tenant rbac.TenantID) (Settings, error)
	SetTenantSettings(ctx context.Context, tenant rbac.TenantID, settings Settings) error
}

type peopleStore interface {
	InsertPerson(ctx context.Context, p Person) error
	Person(ctx context.Context, id string) (Person, error)
	PersonByEmail(ctx context.Context, email string) (Person, error)
	RenamePerson(ctx context.Context, p Person) error
	SetPassword(ctx context.Context, person, old, fresh string) (bool, error)
	VerifyPerson(ctx context.Context, person, email string) error
	SetPendingTOTP(ctx context.Context, person string, version int64, sealed []byte) (bool, error)
	ConfirmTOTP(ctx context.Context, person string, version, step int64) (bool, error)
	UseTOTPStep(ctx context.Context, person string, version, step int64) (bool, error)
	DropTOTP(ctx context.Context, person string) (bool, error)
	ReplaceRecoveryCodes(ctx context.Context, person string, hashes []string) error
	UseRecoveryCode(ctx context.Context, person, hash string) (bool, error)
	RecoveryCodesLeft(ctx context.Context, person string) (int, error)
	Memberships(ctx context.Context, person string, max int) ([]Membership, error)
}

type memberStore interface {
	InsertMember(ctx context.Context, m Member) error
	Member(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID) (Member, error)
	MemberAt(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id rbac.SubjectID) (Member, error)
	MemberByEmail(ctx context.Context, tenant rbac.TenantID, email string) (Member, error)
	Members(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Member], error)
	RenameMember(ctx context.Context, m Member) (bool, error)
	JoinMember(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID, person string) (bool, error)
	SubjectName(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID) (string, error)
	SetSubjectState(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID, from, to string) (bool, error)
	DropRights(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID) error
	InsertAccount(ctx context.Context, a Account) error
	Account(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id rbac.SubjectID) (Account, error)
	Accounts(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Account], error)
	RenameAccount(ctx context.Context, a Account) (bool, error)
}

type sessionStore interface {
	InsertSession(ctx context.Context, row SessionRow) error
	Session(ctx context.Context, hash string) (FoundSession, error)
	SessionLasts(ctx context.Context, id string) (bool, error)
	SawSession(ctx context.Context, row SessionRow, seen int64) error
	RenewSession(ctx context.Context, row SessionRow, fresh string, oldUntil int64) (bool, error)
	RightsChanged(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, version int64) (bool, error)
	HoldsRole(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, roles []rbac.RoleID) (bool, error)
	Sessions(ctx context.Context, person string, r page.Request) (page.Of[ListedSession], error)
	DeleteSession(ctx context.Context, person, id string) (Ended, error)
	DeleteSessionsOf(ctx context.Context, person, keep string) ([]Ended, error)
	DeleteMemberSessions(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) (int64, error)
}

type tokenStore interface {
	InsertToken(ctx context.Context, t Token) error
	Token(ctx context.Context, id string) (FoundToken, error)
	SawToken(ctx context.Context, t Token) error
	Tokens(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, r page.Request) (page.Of[Token], error)
	CountTokens(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) (int, error)
	RevokeToken(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, id string) (Token, error)
	RevokeTokensOf(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) (int64, error)
}

type linkStore interface {
	InsertLink(ctx context.Context, l Link) error
	Link(ctx context.Context, kind LinkKind, hash string) (Link, error)
	UseLink(ctx context.Context, hash string) (bool, error)
	EndInvitations(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) error
	EndLinks(ctx context.Context, kind LinkKind, person string) error
}
