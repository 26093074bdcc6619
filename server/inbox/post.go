package inbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"catenary/internal/clock"
)

const (
	mailEvery  = 5 * time.Second
	mailAtOnce = 50
	mailTries  = 8
	mailClaim  = 2 * time.Minute
)

// Deliver sends mails about things to do, and tells channels, until ctx ends. A
// mail is sent at least once; one that the mail server refuses is tried for some
// hours and then left.
func (s *Service) Deliver(ctx context.Context) error {
	ticker := time.NewTicker(mailEvery)
	defer ticker.Stop()
	for {
		if s.Mailer != nil {
			if _, err := s.Post(ctx); err != nil && ctx.Err() == nil {
				s.Log.WarnContext(ctx, "mails about to-dos could not be sent", "error", err)
			}
		}
		if s.Outside != nil {
			if _, err := s.Announce(ctx); err != nil && ctx.Err() == nil {
				s.Log.WarnContext(ctx, "channels could not be told of to-dos", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// Post sends what is due, and says how many it sent.
func (s *Service) Post(ctx context.Context) (sent int, err error) {
	now := s.Now()
	due, err := s.Store.DueLetters(ctx, now.UnixMicro(), mailAtOnce)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, l := range due {
		// Claimed before it is sent, so that of several servers one does.
		again := now.Add(mailClaim << min(l.Tries, 6)).UnixMicro()
		mine, err := s.Store.ClaimLetter(ctx, l, again)
		if err != nil {
			return sent, errors.Join(failed, err)
		}
		if !mine {
			continue
		}
		if l.Email != "" {
			subject, text := letter(l, s.PublicURL)
			if err := s.Mailer.Send(ctx, l.Email, subject, text); err != nil && l.Tries+1 < mailTries {
				failed = errors.Join(failed, fmt.Errorf("mail %s: %w", l.ID, err))
				continue
			}
			sent++
		}
		if err := s.Store.DropLetter(ctx, l); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return sent, failed
}

// letter is what a mail says, in the recipient's language. Its link opens a page
// and decides nothing.
func letter(l Letter, url string) (subject, text string) {
	link := absolute(l.Link, url)
	if strings.HasPrefix(l.Locale, "zh") {
		text = l.Name + "，您好：\n\n" + l.Title + " 正在等待您处理。\n"
		if l.Kind == NoticeTold {
			text = l.Name + "，您好：\n\n有人知会您：" + l.Title + "。无需您处理。\n"
		}
		if l.Until > 0 {
			text += "期限：" + deadline(l.Until) + "\n"
		}
		return heading(l.Kind, l.Title, true), text + "\n" + link + "\n"
	}
	text = "Hello " + l.Name + ",\n\n" + l.Title + " waits for you.\n"
	if l.Kind == NoticeTold {
		text = "Hello " + l.Name + ",\n\nsomebody tells you of " + l.Title + ". You need not do anything.\n"
	}
	if l.Until > 0 {
		text += "Due: " + deadline(l.Until) + "\n"
	}
	return heading(l.Kind, l.Title, false), text + "\n" + link + "\n"
}

// heading is what a notice is about, in one line.
func heading(kind NoticeKind, title string, chinese bool) string {
	if chinese {
		return map[NoticeKind]string{NoticeNew: "待办", NoticeReminder: "提醒", NoticeEscalated: "已升级", NoticeOverdue: "已逾期", NoticeTold: "知会"}[kind] + "：" + title
	}
	return map[NoticeKind]string{NoticeNew: "To do", NoticeReminder: "Reminder", NoticeEscalated: "Escalated", NoticeOverdue: "Overdue", NoticeTold: "For your information"}[kind] + ": " + title
}

func deadline(us int64) string { return clock.Time(us).UTC().Format("2006-01-02 15:04 UTC") }

// absolute is where a link of a notice leads.
func absolute(link, url string) string {
	if strings.HasPrefix(link, "/") {
		return url + link
	}
	return link
}
