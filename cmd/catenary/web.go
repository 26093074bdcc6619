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

// drain is how long requests that have begun may take once the server stops.
const drain = 20 * time.Second

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
		listener: l, log: log, failed: make(chan error, 1), drain: drain,
		server: &http.Server{
			Handler:           h,
			TLSConfig:         secure,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       30 * time.Second,
			WriteTimeout:      time.Minute,
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
