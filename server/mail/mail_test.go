package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// post is a mail server that keeps what it gets.
type post struct {
	address string
	pool    *x509.CertPool
	got     chan letter
}

type letter struct {
	from, to, user string
	secure         bool
	message        *mail.Message
	body           string
}

type session struct {
	post   *post
	letter letter
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.letter.from = from; return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error   { s.letter.to = to; return nil }
func (s *session) Reset()                                      {}
func (s *session) Logout() error                               { return nil }
func (s *session) AuthMechanisms() []string                    { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "hunter22" {
			return errors.New("wrong")
		}
		s.letter.user = user
		return nil
	}), nil
}

func (s *session) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	s.letter.message, s.letter.body = m, string(body)
	s.post.got <- s.letter
	return err
}

// setup starts a mail server: with TLS from the first byte, or with STARTTLS,
// or with neither.
func setup(t *testing.T, kind string) *post {
	t.Helper()
	web := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(web.Close)
	p := &post{pool: x509.NewCertPool(), got: make(chan letter, 1)}
	p.pool.AddCert(web.Certificate())
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		_, secure := c.TLSConnectionState()
		return &session{post: p, letter: letter{secure: secure}}, nil
	}))
	server.AllowInsecureAuth = true
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = l.Addr().String()
	switch kind {
	case "smtps":
		l = tls.NewListener(l, web.TLS)
	case "starttls":
		server.TLSConfig = web.TLS
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return p
}

func TestSend(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		kind, scheme, login string
		secure              bool
	}{
		"TLS":               {"smtps", "smtps", "u:hunter22@", true},
		"STARTTLS":          {"starttls", "smtp", "u:hunter22@", true},
		"STARTTLS, no user": {"starttls", "smtp", "", true},
		"on this machine":   {"plain", "smtp", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := setup(t, tt.kind)
			s, err := newSender(tt.scheme+"://"+tt.login+p.address, "Catenary <catenary@example.org>", &tls.Config{RootCAs: p.pool, ServerName: "example.com"})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Send(t.Context(), "ann@example.org", "邀请\r\nBcc: eve@example.org", "Hello,\n\n你好\n"); err != nil {
				t.Fatal(err)
			}
			got := <-p.got
			if got.from != "catenary@example.org" || got.to != "ann@example.org" || got.secure != tt.secure || (got.user != "") != (tt.login != "") {
				t.Errorf("got %+v", got)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(got.message.Header.Get("Subject"))
			if err != nil || !strings.Contains(subject, "邀请") {
				t.Errorf("subject %q, %v", subject, err)
			}
			if got.message.Header.Get("Bcc") != "" {
				t.Errorf("a subject made a header: %v", got.message.Header)
			}
			if !strings.Contains(got.body, "=E4=BD=A0=E5=A5=BD") && !strings.Contains(got.body, "你好") {
				t.Errorf("body %q", got.body)
			}
		})
	}
}

func TestSendFails(t *testing.T) {
	t.Parallel()
	p := setup(t, "starttls")
	secure := &tls.Config{RootCAs: p.pool, ServerName: "example.com"}
	for name, tt := range map[string]struct {
		address, to string
		secure      *tls.Config
	}{
		"wrong password":      {"smtp://u:hunter23@" + p.address, "ann@example.org", secure},
		"unknown certificate": {"smtp://u:hunter22@" + p.address, "ann@example.org", nil},
		"nobody there":        {"smtp://u:hunter22@127.0.0.1:1", "ann@example.org", secure},
		"two recipients":      {"smtp://" + p.address, "ann@example.org\r\nBcc: eve@example.org", secure},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := newSender(tt.address, "catenary@example.org", tt.secure)
			if err != nil {
				t.Fatal(err)
			}
			err = s.Send(t.Context(), tt.to, "x", "x")
			if err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("Send = %v", err)
			}
		})
	}
}

func TestAddressesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "http://u:hunter22@h", "smtp://", "smtp://u:hunter22@h:port", "smtp://u:hunter22@h:99999"} {
		if _, err := New(address, "a@example.org"); err == nil || strings.Contains(err.Error(), "hunter22") {
			t.Errorf("New(%q) = %v", address, err)
		}
	}
}
