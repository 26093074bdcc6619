package identity

import (
	"fmt"
	"strings"
	"time"
)

// Mails are plain text, in Chinese for whoever chose a Chinese locale, else in
// English. What people wrote stands in them only where a line cannot be forged:
// names have no line breaks.

func chinese(locale string) bool { return strings.HasPrefix(strings.ToLower(locale), "zh") }

func resetMail(locale, name, url string, lasts time.Duration) (subject, text string) {
	if chinese(locale) {
		return "重置 Catenary 密码", fmt.Sprintf(`%s，您好：

有人请求重置您的 Catenary 密码。请在 %d 分钟内打开以下链接设置新密码：

%s

如果不是您本人的请求，请忽略此邮件，密码不会改变。
`, name, int(lasts.Minutes()), url)
	}
	return "Set a new Catenary password", fmt.Sprintf(`Hello %s,

somebody asked to set a new password for your Catenary account. To do so, open
this link within %d minutes:

%s

If it was not you, do nothing: your password stays as it is.
`, name, int(lasts.Minutes()), url)
}

func verifyMail(locale, name, url string, lasts time.Duration) (subject, text string) {
	if chinese(locale) {
		return "确认 Catenary 邮箱地址", fmt.Sprintf(`%s，您好：

请在 %d 分钟内打开以下链接，确认此邮箱地址属于您：

%s
`, name, int(lasts.Minutes()), url)
	}
	return "Confirm your address for Catenary", fmt.Sprintf(`Hello %s,

to confirm that this address is yours, open this link within %d minutes:

%s
`, name, int(lasts.Minutes()), url)
}

func inviteMail(locale, name, tenant, url string, lasts time.Duration) (subject, text string) {
	days := int(lasts.Hours() / 24)
	if chinese(locale) {
		return "邀请您加入 Catenary", fmt.Sprintf(`%s，您好：

您被邀请加入 Catenary 上的“%s”。请在 %d 天内打开以下链接接受邀请：

%s

如果您不认识邀请者，请忽略此邮件。
`, name, tenant, days, url)
	}
	return "You are invited to Catenary", fmt.Sprintf(`Hello %s,

you are invited to join %s on Catenary. To accept, open this link within %d days:

%s

If you do not know who invites you, do nothing.
`, name, tenant, days, url)
}
