package notify_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/nodes/nodestest"
	"catenary/nodes/notify"
)

// got is a request as a service got it.
type got struct {
	*http.Request
	raw  []byte
	body map[string]any
}

const signing = "SEC-of-the-robot"

// service answers what it gets, and keeps it.
func service(t *testing.T, status int, answer string) (address string, last func() got) {
	t.Helper()
	var kept atomic.Pointer[got]
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g := got{Request: r}
		g.raw, _ = io.ReadAll(r.Body)
		_ = json.Unmarshal(g.raw, &g.body)
		kept.Store(&g)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/send?access_token=tok", func() got {
		t.Helper()
		g := kept.Load()
		if g == nil {
			t.Fatal("nothing arrived")
		}
		return *g
	}
}

func call(t *testing.T, written, address string) nodes.Call {
	t.Helper()
	c := nodestest.Call(t, notify.Kind{}, written, "")
	c.Tools = nodestest.Tools(&http.Client{}, map[string]string{"robot": address, "key": signing})
	return c
}

func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

const texts = `"title":{"zh":"发布完成","en":"Released"},"text":{"zh":"第三阶段完成。","en":"Phase three is done."}`

func TestWeCom(t *testing.T) {
	t.Parallel()
	address, last := service(t, 200, `{"errcode":0,"errmsg":"ok"}`)
	nodestest.Outcome(t.Context(), t, notify.Kind{}, call(t, `{"wecom":{"address":{"secret":"robot"},"mention":["wang","all"]},`+texts+`}`, address), "")
	g := last()
	if g.Method != http.MethodPost || g.URL.Query().Get("access_token") != "tok" || !strings.HasPrefix(g.Header.Get("Content-Type"), "application/json") {
		t.Errorf("%s %s %v", g.Method, g.URL, g.Header)
	}
	if g.body["msgtype"] != "text" || at(g.body, "text", "content") != "发布完成 / Released\n第三阶段完成。\n\nPhase three is done." ||
		at(g.body, "text", "mentioned_list", 0) != "wang" || at(g.body, "text", "mentioned_list", 1) != "@all" {
		t.Errorf("the body is %s", g.raw)
	}
}

func TestDingTalk(t *testing.T) {
	t.Parallel()
	address, last := service(t, 200, `{"errcode":0,"errmsg":"ok"}`)
	nodestest.Outcome(t.Context(), t, notify.Kind{}, call(t, `{"dingtalk":{"address":{"secret":"robot"},"sign":"key","mention":["u1","all"]},`+texts+`}`, address), "")
	g := last()
	if g.body["msgtype"] != "text" || at(g.body, "at", "isAtAll") != true || at(g.body, "at", "atUserIds", 0) != "u1" || at(g.body, "at", "atUserIds", 1) != nil {
		t.Errorf("the body is %s", g.raw)
	}
	if content, _ := at(g.body, "text", "content").(string); !strings.HasSuffix(content, "Phase three is done. @u1") {
		t.Errorf("who is mentioned is not named: %s", g.raw)
	}
	q := g.URL.Query()
	if stamp := strconv.FormatInt(nodestest.Now.UnixMilli(), 10); q.Get("access_token") != "tok" || q.Get("timestamp") != stamp ||
		q.Get("sign") != mac(signing, stamp+"\n"+signing) {
		t.Errorf("the address is %s", g.URL)
	}
}

func TestFeishu(t *testing.T) {
	t.Parallel()
	address, last := service(t, 200, `{"code":0,"msg":"success","data":{}}`)
	nodestest.Outcome(t.Context(), t, notify.Kind{}, call(t, `{"feishu":{"address":{"secret":"robot"},"sign":"key","mention":["ou_1"]},`+texts+`}`, address), "")
	g := last()
	post := at(g.body, "content", "post")
	if g.body["msg_type"] != "post" || at(post, "zh_cn", "title") != "发布完成" || at(post, "zh_cn", "content", 0, 0, "text") != "第三阶段完成。" ||
		at(post, "en_us", "title") != "Released" || at(post, "en_us", "content", 0, 0, "tag") != "text" ||
		at(post, "en_us", "content", 0, 1, "tag") != "at" || at(post, "en_us", "content", 0, 1, "user_id") != "ou_1" {
		t.Errorf("the body is %s", g.raw)
	}
	stamp := strconv.FormatInt(nodestest.Now.Unix(), 10)
	if g.body["timestamp"] != stamp || g.body["sign"] != mac(stamp+"\n"+signing, "") {
		t.Errorf("the signature is %v at %v", g.body["sign"], g.body["timestamp"])
	}
}

// TestTheLargestMessages: what a service takes is counted as it is sent.
func TestTheLargestMessages(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]string{"quotes": `"`, "angle brackets": "<", "lines": "\n", "controls": "\x01", "Chinese": "字", "separators": "\u2028"} {
		long := notify.Words{ZH: nodes.Template(strings.Repeat(one, 20_000)), EN: nodes.Template(strings.Repeat(one, 20_000))}
		m := notify.Message{Title: notify.Words{EN: "Title"}, Text: long}
		ding, err := m.DingTalk()
		if err != nil || len(ding) > 20_000 || !strings.Contains(string(ding), "…") {
			t.Errorf("%s: %d bytes for DingTalk, %v", name, len(ding), err)
		}
		feishu, err := m.Feishu("secret", nodestest.Now)
		if err != nil || len(feishu) > 20_000 || len(feishu) < 15_000 {
			t.Errorf("%s: %d bytes for Feishu, %v", name, len(feishu), err)
		}
		// Titles and those who are mentioned count too.
		m.Title = long
		for i := range 100 {
			m.Mention = append(m.Mention, fmt.Sprintf("ou_%032d", i))
		}
		if ding, err = m.DingTalk(); err != nil || len(ding) > 20_000 || !strings.Contains(string(ding), m.Mention[99]) {
			t.Errorf("%s: %d bytes for DingTalk with all who are mentioned, %v", name, len(ding), err)
		}
		if feishu, err = m.Feishu("secret", nodestest.Now); err != nil || len(feishu) > 20_000 || !strings.Contains(string(feishu), m.Mention[99]) {
			t.Errorf("%s: %d bytes for Feishu with all who are mentioned, %v", name, len(feishu), err)
		}
	}
}

func mac(key, text string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	address, last := service(t, 204, ``)
	nodestest.Outcome(t.Context(), t, notify.Kind{}, call(t, `{"webhook":{"address":{"secret":"robot"},"sign":"key"},"text":{"en":"Done"}}`, address), "")
	g := last()
	if at(g.body, "text", "en") != "Done" || at(g.body, "text", "zh") != nil || g.body["id"] != "key-of-the-attempt" || g.Header.Get("Idempotency-Key") != "key-of-the-attempt" {
		t.Errorf("the body is %s, the header %v", g.raw, g.Header)
	}
	sum := sha256.Sum256(g.raw)
	stamp := strconv.FormatInt(nodestest.Now.Unix(), 10)
	m := hmac.New(sha256.New, []byte(signing))
	m.Write([]byte("v1\n" + stamp + "\nkey-of-the-attempt\nPOST\n" + hex.EncodeToString(sum[:])))
	if want := "t=" + stamp + ",v1=" + hex.EncodeToString(m.Sum(nil)); g.Header.Get("Catenary-Signature") != want {
		t.Errorf("the signature is %s", g.Header.Get("Catenary-Signature"))
	}
}

// TestLongTexts: what a service would refuse for its length is cut at the border
// of a character.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	body, err := notify.Message{Text: notify.Words{ZH: nodes.Template(strings.Repeat("长", 5000))}}.WeCom()
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(body, &m); err != nil {
		t.Fatal(err)
	}
	if text, _ := at(m, "text", "content").(string); len(text) > 2048 || len(text) < 2040 || strings.Trim(text, "长…") != "" {
		t.Errorf("the text has %d bytes", len(text))
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	const robot = `{"wecom":{"address":{"secret":"robot"}},"text":{"en":"Done"}}`
	for _, tt := range []struct {
		name, written string
		status        int
		answer, code  string
	}{
		{"a robot that refuses", robot, 200, `{"errcode":93000,"errmsg":"invalid webhook url"}`, notify.CodeRefused},
		{"Feishu refuses", `{"feishu":{"address":{"secret":"robot"}},"text":{"en":"Done"}}`, 200, `{"code":19021,"msg":"sign match fail"}`, notify.CodeRefused},
		{"no robot", robot, 200, `<html>`, notify.CodeRefused},
		{"a status", robot, 500, `{"errcode":0}`, notify.CodeRefused},
		{"an unknown secret", `{"wecom":{"address":{"secret":"other"}},"text":{"en":"Done"}}`, 200, ``, nodes.CodeSecret},
		{"no address", `{"webhook":{"address":"nowhere"},"text":{"en":"Done"}}`, 200, ``, notify.CodeAddress},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address, _ := service(t, tt.status, tt.answer)
			outcome := nodestest.Outcome(t.Context(), t, notify.Kind{}, call(t, tt.written, address), tt.code)
			if strings.Contains(outcome.Failure.Message, "tok") {
				t.Errorf("it tells the address: %s", outcome.Failure.Message)
			}
		})
	}
}

// post is a platform that takes mails.
type post struct {
	nodes.Platform
	mails []nodes.Mail
	err   error
}

func (p *post) Mail(_ context.Context, m nodes.Mail) error {
	p.mails = append(p.mails, m)
	return p.err
}

func TestMail(t *testing.T) {
	t.Parallel()
	p := &post{}
	send := func(to, code string) {
		t.Helper()
		c := nodestest.Call(t, notify.Kind{}, `{"mail":{"to":["${{ x }}","b@example.org"]},`+texts+`}`,
			`{"mail":{"to":[`+to+`,"b@example.org"]},`+texts+`}`)
		c.Tools.Platform = p
		nodestest.Outcome(t.Context(), t, notify.Kind{}, c, code)
	}
	send(`"a@example.org, c@example.org"`, "")
	if m := p.mails[0]; strings.Join(m.To, " ") != "a@example.org c@example.org b@example.org" || m.Subject != "发布完成 / Released" || !strings.Contains(m.Text, "Phase three") {
		t.Errorf("the mail is %+v", m)
	}
	send(`"nobody"`, notify.CodeAddress)
	send(`5`, notify.CodeAddress)
	p.err = fault.New(fault.Conflict, "mail.none", "no mail server")
	send(`"a@example.org"`, "mail.none")
	p.err = errors.New("the mail server is away")
	c := nodestest.Call(t, notify.Kind{}, `{"mail":{"to":["a@example.org"]},"text":{"en":"Done"}}`, "")
	c.Tools.Platform = p
	if _, err := (notify.Kind{}).Run(t.Context(), c); !errors.Is(err, p.err) {
		t.Errorf("a platform that fails gives %v", err)
	}
}
