package resources

import (
	"context"
	"encoding/json"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/holds"
	"catenary/server/switches"
)

// Platform implements runtime.Resources.
func (r *Resources) Platform(row runtime.Run, v *runtime.Version, key string) nodes.Platform {
	return &platform{of: r, row: row, version: v, key: key}
}

// SwitchValues implements runtime.Resources.
func (r *Resources) SwitchValues(ctx context.Context, row runtime.Run, v *runtime.Version) (json.RawMessage, error) {
	ids := make([]string, 0, len(v.Pins[chain.SwitchRef]))
	for _, pin := range v.Pins[chain.SwitchRef] {
		ids = append(ids, pin.ID)
	}
	values, err := r.Switches.Values(ctx, rbac.TenantID(row.Tenant), rbac.OrgID(row.Org), ids)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]json.RawMessage, len(values))
	for key, pin := range v.Pins[chain.SwitchRef] {
		if value, there := values[pin.ID]; there {
			seen[key] = value
		}
	}
	return json.Marshal(seen)
}

// platform is what one attempt of a step may do here, for the org of its run.
type platform struct {
	of      *Resources
	row     runtime.Run
	version *runtime.Version
	key     string
}

// SetSwitch implements nodes.Platform.
func (p *platform) SetSwitch(ctx context.Context, order nodes.SwitchOrder) (nodes.SwitchChange, error) {
	step := switches.Step{
		Tenant: rbac.TenantID(p.row.Tenant), Org: rbac.OrgID(p.row.Org), By: rbac.SubjectID(p.row.By), Human: rbac.SubjectID(p.row.Human),
		Run: p.row.ID, Cause: p.key, Switch: p.version.Pins[chain.SwitchRef][order.Switch].ID, Reason: order.Reason,
	}
	var made switches.Made
	var err error
	if undo := order.Undo; undo != nil {
		made, err = p.of.Switches.Restore(ctx, step, switches.Made{Was: undo.Before, Value: undo.Value, Revision: undo.Revision, Changed: undo.Changed})
	} else {
		made, err = p.of.Switches.SetByStep(ctx, step, order.Value)
	}
	change := nodes.SwitchChange{Switch: order.Switch, Value: made.Value, Before: made.Was, Revision: made.Revision, Changed: made.Changed}
	if err == nil && made.Ask != nil {
		made.Ask.Key = order.Switch
		change.Ask = &nodes.Ask{Kind: nodes.AskSwitch}
		change.Ask.Body, err = json.Marshal(made.Ask)
	}
	return change, err
}

func (p *platform) hold(chain string) holds.Step {
	return holds.Step{
		Tenant: rbac.TenantID(p.row.Tenant), Org: rbac.OrgID(p.row.Org), By: rbac.SubjectID(p.row.By), Human: rbac.SubjectID(p.row.Human),
		Run: p.row.ID, Cause: p.key, Chain: chain,
	}
}

func held(chain string, v holds.View, taken bool) nodes.Held {
	return nodes.Held{Chain: chain, Hold: v.ID, State: string(v.State), Waiting: v.Waiting, Taken: taken}
}

// Hold implements nodes.Platform.
func (p *platform) Hold(ctx context.Context, order nodes.HoldOrder) (nodes.Held, error) {
	v, taken, err := p.of.Holds.HoldByStep(ctx, p.hold(order.Chain), holds.Order{OrderBy: order.OrderBy, Reason: order.Reason})
	return held(order.Chain, v, taken), err
}

// Release implements nodes.Platform.
func (p *platform) Release(ctx context.Context, order nodes.ReleaseOrder) (nodes.Held, error) {
	v, err := p.of.Holds.ReleaseByStep(ctx, p.hold(order.Chain), order.Hold, order.PerMinute, order.Reason)
	return held(order.Chain, v, false), err
}

// Mail implements nodes.Platform.
func (p *platform) Mail(ctx context.Context, m nodes.Mail) error {
	if p.of.Mailer == nil {
		return fault.New(fault.Conflict, "mail.none", "the server has no mail server to send through")
	}
	return p.of.Mailer.SendTo(ctx, m.To, m.Subject, m.Text)
}
