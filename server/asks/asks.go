// Package asks puts what steps of runs ask of people before them, and gives
// their answers to the runs. What is asked is written with the step's
// suspension, and the answer with the act that gives it; the run takes it up by
// an event. So both happen once, whatever process dies in between.
package asks

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/tuple"
	"catenary/internal/wake"
	"catenary/nodes"
	"catenary/nodes/approval"
	"catenary/nodes/form"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/forms"
	"catenary/server/inbox"
	"catenary/server/runs"
	"catenary/server/switches"
)

// Step is the kind of subject of approvals that steps of runs ask for. Its id is
// the key of the ask.
const Step = "step"

// Store keeps asks.
type Store interface {
	runs.MakersStore
	InTx(ctx context.Context, work func(context.Context) error) error
	NewAsks(ctx context.Context, max int) ([]runtime.Ask, error)
	OverAsks(ctx context.Context, max int) ([]runtime.Ask, error)
	// TakeAsk and DropAsk say whether it was this one who did it.
	TakeAsk(ctx context.Context, a runtime.Ask) (bool, error)
	DropAsk(ctx context.Context, a runtime.Ask) (bool, error)
	// Ask reads one that a step still waits for, or is ask.unknown (NotFound).
	Ask(ctx context.Context, tenant rbac.TenantID, key string) (runtime.Ask, error)
	Run(ctx context.Context, tenant, id string) (runtime.Run, error)
	InsertSignal(ctx context.Context, s runtime.Signal) error
	InsertArtefact(ctx context.Context, a runs.Artefact) error
	// WaitingApprovals are those that steps of a run, and of those that it began,
	// wait for, by id.
	WaitingApprovals(ctx context.Context, tenant rbac.TenantID, run string) ([]string, error)
	// ListenAsks calls hear when something is new or over.
	ListenAsks(ctx context.Context, hear func())
}

// Service brings asks and answers. All fields are needed.
type Service struct {
	Store     Store
	Inbox     *inbox.Service
	Approvals *approvals.Service
	Forms     *forms.Service
	Switches  *switches.Service
	Now       clock.Now
	Log       *slog.Logger
	// Reached is told of points on the way: ask and asked around each one that is
	// put before people.
	Reached func(point string)
}

// Kind is what approvals of steps take. Steps may be approved by lapse of time
// where their chain says so in writing.
func (s *Service) Kind() approvals.Kind {
	return approvals.Kind{View: rbac.RunView, Data: rbac.RunData, Decide: rbac.ApprovalDecide, MayLapse: true, Settled: s.Decided}
}

const (
	lookEvery = 5 * time.Second
	atOnce    = 100
)

// Run brings what is new and takes away what is over, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	var due wake.Due
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		s.Store.ListenAsks(ctx, due.Wake)
	}()
	defer func() { <-heard }()
	work := func(ctx context.Context) (time.Time, error) {
		more, err := s.Bring(ctx)
		if more {
			return s.Now(), err
		}
		return time.Time{}, err
	}
	return due.Run(ctx, wake.Pace{Look: lookEvery, AfterFailure: lookEvery}, s.Now, work, func(err error) {
		s.Log.WarnContext(ctx, "what steps ask could not be put before people", "error", err)
	})
}

// Bring puts what is new before people and takes away what is over. more says
// that there may be more of it.
func (s *Service) Bring(ctx context.Context) (more bool, err error) {
	fresh, err := s.Store.NewAsks(ctx, atOnce)
	if err != nil {
		return false, fmt.Errorf("new asks: %w", err)
	}
	over, err := s.Store.OverAsks(ctx, atOnce)
	if err != nil {
		return false, fmt.Errorf("asks that are over: %w", err)
	}
	var failed error
	for _, a := range fresh {
		if err := s.open(ctx, a); err != nil {
			failed = errors.Join(failed, fmt.Errorf("ask %s of run %s: %w", a.Key, a.Run, err))
		}
	}
	for _, a := range over {
		if err := s.close(ctx, a); err != nil {
			failed = errors.Join(failed, fmt.Errorf("end of ask %s of run %s: %w", a.Key, a.Run, err))
		}
	}
	return len(fresh) == atOnce || len(over) == atOnce, failed
}

// open puts one before people. What cannot be asked fails the step.
func (s *Service) open(ctx context.Context, a runtime.Ask) error {
	s.Reached("ask")
	err := s.take(ctx, a, func(ctx context.Context) error { return s.put(ctx, a) })
	s.Reached("asked")
	refused := fault.As(err)
	if err == nil || refused.Kind != fault.Invalid && refused.Kind != fault.Conflict && refused.Kind != fault.NotFound {
		return err
	}
	return s.take(ctx, a, func(ctx context.Context) error {
		return s.answer(ctx, a, runtime.Answer{Failure: &run.Failure{Code: refused.Code, Message: explained(refused)}}, "refused")
	})
}

func explained(f *fault.Fault) string {
	if len(f.Details) > 0 && f.Details[0].Detail != f.Message {
		return f.Message + ": " + f.Details[0].Pointer + " " + f.Details[0].Detail
	}
	return f.Message
}

// take does work in the transaction that takes an ask, if nobody else took it.
func (s *Service) take(ctx context.Context, a runtime.Ask, work func(context.Context) error) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if mine, err := s.Store.TakeAsk(ctx, a); err != nil || !mine {
			return err
		}
		return work(ctx)
	})
}

func (s *Service) put(ctx context.Context, a runtime.Ask) error {
	r, err := s.Store.Run(ctx, a.Tenant, a.Run)
	if err != nil {
		return err
	}
	switch nodes.AskKind(a.Kind) {
	case nodes.AskForm:
		return s.putForm(ctx, a, r)
	case nodes.AskSwitch:
		return s.putSwitch(ctx, a, r)
	default:
		return s.putApproval(ctx, a, r)
	}
}

// titled is the title of an ask. Steps that began under an earlier version may
// have asked without one.
func titled(title string, r runtime.Run) string { return cmp.Or(title, r.Key) }

// requester is the person who started a run, or the account if none did.
func requester(r runtime.Run) rbac.SubjectID {
	if r.Human != "" {
		return rbac.SubjectID(r.Human)
	}
	return rbac.SubjectID(r.By)
}

func (s *Service) putForm(ctx context.Context, a runtime.Ask, r runtime.Run) error {
	var ask form.Ask
	if err := json.Unmarshal([]byte(a.Body), &ask); err != nil {
		return fmt.Errorf("read a form: %w", err)
	}
	request := forms.Request{
		Tenant: rbac.TenantID(r.Tenant), Org: rbac.OrgID(r.Org), Ask: a.Key, Run: r.ID, Title: titled(ask.Title, r), Help: ask.Help,
		Schema: ask.Schema, Initial: ask.Initial, Requester: requester(r), DueAt: ask.DueAt,
	}
	for _, by := range ask.By {
		request.By = append(request.By, approvals.By(by))
	}
	_, err := s.Forms.Open(ctx, request)
	return err
}

func (s *Service) putApproval(ctx context.Context, a runtime.Ask, r runtime.Run) error {
	var ask approval.Ask
	if err := json.Unmarshal([]byte(a.Body), &ask); err != nil {
		return fmt.Errorf("read an approval: %w", err)
	}
	var plan approvals.Plan
	if err := json.Unmarshal([]byte(a.Body), &plan); err != nil {
		return fmt.Errorf("read the plan of an approval: %w", err)
	}
	authors, err := runs.Makers(ctx, s.Store, r)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(tuple.Of("step", a.Key, r.ID, r.Document, a.Body))
	_, err = s.Approvals.Open(ctx, approvals.Request{
		Tenant: rbac.TenantID(r.Tenant), Org: rbac.OrgID(r.Org), Subject: approvals.Subject{Kind: Step, ID: a.Key},
		Digest: hex.EncodeToString(sum[:]), Title: titled(ask.Title, r), Details: ask.Details,
		Link: "/o/" + r.Org + "/runs/" + r.ID, Requester: requester(r), Authors: authors, Plan: plan,
	})
	return err
}

// close takes away what a step asks no more.
func (s *Service) close(ctx context.Context, a runtime.Ask) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if mine, err := s.Store.DropAsk(ctx, a); err != nil || !mine {
			return err
		}
		tenant := rbac.TenantID(a.Tenant)
		switch nodes.AskKind(a.Kind) {
		case nodes.AskForm:
			return s.Forms.Cancel(ctx, tenant, a.Key)
		case nodes.AskSwitch:
			return s.Switches.CancelAsk(ctx, tenant, a.Key)
		}
		return s.Approvals.Cancel(ctx, tenant, approvals.Subject{Kind: Step, ID: a.Key}, "", "the step waits no more")
	})
}

// answer gives a step what it waits for, in the transaction of ctx.
func (s *Service) answer(ctx context.Context, a runtime.Ask, answer runtime.Answer, id string) error {
	if err := json.Unmarshal([]byte(a.Step), &answer.StepRef); err != nil {
		return fmt.Errorf("read the step: %w", err)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	return s.Store.InsertSignal(ctx, runtime.Signal{
		Tenant: a.Tenant, Run: a.Run, ID: "ask-" + a.Key + "-" + id, Kind: runtime.AnswerSignal, Body: body, At: s.Now().UnixMicro(),
	})
}

// Filled gives a step the data of its form; the files in it are artefacts of the
// step from now on. One that waits no more is ask.unknown (NotFound), one whose run
// has ended run.ended (Conflict).
func (s *Service) Filled(ctx context.Context, f forms.Form, files []forms.File) error {
	a, err := s.Store.Ask(ctx, f.Tenant, f.Ask)
	if err != nil {
		return err
	}
	var of runtime.StepRef
	if err := json.Unmarshal([]byte(a.Step), &of); err != nil {
		return fmt.Errorf("read the step: %w", err)
	}
	for _, file := range files {
		err := s.Store.InsertArtefact(ctx, runs.Artefact{
			Tenant: f.Tenant, Run: a.Run, ArtefactRef: runs.ArtefactRef{Scope: of.Scope, Node: string(of.Node), Attempt: of.Attempt, Name: file.Artefact},
			Size: file.Size, Digest: file.Digest, MediaType: file.MediaType, CreatedAt: s.Now().UnixMicro(),
		})
		if err != nil {
			return err
		}
	}
	if err := s.bar(ctx, f); err != nil {
		return err
	}
	return s.answer(ctx, a, runtime.Answer{Output: json.RawMessage(f.Data)}, f.ID)
}

// bar keeps who filled in a form from deciding in the approvals that are open
// beside it; those that come later know of him by themselves.
func (s *Service) bar(ctx context.Context, f forms.Form) error {
	line, err := s.Store.RunLine(ctx, f.Tenant, f.Run)
	if err != nil || len(line) == 0 {
		return err
	}
	open, err := s.Store.WaitingApprovals(ctx, f.Tenant, line[len(line)-1].ID)
	if err != nil {
		return err
	}
	for _, id := range open {
		if err := s.Approvals.Bar(ctx, f.Tenant, id, []rbac.SubjectID{f.FilledBy, f.Behalf}); err != nil {
			return err
		}
	}
	return nil
}

// output is what a step whose approval was approved gives.
type output struct {
	Decision  approvals.State `json:"decision"`
	Lapsed    bool            `json:"lapsed,omitempty"`
	Decisions []decided       `json:"decisions"`
	Comments  []comment       `json:"comments"`
}

type decided struct {
	By      rbac.SubjectID    `json:"by"`
	Behalf  rbac.SubjectID    `json:"behalf,omitempty"`
	Level   int               `json:"level"`
	Verdict approvals.Verdict `json:"verdict"`
	Reason  string            `json:"reason,omitempty"`
	At      time.Time         `json:"at"`
}

type comment struct {
	By   rbac.SubjectID `json:"by"`
	Text string         `json:"text"`
	At   time.Time      `json:"at"`
}

// notApproved is the failure of a step whose approval ended as it should not.
func notApproved(state approvals.State, reason string) *run.Failure {
	message := map[approvals.State]string{
		approvals.Rejected: "it was rejected", approvals.SentBack: "it was sent back", approvals.Withdrawn: "it was withdrawn",
		approvals.Expired: "it was not decided in time",
	}[state]
	if reason != "" {
		message += ": " + reason
	}
	return &run.Failure{Code: "approval." + string(state), Message: message}
}

// Decided gives a step the end of its approval: its decisions, or a failure
// whose code is approval. and the state.
func (s *Service) Decided(ctx context.Context, of approvals.Approval) error {
	a, err := s.Store.Ask(ctx, of.Tenant, of.Subject.ID)
	if err != nil {
		return err
	}
	if of.State != approvals.Approved {
		return s.answer(ctx, a, runtime.Answer{Failure: notApproved(of.State, of.Reason)}, of.ID)
	}
	out := output{Decision: of.State, Lapsed: of.Lapsed, Decisions: []decided{}, Comments: []comment{}}
	all, err := s.Approvals.Decided(ctx, of.Tenant, of.ID)
	if err != nil {
		return err
	}
	for _, d := range all {
		one := decided{By: d.By, Level: d.Level, Verdict: d.Verdict, Reason: d.Reason, At: clock.Time(d.At)}
		if d.Behalf != d.By {
			one.Behalf = d.Behalf
		}
		out.Decisions = append(out.Decisions, one)
	}
	acts, err := s.Approvals.Store.Acts(ctx, of.Tenant, of.ID, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	for _, act := range acts.Items {
		if act.Kind == approvals.Commented {
			out.Comments = append(out.Comments, comment{By: act.By, Text: act.Text, At: clock.Time(act.At)})
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("write the output of an approval: %w", err)
	}
	return s.answer(ctx, a, runtime.Answer{Output: text}, of.ID)
}
