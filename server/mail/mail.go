// Package mail sends mails of plain text through a mail server. It alone knows
// SMTP. What a mail says is decided by whoever sends it.
package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// timeout bounds the sending of one mail.
const timeout = 20 * time.Second

// Sender sends through one mail server.
type Sender struct {
	from    string
	host    string
	options []mail.Option
}

// New returns a Sender for smtp://user:password@host:port, which speaks
// STARTTLS, or smtps://…, which speaks TLS from the first byte. Without TLS
// mail goes to a server on this machine only. from is the sender's address. Its
// errors show no password.
func New(address, from string) (*Sender, error) { return newSender(address, from, nil) }

func newSender(address, from string, secure *tls.Config) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("mail: the address of the mail server cannot be read") // the error would show it
	}
	s := &Sender{from: from, host: u.Hostname(), options: []mail.Option{mail.WithTimeout(timeout)}}
	if secure != nil {
		s.options = append(s.options, mail.WithTLSConfig(secure))
	}
	port := 587
	switch u.Scheme {
	case "smtps":
		port = 465
		s.options = append(s.options, mail.WithSSL())
	case "smtp":
		policy := mail.TLSMandatory
		if isLocal(s.host) {
			policy = mail.TLSOpportunistic
		}
		s.options = append(s.options, mail.WithTLSPolicy(policy))
	default:
		return nil, fmt.Errorf("mail: want smtp:// or smtps://, not %s://", u.Scheme)
	}
	if text := u.Port(); text != "" {
		if port, err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("mail: %q is no port", text)
		}
	}
	s.options = append(s.options, mail.WithPort(port))
	if u.User != nil {
		password, _ := u.User.Password()
		s.options = append(s.options,
			mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	if _, err := mail.NewClient(s.host, s.options...); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return s, nil
}

// isLocal says whether the host is this machine.
func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send sends one mail and returns when the server has taken it.
func (s *Sender) Send(ctx context.Context, to, subject, text string) error {
	return s.SendTo(ctx, []string{to}, subject, text)
}

// SendTo sends one mail to several people, who see each other's addresses.
func (s *Sender) SendTo(ctx context.Context, to []string, subject, text string) error {
	m := mail.NewMsg()
	if err := m.From(s.from); err != nil {
		return fmt.Errorf("mail: sender: %w", err)
	}
	if err := m.To(to...); err != nil {
		return fmt.Errorf("mail: recipient: %w", err)
	}
	m.Subject(subject)
	m.SetDate()
	m.SetMessageID()
	m.SetGenHeader("Auto-Submitted", "auto-generated") // no answer from those who are away
	m.SetBodyString(mail.TypeTextPlain, text)
	client, err := mail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, m); err != nil {
		return fmt.Errorf("send mail through %s: %w", s.host, err)
	}
	return nil
}
