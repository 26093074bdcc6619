package switches

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/internal/tuple"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
)

// SubjectSwitch is the kind of subject of approvals that changes of switches
// need. Its id is that of the request.
const SubjectSwitch = "switch"

// RequestState is how far a request is: the word of its approval's state, or
// Overtaken.
type RequestState string

// The states of a request.
const (
	Waiting   RequestState = "waiting"
	Approved  RequestState = "approved"
	Rejected  RequestState = "rejected"
	SentBack  RequestState = "sent_back"
	Withdrawn RequestState = "withdrawn"
	Expired   RequestState = "expired"
	// Canceled is one whose step waits no more, Overtaken one whose switch has
	// changed since.
	Canceled  RequestState = "canceled"
	Overtaken RequestState = "overtaken"
)

// Request is a change of a switch that people are asked to approve: at Revision,
// from Was to Value, or from ApprovalWas to Approval. It is carried out in the
// transaction of the last decision, and never twice.
type Request struct {
	Tenant   rbac.TenantID `db:"tenant_id"`
	ID       string        `db:"id"`
	Switch   string        `db:"switch_id"`
	Revision int64         `db:"revision"`
	Was      string        `db:"was"`
	Value    string        `db:"value"`
	// ApprovalWas and Approval are plans as Switch has one.
	ApprovalWas string         `db:"approval_was"`
	Approval    string         `db:"approval"`
	Reason      string         `db:"reason"`
	By          rbac.SubjectID `db:"requested_by"`
	Human       rbac.SubjectID `db:"human_id"`
	// Run is the run whose step asked, and Ask its key, if one did.
	Run string `db:"run_id"`
	Ask string `db:"ask"`
	// ApprovalID is the approval, which seals Digest.
	ApprovalID string       `db:"approval_id"`
	Digest     string       `db:"digest"`
	State      RequestState `db:"state"`
	// Message says why it ended as it did.
	Message   string `db:"message"`
	CreatedAt int64  `db:"created_at"`
	SettledAt int64  `db:"settled_at"`
	ByName    string `db:"by_name"`
}

// subject is what the approval of a request is about.
func (r Request) subject() approvals.Subject {
	return approvals.Subject{Kind: SubjectSwitch, ID: r.ID}
}

// seal is the digest of exactly this change.
func (r Request) seal() string {
	b := tuple.AppendInt(tuple.Of("switch", string(r.Tenant), r.ID, r.Switch), r.Revision)
	for _, text := range []string{r.Was, r.Value, r.ApprovalWas, r.Approval} {
		b = tuple.AppendText(b, text)
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Kind is what approvals of changes of switches take.
func (s *Service) Kind() approvals.Kind {
	return approvals.Kind{View: rbac.SwitchView, Decide: rbac.ApprovalDecide, Digest: s.digest, Settled: s.decided}
}

// asking is a change that is to be approved: what a request says of it, and who
// wrote it besides who asks.
type asking struct {
	Request
	authors []rbac.SubjectID
	// instead is who is asked in place of those whom the switch's rule asks,
	// because nobody can meet that any more.
	instead *approvals.Plan
}

// ask opens a request for a change of a locked switch. It belongs to the caller's
// transaction.
func (s *Service) ask(ctx context.Context, who rbac.Actor, row Switch, a asking) (*Request, error) {
	plan, err := row.plan()
	if err != nil {
		return nil, err
	}
	if a.instead != nil {
		plan = a.instead
	}
	r := a.Request
	r.Tenant, r.ID, r.Switch, r.Revision, r.Was, r.ApprovalWas = row.Tenant, s.NewID(), row.ID, row.Revision, row.Value, row.Approval
	r.By, r.Human, r.State, r.CreatedAt = who.Subject, who.Human, Waiting, s.Now().UnixMicro()
	r.Digest = r.seal()
	shown := told(row, r)
	shown.Stranded = a.instead != nil
	details, err := json.Marshal(shown)
	if err != nil {
		return nil, fmt.Errorf("write the details of a request: %w", err)
	}
	requester := who.Human
	if requester == "" {
		requester = who.Subject
	}
	asked, err := s.Approvals.Open(ctx, approvals.Request{
		Tenant: r.Tenant, Org: row.Org, Subject: r.subject(), Digest: r.Digest, Title: title(row, r), Details: details,
		Link: "/o/" + string(row.Org) + "/switches?switch=" + row.Key, Requester: requester,
		Authors: append(a.authors, who.Subject, who.Human), Plan: *plan, Standing: a.instead == nil,
	})
	if fault.HasCode(err, "approval.nobody_can") {
		if lost, err := s.stranded(ctx, row); err != nil || lost {
			return nil, either(err, lostRule())
		}
	}
	if err != nil {
		return nil, err
	}
	r.ApprovalID = asked.ID
	if err := s.Store.InsertSwitchRequest(ctx, r); err != nil {
		return nil, err
	}
	return &r, s.Audit.Record(ctx, who, audit.Entry{
		Action: "switch:asked", Kind: kind, ResourceID: row.ID, OrgID: row.Org,
		After: map[string]any{"request": r.ID, "approval": r.ApprovalID, "digest": r.Digest, "change": shown},
	})
}

// change is a request as approvers see it. The plans are there if they differ.
type change struct {
	Switch      string          `json:"switch"`
	Key         string          `json:"key"`
	Revision    int64           `json:"revision"`
	From        json.RawMessage `json:"from"`
	To          json.RawMessage `json:"to"`
	ApprovalWas json.RawMessage `json:"approval_was,omitempty"`
	Approval    json.RawMessage `json:"approval,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	Run         string          `json:"run,omitempty"`
	// Stranded: the rule was one that nobody could meet, and those whom the new
	// one asks were asked.
	Stranded bool `json:"stranded,omitempty"`
}

func told(row Switch, r Request) change {
	c := change{Switch: row.ID, Key: row.Key, Revision: r.Revision, From: raw(r.Was), To: raw(r.Value), Reason: r.Reason, Run: r.Run}
	if r.Approval != r.ApprovalWas {
		c.ApprovalWas, c.Approval = raw(r.ApprovalWas), raw("null")
		if r.Approval != "" {
			c.Approval = raw(r.Approval)
		}
	}
	return c
}

// longestTold is how many characters of a value stand in a title.
const longestTold = 40

// title names a request in the inbox.
func title(row Switch, r Request) string {
	brief := func(text string) string {
		if utf8.RuneCountInString(text) > longestTold {
			return string([]rune(text)[:longestTold]) + "…"
		}
		return text
	}
	what := ": " + brief(r.Was) + " → " + brief(r.Value)
	if r.Value == r.Was {
		what = " (" + row.Key + ")"
	}
	of := []rune(row.Name)
	if most := name.MaxLength - utf8.RuneCountInString(what); len(of) > most {
		of = of[:most]
	}
	full := string(of) + what
	if _, err := name.Check("", full); err != nil { // a value may have what cannot be seen
		return row.Name
	}
	return full
}

// digest is that of the request as its switch stands now.
func (s *Service) digest(ctx context.Context, a approvals.Approval) (string, error) {
	r, err := s.Store.LockSwitchRequest(ctx, a.Tenant, a.Subject.ID)
	if err != nil {
		return "", err
	}
	row, err := s.Store.LockSwitch(ctx, r.Tenant, r.Switch)
	if err != nil {
		return "", err
	}
	r.Revision, r.Was, r.ApprovalWas = row.Revision, row.Value, row.Approval
	return r.seal(), nil
}

// decided takes up the end of an approval, in the transaction that ended it: what
// was approved is done, if the switch is still as it was asked against.
func (s *Service) decided(ctx context.Context, a approvals.Approval) error {
	r, err := s.Store.LockSwitchRequest(ctx, a.Tenant, a.Subject.ID)
	if err != nil || r.State != Waiting {
		return err
	}
	if a.State != approvals.Approved {
		return s.settle(ctx, r, RequestState(a.State), a.Reason, Made{})
	}
	row, err := s.Store.LockSwitch(ctx, r.Tenant, r.Switch)
	if err != nil {
		return err
	}
	if row.Revision != r.Revision {
		return s.settle(ctx, r, Overtaken, overtakenBy(row), Made{})
	}
	var shown change
	if err := json.Unmarshal([]byte(a.Details), &shown); err != nil {
		return fmt.Errorf("read the details of a request: %w", err)
	}
	if shown.Stranded {
		lost, err := s.stranded(ctx, row)
		if err != nil {
			return err
		}
		if !lost {
			return s.settle(ctx, r, Overtaken, "those who approve changes of the switch can do so again", Made{})
		}
	}
	// The database lets the switch change only when the request is approved.
	made := Made{Key: row.Key, Was: raw(r.Was), Value: raw(r.Value), Revision: r.Revision + 1, Changed: r.Value != r.Was}
	if err := s.settle(ctx, r, Approved, "", made); err != nil {
		return err
	}
	who := rbac.Actor{Tenant: r.Tenant, Subject: r.By, Human: r.Human}
	if r.Approval != r.ApprovalWas {
		return s.setApproval(ctx, who, row, r.Approval, r.Reason, r.ID)
	}
	_, woken, err := s.set(ctx, who, row, raw(r.Value), Change{Reason: r.Reason, Run: r.Run, Cause: r.Ask, Request: r.ID})
	s.Store.AfterCommit(ctx, func() { s.wake(woken) })
	return err
}

// settle ends a request and tells the step that waits for it.
func (s *Service) settle(ctx context.Context, r Request, state RequestState, message string, made Made) error {
	r.State, r.Message, r.SettledAt = state, message, s.Now().UnixMicro()
	if done, err := s.Store.SettleSwitchRequest(ctx, r); err != nil || !done {
		return err
	}
	if r.Ask == "" {
		return nil
	}
	return s.Settled(ctx, r, made)
}

func overtakenBy(row Switch) string {
	return fmt.Sprintf("the switch was changed meanwhile; it is at revision %d", row.Revision)
}

// overtake ends the requests that were asked against an older revision of a
// switch that is locked.
func (s *Service) overtake(ctx context.Context, row Switch) error {
	all, err := s.Store.WaitingSwitchRequests(ctx, row.Tenant, row.ID, row.Revision)
	if err != nil {
		return err
	}
	for _, r := range all {
		err := s.settle(ctx, r, Overtaken, overtakenBy(row), Made{})
		if err != nil && !fault.Is(err, fault.NotFound) && !fault.HasCode(err, "run.ended") { // the step may wait no more
			return err
		}
		if err := s.Approvals.Cancel(ctx, r.Tenant, r.subject(), "", overtakenBy(row)); err != nil {
			return err
		}
	}
	return nil
}

// Wanted is the change that a step asks people to approve.
type Wanted struct {
	Switch string          `json:"switch"` // the id
	Key    string          `json:"key"`    // by which the chain refers to it
	Value  json.RawMessage `json:"value"`
	Reason string          `json:"reason,omitempty"`
}

// AskByStep asks people to approve what a step wants, who besides the people
// behind the run was its author. What needs no approval any more is done at
// once. Either way Settled is told of the end.
func (s *Service) AskByStep(ctx context.Context, step Step, want Wanted, authors []rbac.SubjectID) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		row, err := s.own(ctx, step)
		if err != nil {
			return err
		}
		to, err := row.fit(want.Value)
		if err != nil {
			return err
		}
		who := rbac.Actor{Tenant: step.Tenant, Subject: step.By, Human: step.Human}
		r := Request{Tenant: step.Tenant, Value: to, Approval: row.Approval, Reason: step.Reason, Run: step.Run, Ask: step.Cause}
		if row.Approval != "" && to != row.Value {
			_, err = s.ask(ctx, who, row, asking{Request: r, authors: authors})
			return err
		}
		after, woken, err := s.set(ctx, who, row, raw(to), Change{Run: step.Run, Cause: step.Cause, Reason: step.Reason})
		if err != nil {
			return err
		}
		s.Store.AfterCommit(ctx, func() { s.wake(woken) })
		r.State = Approved
		return s.Settled(ctx, r, Made{
			Key: row.Key, Was: raw(row.Value), Value: raw(to), Revision: after.Revision, Changed: after.Revision != row.Revision,
		})
	})
}

// CancelAsk ends the request of a step that waits no more, if it is one.
func (s *Service) CancelAsk(ctx context.Context, tenant rbac.TenantID, ask string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		r, err := s.Store.SwitchRequestOf(ctx, tenant, ask)
		if fault.Is(err, fault.NotFound) || err == nil && r.State != Waiting {
			return nil
		}
		if err != nil {
			return err
		}
		const why = "the step waits no more"
		if err := s.Approvals.Cancel(ctx, tenant, r.subject(), "", why); err != nil {
			return err
		}
		r.State, r.Message, r.SettledAt = Canceled, why, s.Now().UnixMicro()
		_, err = s.Store.SettleSwitchRequest(ctx, r)
		return err
	})
}

// Requests lists the changes of an org's own switch that people were asked to
// approve, the newest first; of all states if state is empty.
func (s *Service) Requests(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, state RequestState, r page.Request) (page.Of[Request], error) {
	row, err := s.mine(ctx, who, org, key)
	if err != nil {
		return page.Of[Request]{}, err
	}
	return s.Store.SwitchRequests(ctx, who.Tenant, row.ID, state, r)
}

// Request gives one of them; one that is not there is switch.request_unknown
// (NotFound).
func (s *Service) Request(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, id string) (Request, error) {
	row, err := s.mine(ctx, who, org, key)
	if err != nil {
		return Request{}, err
	}
	return s.Store.SwitchRequest(ctx, who.Tenant, row.ID, id)
}

// mine reads an org's own switch for who may view it.
func (s *Service) mine(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Switch, error) {
	if err := s.Auth.Can(ctx, who, rbac.SwitchView, rbac.Resource{OrgID: org}); err != nil {
		return Switch{}, err
	}
	return s.Store.Switch(ctx, who.Tenant, org, key)
}
