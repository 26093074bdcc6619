package inbox

import (
	"context"

	"catenary/rbac"
)

// NoticeKind says what a mail is about.
type NoticeKind string

// The kinds of notice.
const (
	NoticeNew       NoticeKind = "new"
	NoticeReminder  NoticeKind = "reminder"
	NoticeEscalated NoticeKind = "escalated"
	NoticeOverdue   NoticeKind = "overdue"
	NoticeTold      NoticeKind = "told" // to know of, and not to do
)

// Notice is a mail to people about something that they are to do.
type Notice struct {
	Kind  NoticeKind
	Org   rbac.OrgID
	Title string
	Link  string
	DueAt int64
	To    []rbac.SubjectID
	// Personal is for those people alone: channels are not told.
	Personal bool
}

// maxRecipients bounds to how many people one notice goes.
const maxRecipients = 200

// Letter is a notice to one person, on its way.
type Letter struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	ID        string         `db:"id"`
	To        rbac.SubjectID `db:"subject_id"`
	Kind      NoticeKind     `db:"kind"`
	Org       rbac.OrgID     `db:"org_id"`
	Title     string         `db:"title"`
	Link      string         `db:"link"`
	Until     int64          `db:"until"`
	DueAt     int64          `db:"due_at"`
	Tries     int            `db:"tries"`
	CreatedAt int64          `db:"created_at"`
	// Email, Name and Locale are the recipient's.
	Email  string `db:"email"`
	Name   string `db:"name"`
	Locale string `db:"locale"`
}

// Notify has people mailed about something once the transaction of ctx has
// committed, at most 200 of them, where mails are sent; and channels told.
func (s *Service) Notify(ctx context.Context, tenant rbac.TenantID, n Notice) error {
	if !n.Personal {
		if err := s.announce(ctx, tenant, n); err != nil {
			return err
		}
	}
	if s.Mailer == nil {
		return nil
	}
	now := s.Now().UnixMicro()
	for _, to := range n.To[:min(len(n.To), maxRecipients)] {
		if err := s.Store.InsertLetter(ctx, Letter{
			Tenant: tenant, ID: s.NewID(), To: to, Kind: n.Kind, Org: n.Org, Title: n.Title, Link: n.Link, Until: n.DueAt, DueAt: now, CreatedAt: now,
		}); err != nil {
			return err
		}
	}
	return nil
}
