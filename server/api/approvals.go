package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/approvals"
)

const (
	approvalTag  = "approvals"
	approvalPath = "/orgs/{org_id}/approvals/{approval_id}"
)

func (a *API) registerApprovals() {
	register(a, route{
		ID: "listApprovals", Method: http.MethodGet, Path: "/orgs/{org_id}/approvals", Permission: rbac.RunView, Tag: approvalTag,
		Summary: "Approvals of an org and of those below it, the newest first",
	}, a.listApprovals)
	register(a, route{
		ID: "getApproval", Method: http.MethodGet, Path: approvalPath, Permission: rbac.RunView, Tag: approvalTag,
		Summary: "What is to be decided, who is asked, and who has decided what; releases take release:view",
	}, a.getApproval)
	register(a, route{
		ID: "listApprovalActs", Method: http.MethodGet, Path: approvalPath + "/acts", Permission: rbac.RunView, Tag: approvalTag,
		Summary: "All that happened to an approval, the oldest first",
	}, a.listApprovalActs)
	register(a, route{
		ID: "decideApproval", Method: http.MethodPost, Path: approvalPath + "/decisions", Permission: rbac.ApprovalDecide, Tag: approvalTag,
		Summary: "Approve, reject or send back, for good; only a person who has signed in does; releases take release:approve",
	}, a.decideApproval)
	register(a, route{
		ID: "transferApproval", Method: http.MethodPost, Path: approvalPath + "/transfers", Permission: rbac.ApprovalDecide, Tag: approvalTag,
		Summary: "Give your place at the present level to somebody else who may decide",
	}, a.transferApproval)
	register(a, route{
		ID: "addApprover", Method: http.MethodPost, Path: approvalPath + "/approvers", Permission: rbac.ApprovalDecide, Tag: approvalTag,
		Summary: "Ask somebody more at the present level, and one approval more there",
	}, a.addApprover)
	register(a, route{
		ID: "copyApproval", Method: http.MethodPost, Path: approvalPath + "/copies", Permission: rbac.RunView, Tag: approvalTag,
		Summary: "Tell somebody of an approval who may see it",
	}, a.copyApproval)
	register(a, route{
		ID: "commentApproval", Method: http.MethodPost, Path: approvalPath + "/comments", Permission: rbac.RunView, Tag: approvalTag,
		Summary: "Say something about what is to be decided",
	}, a.commentApproval)
	register(a, route{
		ID: "remindApproval", Method: http.MethodPost, Path: approvalPath + "/reminders", Permission: rbac.RunView, Tag: approvalTag,
		Summary: "Remind those who are asked; the requester does, and not again within ten minutes",
	}, a.remindApproval)
	register(a, route{
		ID: "withdrawApproval", Method: http.MethodPost, Path: approvalPath + "/withdrawal", Permission: rbac.RunView, Tag: approvalTag,
		Summary: "End an approval that you asked for and need no more",
	}, a.withdrawApproval)
}

// InApproval is embedded in the input of routes about an approval.
type InApproval struct {
	InOrg
	ApprovalID string `path:"approval_id" doc:"The approval's id" example:"01JD0000000000000000000000"`
}

type approvalSubjectBody struct {
	Kind string `json:"kind" doc:"step, release, …" example:"step"`
	ID   string `json:"id"`
}

type approvalLevelBody struct {
	Name         string         `json:"name,omitempty"`
	By           []approvals.By `json:"by" doc:"Who is asked, as it was written"`
	Quorum       int            `json:"quorum"`
	DistinctOrgs bool           `json:"distinct_orgs,omitempty"`
	Due          string         `json:"due,omitempty"`
	AtEnd        string         `json:"at_end,omitempty" enum:"wait,reject,approve"`
}

type approvalDecisionBody struct {
	By      string    `json:"by" doc:"Who acted"`
	Behalf  string    `json:"behalf,omitempty" doc:"For whom, as a deputy"`
	Level   int       `json:"level"`
	Verdict string    `json:"verdict" enum:"approve,reject,send_back"`
	Reason  string    `json:"reason,omitempty"`
	Digest  string    `json:"digest" doc:"Of what was seen"`
	Address string    `json:"address,omitempty" doc:"Where from"`
	At      time.Time `json:"at"`
}

// ApprovalSummaryBody is an approval in a list; approvalBody embeds it.
type ApprovalSummaryBody struct {
	ID        string              `json:"id"`
	OrgID     string              `json:"org_id"`
	Subject   approvalSubjectBody `json:"subject"`
	Title     string              `json:"title"`
	Link      string              `json:"link,omitempty"`
	Digest    string              `json:"digest" doc:"Of what is to be decided; a decision names it"`
	State     string              `json:"state" enum:"waiting,approved,rejected,sent_back,withdrawn,expired,canceled"`
	Level     int                 `json:"level" doc:"The one that is decided now, from 0"`
	Levels    []approvalLevelBody `json:"levels"`
	Extra     int                 `json:"extra,omitempty" doc:"Approvals needed beyond the quorum of the level"`
	Raised    int                 `json:"raised,omitempty" doc:"How often the level was escalated"`
	Problem   string              `json:"problem,omitempty" enum:"approval.nobody_can" doc:"As rights stand too few can decide"`
	Lapsed    bool                `json:"lapsed,omitempty" doc:"Approved because nobody decided in time"`
	Requester string              `json:"requester"`
	Reason    string              `json:"reason,omitempty"`
	DueAt     *time.Time          `json:"due_at,omitempty"`
	CreatedAt time.Time           `json:"created_at"`
	SettledAt *time.Time          `json:"settled_at,omitempty"`
}

type approvalBody struct {
	ApprovalSummaryBody
	Details   json.RawMessage        `json:"details,omitempty" doc:"For who may see the data, or decide"`
	Authors   []string               `json:"authors" doc:"None of them decides"`
	Asked     []string               `json:"asked" doc:"Who can decide now"`
	Decisions []approvalDecisionBody `json:"decisions"`
	MayDecide bool                   `json:"may_decide" doc:"You are asked"`
	Names     map[string]string      `json:"names" doc:"Of the people above, by id"`
	Can       []rbac.Permission      `json:"can"`
}

type approvalOutput struct{ Body approvalBody }

func newApprovalSummary(a approvals.Approval) ApprovalSummaryBody {
	b := ApprovalSummaryBody{
		ID: a.ID, OrgID: string(a.Org), Subject: approvalSubjectBody{Kind: a.Kind, ID: a.Subject.ID}, Title: a.Title, Link: a.Link,
		Digest: a.Digest, State: string(a.State), Level: a.Level, Levels: make([]approvalLevelBody, len(a.Plan.Levels)), Extra: a.Extra, Raised: a.Raised,
		Lapsed: a.Lapsed, Requester: string(a.Requester), Reason: a.Reason, DueAt: moment(a.DueAt), CreatedAt: clock.Time(a.CreatedAt), SettledAt: moment(a.SettledAt),
	}
	if a.Nobody && a.State == approvals.Waiting {
		b.Problem = "approval.nobody_can"
	}
	for i, l := range a.Plan.Levels {
		b.Levels[i] = approvalLevelBody{
			Name: l.Name, By: l.By, Quorum: max(l.Quorum, 1), DistinctOrgs: l.DistinctOrgs, Due: string(l.Due), AtEnd: string(l.AtEnd),
		}
	}
	return b
}

func newApprovalOutput(v approvals.View, err error) (*approvalOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &approvalOutput{Body: approvalBody{
		ApprovalSummaryBody: newApprovalSummary(v.Approval), Authors: plainTexts(v.Authors), Asked: plainTexts(v.Asked),
		Decisions: make([]approvalDecisionBody, len(v.Decisions)), MayDecide: v.MayDecide, Names: map[string]string{}, Can: some(v.Can),
	}}
	if v.Details != "" {
		out.Body.Details = json.RawMessage(v.Details)
	}
	for id, name := range v.Names {
		out.Body.Names[string(id)] = name
	}
	for i, d := range v.Decisions {
		one := approvalDecisionBody{
			By: string(d.By), Level: d.Level, Verdict: string(d.Verdict), Reason: d.Reason, Digest: d.Digest, Address: d.Address, At: clock.Time(d.At),
		}
		if d.Behalf != d.By {
			one.Behalf = string(d.Behalf)
		}
		out.Body.Decisions[i] = one
	}
	return out, nil
}

// plainTexts are ids as texts.
func plainTexts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

type listApprovalsInput struct {
	InOrg
	Paged
	State string `query:"state" maxLength:"20" doc:"One state; all of them if left out" example:"waiting"`
}

// listApprovals: GET /orgs/{org_id}/approvals
func (a *API) listApprovals(ctx context.Context, in *listApprovalsInput) (*listOutput[ApprovalSummaryBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Approvals.List(ctx, actor(ctx), in.org(), approvals.State(in.State), r)
	if err != nil {
		return nil, err
	}
	return list(p, newApprovalSummary), nil
}

// getApproval: GET /orgs/{org_id}/approvals/{approval_id}
func (a *API) getApproval(ctx context.Context, in *struct{ InApproval }) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.Get(ctx, actor(ctx), in.org(), in.ApprovalID))
}

type approvalActBody struct {
	ID     string      `json:"id"`
	Kind   string      `json:"kind" example:"commented"`
	Level  int         `json:"level"`
	By     *authorBody `json:"by,omitempty" doc:"Absent: time passed"`
	Behalf *authorBody `json:"behalf,omitempty"`
	To     *authorBody `json:"to,omitempty"`
	Text   string      `json:"text,omitempty"`
	At     time.Time   `json:"at"`
}

type listApprovalActsInput struct {
	InApproval
	Paged
}

// listApprovalActs: GET /orgs/{org_id}/approvals/{approval_id}/acts
func (a *API) listApprovalActs(ctx context.Context, in *listApprovalActsInput) (*listOutput[approvalActBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Approvals.Acts(ctx, actor(ctx), in.org(), in.ApprovalID, r)
	if err != nil {
		return nil, err
	}
	return list(p, func(x approvals.Act) approvalActBody {
		return approvalActBody{
			ID: x.ID, Kind: string(x.Kind), Level: x.Level, By: newAuthor(x.By, x.ByName), Behalf: newAuthor(x.Behalf, x.BehalfName),
			To: newAuthor(x.To, x.ToName), Text: x.Text, At: clock.Time(x.At),
		}
	}), nil
}

// DecisionIn is what somebody decides.
type DecisionIn struct {
	Verdict string `json:"verdict" enum:"approve,reject,send_back"`
	Digest  string `json:"digest" maxLength:"200" doc:"Of what you saw"`
	Reason  string `json:"reason,omitempty" maxLength:"8000" doc:"A no takes one"`
	Behalf  string `json:"behalf,omitempty" maxLength:"64" doc:"For whom you stand in"`
}

func (in DecisionIn) in() approvals.In {
	return approvals.In{Verdict: approvals.Verdict(in.Verdict), Digest: in.Digest, Reason: in.Reason, Behalf: rbac.SubjectID(in.Behalf)}
}

type decideApprovalInput struct {
	InApproval
	Body DecisionIn
}

// decideApproval: POST /orgs/{org_id}/approvals/{approval_id}/decisions
func (a *API) decideApproval(ctx context.Context, in *decideApprovalInput) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.Decide(ctx, actor(ctx), in.org(), in.ApprovalID, in.Body.in()))
}

type passApprovalInput struct {
	InApproval
	Body struct {
		To     string `json:"to" maxLength:"400" doc:"Id or mail address of a member"`
		Reason string `json:"reason,omitempty" maxLength:"8000"`
	}
}

// transferApproval: POST /orgs/{org_id}/approvals/{approval_id}/transfers
func (a *API) transferApproval(ctx context.Context, in *passApprovalInput) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.Transfer(ctx, actor(ctx), in.org(), in.ApprovalID, rbac.SubjectID(in.Body.To), in.Body.Reason))
}

// addApprover: POST /orgs/{org_id}/approvals/{approval_id}/approvers
func (a *API) addApprover(ctx context.Context, in *passApprovalInput) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.AddApprover(ctx, actor(ctx), in.org(), in.ApprovalID, rbac.SubjectID(in.Body.To), in.Body.Reason))
}

type copyApprovalInput struct {
	InApproval
	Body struct {
		To string `json:"to" maxLength:"400" doc:"Id or mail address of a member"`
	}
}

// copyApproval: POST /orgs/{org_id}/approvals/{approval_id}/copies
func (a *API) copyApproval(ctx context.Context, in *copyApprovalInput) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.Copy(ctx, actor(ctx), in.org(), in.ApprovalID, rbac.SubjectID(in.Body.To)))
}

type commentApprovalInput struct {
	InApproval
	Body struct {
		Text string `json:"text" maxLength:"8000"`
	}
}

// commentApproval: POST /orgs/{org_id}/approvals/{approval_id}/comments
func (a *API) commentApproval(ctx context.Context, in *commentApprovalInput) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.Comment(ctx, actor(ctx), in.org(), in.ApprovalID, in.Body.Text))
}

// remindApproval: POST /orgs/{org_id}/approvals/{approval_id}/reminders
func (a *API) remindApproval(ctx context.Context, in *struct{ InApproval }) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.Remind(ctx, actor(ctx), in.org(), in.ApprovalID))
}

type withdrawApprovalInput struct {
	InApproval
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"8000"`
	}
}

// withdrawApproval: POST /orgs/{org_id}/approvals/{approval_id}/withdrawal
func (a *API) withdrawApproval(ctx context.Context, in *withdrawApprovalInput) (*approvalOutput, error) {
	return newApprovalOutput(a.Approvals.Withdraw(ctx, actor(ctx), in.org(), in.ApprovalID, in.Body.Reason))
}
