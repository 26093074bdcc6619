package releases

import (
	"context"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// MaxComment is how many characters a comment may have.
const MaxComment = 4000

// Comment is what somebody said about a release.
type Comment struct {
	Tenant  rbac.TenantID  `db:"tenant_id"`
	Release string         `db:"release_id"`
	ID      string         `db:"id"`
	At      int64          `db:"at"`
	By      rbac.SubjectID `db:"subject_id"`
	Human   rbac.SubjectID `db:"human_id"`
	// Revision is that of the release that it is about, Pointer the part of it.
	Revision int64  `db:"revision"`
	Pointer  string `db:"pointer"`
	Body     string `db:"body"`
	ByName   string `db:"by_name"`
}

// Say adds a comment. Who may view a release may speak about it.
func (s *Service) Say(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, pointer, body string) (Comment, error) {
	body, err := name.Text("/body", body, MaxComment)
	if err == nil && body == "" {
		err = fault.At("/body", "release.comment", "a comment says something")
	}
	if err == nil && (len(pointer) > 1000 || pointer != "" && !strings.HasPrefix(pointer, "/")) {
		err = fault.At("/pointer", "release.comment", "want a pointer such as /phases/0/chain")
	}
	if err != nil {
		return Comment{}, err
	}
	c := Comment{
		Tenant: who.Tenant, Release: id, ID: s.NewID(), At: s.Now().UnixMicro(), By: who.Subject, Human: who.Human, Pointer: pointer, Body: body,
	}
	_, err = s.change(ctx, who, rbac.ReleaseView, org, id, func(ctx context.Context, r *Release) error {
		c.Revision = r.Revision
		if err := s.Store.InsertReleaseComment(ctx, c); err != nil {
			return err
		}
		if err := s.mark(ctx, r, who, Milestone{Kind: Commented, Note: c.ID}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "release:commented", Kind: kind, ResourceID: id, OrgID: org, After: map[string]any{"comment": c.ID, "pointer": pointer},
		})
	})
	return c, err
}

// Comments lists what was said, the oldest first.
func (s *Service) Comments(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, r page.Request) (page.Of[Comment], error) {
	if _, err := s.find(ctx, who, org, id); err != nil {
		return page.Of[Comment]{}, err
	}
	return s.Store.ReleaseComments(ctx, who.Tenant, id, r)
}
