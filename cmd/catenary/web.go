package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	// drain is how long requests that have begun may take once the server stops.
	drain = 20 * time.Second
	// stalled is how long a client may take to accept what it is sent. A whole
	// answer may take longer: exports are large.
	stalled = 30 * time.Second
)

// web serves http on a listener. It is a startstop.Service.
type web struct {
	server   *http.Server
	listener net.Listener
	log      *slog.Logger
	failed   chan error
	drain    time.Duration
}

// newWeb bounds what a slow or greedy client can take.
func newWeb(l net.Listener, h http.Handler, secure *tls.Config, log *slog.Logger) *web {
	return &web{
		listener: steadyListener{l, stalled}, log: log, failed: make(chan error, 1), drain: drain,
		server: &http.Server{
			Handler:           h,
			TLSConfig:         secure,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       30 * time.Second,
			IdleTimeout:       2 * time.Minute,
			MaxHeaderBytes:    32 << 10,
			ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		},
	}
}

// Start begins to answer.
func (w *web) Start(context.Context) error {
	serve := w.server.Serve
	if w.server.TLSConfig != nil {
		serve = func(l net.Listener) error { return w.server.ServeTLS(l, "", "") }
	}
	go func() {
		if err := serve(w.listener); !errors.Is(err, http.ErrServerClosed) {
			w.failed <- err
		}
	}()
	return nil
}

// Failed gives the reason if the server stops answering by itself.
func (w *web) Failed() <-chan error { return w.failed }

// Stop accepts nothing more and waits for requests that have begun, though not
// for ever.
func (w *web) Stop() {
	ctx, cancel := context.WithTimeout(context.Background(), w.drain)
	defer cancel()
	if err := w.server.Shutdown(ctx); err != nil {
		w.log.Warn("requests were cut off", "error", err)
		_ = w.server.Close()
	}
	_ = w.listener.Close() // Shutdown knows it only once Serve has begun
}

// steadyListener accepts connections that end when their client accepts nothing
// for a while.
type steadyListener struct {
	net.Listener
	pause time.Duration
}

// Accept implements net.Listener.
func (l steadyListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return steadyConn{c, l.pause}, nil
}

type steadyConn struct {
	net.Conn
	pause time.Duration
}

// Write implements net.Conn.
func (c steadyConn) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.pause)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}
