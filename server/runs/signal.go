package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/audit"
)

// maxReason is how many characters may be said about why.
const maxReason = 2000

// order is something that people ask of a run.
type order struct {
	signal runtime.SignalKind
	action string // in the audit log
	// bars says why a run in this state cannot be asked, or "".
	bars func(run.State) string
}

var (
	cancelOrder  = order{runtime.CancelSignal, "run:canceled", func(s run.State) string { return ended(s) }}
	pauseOrder   = order{runtime.PauseSignal, "run:paused", func(s run.State) string { return only(s, "it is already", run.Queued, run.Running, run.Waiting) }}
	unpauseOrder = order{runtime.UnpauseSignal, "run:resumed", func(s run.State) string { return only(s, "it is", run.Paused) }}
	undoOrder    = order{runtime.UndoSignal, "run:undone", func(s run.State) string { return only(s, "it is", run.Succeeded, run.Failed, run.Canceled) }}
)

func ended(s run.State) string {
	if s.Final() {
		return "it is over: " + string(s)
	}
	return ""
}

func only(s run.State, words string, may ...run.State) string {
	if slices.Contains(may, s) {
		return ""
	}
	if s.Final() && !slices.Contains(may, run.Succeeded) {
		return ended(s)
	}
	return words + " " + string(s)
}

// Cancel asks a run to end, and what it has outside with it. It needs
// run:cancel; a run that is over is run.state (Conflict).
func (s *Service) Cancel(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (View, error) {
	return s.ask(ctx, who, org, id, reason, cancelOrder)
}

// Pause asks a run to begin nothing new until it is resumed.
func (s *Service) Pause(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (View, error) {
	return s.ask(ctx, who, org, id, reason, pauseOrder)
}

// Unpause lets a paused run go on.
func (s *Service) Unpause(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (View, error) {
	return s.ask(ctx, who, org, id, reason, unpauseOrder)
}

// Undo asks for the undo of what a run that is over did. That of a release is
// rolled back by its release: run.of_release (Conflict).
func (s *Service) Undo(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (View, error) {
	return s.ask(ctx, who, org, id, reason, undoOrder)
}

// ask commits a signal and wakes whoever drives the run.
func (s *Service) ask(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string, o order) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.RunCancel, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	reason, err := name.Text("/reason", reason, maxReason)
	if err != nil {
		return View{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.RunCancel, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		r, err := s.inOrg(ctx, who, org, id)
		if err != nil {
			return err
		}
		if why := o.bars(r.State); why != "" {
			return fault.New(fault.Conflict, "run.state", "the run cannot be asked for this: %s", why).
				Carrying(map[string]string{"state": string(r.State)})
		}
		if r.Trigger == "release" && !r.Test && o.signal == runtime.UndoSignal {
			return fault.New(fault.Conflict, "run.of_release", "the run belongs to a release; roll its phase back instead")
		}
		body, err := json.Marshal(run.Note{By: string(who.Subject), Reason: reason})
		if err != nil {
			return fmt.Errorf("write a note: %w", err)
		}
		if err := s.Store.InsertSignal(ctx, runtime.Signal{
			Tenant: r.Tenant, Run: r.ID, ID: s.NewID(), Kind: o.signal, Body: body, At: s.Now().UnixMicro(),
		}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: o.action, Kind: kind, ResourceID: r.ID, OrgID: org,
			Before: map[string]any{"state": r.State}, After: map[string]any{"reason": reason},
		})
	})
	if err != nil {
		return View{}, err
	}
	s.Engine.Nudge(runtime.ID{Tenant: string(who.Tenant), Run: id})
	return s.view(ctx, who, org, id)
}
