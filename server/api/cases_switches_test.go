package api_test

import (
	"encoding/json"
	"net/http"

	"catenary/server/approvals"
	"catenary/server/switches"
)

// switchCases are of switches.
func switchCases() map[string]routeCase {
	return map[string]routeCase{
		"listSwitches": {prepare: func(g *given) { g.switched() }},
		"createSwitch": {prepare: func(g *given) {
			g.body = object{"key": "stock-mode", "name": "Stock mode", "type": "enum", "options": []string{"old", "new"}, "value": "old"}
		}, status: http.StatusCreated},
		"getSwitch": {prepare: func(g *given) { g.switched() }},
		"editSwitch": {prepare: func(g *given) {
			g.ifMatch(g.switched().Revision)
			g.body = object{"name": "Mode of the stock"}
		}},
		"deleteSwitch": {prepare: func(g *given) { g.ifMatch(g.switched().Revision) }, status: http.StatusNoContent},
		"setSwitch": {prepare: func(g *given) {
			g.ifMatch(g.switched().Revision)
			g.body = object{"value": "new", "reason": "the new stock is ready"}
		}},
		"setSwitchApproval": {prepare: func(g *given) {
			g.ifMatch(g.switched().Revision)
			g.body = object{"approval": object{"levels": []object{{"by": []object{{"role": "approver"}}}}}}
		}},
		"listSwitchRequests": {prepare: func(g *given) { g.asked() }},
		"getSwitchRequest":   {prepare: func(g *given) { g.params["request_id"] = g.asked().ID }},
		"getSwitchValue":     {prepare: func(g *given) { g.switched() }},
		"streamSwitch": {prepare: func(g *given) {
			g.switched()
			g.Streams.Stop()
		}},
		"listSwitchChanges":   {prepare: func(g *given) { g.switched() }},
		"listSwitchFollowers": {prepare: func(g *given) { g.switched() }},
		"listSwitchUses":      {prepare: func(g *given) { g.switched() }},
	}
}

// asked makes a switch of Stock whose changes need an approval, and asks for one.
func (g *given) asked() switches.Request {
	g.t.Helper()
	v := g.switched()
	ctx, plan := g.t.Context(), &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: "approver"}}}}}
	v, _, err := g.Switches.SetApproval(ctx, g.owner(), g.stock(), v.Key, v.Revision, plan, "")
	if err != nil {
		g.t.Fatal(err)
	}
	_, r, err := g.Switches.Set(ctx, g.owner(), g.stock(), v.Key, v.Revision, json.RawMessage(`"new"`), "go")
	if err != nil {
		g.t.Fatal(err)
	}
	return *r
}

// switched makes a switch of Stock and puts its key into the address.
func (g *given) switched() switches.View {
	g.t.Helper()
	v := must[switches.View](g)(g.Switches.Create(g.t.Context(), g.owner(), g.stock(), switches.New{
		Key: "stock-mode", Name: "Stock mode", Type: switches.Enum, Options: []string{"old", "new"},
		Value: json.RawMessage(`"old"`), Reason: "first",
	}))
	g.params["switch_key"] = v.Key
	return v
}
