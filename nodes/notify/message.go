package notify

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"catenary/nodes"
)

// Message is what people are told, as the documents of each service want it.
type Message struct {
	Title, Text Words
	// Mention are user ids; All stands for everybody.
	Mention []string
}

// All mentions everybody.
const All = "all"

// How long what is sent may be, in bytes: the text of WeCom, the whole request of
// the others, in which a title takes no more than its part.
const (
	weComMost    = 2048
	dingTalkMost = 20_000
	feishuMost   = 20_000
	titleMost    = 1_000
)

// Subject is the title in one line.
func (m Message) Subject() string {
	return strings.Join(strings.Fields(joined(m.Title, " / ")), " ")
}

// Body is the text in all its languages.
func (m Message) Body() string { return joined(m.Text, "\n\n") }

func joined(w Words, between string) string {
	switch {
	case w.ZH == "":
		return string(w.EN)
	case w.EN == "":
		return string(w.ZH)
	}
	return string(w.ZH) + between + string(w.EN)
}

// plain is title and text as one text.
func (m Message) plain(most int) string {
	text := m.Body()
	if subject := m.Subject(); subject != "" {
		text = subject + "\n" + text
	}
	return cut(text, most)
}

// cut shortens a text to so many bytes, at the border of a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const rest = "…"
	end := most - len(rest)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + rest
}

// fit shortens a text to so many bytes as they stand in JSON.
func fit(text string, most int) string {
	const rest = "…"
	size, end := 0, 0
	for i, r := range text {
		if size <= most-len(rest) {
			end = i
		}
		switch {
		case r == '"' || r == '\\' || r == '\n':
			size += 2
		case r < ' ' || r == '\u2028' || r == '\u2029':
			size += len(`\u2028`)
		default:
			size += utf8.RuneLen(r)
		}
	}
	if size <= most {
		return text
	}
	return text[:end] + rest
}

// encode writes JSON with no more escapes than it needs.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// people takes everybody out of who is mentioned.
func (m Message) people() (ids []string, all bool) {
	ids = []string{}
	for _, id := range m.Mention {
		if id == All || id == "@all" {
			all = true
			continue
		}
		ids = append(ids, id)
	}
	return ids, all
}

// WeCom is the message as the robot of a group in WeCom takes it (群机器人配置说明):
// https://developer.work.weixin.qq.com/document/path/91770
func (m Message) WeCom() ([]byte, error) {
	ids, all := m.people()
	if all {
		ids = append(ids, "@all")
	}
	return json.Marshal(map[string]any{
		"msgtype": "text",
		"text":    map[string]any{"content": m.plain(weComMost), "mentioned_list": ids},
	})
}

// DingTalk is the message as the robot of a group in DingTalk takes it (自定义机器人接入):
// https://open.dingtalk.com/document/robots/custom-robot-access
func (m Message) DingTalk() ([]byte, error) {
	ids, all := m.people()
	names := ""
	for _, id := range ids { // only who is named in the text is mentioned
		names += " @" + id
	}
	with := func(text string) ([]byte, error) {
		return encode(map[string]any{
			"msgtype": "text",
			"text":    map[string]any{"content": text + names},
			"at":      map[string]any{"atUserIds": ids, "isAtAll": all},
		})
	}
	rest, err := with("")
	if err != nil {
		return nil, err
	}
	return with(fit(m.plain(dingTalkMost), dingTalkMost-len(rest)))
}

// SignDingTalk adds time and signature to the address of a robot in DingTalk
// (自定义机器人安全设置):
// https://open.dingtalk.com/document/robots/customize-robot-security-settings
func SignDingTalk(address, secret string, at time.Time) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	stamp := strconv.FormatInt(at.UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "\n" + secret))
	q := u.Query()
	q.Set("timestamp", stamp)
	q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Feishu is the message as the robot of a group in Feishu takes it, each
// language for those who have set it; signed if there is a secret
// (自定义机器人使用指南):
// https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
func (m Message) Feishu(secret string, at time.Time) ([]byte, error) {
	ids, all := m.people()
	if all {
		ids = append(ids, All)
	}
	post := map[string]any{}
	body := map[string]any{"msg_type": "post", "content": map[string]any{"post": post}}
	if secret != "" {
		stamp := strconv.FormatInt(at.Unix(), 10)
		mac := hmac.New(sha256.New, []byte(stamp+"\n"+secret)) // of nothing: so it is documented
		body["timestamp"], body["sign"] = stamp, base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	with := func(most int) ([]byte, error) {
		add := func(language string, title, text nodes.Template) {
			if text == "" {
				return
			}
			line := []any{map[string]any{"tag": "text", "text": fit(string(text), most)}}
			for _, id := range ids {
				line = append(line, map[string]any{"tag": "at", "user_id": id})
			}
			post[language] = map[string]any{"title": fit(string(title), titleMost), "content": [][]any{line}}
		}
		add("zh_cn", m.Title.ZH, m.Text.ZH)
		add("en_us", m.Title.EN, m.Text.EN)
		return encode(body)
	}
	rest, err := with(0)
	if err != nil {
		return nil, err
	}
	return with((feishuMost - len(rest)) / max(len(post), 1))
}

// Webhook is the message as any receiver gets it.
func (m Message) Webhook(key string) ([]byte, error) {
	words := func(w Words) map[string]string {
		out := map[string]string{}
		if w.ZH != "" {
			out["zh"] = string(w.ZH)
		}
		if w.EN != "" {
			out["en"] = string(w.EN)
		}
		return out
	}
	return json.Marshal(map[string]any{"id": key, "title": words(m.Title), "text": words(m.Text)})
}

// SignWebhook is the Catenary-Signature of a request: that of webhooks which
// come in, with the key of the attempt in the place of the trigger.
func SignWebhook(secret, key, method string, body []byte, at time.Time) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	sum := sha256.Sum256(body)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v1\n" + stamp + "\n" + key + "\n" + method + "\n" + hex.EncodeToString(sum[:])))
	return "t=" + stamp + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}
