package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"catenary/internal/clock"
	"catenary/server/config"
)

// certificate is the server's, read again when its file changes, so that a
// renewed one needs no restart.
type certificate struct {
	files config.TLS
	now   clock.Now
	log   *slog.Logger

	mu     sync.Mutex
	read   *tls.Certificate
	stamp  time.Time // when the file was written
	looked time.Time
}

// certificateLook is how often the file is looked at.
const certificateLook = 10 * time.Second

// newTLS returns the TLS settings of the server, or nil if it speaks plain http.
func newTLS(files config.TLS, now clock.Now, log *slog.Logger) (*tls.Config, error) {
	if files.Cert == "" {
		return nil, nil
	}
	c := &certificate{files: files, now: now, log: log}
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("tls.cert and tls.key: %w", err)
	}
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current(), nil },
	}, nil
}

func (c *certificate) current() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); now.Sub(c.looked) >= certificateLook {
		c.looked = now
		if info, err := os.Stat(c.files.Cert); err == nil && !info.ModTime().Equal(c.stamp) {
			if err := c.load(); err != nil { // it may be half written
				c.log.Warn("the new certificate cannot be used; the old one stays", "error", err)
			} else {
				c.log.Info("certificate taken over")
			}
		}
	}
	return c.read
}

func (c *certificate) load() error {
	info, err := os.Stat(c.files.Cert)
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.files.Cert, c.files.Key)
	if err != nil {
		return err
	}
	c.read, c.stamp = &pair, info.ModTime()
	return nil
}
