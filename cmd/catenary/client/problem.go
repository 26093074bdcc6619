package client

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"catenary/internal/fault"
)

// Problem is a refusal of the server.
type Problem struct {
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   string         `json:"code"`
	Errors []fault.Detail `json:"errors"`
	// Data is what a program needs to go on; its form goes with the code.
	Data json.RawMessage `json:"data"`

	retryAfter time.Duration
}

// maxWait is the longest pause that a server can make this program take before
// it tries again by itself.
const maxWait = 5 * time.Second

func readProblem(a Answer) *Problem {
	p := &Problem{}
	if err := json.Unmarshal(a.Body, p); err != nil || p.Code == "" {
		p = &Problem{Title: http.StatusText(a.Status), Detail: "the answer is not one of Catenary; is the address right?"}
	}
	p.Status = a.Status
	if seconds, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil {
		p.retryAfter = time.Duration(seconds) * time.Second
	}
	return p
}

// wait says after how long the same request may be sent again; 0: not at all.
func (p *Problem) wait() time.Duration {
	again := p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests || p.Code == "idempotency.running"
	if !again || p.retryAfter > maxWait {
		return 0
	}
	return max(p.retryAfter, 200*time.Millisecond)
}

// Error gives a line for the refusal and one for each place that is wrong.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Detail)
	if p.Detail == "" {
		b.WriteString(p.Title)
	}
	if p.Code != "" {
		b.WriteString(" (" + p.Code + ")")
	}
	if hint := p.hint(); hint != "" {
		b.WriteString("\n  " + hint)
	}
	for _, e := range p.Errors {
		if e.Detail == p.Detail && e.Line == 0 { // it is said above, but not where
			if e.Pointer != "" {
				b.WriteString("\n  at " + e.Pointer)
			}
			continue
		}
		b.WriteString("\n  ")
		if e.Line > 0 {
			b.WriteString(strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Column) + " ")
		}
		if e.Pointer != "" {
			b.WriteString(e.Pointer + ": ")
		}
		b.WriteString(e.Detail)
	}
	return b.String()
}

// hint says what to do on the command line about what its user can mend.
func (p *Problem) hint() string {
	switch p.Code {
	case "auth.needed":
		return "Run 'catenary login', or set CATENARY_TOKEN."
	case "auth.session":
		return "Run 'catenary login' again."
	case "auth.step_up_needed":
		return "Run 'catenary login' again, and then this command within five minutes."
	case "auth.session_needed":
		return "Tokens may not do this: unset CATENARY_TOKEN and run 'catenary login' with your password."
	case "auth.token":
		return "Set CATENARY_TOKEN to a token that works; or unset it and run 'catenary login'."
	case "auth.tenant_choice":
		return "Say which with --tenant KEY: " + p.tenants()
	case "chain.stale", "script.stale", "org.stale", "secret.stale":
		return "Look at what changed, then run this command again."
	}
	return ""
}

// tenants are the keys of those that one can sign in to.
func (p *Problem) tenants() string {
	var choice []struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(p.Data, &choice); err != nil {
		return "the server names none"
	}
	keys := make([]string, len(choice))
	for i, t := range choice {
		keys[i] = t.Key
	}
	return strings.Join(keys, ", ")
}
