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
	for _, e := range p.Errors {
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
