package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/mail"
	"net/url"
	"strings"
	"sync/atomic"

	"catenary/chain"
	"catenary/internal/secret"
	"catenary/nodes"
)

// Codes of failures.
const (
	CodeAddress     = "notify.address"     // an expression or a secret is no address that can be written to
	CodeBlocked     = "notify.blocked"     // the outbound policy does not allow it
	CodeUnreachable = "notify.unreachable" // there is no answer, or it broke off
	CodeRefused     = "notify.refused"     // the service answered that it does not take the message
)

// maxAnswer is how much of an answer is read.
const maxAnswer = 64 << 10

// Run implements nodes.Runner.
func (Kind) Run(ctx context.Context, call nodes.Call) (nodes.Outcome, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil || failure != nil {
		return nodes.Outcome{Failure: failure}, err
	}
	s := &sending{ctx: ctx, call: call, message: Message{Title: c.Title, Text: c.Text}, redactor: secret.NewRedactor()}
	if failure, err = s.send(c); err != nil {
		return nodes.Outcome{}, err
	}
	if failure != nil {
		failure.Message = s.redactor.Text(failure.Message)
		return nodes.Outcome{Failure: failure}, nil
	}
	return nodes.Outcome{Output: json.RawMessage(`{"sent":true}`)}, nil
}

// sending is one message on its way.
type sending struct {
	ctx      context.Context
	call     nodes.Call
	message  Message
	secrets  []secret.Value
	redactor *secret.Redactor
	reached  atomic.Bool
}

func (s *sending) send(c Config) (*nodes.Failure, error) {
	switch {
	case c.Mail != nil:
		return s.mail(c.Mail)
	case c.WeCom != nil:
		return s.robot(c.WeCom.Address, c.WeCom.Mention, "", func(address, _ string) (string, []byte, error) {
			body, err := s.message.WeCom()
			return address, body, err
		})
	case c.DingTalk != nil:
		return s.robot(c.DingTalk.Address, c.DingTalk.Mention, c.DingTalk.Sign, func(address, key string) (string, []byte, error) {
			body, err := s.message.DingTalk()
			if err == nil && key != "" {
				address, err = SignDingTalk(address, key, s.call.Now)
			}
			return address, body, err
		})
	case c.Feishu != nil:
		return s.robot(c.Feishu.Address, c.Feishu.Mention, c.Feishu.Sign, func(address, key string) (string, []byte, error) {
			body, err := s.message.Feishu(key, s.call.Now)
			return address, body, err
		})
	case c.Webhook != nil:
		return s.webhook(c.Webhook)
	}
	return &nodes.Failure{Code: nodes.CodeConfig, Message: "nobody is to be told"}, nil
}

func (s *sending) mail(m *Mail) (*nodes.Failure, error) {
	out := nodes.Mail{Subject: s.message.Subject(), Text: s.message.Body()}
	for _, to := range m.To {
		for one := range strings.SplitSeq(string(to), ",") { // an expression may give several
			if _, err := mail.ParseAddress(strings.TrimSpace(one)); err != nil || strings.ContainsAny(one, "\r\n") {
				return &nodes.Failure{Code: CodeAddress, Message: "this is no mail address: " + one}, nil
			}
			out.To = append(out.To, strings.TrimSpace(one))
		}
	}
	err := s.call.Tools.Platform.Mail(s.ctx, out)
	if failure, ok := nodes.Refused(err); ok {
		return failure, nil
	}
	if err == nil {
		s.call.Tools.Log(fmt.Sprintf("mail to %d", len(out.To)))
	}
	return nil, err
}

// robot writes to a group. make gives the address and the body for a secret.
func (s *sending) robot(to chain.Text, mention []nodes.Template, sign nodes.Secret, make func(address, key string) (string, []byte, error)) (*nodes.Failure, error) {
	for _, id := range mention {
		s.message.Mention = append(s.message.Mention, string(id))
	}
	address, key, failure, err := s.where(to, sign)
	if failure != nil || err != nil {
		return failure, err
	}
	address, body, err := make(address, key)
	if err != nil {
		return nil, fmt.Errorf("write a message: %w", err)
	}
	answer, failure, err := s.post(address, body, nil)
	if failure != nil || err != nil {
		return failure, err
	}
	// Those of WeCom and DingTalk say errcode, those of Feishu code.
	var told struct {
		ErrCode *int64 `json:"errcode"`
		ErrMsg  string `json:"errmsg"`
		Code    *int64 `json:"code"`
		Msg     string `json:"msg"`
	}
	if err := json.Unmarshal(answer, &told); err != nil || told.ErrCode == nil && told.Code == nil {
		return &nodes.Failure{Code: CodeRefused, Message: "the answer is not that of a robot"}, nil //nolint:nilerr // what others answer is no fault of ours
	}
	if told.ErrCode == nil {
		told.ErrCode, told.ErrMsg = told.Code, told.Msg
	}
	if *told.ErrCode != 0 {
		return &nodes.Failure{Code: CodeRefused, Message: fmt.Sprintf("the robot answered %d: %s", *told.ErrCode, cut(told.ErrMsg, 500))}, nil
	}
	return nil, nil
}

func (s *sending) webhook(w *Webhook) (*nodes.Failure, error) {
	address, key, failure, err := s.where(w.Address, w.Sign)
	if failure != nil || err != nil {
		return failure, err
	}
	body, err := s.message.Webhook(s.call.Key)
	if err != nil {
		return nil, fmt.Errorf("write a message: %w", err)
	}
	header := http.Header{"Idempotency-Key": {s.call.Key}}
	if key != "" {
		header.Set("Catenary-Signature", SignWebhook(key, s.call.Key, http.MethodPost, body, s.call.Now))
	}
	_, failure, err = s.post(address, body, header)
	return failure, err
}

// where opens the secrets of an address.
func (s *sending) where(to chain.Text, sign nodes.Secret) (address, key string, failure *nodes.Failure, err error) {
	address = to.Value
	if to.Secret != "" {
		if address, failure, err = s.secret(string(to.Secret)); failure != nil || err != nil {
			return "", "", failure, err
		}
	}
	u, wrong := url.Parse(address)
	if wrong != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return "", "", &nodes.Failure{Code: CodeAddress, Message: "this is no http or https address"}, nil //nolint:nilerr // a value of the user's is no fault of ours
	}
	if sign != "" {
		key, failure, err = s.secret(string(sign))
	}
	return address, key, failure, err
}

func (s *sending) secret(key string) (string, *nodes.Failure, error) {
	value, err := s.call.Tools.Secret(s.ctx, key)
	if _, ok := nodes.Refused(err); ok {
		return "", &nodes.Failure{Code: nodes.CodeSecret, Message: fmt.Sprintf("there is no secret %s that this org may use", key)}, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("use secret %s: %w", key, err)
	}
	s.secrets = append(s.secrets, value)
	s.redactor = secret.NewRedactor(s.secrets...)
	return string(value.Reveal()), nil, nil
}

// post sends JSON. The address stands in no message: who has it can write.
func (s *sending) post(address string, body []byte, header http.Header) ([]byte, *nodes.Failure, error) {
	ctx := httptrace.WithClientTrace(s.ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { s.reached.Store(true) }})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, &nodes.Failure{Code: CodeAddress, Message: "this is no address that can be called"}, nil
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "catenary")
	answer, err := s.call.Tools.HTTP.Do(request)
	if err != nil {
		failure, err := s.failed(err)
		return nil, failure, err
	}
	defer func() { _ = answer.Body.Close() }()
	s.call.Tools.Log("POST " + request.URL.Host + ": " + answer.Status)
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		failure, err := s.failed(err)
		return nil, failure, err
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return nil, &nodes.Failure{Code: CodeRefused, Message: "the service answered " + answer.Status}, nil
	}
	return text, nil, nil
}

// failed says what an error of sending means.
func (s *sending) failed(err error) (*nodes.Failure, error) {
	switch {
	case nodes.IsRefused(err):
		return &nodes.Failure{Code: CodeBlocked, Message: "the policy for outgoing requests does not allow this address"}, nil
	case s.reached.Load():
		return &nodes.Failure{Code: CodeUnreachable, Message: "the answer broke off; whether the message arrived is not known", Unknown: true}, nil
	case errors.Is(s.ctx.Err(), context.Canceled):
		return nil, s.ctx.Err()
	}
	return &nodes.Failure{Code: CodeUnreachable, Message: "the service could not be reached"}, nil
}
