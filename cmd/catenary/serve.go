package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"catenary/server/config"
)

func newServeCommand(*console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the server",
		Long: `Run the server until SIGTERM or SIGINT. It then accepts nothing more, finishes
the requests that have begun, for 20 seconds at most, and ends; a second signal
ends it at once. SIGHUP makes it read its settings again.

The address it listens on is printed, and written to the file "address" in the
data directory. Logs go to standard error. docs/configuration.md lists all
settings.`,
	}
	h := hostFlags(cmd, "listen", "public_url", "tls.cert", "tls.key", "log.level", "log.format")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return serve(cmd.Context(), h.input(), cmd.OutOrStdout(), cmd.ErrOrStderr())
	}
	return cmd
}

// serve runs a server until ctx ends or something in it fails.
func serve(ctx context.Context, in config.Input, out, errs io.Writer) error {
	loaded, err := config.Load(in)
	if err != nil {
		return err
	}
	level := &slog.LevelVar{}
	log := newLog(errs, loaded.Settings.Log, level)
	if loaded.OpenToOthers() {
		log.Warn("the settings file holds secrets and others can read it", "file", loaded.File)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	s, err := newServer(ctx, in, loaded, log, level)
	if err != nil {
		return err
	}
	defer s.stop()
	if err := s.prepareSetup(ctx, errs); err != nil {
		return err
	}
	if err := s.start(ctx); err != nil {
		return err
	}
	if err := s.announce(out); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		log.Info("stopping")
		s.stop()
		log.Info("stopped")
		return nil
	case err := <-s.running.Failed():
		return err
	}
}

// gcPercent lets the small heap of a server be collected half as often as Go
// would by itself.
const gcPercent = 200

// Files in the data directory that tell of a running server.
const (
	addressFile = "address"
	setupFile   = "setup-code"
)

// prepareSetup says how the first owner gets in, if there is none yet.
func (s *server) prepareSetup(ctx context.Context, errs io.Writer) error {
	code, err := s.services.identity.PrepareSetup(ctx)
	if err != nil {
		return fmt.Errorf("prepare the set-up: %w", err)
	}
	if code == "" {
		s.remove(setupFile)
		return nil
	}
	if err := s.leave(setupFile, code); err != nil {
		return err
	}
	say(errs, "There is no owner yet. Set up the first one with this code, within 24 hours: %s\n", code)
	return nil
}

// announce says where the server is.
func (s *server) announce(out io.Writer) error {
	if err := s.leave(addressFile, s.address()); err != nil {
		return err
	}
	say(out, "Catenary is at %s\n", s.url())
	s.log.Info("serving", "address", s.address(), "url", s.url(), "database", s.store.Database(), "version", programVersion())
	return nil
}

// leave writes a file of one line into the data directory, for its owner only.
func (s *server) leave(name, line string) error {
	path := filepath.Join(s.settings.Data, name)
	part := path + ".part"
	if err := os.WriteFile(part, []byte(line+"\n"), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func (s *server) remove(name string) {
	_ = os.Remove(filepath.Join(s.settings.Data, name)) // most often it is not there
}

// address is one at which the server can be reached from its own machine.
func (s *server) address() string {
	at, ok := s.listener.Addr().(*net.TCPAddr)
	if !ok || !at.IP.IsUnspecified() {
		return s.listener.Addr().String()
	}
	return fmt.Sprintf("127.0.0.1:%d", at.Port)
}

// url is where people reach the server.
func (s *server) url() string {
	switch {
	case s.settings.PublicURL != "":
		return strings.TrimRight(s.settings.PublicURL, "/")
	case s.settings.TLS.Cert != "":
		return "https://" + s.address()
	}
	return "http://" + s.address()
}

// isSecure says whether people reach the server by https.
func (s *server) isSecure() bool { return strings.HasPrefix(s.url(), "https://") }
