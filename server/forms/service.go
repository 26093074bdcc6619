package forms

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/schema"
	"catenary/nodes/form"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
	"catenary/server/inbox"
)

// MaxData is how many bytes may be filled in.
const MaxData = 1 << 20

// maxWrong is how many problems of what was filled in are told at once.
const maxWrong = 50

// Store keeps forms. What is not there is form.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	InsertForm(ctx context.Context, f Form) error
	Form(ctx context.Context, tenant rbac.TenantID, id string) (Form, error)
	// FormToChange is Form, and keeps others from changing it until the transaction
	// of ctx ends.
	FormToChange(ctx context.Context, tenant rbac.TenantID, id string) (Form, error)
	FormOf(ctx context.Context, tenant rbac.TenantID, ask string) (Form, error)
	// SettleForm brings one that waits to its end, takes its drafts and files away,
	// and says whether it waited.
	SettleForm(ctx context.Context, f Form) (bool, error)
	// FormDraft is empty if there is none.
	FormDraft(ctx context.Context, tenant rbac.TenantID, form string, of rbac.SubjectID) (Draft, error)
	SaveFormDraft(ctx context.Context, d Draft) error
	InsertFormFile(ctx context.Context, f File) error
	// FormFiles are those that somebody gave, the oldest first.
	FormFiles(ctx context.Context, tenant rbac.TenantID, form string, of rbac.SubjectID) ([]File, error)
	DeleteFormFile(ctx context.Context, tenant rbac.TenantID, form string, of rbac.SubjectID, id string) (bool, error)
	// Delegators are those whose deputy somebody is at a time.
	Delegators(ctx context.Context, tenant rbac.TenantID, to rbac.SubjectID, at int64) ([]rbac.SubjectID, error)
}

// Inbox is where to-dos stand; inbox.Service is one.
type Inbox interface {
	Put(ctx context.Context, t inbox.Todo, a inbox.Asked) (inbox.Todo, error)
	End(ctx context.Context, tenant rbac.TenantID, source, sourceID string, state inbox.State, by rbac.SubjectID) error
	Notify(ctx context.Context, tenant rbac.TenantID, n inbox.Notice) error
}

// Service is the use cases. All fields are needed.
type Service struct {
	Store  Store
	Inbox  Inbox
	People *approvals.Service
	Auth   *rbac.Authorizer
	Audit  *audit.Log
	NewID  func() string
	Now    clock.Now
	// Content keeps what is in the files that people give to forms.
	Content Content
	// Settled is told of a form that was filled in, and of the files in its
	// answer, in the same transaction. What it refuses is not filled in.
	Settled func(ctx context.Context, f Form, files []File) error
	// Reached is told of points on the way: file, when what a file holds is kept
	// and the form has it not yet.
	Reached func(point string)
}

const kind = "form"

// Open puts a form before people, in the caller's transaction. Somebody who is
// not there is approval.plan (Invalid), a schema that is none form.schema
// (Invalid); if nobody of them may fill it in it is form.nobody_can (Conflict).
func (s *Service) Open(ctx context.Context, r Request) (Form, error) {
	f := Form{
		Tenant: r.Tenant, ID: s.NewID(), Org: r.Org, Ask: r.Ask, Run: r.Run, Help: r.Help, Schema: string(r.Schema), Initial: string(r.Initial),
		Requester: r.Requester, State: Waiting, DueAt: r.DueAt, CreatedAt: s.Now().UnixMicro(),
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) (err error) {
		if f.Title, err = name.Check("/title", r.Title); err != nil {
			return err
		}
		if compiled, wrong := schema.Compile([]byte(f.Schema)); compiled == nil {
			return fault.At("/schema"+wrong[0].Pointer, "form.schema", "this is no JSON Schema: %s", wrong[0].Detail)
		}
		if wrong := form.CheckFiles(r.Schema); len(wrong) > 0 {
			return fault.At("/schema"+wrong[0].Pointer, "form.schema", "%s", wrong[0].Detail.Detail)
		}
		who := []approvals.Who{{Member: r.Requester}}
		if len(r.By) > 0 {
			if who, err = s.People.Understand(ctx, r.Tenant, r.Org, r.By, "/by"); err != nil {
				return err
			}
		}
		holders, people, err := s.People.Audience(ctx, r.Tenant, r.Org, who, rbac.FormFill)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return fault.New(fault.Conflict, "form.nobody_can", "none of those who are asked may fill this in")
		}
		text, err := json.Marshal(who)
		if err != nil {
			return fmt.Errorf("write who is asked: %w", err)
		}
		f.WhoText = string(text)
		if err := s.Store.InsertForm(ctx, f); err != nil {
			return err
		}
		link := "/inbox/form~" + string(f.Org) + "~" + f.ID
		if _, err := s.Inbox.Put(ctx, inbox.Todo{
			Tenant: f.Tenant, Org: f.Org, Source: inbox.Forms, SourceID: f.ID, Title: f.Title, Link: link, DueAt: f.DueAt,
		}, inbox.Asked{Holders: holders, Mine: []rbac.SubjectID{f.Requester}}); err != nil {
			return err
		}
		return s.Inbox.Notify(ctx, f.Tenant, inbox.Notice{Kind: inbox.NoticeNew, Org: f.Org, Title: f.Title, Link: link, DueAt: f.DueAt, To: people})
	})
	return f, err
}

// Cancel ends a form that need not be filled in any more, in the caller's
// transaction. Where none waits it does nothing.
func (s *Service) Cancel(ctx context.Context, tenant rbac.TenantID, ask string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		f, err := s.Store.FormOf(ctx, tenant, ask)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		f.State, f.SettledAt = Canceled, s.Now().UnixMicro()
		if done, err := s.Store.SettleForm(ctx, f); err != nil || !done {
			return err
		}
		return s.Inbox.End(ctx, tenant, inbox.Forms, f.ID, inbox.Gone, "")
	})
}

// Get shows a form to who may view runs there: what was filled in takes
// run:data, or to be asked.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.RunView, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	f, err := s.Store.Form(ctx, who.Tenant, id)
	if f, err = ofOrg(org, f, err); err != nil {
		return View{}, err
	}
	v := View{Form: f}
	asked, _, err := s.asked(ctx, who, f)
	if err != nil {
		return v, err
	}
	v.MayFill = asked && f.State == Waiting && s.Auth.Can(ctx, who, rbac.FormFill, rbac.Resource{OrgID: org}) == nil
	if !asked && s.Auth.Can(ctx, who, rbac.RunData, rbac.Resource{OrgID: org}) != nil {
		v.Data, v.Initial = "", ""
	}
	if v.Draft, err = s.Store.FormDraft(ctx, who.Tenant, f.ID, who.Subject); err != nil {
		return v, err
	}
	v.Files, err = s.Store.FormFiles(ctx, who.Tenant, f.ID, who.Subject)
	return v, err
}

// ofOrg is form.unknown (NotFound) for a form of another org.
func ofOrg(org rbac.OrgID, f Form, err error) (Form, error) {
	if err == nil && f.Org != org {
		err = fault.New(fault.NotFound, "form.unknown", "no such form")
	}
	return f, err
}

// asked says whether who is asked, or stands in for somebody who is: behalf is
// whom. He does so as a person, for one who might fill the form in himself.
func (s *Service) asked(ctx context.Context, who rbac.Actor, f Form) (asked bool, behalf rbac.SubjectID, err error) {
	var all []approvals.Who
	if err := json.Unmarshal([]byte(f.WhoText), &all); err != nil {
		return false, "", fmt.Errorf("read who is asked: %w", err)
	}
	if asked, err = s.People.Among(ctx, f.Tenant, all, who.Subject); err != nil || asked || !who.Session() {
		return asked, "", err
	}
	from, err := s.Store.Delegators(ctx, f.Tenant, who.Subject, s.Now().UnixMicro())
	if err != nil {
		return false, "", err
	}
	for _, id := range from {
		asked, err := s.People.Among(ctx, f.Tenant, all, id)
		if err != nil {
			return false, "", err
		}
		if asked && s.Auth.Can(ctx, rbac.Session(f.Tenant, id), rbac.FormFill, rbac.Resource{OrgID: f.Org}) == nil {
			return true, id, nil
		}
	}
	return false, "", nil
}

// filling reads a form that waits for who, who may fill it in, with for whom he
// would do so, and keeps it as it is until the transaction of ctx ends. One that is
// over is form.over (Conflict), one that asks others form.not_asked (Forbidden).
func (s *Service) filling(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Form, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.FormFill, rbac.Resource{OrgID: org}); err != nil {
		return Form{}, err
	}
	f, err := s.Store.FormToChange(ctx, who.Tenant, id)
	if f, err = ofOrg(org, f, err); err != nil {
		return f, err
	}
	if f.State != Waiting {
		return f, over(f)
	}
	asked, behalf, err := s.asked(ctx, who, f)
	f.Behalf = behalf
	if err == nil && !asked {
		err = fault.New(fault.Forbidden, "form.not_asked", "others are asked to fill this in")
	}
	return f, err
}

func over(f Form) error {
	return fault.New(fault.Conflict, "form.over", "this form is %s", f.State)
}

// SaveDraft keeps what who has filled in so far; it need not fit yet.
func (s *Service) SaveDraft(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, data json.RawMessage) (View, error) {
	if err := bounded(data); err != nil {
		return View{}, err
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		f, err := s.filling(ctx, who, org, id)
		if err != nil {
			return err
		}
		return s.Store.SaveFormDraft(ctx, Draft{Tenant: f.Tenant, Form: f.ID, Subject: who.Subject, Data: string(data), UpdatedAt: s.Now().UnixMicro()})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, org, id)
}

func bounded(data json.RawMessage) error {
	if len(data) > MaxData {
		return fault.New(fault.TooLarge, "form.too_large", "%d bytes may be filled in", MaxData)
	}
	return nil
}

// Fill fills a form in, for good: for himself, or as the deputy of somebody who is
// asked. What does not fit its schema, or names a file that who did not give, is
// form.data (Invalid), with a detail for each place.
func (s *Service) Fill(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, data json.RawMessage) (View, error) {
	if err := bounded(data); err != nil {
		return View{}, err
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		f, err := s.filling(ctx, who, org, id)
		if err != nil {
			return err
		}
		if err := fits(f, data); err != nil {
			return err
		}
		answer, files, err := s.withFiles(ctx, who, f, data)
		if err != nil {
			return err
		}
		f.State, f.Data, f.FilledBy, f.SettledAt = Filled, string(answer), who.Subject, s.Now().UnixMicro()
		done, err := s.Store.SettleForm(ctx, f)
		if err != nil {
			return err
		}
		if !done {
			return over(f)
		}
		if err := s.Inbox.End(ctx, f.Tenant, inbox.Forms, f.ID, inbox.Done, who.Subject); err != nil {
			return err
		}
		if err := s.Settled(ctx, f, files); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "form:filled", Kind: kind, ResourceID: f.ID, OrgID: org,
			After: map[string]any{"title": f.Title, "run": f.Run, "behalf": f.Behalf, "files": allGiven(files)},
		})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, org, id)
}

func fits(f Form, data json.RawMessage) error {
	compiled, violations := schema.Compile([]byte(f.Schema))
	if compiled == nil {
		return fmt.Errorf("the schema of a form cannot be used: %s", violations[0].Detail)
	}
	var wrong []fault.Detail
	for _, v := range compiled.Check(data) {
		wrong = append(wrong, fault.Detail{Code: "form.data", Pointer: "/data" + v.Pointer, Detail: v.Detail})
	}
	return asAsked(wrong)
}

// asAsked is form.data (Invalid) if something is wrong with what was filled in.
func asAsked(wrong []fault.Detail) error {
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "form.data", "this is not what the form asks for; see errors").With(wrong[:min(len(wrong), maxWrong)]...)
}
