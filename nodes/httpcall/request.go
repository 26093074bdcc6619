package httpcall

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/nodes"
)

// request makes the request. Its values are checked again, for what came out of
// expressions is known only now.
func (s *sending) request() (*http.Request, *nodes.Failure, error) {
	u, failure := target(string(s.config.URL))
	if failure != nil {
		return nil, failure, nil
	}
	query := url.Values{}
	for name, text := range s.config.Query {
		value, failure, err := s.text(text)
		if failure != nil || err != nil {
			return nil, failure, err
		}
		query.Set(name, value)
	}
	if added := query.Encode(); added != "" {
		u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+added, "&")
	}
	method := s.config.Method
	if method == "" {
		method = http.MethodGet
	}
	body, kind := content(s.config.Body)
	request, err := http.NewRequestWithContext(s.traced(), method, u.String(), body)
	if err != nil {
		return nil, &nodes.Failure{Code: CodeAddress, Message: "the address cannot be called"}, nil //nolint:nilerr // a value of the user's is no fault of ours
	}
	request.Header.Set("User-Agent", "catenary")
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	name := s.config.IdempotencyHeader
	if name == "" {
		name = "Idempotency-Key"
	}
	request.Header.Set(name, s.call.Key)
	if failure, err := s.headers(request.Header); failure != nil || err != nil {
		return nil, failure, err
	}
	return request, nil, nil
}

// headers sets those of the configuration, and those of the sign-in.
func (s *sending) headers(to http.Header) (*nodes.Failure, error) {
	for name, text := range s.config.Headers {
		value, failure, err := s.text(text)
		if failure != nil || err != nil {
			return failure, err
		}
		if !oneLine(value) {
			return &nodes.Failure{Code: CodeHeader, Message: fmt.Sprintf("the value of header %s is not one line of text", name)}, nil
		}
		to.Set(name, value)
	}
	a := s.config.Auth
	if a == nil {
		return nil, nil
	}
	password, failure, err := s.text(chain.Text{Secret: chain.Ref(a.Secret)})
	switch {
	case failure != nil || err != nil:
		return failure, err
	case !oneLine(password) || !oneLine(string(a.Username)) || strings.Contains(string(a.Username), ":"):
		return &nodes.Failure{Code: CodeAuth, Message: "the sign-in needs one line of text, and a user name without a colon"}, nil
	case a.Scheme == "basic":
		(&http.Request{Header: to}).SetBasicAuth(string(a.Username), password)
		s.hide(secret.New([]byte(strings.TrimPrefix(to.Get("Authorization"), "Basic "))))
	default:
		to.Set("Authorization", "Bearer "+password)
	}
	return nil, nil
}

// text gives a text, or the secret that stands for it.
func (s *sending) text(t chain.Text) (string, *nodes.Failure, error) {
	if t.Secret == "" {
		return t.Value, nil, nil
	}
	value, err := s.call.Tools.Secret(s.ctx, string(t.Secret))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return "", &nodes.Failure{Code: nodes.CodeSecret, Message: fmt.Sprintf("there is no secret %s that this org may use", t.Secret)}, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("use secret %s: %w", t.Secret, err)
	}
	s.hide(value)
	return string(value.Reveal()), nil, nil
}

// hide keeps a value out of all that comes of the request.
func (s *sending) hide(value secret.Value) {
	s.secrets = append(s.secrets, value)
	s.redactor = secret.NewRedactor(s.secrets...)
}

func target(address string) (*url.URL, *nodes.Failure) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" ||
		strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return nil, &nodes.Failure{Code: CodeAddress, Message: "this is no http or https address without a user name"}
	}
	return u, nil
}

// content gives what is sent, and its type.
func content(body nodes.Any) (io.Reader, string) {
	var text string
	switch {
	case body == nil:
		return nil, ""
	case body[0] == '"' && json.Unmarshal(body, &text) == nil:
		return strings.NewReader(text), "text/plain; charset=utf-8"
	default:
		return bytes.NewReader(body), "application/json"
	}
}

// oneLine says whether a text can be a header's value.
func oneLine(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}
