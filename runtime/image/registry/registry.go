// Package registry is an OCI registry inside the process, for sites that have
// no other: images lie as files below a directory, and it needs no network. It
// answers on its own address, loopback by default, where container engines
// trust plain HTTP.
//
// Nobody gets in without one of two accounts, which are new at every start: one
// reads and writes, one only reads. It is not meant for people, and knows
// nothing of environments: what is in use the caller of Collect says.
package registry

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry/handlers"
	"github.com/distribution/distribution/v3/registry/storage/driver/filesystem"

	"catenary/internal/clock"
	"catenary/internal/secret"
)

// Registry is one registry. Its fields are set before Start.
type Registry struct {
	// Dir is where everything lies; it is made if it is not there.
	Dir string
	// Listen is host:port. With port 0 the port of the last start is taken
	// again if it is free, because references to images name it.
	Listen string
	Log    *slog.Logger
	Now    clock.Now

	mu       sync.Mutex
	stopped  bool
	server   *http.Server
	app      *handlers.App
	address  string
	accounts accounts
	started  time.Time
	done     chan struct{}
	failed   chan error
	uses     *uses
}

// Account is a user with a password.
type Account struct {
	User     string
	Password secret.Value
}

// addressFile remembers the address of the last start.
const addressFile = "address"

// Start opens the directory and answers from then on.
func (r *Registry) Start(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped || r.server != nil {
		return errors.New("the registry was started already")
	}
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return fmt.Errorf("make the registry's directory: %w", err)
	}
	listener, err := r.listen(ctx)
	if err != nil {
		return err
	}
	quiet(r.Log)
	r.started, r.uses = r.Now(), newUses(r.Now)
	r.accounts = accounts{push: newAccount("catenary"), pull: newAccount("reader")}
	r.app = handlers.NewApp(context.WithoutCancel(ctx), r.configuration())
	r.server = &http.Server{
		Handler:           r.accounts.guard(r.uses.watch(r.app)),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(r.Log.Handler(), slog.LevelDebug),
	}
	r.done, r.failed = make(chan struct{}), r.failures()
	go r.serve(r.server, listener)
	return nil
}

func (r *Registry) serve(server *http.Server, listener net.Listener) {
	defer close(r.done)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		r.failed <- err
	}
}

// Failed gives the error with which the registry ended by itself.
func (r *Registry) Failed() <-chan error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed = r.failures()
	return r.failed
}

func (r *Registry) failures() chan error {
	if r.failed == nil {
		return make(chan error, 1)
	}
	return r.failed
}

// listen takes the address, and remembers it.
func (r *Registry) listen(ctx context.Context) (net.Listener, error) {
	host, port, err := net.SplitHostPort(r.Listen)
	if err != nil {
		return nil, fmt.Errorf("the registry's address %q: %w", r.Listen, err)
	}
	remembered := filepath.Join(r.Dir, addressFile)
	var listener net.Listener
	if port == "0" {
		if text, err := os.ReadFile(remembered); err == nil {
			if last, lastPort, err := net.SplitHostPort(strings.TrimSpace(string(text))); err == nil && last == host {
				listener, _ = new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, lastPort)) // else any other
			}
		}
	}
	if listener == nil {
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", r.Listen); err != nil {
			return nil, fmt.Errorf("listen for the registry on %s: %w", r.Listen, err)
		}
	}
	r.address = reachable(listener.Addr())
	if err := os.WriteFile(remembered, []byte(r.address+"\n"), 0o600); err != nil {
		_ = listener.Close()
		return nil, fmt.Errorf("remember the registry's address: %w", err)
	}
	return listener, nil
}

// reachable is the address at which this machine reaches a listener.
func reachable(at net.Addr) string {
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
	}
	return at.String()
}

// configuration is the registry's own: files, no cache that could outlive a
// deleted image, nothing that writes by itself.
func (r *Registry) configuration() *configuration.Configuration {
	c := &configuration.Configuration{
		Storage: configuration.Storage{
			"filesystem":  configuration.Parameters{"rootdirectory": r.Dir},
			"delete":      configuration.Parameters{"enabled": false},
			"redirect":    configuration.Parameters{"disable": true},
			"maintenance": configuration.Parameters{"uploadpurging": map[any]any{"enabled": false}},
		},
	}
	c.HTTP.Secret = rand.Text() + rand.Text()
	c.HTTP.RelativeURLs = true
	c.Log.AccessLog.Disabled = true
	// An index may name images of other platforms that were not pushed.
	c.Validation.Manifests.Indexes.Platforms = "none"
	return c
}

func (r *Registry) driver() *filesystem.Driver {
	return filesystem.New(filesystem.DriverParameters{RootDirectory: r.Dir, MaxThreads: 100})
}

// Address is host:port as it stands in references; empty before Start.
func (r *Registry) Address() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.address
}

// Push is the account that reads and writes.
func (r *Registry) Push() Account {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.accounts.push
}

// Pull is the account that only reads.
func (r *Registry) Pull() Account {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.accounts.pull
}

// stopWithin is how long requests that have begun are waited for.
const stopWithin = 5 * time.Second

// Stop ends all requests and returns when nothing is at work. It may be called
// twice, and before Start.
func (r *Registry) Stop() {
	r.mu.Lock()
	r.stopped = true
	server, app := r.server, r.app
	r.mu.Unlock()
	if server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		_ = server.Close() // what still runs is cut off
	}
	<-r.done
	if err := app.Shutdown(); err != nil {
		r.Log.Warn("the registry did not close well", "error", err)
	}
}
