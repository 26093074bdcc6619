package apitest

import (
	"context"
	"sync"
)

// Mails is a Mailer that keeps what it is given.
type Mails struct {
	mu    sync.Mutex
	came  sync.Cond
	texts []string
}

// NewMails returns Mails without any.
func NewMails() *Mails {
	m := &Mails{}
	m.came.L = &m.mu
	return m
}

// Send implements identity.Mailer.
func (m *Mails) Send(_ context.Context, to, subject, text string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts = append(m.texts, to+"\n"+subject+"\n"+text)
	m.came.Broadcast()
	return nil
}

// All are the mails so far: address, subject and text in a line each.
func (m *Mails) All() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.texts...)
}

// Wait returns all mails as soon as there are n; they are sent after the answer.
func (m *Mails) Wait(n int) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.texts) < n {
		m.came.Wait()
	}
	return append([]string(nil), m.texts...)
}
