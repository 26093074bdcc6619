package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/inbox"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// post is a mail server that keeps what it gets, or refuses it.
type post struct {
	sent []string
	down bool
}

func (p *post) Send(_ context.Context, to, subject, text string) error {
	if p.down {
		return errors.New("no answer")
	}
	p.sent = append(p.sent, to+"|"+subject+"|"+text)
	return nil
}

type scene struct {
	*servertest.World
	t    *testing.T
	box  *inbox.Service
	post *post
}

func each(t *testing.T, test func(*testing.T, *scene)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := &scene{World: w, t: t, post: &post{}}
		s.box = &inbox.Service{
			Store: w.Store, Mailer: s.post, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now,
			Log: slog.New(slog.NewTextHandler(t.Output(), nil)), PublicURL: "https://catenary.example.org",
		}
		test(t, s)
	})
}

func (s *scene) put(path, id string, a inbox.Asked) inbox.Todo {
	s.t.Helper()
	t, err := s.box.Put(s.t.Context(), inbox.Todo{
		Tenant: s.Tenant(path), Org: s.Org(path), Source: inbox.Approvals, SourceID: id, Title: id,
	}, a)
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

// titles are those of a list, with whom each is for if that is somebody else.
func (s *scene) titles(who rbac.Actor, q inbox.Query) []string {
	s.t.Helper()
	var all []string
	r := page.Request{Limit: 2}
	for {
		p, err := s.box.List(s.t.Context(), who, q, r)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, v := range p.Items {
			if v.For != "" {
				v.Title += " for another"
			}
			all = append(all, v.Title)
		}
		if p.Next.IsZero() {
			return all
		}
		r.After = p.Next
	}
}

func (s *scene) want(who rbac.Actor, q inbox.Query, want ...string) {
	s.t.Helper()
	if got := s.titles(who, q); !slices.Equal(got, want) {
		s.t.Errorf("%s: got %q, want %q", q.Box, got, want)
	}
}

func TestOneListOverTheWholeTree(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		approver, viewer := s.Actor(rbac.Approver, servertest.Stock), s.Actor(rbac.Viewer, servertest.Stock)
		owner := s.Actor(rbac.Owner, servertest.Acme)
		crew, err := s.Orgs.CreateGroup(t.Context(), owner, s.Org(servertest.Stock), "crew", "Crew")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Orgs.Join(t.Context(), owner, s.Org(servertest.Stock), crew.ID, viewer.Subject); err != nil {
			t.Fatal(err)
		}
		at := func(role rbac.RoleID, path string) inbox.Holder { return inbox.Role(role, s.Org(path)) }
		s.put(servertest.Stock, "by name", inbox.Asked{Holders: []inbox.Holder{inbox.Person(viewer.Subject)}, Mine: []rbac.SubjectID{owner.Subject}})
		s.put(servertest.Picking, "by group", inbox.Asked{Holders: []inbox.Holder{inbox.Group(crew.ID), inbox.Person(viewer.Subject)}})
		s.put(servertest.Stock, "by role", inbox.Asked{Holders: []inbox.Holder{at(rbac.Approver, servertest.Stock), at(rbac.Viewer, servertest.Stock)}})
		s.put(servertest.Stock, "by a role above", inbox.Asked{Holders: []inbox.Holder{at(rbac.Approver, servertest.Retail)}})
		s.put(servertest.Stock, "not for him", inbox.Asked{Holders: []inbox.Holder{at(rbac.Viewer, servertest.Stock)}, Out: []rbac.SubjectID{viewer.Subject}})
		s.put(servertest.Shop, "where he sees nothing", inbox.Asked{Holders: []inbox.Holder{inbox.Person(viewer.Subject)}})
		s.put(servertest.Labs, "of another tenant", inbox.Asked{Holders: []inbox.Holder{inbox.Person(viewer.Subject)}})

		s.want(viewer, inbox.Query{}, "by role", "by group", "by name")
		s.want(approver, inbox.Query{}, "by role")
		s.want(s.Actor(rbac.Approver, servertest.Retail), inbox.Query{}, "by a role above")
		s.want(owner, inbox.Query{Box: inbox.BoxMine}, "by name")
		s.want(viewer, inbox.Query{Source: "form"})
		if c, err := s.box.Count(t.Context(), viewer); err != nil || c.Waiting != 3 {
			t.Errorf("%+v, %v", c, err)
		}

		// Who does his part has it no more, and others have; at the end nobody.
		tenant := viewer.Tenant
		if err := s.box.Mark(t.Context(), tenant, inbox.Approvals, "by role", viewer.Subject, inbox.PartDone); err != nil {
			t.Fatal(err)
		}
		s.want(viewer, inbox.Query{}, "by group", "by name")
		s.want(viewer, inbox.Query{Box: inbox.BoxDone}, "by role")
		s.want(approver, inbox.Query{}, "by role")
		for range 2 {
			if err := s.box.End(t.Context(), tenant, inbox.Approvals, "by role", inbox.Done, ""); err != nil {
				t.Fatal(err)
			}
		}
		s.want(approver, inbox.Query{})
		if _, err := s.box.List(t.Context(), viewer, inbox.Query{Box: "all"}, page.Request{Limit: 1}); !fault.HasCode(err, "request.parameter") {
			t.Errorf("no such list: %v", err)
		}

		// A change of rights moves to-dos at once.
		s.put(servertest.Stock, "later", inbox.Asked{Holders: []inbox.Holder{at(rbac.Operator, servertest.Stock)}})
		s.want(s.Actor(rbac.Viewer, servertest.Stock), inbox.Query{}, "by group", "by name")
		if _, err := s.Orgs.Grant(t.Context(), owner, s.Org(servertest.Stock), orgs.NewGrant{Subject: viewer.Subject, Role: rbac.Operator}); err != nil {
			t.Fatal(err)
		}
		s.want(s.Actor(rbac.Viewer, servertest.Stock), inbox.Query{}, "later", "by group", "by name")
	})
}

func TestCountsAreCapped(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		viewer := s.Actor(rbac.Viewer, servertest.Stock)
		for i := range inbox.MaxCount + 5 {
			s.put(servertest.Stock, fmt.Sprint(i), inbox.Asked{Holders: []inbox.Holder{inbox.Person(viewer.Subject)}})
		}
		if c, err := s.box.Count(t.Context(), viewer); err != nil || c.Waiting != inbox.MaxCount {
			t.Errorf("%+v, %v", c, err)
		}
		if got := s.titles(viewer, inbox.Query{}); len(got) != inbox.MaxCount+5 {
			t.Errorf("%d are listed", len(got))
		}
	})
}

func TestADeputySeesWhatWaitsForAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		approver, admin := s.Actor(rbac.Approver, servertest.Stock), s.Actor(rbac.Admin, servertest.Stock)
		asked := inbox.Asked{Holders: []inbox.Holder{inbox.Role(rbac.Approver, s.Org(servertest.Stock))}}
		s.put(servertest.Stock, "a", asked)
		asked.Out = []rbac.SubjectID{admin.Subject}
		s.put(servertest.Stock, "what the deputy authored", asked)
		s.want(admin, inbox.Query{Box: inbox.BoxDelegated})
		people := &approvals.Service{Store: s.Store, Inbox: s.box, Auth: s.Auth, Audit: s.Audit, NewID: s.NewID, Now: s.Clock.Now}
		if _, err := people.Delegate(t.Context(), approver, admin.Subject, time.Time{}, s.Clock.Now().Add(time.Hour), ""); err != nil {
			t.Fatal(err)
		}
		s.want(admin, inbox.Query{Box: inbox.BoxDelegated}, "a for another")
		if c, err := s.box.Count(t.Context(), admin); err != nil || c.Waiting != 0 || c.Delegated != 1 {
			t.Errorf("%+v, %v", c, err)
		}
		s.Clock.Add(time.Hour)
		s.want(admin, inbox.Query{Box: inbox.BoxDelegated})
	})
}

func TestOtherSystemsPutTodosIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		admin, viewer := s.Actor(rbac.Admin, servertest.Stock), s.Actor(rbac.Viewer, servertest.Stock)
		org := s.Org(servertest.Stock)
		in := inbox.In{Title: "Order 1", Link: "https://erp.example.org/1", People: []string{string(viewer.Subject), servertest.Email(rbac.Operator, servertest.Stock)}}
		put := func(who rbac.Actor, id string, in inbox.In, code string) {
			t.Helper()
			if _, err := s.box.PutExternal(t.Context(), who, org, "erp", id, in); code == "" && err != nil || code != "" && !fault.HasCode(err, code) {
				t.Errorf("got %v, want %q", err, code)
			}
		}
		put(viewer, "1", in, "auth.forbidden")
		put(s.Actor(rbac.Owner, servertest.Umbra), "1", in, "resource.unknown")
		put(admin, "", in, "todo.id")
		for code, change := range map[string]func(*inbox.In){
			"todo.link":   func(in *inbox.In) { in.Link = "javascript:alert(1)" },
			"todo.people": func(in *inbox.In) { in.People = []string{string(s.Subject(rbac.Viewer, servertest.Shop))} },
			"name.empty":  func(in *inbox.In) { in.Title = "" },
		} {
			bad := in
			change(&bad)
			put(admin, "1", bad, code)
		}
		put(s.Token(admin, org, rbac.TodoWrite, rbac.OrgView), "1", in, "") // a system has a token
		in.Title = "Order 1, again"
		put(admin, "1", in, "")
		s.want(viewer, inbox.Query{}, "Order 1, again")
		s.want(s.Actor(rbac.Operator, servertest.Stock), inbox.Query{Source: "x:erp"}, "Order 1, again")
		if _, err := s.box.PutExternal(t.Context(), s.Actor(rbac.Admin, servertest.Retail), s.Org(servertest.Retail), "erp", "1", inbox.In{
			Title: "x", Link: in.Link, People: []string{string(s.Subject(rbac.Viewer, servertest.Retail))},
		}); !fault.HasCode(err, "todo.elsewhere") {
			t.Errorf("at another org: %v", err)
		}
		for range 2 {
			if v, err := s.box.EndExternal(t.Context(), admin, org, "erp", "1", inbox.Done, string(viewer.Subject)); err != nil || v.State != inbox.Done || v.DoneBy != viewer.Subject {
				t.Errorf("%+v, %v", v, err)
			}
		}
		s.want(viewer, inbox.Query{})
		s.want(viewer, inbox.Query{Box: inbox.BoxDone}, "Order 1, again")
		if _, err := s.box.EndExternal(t.Context(), admin, org, "erp", "2", inbox.Gone, ""); !fault.HasCode(err, "todo.unknown") {
			t.Errorf("what is not there: %v", err)
		}
	})
}

// Whom a to-do of another system names says that it is done, and the system sees
// it; it can ask again.
func TestPeopleCompleteTodosOfOtherSystems(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		admin, viewer := s.Actor(rbac.Admin, servertest.Stock), s.Actor(rbac.Viewer, servertest.Stock)
		org := s.Org(servertest.Stock)
		put := func() inbox.Todo {
			t.Helper()
			v, err := s.box.PutExternal(t.Context(), admin, org, "erp", "1", inbox.In{Title: "Order 1", Link: "https://erp.example.org/1", People: []string{string(viewer.Subject)}})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		todo := put()
		own, err := s.box.Put(t.Context(), inbox.Todo{
			Tenant: viewer.Tenant, Org: org, Source: inbox.Forms, SourceID: s.NewID(), Title: "A form",
		}, inbox.Asked{Holders: []inbox.Holder{inbox.Person(viewer.Subject)}})
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			who  rbac.Actor
			id   string
			code string
		}{
			{admin, todo.ID, "todo.unknown"}, // who may put it in, but is not asked
			{s.Actor(rbac.Owner, servertest.Umbra), todo.ID, "todo.unknown"},
			{s.Token(viewer, org, rbac.OrgView, rbac.TodoWrite), todo.ID, "auth.session_needed"},
			{viewer, own.ID, "todo.source"},
			{viewer, "nowhere", "todo.unknown"},
		} {
			if _, err := s.box.Complete(t.Context(), tt.who, tt.id, ""); !fault.HasCode(err, tt.code) {
				t.Errorf("got %v, want %s", err, tt.code)
			}
		}
		if v, err := s.box.Complete(t.Context(), viewer, todo.ID, "on its way"); err != nil || v.State != inbox.Done {
			t.Fatalf("%+v, %v", v, err)
		}
		if _, err := s.box.Complete(t.Context(), viewer, todo.ID, ""); !fault.HasCode(err, "todo.unknown") {
			t.Errorf("once more: %v", err)
		}
		s.want(viewer, inbox.Query{Box: inbox.BoxDone}, "Order 1")
		v, err := s.box.GetExternal(t.Context(), s.Token(admin, org, rbac.TodoWrite, rbac.OrgView), org, "erp", "1")
		if err != nil || v.State != inbox.Done || v.DoneBy != viewer.Subject || v.Reason != "on its way" || v.DoneAt == 0 {
			t.Errorf("the other system sees %+v, %v", v, err)
		}
		if v := put(); v.State != inbox.Waiting || v.Reason != "" {
			t.Errorf("put in again it is %+v", v)
		}
		s.want(viewer, inbox.Query{Source: "x:erp"}, "Order 1")
	})
}

func TestPeopleAreMailed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		viewer := s.Subject(rbac.Viewer, servertest.Stock)
		if err := s.box.Notify(t.Context(), s.Tenant(servertest.Acme), inbox.Notice{
			Kind: inbox.NoticeReminder, Org: s.Org(servertest.Stock), Title: "A release", Link: "/releases/1", To: []rbac.SubjectID{viewer},
		}); err != nil {
			t.Fatal(err)
		}
		s.post.down = true
		if n, err := s.box.Post(t.Context()); n != 0 || err == nil {
			t.Errorf("%d, %v", n, err)
		}
		s.post.down = false
		if n, err := s.box.Post(t.Context()); n != 0 || err != nil { // not again at once
			t.Errorf("%d, %v", n, err)
		}
		s.Clock.Add(time.Hour)
		for _, want := range []int{1, 0} {
			if n, err := s.box.Post(t.Context()); n != want || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		}
		if len(s.post.sent) != 1 || !strings.HasPrefix(s.post.sent[0], servertest.Email(rbac.Viewer, servertest.Stock)+"|Reminder: A release|") ||
			!strings.Contains(s.post.sent[0], "https://catenary.example.org/releases/1") {
			t.Errorf("%q", s.post.sent)
		}
	})
}

func TestReadersHearOfChanges(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		viewer := s.Actor(rbac.Viewer, servertest.Stock)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); _ = s.box.Listen(ctx) }()
		defer func() { stop(); <-done }()
		changed, leave, err := s.box.Join(t.Context(), viewer)
		if err != nil {
			t.Fatal(err)
		}
		defer leave()
		again := time.NewTicker(50 * time.Millisecond) // until the other begins to listen
		defer again.Stop()
		late := time.After(20 * time.Second)
		for i := 0; ; i++ {
			s.put(servertest.Stock, fmt.Sprint(i), inbox.Asked{Holders: []inbox.Holder{inbox.Person(viewer.Subject)}})
			select {
			case <-changed:
				return
			case <-late:
				t.Fatal("nothing was heard")
			case <-again.C:
			}
		}
	})
}
