// Package notify is the node kind that tells people: by mail, by a webhook, or
// through the robot of a group in WeCom, DingTalk or Feishu.
package notify

import (
	_ "embed"
	"net/mail"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows. One of the five ways is set.
type Config struct {
	Mail     *Mail    `json:"mail,omitempty" jsonschema:"title=Mail" jsonschema_extras:"x-title-zh=邮件"`
	WeCom    *Robot   `json:"wecom,omitempty" jsonschema:"title=WeCom,description=The robot of a group." jsonschema_extras:"x-title-zh=企业微信,x-description-zh=群机器人。"`
	DingTalk *Signed  `json:"dingtalk,omitempty" jsonschema:"title=DingTalk,description=The robot of a group." jsonschema_extras:"x-title-zh=钉钉,x-description-zh=群机器人。"`
	Feishu   *Signed  `json:"feishu,omitempty" jsonschema:"title=Feishu,description=The robot of a group." jsonschema_extras:"x-title-zh=飞书,x-description-zh=群机器人。"`
	Webhook  *Webhook `json:"webhook,omitempty" jsonschema:"title=Webhook,description=A JSON object with title and text is posted." jsonschema_extras:"x-title-zh=Webhook,x-description-zh=以 POST 发送带有标题和正文的 JSON 对象。"`
	Title    Words    `json:"title,omitzero" jsonschema:"title=Title,description=In one language or both." jsonschema_extras:"x-title-zh=标题,x-description-zh=一种或两种语言。"`
	Text     Words    `json:"text" jsonschema:"title=Text,description=In one language or both." jsonschema_extras:"x-title-zh=正文,x-description-zh=一种或两种语言。"`
}

// Words is a text in one language or both.
type Words struct {
	ZH nodes.Template `json:"zh,omitempty" jsonschema:"title=Chinese,maxLength=20000" jsonschema_extras:"x-title-zh=中文,x-widget=textarea"`
	EN nodes.Template `json:"en,omitempty" jsonschema:"title=English,maxLength=20000" jsonschema_extras:"x-title-zh=英文,x-widget=textarea"`
}

// Mail says who gets a mail.
type Mail struct {
	To []nodes.Template `json:"to" jsonschema:"title=To,description=Mail addresses; they see each other.,minItems=1,maxItems=100" jsonschema_extras:"x-title-zh=收件人,x-description-zh=邮件地址，收件人彼此可见。"`
}

// Robot is the robot of a group.
type Robot struct {
	Address chain.Text       `json:"address" jsonschema:"title=Address,description=That of the robot. Who has it can write to the group: use a secret." jsonschema_extras:"x-title-zh=地址,x-description-zh=机器人的 Webhook 地址。知道它的人就能向群发消息，请使用密钥。"`
	Mention []nodes.Template `json:"mention,omitempty" jsonschema:"title=Mention,description=User ids; all for everybody.,maxItems=100" jsonschema_extras:"x-title-zh=提醒,x-description-zh=成员的用户 ID；all 为所有人。"`
}

// Signed is a robot that asks for a signature.
type Signed struct {
	Address chain.Text       `json:"address" jsonschema:"title=Address,description=That of the robot. Who has it can write to the group: use a secret." jsonschema_extras:"x-title-zh=地址,x-description-zh=机器人的 Webhook 地址。知道它的人就能向群发消息，请使用密钥。"`
	Mention []nodes.Template `json:"mention,omitempty" jsonschema:"title=Mention,description=User ids; all for everybody.,maxItems=100" jsonschema_extras:"x-title-zh=提醒,x-description-zh=成员的用户 ID；all 为所有人。"`
	Sign    nodes.Secret     `json:"sign,omitempty" jsonschema:"title=Signing secret,description=If the robot was set up with one." jsonschema_extras:"x-title-zh=加签密钥,x-description-zh=机器人启用签名校验时填写。"`
}

// Webhook is any address.
type Webhook struct {
	Address chain.Text   `json:"address" jsonschema:"title=Address,description=http or https." jsonschema_extras:"x-title-zh=地址,x-description-zh=http 或 https 地址。"`
	Sign    nodes.Secret `json:"sign,omitempty" jsonschema:"title=Signing secret,description=The request then has a Catenary-Signature." jsonschema_extras:"x-title-zh=签名密钥,x-description-zh=填写后请求带有 Catenary-Signature 请求头。"`
}

// Kind is the kind notify.
type Kind struct{}

var (
	_ nodes.Validator = Kind{}
	_ nodes.Runner    = Kind{}
)

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "notify"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "bell",
		Title:    nodes.Words{EN: "Notify", ZH: "通知"},
		Summary:  nodes.Words{EN: "Tells people: by mail, a webhook, or in a group of WeCom, DingTalk or Feishu.", ZH: "通知人员：邮件、Webhook，或企业微信、钉钉、飞书群消息。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"mail", "email", "message", "wecom", "wechat", "dingtalk", "feishu", "lark", "webhook", "tongzhi", "tz", "邮件", "youjian", "yj", "消息", "xiaoxi", "xx", "钉钉", "飞书", "企业微信"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Effect,
		Effects:  true,
	}
}

// Changes implements nodes.Changer: what people were told cannot be taken back.
func (Kind) Changes(*chain.Body) bool { return false }

// Validate asks for exactly one way, for a text, and for addresses that can be.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil {
		return nil
	}
	var found []chain.Problem
	wrong := func(severity chain.Severity, pointer, code, detail string) {
		found = append(found, chain.NewProblem(severity, "/notify"+pointer, code, "%s", detail))
	}
	ways := 0
	for _, set := range []bool{c.Mail != nil, c.WeCom != nil, c.DingTalk != nil, c.Feishu != nil, c.Webhook != nil} {
		if set {
			ways++
		}
	}
	if ways != 1 {
		wrong(chain.Error, "", "notify.one", "give one of mail, wecom, dingtalk, feishu and webhook")
	}
	if c.Text == (Words{}) {
		wrong(chain.Error, "/text", "notify.text", "give a text in at least one language")
	}
	if c.Mail != nil {
		for i, to := range c.Mail.To {
			if segments, err := chain.Split(string(to)); err != nil || len(segments) > 1 || len(segments) == 1 && segments[0].Expression {
				continue
			}
			if _, err := mail.ParseAddress(string(to)); err != nil {
				wrong(chain.Error, chain.Pointer("/mail/to", i), "notify.address", "this is no mail address")
			}
		}
	}
	for way, robot := range map[string]*Robot{"wecom": c.WeCom, "dingtalk": robotOf(c.DingTalk), "feishu": robotOf(c.Feishu)} {
		if robot != nil && robot.Address.Secret == "" {
			wrong(chain.Warning, "/"+way+"/address", "notify.secret", "who can see the chain can write to the group; use a secret")
		}
	}
	return found
}

func robotOf(s *Signed) *Robot {
	if s == nil {
		return nil
	}
	return &Robot{Address: s.Address, Mention: s.Mention}
}
