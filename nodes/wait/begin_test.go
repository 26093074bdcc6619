package wait_test

import (
	"testing"
	"time"

	"catenary/chain"
	"catenary/nodes"
	"catenary/nodes/nodestest"
	"catenary/nodes/wait"
)

func TestBegin(t *testing.T) {
	t.Parallel()
	nodestest.Begin(t, wait.Kind{}, []nodestest.BeginCase{
		{Name: "a time", Written: `{"for":"1h30m"}`, After: 90 * time.Minute},
		{Name: "no time at all", Written: `{"for":"0s"}`},
		{Name: "a computed time", Written: `{"for":"${{ x }}"}`, Config: `{"for":"5s"}`, After: 5 * time.Second},
		{Name: "no time", Written: `{"for":"${{ x }}"}`, Config: `{"for":"a while"}`, Code: nodes.CodeConfig},
		{Name: "a number", Written: `{"for":"${{ x }}"}`, Config: `{"for":5}`, Code: nodes.CodeConfig},
		{Name: "an expression that gave one", Written: `{"for":"${{ x }}"}`, Config: `{"for":"${{ y }}"}`, Code: nodes.CodeConfig},
		{Name: "too long", Written: `{"for":"999999999d"}`, Code: nodes.CodeConfig},
		{Name: "a moment", Written: `{"until":"2026-01-02T12:04:05+08:00"}`, After: time.Hour},
		{Name: "a moment that has passed", Written: `{"until":"2026-01-02T02:04:05Z"}`, After: -time.Hour},
		{Name: "no moment", Written: `{"until":"${{ x }}"}`, Config: `{"until":"tomorrow"}`, Code: nodes.CodeConfig},
		{Name: "null", Written: `{"until":"${{ x }}"}`, Config: `{"until":null}`, Code: nodes.CodeConfig},
		{Name: "too far", Written: `{"until":"9999-01-02T02:04:05Z"}`, Code: nodes.CodeConfig},
		{Name: "a callback", Written: `{"callback":{}}`, After: 30 * 24 * time.Hour, Callback: true},
		{
			Name: "a callback with an end", Written: `{"callback":{"within":"2d","schema":{"type":"object"}}}`,
			After: 48 * time.Hour, Callback: true, Schema: chain.JSON(`{"type":"object"}`),
		},
	})
}
