package httpcall

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"sync/atomic"

	"catenary/internal/secret"
	"catenary/nodes"
)

// Codes of failures.
const (
	CodeAddress     = "http.address"     // an expression made an address that cannot be called
	CodeHeader      = "http.header"      // a value cannot be that of a header
	CodeAuth        = "http.auth"        // a value cannot be that of a sign-in
	CodeRefused     = "http.refused"     // the outbound policy does not allow it
	CodeUnreachable = "http.unreachable" // there is no answer, or it broke off
	CodeTimeout     = "http.timeout"     // there was no answer in time
	CodeStatus      = "http.status"      // the answer's status is not accepted
	CodeTooLarge    = "http.too_large"   // the answer is larger than an output may be
)

// Run implements nodes.Runner. A request that may have reached the server and
// got no answer is Unknown, unless its method says that it may be repeated.
func (Kind) Run(ctx context.Context, call nodes.Call) (nodes.Outcome, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil {
		return nodes.Outcome{}, err
	}
	s := &sending{ctx: ctx, call: call, config: c, redactor: secret.NewRedactor()}
	if failure == nil {
		failure, err = s.send()
	}
	switch {
	case err != nil:
		return nodes.Outcome{}, err
	case failure != nil:
		failure.Message = s.redactor.Text(failure.Message)
		return nodes.Outcome{Failure: failure}, nil
	}
	return nodes.Outcome{Output: s.output}, nil
}

// sending is one request on its way.
type sending struct {
	ctx      context.Context
	call     nodes.Call
	config   Config
	secrets  []secret.Value
	redactor *secret.Redactor
	// reached says that there was a connection to send the request on.
	reached atomic.Bool
	output  []byte
}

func (s *sending) send() (*nodes.Failure, error) {
	request, failure, err := s.request()
	if failure != nil || err != nil {
		return failure, err
	}
	answer, err := s.call.Tools.HTTP.Do(request)
	if err != nil {
		s.log(request.Method, request.URL, fmt.Sprint("failed: ", err))
		return s.failed(request.Method, err)
	}
	defer func() { _ = answer.Body.Close() }()
	s.log(request.Method, request.URL, answer.Status)
	text, whole, err := readBody(answer.Body)
	if err != nil {
		return s.failed(request.Method, err)
	}
	text = s.redact(text)
	if !s.accepted(answer.StatusCode) {
		message := fmt.Sprintf("the server answered %d %s", answer.StatusCode, http.StatusText(answer.StatusCode))
		if part := excerpt(text); part != "" {
			message += ": " + part
		}
		return &nodes.Failure{Code: CodeStatus, Message: message}, nil
	}
	if whole {
		s.output, whole = s.write(answer, text)
	}
	if !whole {
		return &nodes.Failure{Code: CodeTooLarge, Message: fmt.Sprintf("the answer is larger than an output may be, which is %d MiB", nodes.MaxOutput>>20)}, nil
	}
	return nil, nil
}

// failed says what an error of sending means.
func (s *sending) failed(method string, err error) (*nodes.Failure, error) {
	failure := &nodes.Failure{Code: CodeUnreachable, Message: err.Error()}
	var slow interface{ Timeout() bool }
	switch {
	case nodes.IsRefused(err):
		failure.Code = CodeRefused
	case errors.As(err, &slow) && slow.Timeout():
		failure.Code = CodeTimeout
	}
	repeatable := method != http.MethodPost && method != http.MethodPatch
	if s.reached.Load() && !repeatable {
		failure.Unknown = true
		failure.Message += "; whether the server did the work is not known"
		return failure, nil
	}
	if errors.Is(s.ctx.Err(), context.Canceled) {
		return nil, s.ctx.Err()
	}
	return failure, nil
}

func (s *sending) accepted(status int) bool {
	if len(s.config.Accept) > 0 {
		return slices.Contains(s.config.Accept, status)
	}
	return status >= 200 && status <= 299
}

// log adds a line without the query, which may hold a secret.
func (s *sending) log(method string, u *url.URL, end string) {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	s.call.Tools.Log(s.redactor.Text(method + " " + shown.String() + ": " + end))
}

// traced makes requests of a context say that there was a connection.
func (s *sending) traced() context.Context {
	return httptrace.WithClientTrace(s.ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { s.reached.Store(true) },
	})
}
