package api

import (
	"context"
	"encoding/json"
	"time"

	"catenary/internal/clock"
	"catenary/server/switches"
)

// SwitchRequest is a change of a switch that people are asked to approve.
type SwitchRequest struct {
	ID         string          `json:"id"`
	State      string          `json:"state" enum:"waiting,approved,rejected,sent_back,withdrawn,expired,canceled,overtaken"`
	Message    string          `json:"message,omitempty" doc:"Why it ended as it did"`
	Revision   int64           `json:"revision" doc:"Of the switch that it was asked against"`
	From       json.RawMessage `json:"from"`
	To         json.RawMessage `json:"to" doc:"The same as from if it is about who approves"`
	Rule       bool            `json:"rule" doc:"It is about who approves; the approval's details say how"`
	Reason     string          `json:"reason,omitempty"`
	By         *authorBody     `json:"by,omitempty"`
	RunID      string          `json:"run_id,omitempty" doc:"The run whose step asked"`
	ApprovalID string          `json:"approval_id" doc:"Where it is decided"`
	Digest     string          `json:"digest" doc:"Of exactly this change"`
	CreatedAt  time.Time       `json:"created_at"`
	SettledAt  *time.Time      `json:"settled_at,omitempty"`
}

func newSwitchRequest(r switches.Request) SwitchRequest {
	return SwitchRequest{
		ID: r.ID, State: string(r.State), Message: r.Message, Revision: r.Revision, From: json.RawMessage(r.Was), To: json.RawMessage(r.Value),
		Rule: r.Approval != r.ApprovalWas, Reason: r.Reason, By: newAuthor(r.By, r.ByName), RunID: r.Run,
		ApprovalID: r.ApprovalID, Digest: r.Digest, CreatedAt: clock.Time(r.CreatedAt), SettledAt: moment(r.SettledAt),
	}
}

type setSwitchApprovalInput struct {
	InSwitch
	IfMatch
	Body struct {
		Approval *askedPlanBody `json:"approval,omitempty" doc:"Absent: nobody has to approve"`
		Reason   string         `json:"reason,omitempty" doc:"Needed where somebody has to approve it"`
	}
}

// setSwitchApproval: PUT /orgs/{org_id}/switches/{switch_key}/approval
func (a *API) setSwitchApproval(ctx context.Context, in *setSwitchApprovalInput) (*switchAskedOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newSwitchAskedOutput(a.Switches.SetApproval(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Approval.plan(), in.Body.Reason))
}

type listSwitchRequestsInput struct {
	InSwitch
	Paged
	State string `query:"state" enum:"waiting,approved,rejected,sent_back,withdrawn,expired,canceled,overtaken" doc:"Only those in this state"`
}

// listSwitchRequests: GET /orgs/{org_id}/switches/{switch_key}/requests
func (a *API) listSwitchRequests(ctx context.Context, in *listSwitchRequestsInput) (*listOutput[SwitchRequest], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Switches.Requests(ctx, actor(ctx), in.org(), in.Key, switches.RequestState(in.State), r)
	if err != nil {
		return nil, err
	}
	return list(p, newSwitchRequest), nil
}

type switchRequestOutput struct{ Body SwitchRequest }

// getSwitchRequest: GET /orgs/{org_id}/switches/{switch_key}/requests/{request_id}
func (a *API) getSwitchRequest(ctx context.Context, in *struct {
	InSwitch
	RequestID string `path:"request_id" doc:"The request's id" example:"01JD0000000000000000000000"`
},
) (*switchRequestOutput, error) {
	r, err := a.Switches.Request(ctx, actor(ctx), in.org(), in.Key, in.RequestID)
	if err != nil {
		return nil, err
	}
	return &switchRequestOutput{Body: newSwitchRequest(r)}, nil
}
