package notify_test

import (
	"testing"

	"catenary/nodes/nodestest"
	"catenary/nodes/notify"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, notify.Kind{}, []nodestest.Case{
		{
			Name: "mail", Body: `notify: {mail: {to: [a@example.org, "${{ input.to }}"]}, title: {en: "Run ${{ run.id }}"}, text: {zh: 完成, en: Done}}`,
			Sources: []string{"expression /notify/mail/to/1 input.to", "expression /notify/title/en run.id"},
		},
		{Name: "WeCom", Body: `notify: {wecom: {address: {secret: robot}, mention: [all]}, text: {zh: 完成}}`, References: []string{"secret robot /notify/wecom/address/secret"}},
		{
			Name: "DingTalk", Body: `notify: {dingtalk: {address: {secret: robot}, sign: key}, text: {zh: 完成}}`,
			References: []string{"secret robot /notify/dingtalk/address/secret", "secret key /notify/dingtalk/sign"},
		},
		{Name: "Feishu", Body: `notify: {feishu: {address: "https://example.org/hook"}, text: {en: Done}}`, Problems: []string{"?notify.secret /notify/feishu/address"}},
		{
			Name: "webhook", Body: `notify: {webhook: {address: "https://example.org/${{ input.id }}", sign: key}, text: {en: Done}}`,
			Sources: []string{"expression /notify/webhook/address input.id"}, References: []string{"secret key /notify/webhook/sign"},
		},
		{Name: "nobody", Body: `notify: {text: {en: Done}}`, Problems: []string{"notify.one /notify"}},
		{Name: "two", Body: `notify: {mail: {to: [a@example.org]}, webhook: {address: "https://example.org"}, text: {en: Done}}`, Problems: []string{"notify.one /notify"}},
		{Name: "no text", Body: `notify: {mail: {to: [a@example.org]}, text: {}}`, Problems: []string{"notify.text /notify/text"}},
		{Name: "no address", Body: `notify: {mail: {to: [nobody]}, text: {en: Done}}`, Problems: []string{"notify.address /notify/mail/to/0"}},
	})
}
