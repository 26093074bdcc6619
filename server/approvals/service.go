package approvals

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/inbox"
)

// Store keeps approvals. What is not there is approval.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	// InsertApproval adds an approval; a second one that waits for the same
	// subject is approval.open (Conflict).
	InsertApproval(ctx context.Context, a Approval) error
	// Approval reads one; ApprovalToChange keeps others from changing it until
	// the transaction of ctx ends.
	Approval(ctx context.Context, tenant rbac.TenantID, id string) (Approval, error)
	ApprovalToChange(ctx context.Context, tenant rbac.TenantID, id string) (Approval, error)
	// OpenApproval is the one that waits for a subject.
	OpenApproval(ctx context.Context, tenant rbac.TenantID, of Subject) (Approval, error)
	// ApprovalsOf are all of a subject, the newest first.
	ApprovalsOf(ctx context.Context, tenant rbac.TenantID, of Subject, r page.Request) (page.Of[Approval], error)
	// Approvals lists those of the orgs of a set, the newest first; of all states
	// if state is empty.
	Approvals(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, state State, r page.Request) (page.Of[Approval], error)
	// UpdateApproval changes one that waits, and says whether it was at its
	// revision.
	UpdateApproval(ctx context.Context, a Approval) (bool, error)

	// InsertAuthors and InsertDeciders say what people are in an approval;
	// somebody who is in it already is store.taken (Conflict).
	InsertAuthors(ctx context.Context, a Approval, authors []rbac.SubjectID) error
	InsertDeciders(ctx context.Context, a Approval, deciders []rbac.SubjectID) error
	// ApprovalParts are the authors and those who have decided.
	ApprovalParts(ctx context.Context, tenant rbac.TenantID, id string) (authors, deciders []rbac.SubjectID, err error)
	InsertDecision(ctx context.Context, d Decision) error
	Decisions(ctx context.Context, tenant rbac.TenantID, id string) ([]Decision, error)

	// ApprovalPeople are those who are asked besides the plan, who no longer is,
	// and who is told.
	ApprovalPeople(ctx context.Context, tenant rbac.TenantID, id string) ([]PersonPart, error)
	SetApprovalPerson(ctx context.Context, a Approval, p PersonPart) error

	InsertAct(ctx context.Context, act Act) error
	// Acts are those of an approval, the oldest first.
	Acts(ctx context.Context, tenant rbac.TenantID, id string, r page.Request) (page.Of[Act], error)

	// FindRole, FindGroup and FindMember find by key (or id) at one of orgs, or
	// by id or mail address; "" if there is none.
	FindRole(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID, key string) (rbac.RoleID, error)
	FindGroup(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID, key string) (rbac.SubjectID, error)
	FindMember(ctx context.Context, tenant rbac.TenantID, idOrEmail string) (rbac.SubjectID, error)
	// FindFormerMember finds one who was removed or disabled, likewise.
	FindFormerMember(ctx context.Context, tenant rbac.TenantID, idOrEmail string) (rbac.SubjectID, error)
	// NamesOf are the names of subjects.
	NamesOf(ctx context.Context, tenant rbac.TenantID, ids []rbac.SubjectID) (map[rbac.SubjectID]string, error)
	// HomeOrgs are the orgs that members belong to.
	HomeOrgs(ctx context.Context, tenant rbac.TenantID, ids []rbac.SubjectID) (map[rbac.SubjectID]rbac.OrgID, error)

	DelegationStore
	DueStore
}

// PersonPart is what somebody is at a level besides the plan.
type PersonPart struct {
	Level   int            `db:"level"`
	Subject rbac.SubjectID `db:"subject_id"`
	Part    string         `db:"part"`
}

// The parts; those who are told are so at toldLevel.
const (
	partAsked = "asked"
	partOut   = "out"
	partTold  = "told"
	toldLevel = -1
)

// Inbox is where to-dos stand; inbox.Service is one.
type Inbox interface {
	Put(ctx context.Context, t inbox.Todo, a inbox.Asked) (inbox.Todo, error)
	End(ctx context.Context, tenant rbac.TenantID, source, sourceID string, state inbox.State, by rbac.SubjectID) error
	Mark(ctx context.Context, tenant rbac.TenantID, source, sourceID string, who rbac.SubjectID, part inbox.Part) error
	// Notify mails people, after the transaction of ctx.
	Notify(ctx context.Context, tenant rbac.TenantID, n inbox.Notice) error
}

// Kind is a kind of subject. View and Decide are the permissions that it takes,
// at the org of the subject, to see such an approval and to decide it.
type Kind struct {
	View, Decide rbac.Permission
	// Data is the permission to see the details; View if empty. Who may decide
	// sees them too.
	Data rbac.Permission
	// MayLapse says that plans may have ApproveIt written as the end of a level.
	MayLapse bool
	// Digest, if set, is what is to be decided as it is now; an approval whose
	// digest is another is not decided: approval.changed.
	Digest func(ctx context.Context, a Approval) (string, error)
	// Settled is told of the end of an approval, in the transaction of the act
	// that ended it. What it refuses is not done.
	Settled func(ctx context.Context, a Approval) error
}

// Service is the use cases. All fields are needed; kinds are registered before
// it is used.
type Service struct {
	Store Store
	Inbox Inbox
	Auth  *rbac.Authorizer
	Audit *audit.Log
	NewID func() string
	Now   clock.Now
	Log   *slog.Logger
	// Reached, if set, is told of each change that was committed, for tests of
	// crashes: decided, passed on to others, talked about, timed.
	Reached func(point string)

	kinds map[string]Kind
	due   wake.Due
}

// Register adds a kind of subject, before the service is used.
func (s *Service) Register(name string, k Kind) {
	if s.kinds == nil {
		s.kinds = map[string]Kind{}
	}
	if k.Data == "" {
		k.Data = k.View
	}
	s.kinds[name] = k
}

func (s *Service) kind(name string) (Kind, error) {
	k, ok := s.kinds[name]
	if !ok {
		return k, fmt.Errorf("no approvals are made of subjects of kind %q", name)
	}
	return k, nil
}

// kind is what audit entries call an approval.
const kind = "approval"

// read fills in the plan.
func read(a Approval) (Approval, error) {
	if err := json.Unmarshal([]byte(a.PlanText), &a.Plan); err != nil {
		return a, fmt.Errorf("read the plan of an approval: %w", err)
	}
	return a, nil
}

// toChange reads an approval that waits, for a change of it.
func (s *Service) toChange(ctx context.Context, tenant rbac.TenantID, id string) (Approval, error) {
	a, err := s.Store.ApprovalToChange(ctx, tenant, id)
	if err != nil {
		return a, err
	}
	return read(a)
}

func (s *Service) reached(point string) {
	if s.Reached != nil {
		s.Reached(point)
	}
}

func over(a Approval) error {
	return fault.New(fault.Conflict, "approval.over", "nothing is to be decided here any more: it is %s", a.State).
		Carrying(map[string]string{"state": string(a.State)})
}

// save writes a changed approval that this transaction read to change it.
func (s *Service) save(ctx context.Context, a *Approval) error {
	a.UpdatedAt = s.Now().UnixMicro()
	done, err := s.Store.UpdateApproval(ctx, *a)
	if err == nil && !done {
		err = over(*a)
	}
	a.Revision++
	return err
}

// act writes down what happened.
func (s *Service) act(ctx context.Context, a Approval, act Act) error {
	act.Tenant, act.Approval, act.ID, act.Level, act.At = a.Tenant, a.ID, s.NewID(), a.Level, s.Now().UnixMicro()
	act.Address = audit.OriginOf(ctx).Address
	return s.Store.InsertAct(ctx, act)
}
