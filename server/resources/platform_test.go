package resources

import (
	"io"
	"net"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"catenary/chain"
	"catenary/nodes/nodestest"
	"catenary/nodes/notify"
	"catenary/runtime"
	"catenary/server/mail"
)

// letters is a mail server that keeps what it gets.
type letters struct {
	to   []string
	got  chan letter
	from string
}

type letter struct {
	to            []string
	subject, body string
}

func (l *letters) Mail(from string, _ *smtp.MailOptions) error { l.from = from; return nil }
func (l *letters) Rcpt(to string, _ *smtp.RcptOptions) error   { l.to = append(l.to, to); return nil }
func (l *letters) Reset()                                      {}
func (l *letters) Logout() error                               { return nil }

func (l *letters) Data(r io.Reader) error {
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	l.got <- letter{l.to, m.Header.Get("Subject"), string(body)}
	return err
}

// TestNotifyByMail: a notify node's mail arrives at a real mail server.
func TestNotifyByMail(t *testing.T) {
	t.Parallel()
	got := make(chan letter, 1)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &letters{got: got}, nil }))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	sender, err := mail.New("smtp://"+listener.Addr().String(), "catenary@example.org")
	if err != nil {
		t.Fatal(err)
	}
	call := nodestest.Call(t, notify.Kind{}, `{"mail":{"to":["a@example.org","b@example.org"]},"title":{"en":"Phase ${{ n }}"},"text":{"en":"It is done."}}`,
		`{"mail":{"to":["a@example.org","b@example.org"]},"title":{"en":"Phase 3"},"text":{"en":"It is done."}}`)
	none := &Resources{}
	call.Tools.Platform = none.Platform(runtime.Run{}, &runtime.Version{}, "key")
	nodestest.Outcome(t.Context(), t, notify.Kind{}, call, "mail.none")
	some := &Resources{Mailer: sender}
	call.Tools.Platform = some.Platform(runtime.Run{}, &runtime.Version{Pins: runtime.Pins{chain.SwitchRef: nil}}, "key")
	nodestest.Outcome(t.Context(), t, notify.Kind{}, call, "")
	if l := <-got; strings.Join(l.to, " ") != "a@example.org b@example.org" || l.subject != "Phase 3" || !strings.Contains(l.body, "It is done.") {
		t.Errorf("the mail is %+v", l)
	}
}
