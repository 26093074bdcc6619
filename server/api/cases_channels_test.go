package api_test

import (
	"net/http"

	"catenary/server/inbox"
	"catenary/server/secrets"
)

// channelCases are of where groups are told of to-dos.
func channelCases() map[string]routeCase {
	robot := func(g *given) {
		must[secrets.View](g)(g.Secrets.Create(g.t.Context(), g.owner(), g.stock(), secrets.New{
			Key: "robot", Value: secrets.NewValue([]byte("https://robots.example.org/send?key=1")),
		}))
		g.params["channel_kind"] = "wecom"
	}
	return map[string]routeCase{
		"listChannels": {prepare: func(*given) {}},
		"setChannel": {prepare: func(g *given) {
			robot(g)
			g.ifMatch(1)
			g.body = object{"address": "robot"}
		}},
		"tryChannel": {prepare: func(g *given) {
			robot(g)
			must[inbox.Channel](g)(g.Asks.Inbox.SetChannel(g.t.Context(), g.owner(), g.stock(), "wecom", 1, "robot", ""))
		}, status: http.StatusNoContent},
	}
}
