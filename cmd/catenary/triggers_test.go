package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestTriggersFromTheCommandLine makes a webhook, calls it as a sender does, and
// sees its run.
func TestTriggersFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	p.runs("chains", "apply", "--file", p.file("chain.yaml", smallChain)).wants(t, exitOK)
	p.runs("chains", "publish", "two-steps").wants(t, exitOK, "version    1")

	daily := p.file("daily.yaml", "name: Daily\nchain: two-steps\nschedule: {cron: '0 6 * * *', time_zone: Asia/Shanghai}\n")
	p.runs("triggers", "apply", "daily", "--file", daily).wants(t, exitOK, "daily  schedule  two-steps  yes")
	p.runs("triggers", "apply", "daily", "--file", daily).wants(t, exitOK, "daily  schedule")
	p.runs("triggers", "next", "daily").wants(t, exitOK, "T06:00:00+08:00")
	p.runs("triggers", "disable", "daily").wants(t, exitOK, "no")
	p.runs("triggers", "enable", "daily").wants(t, exitOK, "yes")
	p.runs("triggers", "apply", "bad", "--file", p.file("bad.yaml", "name: Bad\nchain: two-steps\nschedule: {cron: often}\n")).wants(t, exitInvalid, "(schedule.cron)")
	p.runs("triggers", "delete", "daily").wants(t, exitOK)
	p.runs("triggers", "next", "daily").wants(t, exitNotFound, "(trigger.unknown)")

	p.runs("triggers", "apply", "pushed", "--file", p.file("hook.json", `{"name":"Pushed","chain":"two-steps","webhook":{}}`)).
		wants(t, exitOK, "/api/v1/hooks/")
	var made struct{ ID, Value string }
	if err := json.Unmarshal([]byte(p.runs("triggers", "rotate", "pushed", "-o", "json").out), &made); err != nil {
		t.Fatal(err)
	}
	var trigger struct{ ID, Address string }
	if err := json.Unmarshal([]byte(p.runs("triggers", "show", "pushed", "-o", "json").out), &trigger); err != nil {
		t.Fatal(err)
	}
	const body = `{"sku":"a"}`
	digest, at := sha256.Sum256([]byte(body)), time.Now().Unix()
	mac := hmac.New(sha256.New, []byte(made.Value))
	fmt.Fprintf(mac, "v1\n%d\n%s\nPOST\n%s", at, trigger.ID, hex.EncodeToString(digest[:]))
	var answers []string
	for range 2 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.url+trigger.Address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Catenary-Signature", fmt.Sprintf("t=%d,v1=%s", at, hex.EncodeToString(mac.Sum(nil))))
		answer, err := (&http.Client{Timeout: patience}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusAccepted {
			t.Fatalf("the call: %d %s, %v", answer.StatusCode, text, err)
		}
		answers = append(answers, string(text))
	}
	var fired firingResult
	if err := json.Unmarshal([]byte(answers[0]), &fired); err != nil || fired.RunID == "" || answers[0] != answers[1] {
		t.Fatalf("the answers are %s, %v", answers, err)
	}
	p.runs("triggers", "show", "pushed").wants(t, exitOK, "started", fired.RunID)
	p.runs("runs", "show", fired.RunID).wants(t, exitOK, "two-steps")
	p.runs("triggers", "rotate", "pushed").wants(t, exitOK)
	p.runs("triggers", "rotate", "pushed").wants(t, exitConflict, "(trigger.keys_full)")
	p.runs("triggers", "rotate", "pushed", "--drop").wants(t, exitOK)
	p.runs("triggers", "rotate", "pushed").wants(t, exitOK)
}
