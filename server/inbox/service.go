package inbox

import (
	"context"
	"log/slog"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/server/audit"
)

// Store keeps to-dos. What is not there is todo.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	// TodoOf reads one by its source.
	TodoOf(ctx context.Context, tenant rbac.TenantID, source, sourceID string) (Todo, error)
	// SaveTodo inserts a to-do, or changes the one with its id.
	SaveTodo(ctx context.Context, t Todo) error
	// AskFor makes these those that a to-do is for, and no others.
	AskFor(ctx context.Context, t Todo, a Asked) error
	// MarkTodo says that somebody did a to-do, his part of it, or that it is
	// none of his business any more.
	MarkTodo(ctx context.Context, t Todo, who rbac.SubjectID, part Part) error
	// UnmarkTodo takes back that people did their parts of a to-do.
	UnmarkTodo(ctx context.Context, t Todo) error
	// EndTodo settles a to-do that waits, takes its holders away, and says
	// whether it waited.
	EndTodo(ctx context.Context, t Todo) (bool, error)

	// Todo reads one with its holders.
	Todo(ctx context.Context, tenant rbac.TenantID, id string) (Todo, []Holder, error)
	// TodosFor lists those that wait for the holders of a hand, in the orgs of
	// the set, the newest first, of some sources or, without any, of all; none that
	// is out or done for the hand's owner or for who looks. CountTodos counts them, up to max.
	TodosFor(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, looks rbac.SubjectID, hands []Hand, sources []string, r page.Request) (page.Of[View], error)
	CountTodos(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, looks rbac.SubjectID, hands []Hand, sources []string, max int) (int, error)
	// TodosOf lists those that are something to somebody.
	TodosOf(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, who rbac.SubjectID, part Part, source string, r page.Request) (page.Of[View], error)
	// Delegators are those whose deputy somebody is at a time.
	Delegators(ctx context.Context, tenant rbac.TenantID, to rbac.SubjectID, at int64) ([]rbac.SubjectID, error)
	// FindMember finds an active member by id or mail address; "" if there is none.
	FindMember(ctx context.Context, tenant rbac.TenantID, idOrEmail string) (rbac.SubjectID, error)
	// ListenInbox calls hear for tenants whose to-dos changed.
	ListenInbox(ctx context.Context, hear func(rbac.TenantID))

	InsertLetter(ctx context.Context, l Letter) error
	// DueLetters are those to be sent, with their recipients; ClaimLetter puts
	// one off, and says whether it was as it was read.
	DueLetters(ctx context.Context, now int64, max int) ([]Letter, error)
	ClaimLetter(ctx context.Context, l Letter, again int64) (bool, error)
	DropLetter(ctx context.Context, l Letter) error

	ChannelStore
}

// Mailer sends mails; mail.Sender is one.
type Mailer interface {
	Send(ctx context.Context, to, subject, text string) error
}

// Part is what a to-do is to somebody.
type Part string

// The parts.
const (
	PartMine Part = "mine"
	PartDone Part = "done"
	PartOut  Part = "out"
)

// Service is the use cases. All fields are needed but Mailer and Outside: without
// them no mails are sent, and no channels told.
type Service struct {
	Store   Store
	Mailer  Mailer
	Outside Outside
	Auth    *rbac.Authorizer
	Audit   *audit.Log
	NewID   func() string
	Now     clock.Now
	Log     *slog.Logger
	// PublicURL is where people find the server, for links in mails.
	PublicURL string

	calls wake.Calls[rbac.TenantID]
}

// Put puts a to-do in for its source, or changes what is there by the same
// source and id; one that was settled waits again. It belongs to the caller's
// transaction and asks for no rights.
func (s *Service) Put(ctx context.Context, t Todo, a Asked) (Todo, error) {
	now := s.Now().UnixMicro()
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		before, err := s.Store.TodoOf(ctx, t.Tenant, t.Source, t.SourceID)
		switch {
		case err == nil:
			t.ID, t.CreatedAt = before.ID, before.CreatedAt
		case fault.Is(err, fault.NotFound):
			t.ID, t.CreatedAt = s.NewID(), now
		default:
			return err
		}
		t.State, t.UpdatedAt, t.DoneAt, t.DoneBy, t.Reason = Waiting, now, 0, "", ""
		if err := s.Store.SaveTodo(ctx, t); err != nil {
			return err
		}
		if before.State == Done || before.State == Gone {
			// Who did it then is asked anew.
			if err := s.Store.UnmarkTodo(ctx, t); err != nil {
				return err
			}
		}
		return s.Store.AskFor(ctx, t, a)
	})
	return t, err
}

// End settles a to-do of a source, by somebody or, with an empty by, by itself.
// One that is not there, or is settled, is left as it is.
func (s *Service) End(ctx context.Context, tenant rbac.TenantID, source, sourceID string, state State, by rbac.SubjectID) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		t, err := s.Store.TodoOf(ctx, tenant, source, sourceID)
		if err != nil {
			return unless(err, fault.NotFound)
		}
		_, err = s.settle(ctx, t, state, by)
		return err
	})
}

// settle ends a to-do that waits.
func (s *Service) settle(ctx context.Context, t Todo, state State, by rbac.SubjectID) (Todo, error) {
	t.State, t.UpdatedAt, t.DoneAt, t.DoneBy = state, s.Now().UnixMicro(), s.Now().UnixMicro(), by
	ended, err := s.Store.EndTodo(ctx, t)
	if err != nil || !ended || by == "" || state != Done {
		return t, err
	}
	return t, s.Store.MarkTodo(ctx, t, by, PartDone)
}

// Mark says that somebody did his part of a to-do that goes on waiting for
// others, or that it is none of his business any more.
func (s *Service) Mark(ctx context.Context, tenant rbac.TenantID, source, sourceID string, who rbac.SubjectID, part Part) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		t, err := s.Store.TodoOf(ctx, tenant, source, sourceID)
		if err != nil {
			return unless(err, fault.NotFound)
		}
		return s.Store.MarkTodo(ctx, t, who, part)
	})
}

func unless(err error, kind fault.Kind) error {
	if fault.Is(err, kind) {
		return nil
	}
	return err
}
