package api_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/triggers"
)

// triggerCases are of triggers, their keys and calendars.
func triggerCases() map[string]routeCase {
	return map[string]routeCase{
		"listTriggers": {prepare: func(g *given) { g.trigger(webhook()) }},
		"getTrigger":   {prepare: func(g *given) { g.trigger(webhook()) }},
		"createTrigger": {prepare: func(g *given) {
			g.chain()
			g.body = object{"key": "nightly", "name": "Nightly", "chain": "release", "schedule": object{
				"cron": "0 6 * * *", "time_zone": "Asia/Shanghai", "missed": "skip", "input": object{"sku": "a"},
			}, "limits": object{"rate": object{"count": 2, "per": "1h"}, "concurrency": 1, "queue": "refuse"}}
		}, status: http.StatusCreated},
		"replaceTrigger": {prepare: func(g *given) {
			g.ifMatch(g.trigger(webhook()).Revision)
			g.body = object{"name": "Pushed again", "chain": "release", "enabled": false, "webhook": object{
				"scheme": "github", "from": []string{"192.0.2.0/24"}, "input_key": "payload", "events": []string{"push"},
			}}
		}},
		"enableTrigger": {prepare: func(g *given) {
			g.ifMatch(g.trigger(webhook()).Revision)
			g.body = object{"enabled": false}
		}},
		"deleteTrigger":    {prepare: func(g *given) { g.ifMatch(g.trigger(webhook()).Revision) }, status: http.StatusNoContent},
		"listTriggerTimes": {prepare: func(g *given) { g.trigger(triggers.Spec{Schedule: &triggers.Schedule{Cron: "@daily"}}) }},
		"previewScheduleTimes": {prepare: func(g *given) {
			g.calendar()
			g.query = "cron=0+6+*+*+1-5&time_zone=Asia/Shanghai&calendar=office"
		}},
		"listTriggerFirings": {prepare: func(g *given) { g.trigger(webhook()) }},
		"tryTrigger": {prepare: func(g *given) {
			g.published()
			g.put(webhook())
			g.body = object{"body": object{"sku": "A-1"}}
		}, status: http.StatusAccepted},
		"addTriggerKey": {prepare: func(g *given) {
			g.trigger(webhook())
			g.body = object{"value": "a key that they gave us"}
		}, status: http.StatusCreated},
		"removeTriggerKey": {prepare: func(g *given) {
			v := g.trigger(webhook())
			k := must[triggers.NewKey](g)(g.Triggers.AddKey(g.t.Context(), g.owner(), g.stock(), v.Key, secrets.Value{}))
			g.params["key_id"] = k.KeyID
		}, status: http.StatusNoContent},
		"callHook": {prepare: func(g *given) {
			g.published()
			v := g.put(triggers.Spec{Webhook: &triggers.Webhook{Scheme: triggers.GitLab, InputKey: "payload"}})
			must[triggers.NewKey](g)(g.Triggers.AddKey(g.t.Context(), g.owner(), g.stock(), v.Key, secrets.NewValue([]byte("a key that they gave us"))))
			g.params["trigger_id"] = v.ID
			g.header.Set("X-Gitlab-Token", "a key that they gave us")
			g.body = object{"ref": "main"}
		}, status: http.StatusAccepted},
		"listCalendars": {prepare: func(g *given) { g.calendar() }},
		"getCalendar":   {prepare: func(g *given) { g.calendar() }},
		"createCalendar": {prepare: func(g *given) {
			g.body = object{"key": "office", "name": "Office", "weekdays": []int{1, 2, 3, 4, 5}}
		}, status: http.StatusCreated},
		"replaceCalendar": {prepare: func(g *given) {
			g.ifMatch(g.calendar().Revision)
			g.body = object{"name": "Office", "weekdays": []int{1, 2, 3, 4, 5}, "days_off": []string{"2026-10-01"}, "workdays": []string{"2026-10-10"}}
		}},
		"deleteCalendar": {prepare: func(g *given) { g.ifMatch(g.calendar().Revision) }, status: http.StatusNoContent},
	}
}

func webhook() triggers.Spec { return triggers.Spec{Webhook: &triggers.Webhook{}} }

// trigger makes a chain and a trigger of it.
func (g *given) trigger(spec triggers.Spec) triggers.View {
	g.t.Helper()
	g.chain()
	return g.put(spec)
}

func (g *given) put(spec triggers.Spec) triggers.View {
	g.t.Helper()
	g.params["trigger_key"] = "pushed"
	return must[triggers.View](g)(g.Triggers.Put(g.t.Context(), g.owner(), g.stock(), "pushed", 0, triggers.In{
		Name: "Pushed", Chain: "release", Enabled: true, Spec: spec,
	}))
}

func (g *given) calendar() triggers.Calendar {
	g.t.Helper()
	g.params["calendar_key"] = "office"
	return must[triggers.Calendar](g)(g.Triggers.PutCalendar(g.t.Context(), g.owner(), g.stock(), "office", 0, triggers.CalendarSpec{
		Name: "Office", Weekdays: []int{1, 2, 3, 4, 5},
	}))
}

// TestScheduleTimes: what is wrong with a schedule that is not kept yet is said of
// the query that it stands in.
func TestScheduleTimes(t *testing.T) {
	t.Parallel()
	g := newGiven(t, routeCase{})
	c := newCaller(t, g.Server, rbac.Viewer, servertest.Stock, servertest.Stock)
	// The clock of worlds begins on 2026-01-02 at 03:04:05 UTC.
	if a := c.ask(200, "GET", "/schedule-times?cron=0+6+*+*+*&time_zone=Asia/Shanghai", "", ""); !strings.Contains(string(a.Body), `["2026-01-03T06:00:00+08:00","2026-01-04T06:00:00+08:00"`) {
		t.Errorf("the times are %s", a.Body)
	}
	for query, at := range map[string]string{
		"cron=0+6+*+*":                      "#/query/cron",
		"cron=@daily&time_zone=Mars/Hellas": "#/query/time_zone",
		"cron=@daily&calendar=office":       "#/query/calendar",
	} {
		if a := c.ask(422, "GET", "/schedule-times?"+query, "", ""); !strings.Contains(string(a.Body), `"`+at+`"`) {
			t.Errorf("%s: %s, want it said of %s", query, a.Body, at)
		}
	}
}

// TestHook calls a webhook as a sender does: over the API, signed over the bytes.
func TestHook(t *testing.T) {
	t.Parallel()
	g := newGiven(t, routeCase{})
	g.published()
	c := newCaller(t, g.Server, rbac.Admin, servertest.Stock, servertest.Stock)
	c.ask(201, "POST", "/triggers", "", `{"key":"pushed","name":"Pushed","chain":"release","webhook":{},"limits":{"concurrency":1,"queue":"refuse"}}`)
	c.ask(409, "POST", "/triggers", "", `{"key":"pushed","name":"Pushed","chain":"release","webhook":{}}`)
	c.ask(201, "POST", "/triggers/pushed/keys", "", `{}`)
	made := must[triggers.NewKey](g)(g.Triggers.AddKey(t.Context(), g.owner(), g.stock(), "pushed", secrets.Value{}))
	c.ask(409, "POST", "/triggers/pushed/keys", "", `{}`)

	hook := func(status int, body, key, code string) apitest.Answer {
		t.Helper()
		digest, at := sha256.Sum256([]byte(body)), g.Clock.Now().Unix()
		mac := hmac.New(sha256.New, []byte(key))
		fmt.Fprintf(mac, "v1\n%d\n%s\nPOST\n%s", at, made.ID, hex.EncodeToString(digest[:]))
		header := http.Header{"Catenary-Signature": {fmt.Sprintf("t=%d,v1=%s", at, hex.EncodeToString(mac.Sum(nil)))}}
		a := g.Do(apitest.Call{Method: "POST", Path: "/api/v1/hooks/" + made.ID, Body: body, Type: "application/json", Header: header})
		if a.Status != status || !strings.Contains(string(a.Body), code) {
			t.Errorf("%s: %d %s, want %d %s", body, a.Status, a.Body, status, code)
		}
		return a
	}
	key := string(made.Value.Reveal())
	first := hook(202, `{"sku":"a"}`, key, `"started"`)
	if again := hook(202, `{"sku":"a"}`, key, `"started"`); string(again.Body) != string(first.Body) {
		t.Errorf("the repeat gets %s, the first %s", again.Body, first.Body)
	}
	if limited := hook(429, `{"sku":"b"}`, key, "trigger.limited"); limited.Header.Get("Retry-After") == "" {
		t.Error("nobody says when to come again")
	}
	hook(401, `{"sku":"c"}`, "a key that nobody gave", "trigger.signature")
	// What is signed wrongly is not read: that it is no JSON is not said.
	hook(401, `{"sku":`, "a key that nobody gave", "trigger.signature")
	hook(400, `{"sku":`, key, "request.")
	hook(400, `{"a":1,"a":2}`, key, "request.")
	unknown := g.Do(apitest.Call{Method: "POST", Path: "/api/v1/hooks/" + g.NewID(), Body: `{}`, Type: "application/json"})
	if unknown.Status != 404 {
		t.Errorf("an unknown trigger: %d", unknown.Status)
	}
}
