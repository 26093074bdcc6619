package rest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"catenary/runtime/pipeline"
)

// maxText is how many bytes of an id, a message or a link are taken.
const maxText = 2000

func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxText {
		return s
	}
	s = s[:maxText]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}

// link lets only addresses of the web be links.
func link(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || len(s) > maxText {
		return ""
	}
	return s
}

// Logs implements pipeline.Engine.
func (e *engine) Logs(ctx context.Context, x pipeline.Execution, from int64, each func(pipeline.Line) error) (int64, error) {
	p, err := e.of(x)
	if err != nil {
		return from, err
	}
	if p.Logs == nil {
		return from, pipeline.Unsupported("give logs")
	}
	a, err := e.call(ctx, p.Logs.Call, values{"execution": x.ID, "position": p.Key, "from": json.Number(textOf(from))})
	switch {
	case err != nil:
		return from, err
	case gone(a):
		return from, pipeline.NoExecution()
	case !a.Fine():
		return from, pipeline.BadAnswer("the engine answers a question for the log with %d: %s", a.Status, a.Said())
	}
	lines, err := p.Logs.read(a)
	if err != nil {
		return from, err
	}
	if !p.Logs.pages() {
		lines = lines[min(from, int64(len(lines))):]
	}
	for _, text := range lines {
		if err := each(pipeline.Line{Next: from + 1, Stream: pipeline.Stdout, Text: cut(text)}); err != nil {
			return from, err
		}
		from++
	}
	return from, nil
}

// pages says whether the call asks for the lines after a place.
func (l *Logs) pages() bool {
	all := l.Path + string(l.Body)
	for _, texts := range []map[string]string{l.Query, l.Headers, l.Form} {
		for _, text := range texts {
			all += text
		}
	}
	return strings.Contains(all, "{from}")
}

func (l *Logs) read(a pipeline.Answer) ([]string, error) {
	if l.Lines == "" {
		text := strings.TrimSuffix(string(a.Body), "\n")
		if text == "" {
			return nil, nil
		}
		return strings.Split(text, "\n"), nil
	}
	answer, err := read(a)
	if err != nil {
		return nil, err
	}
	list, ok := at(answer, l.Lines).([]any)
	if !ok {
		return nil, pipeline.BadAnswer("the engine's answer has no list of lines at %s", l.Lines)
	}
	lines := make([]string, len(list))
	for i, line := range list {
		lines[i] = textOf(line)
	}
	return lines, nil
}

// cut makes a text one that can be a line.
func cut(s string) string {
	s = strings.TrimSuffix(s, "\r")
	if len(s) > pipeline.MaxLine {
		s = s[:pipeline.MaxLine]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// VerifyCallback implements pipeline.Engine.
func (e *engine) VerifyCallback(header http.Header, body []byte) (string, error) {
	c := e.settings.Callback
	if c == nil {
		return "", pipeline.Unsupported("call back")
	}
	secret := []byte(strings.TrimSpace(string(e.credential.Reveal())))
	shown := []byte(strings.TrimPrefix(header.Get(c.Header), "sha256="))
	want := secret
	if c.Scheme == "hmac-sha256" {
		sum := hmac.New(sha256.New, secret)
		sum.Write(body)
		want = []byte(hex.EncodeToString(sum.Sum(nil)))
	}
	if len(secret) == 0 || subtle.ConstantTimeCompare(shown, want) != 1 {
		return "", pipeline.Forged()
	}
	answer, err := read(pipeline.Answer{Body: body})
	if err != nil {
		return "", pipeline.Forged()
	}
	id := clip(textOf(at(answer, c.Execution)))
	if id == "" {
		return "", pipeline.Forged()
	}
	return id, nil
}
