// Package client follows switches of a Catenary server. It needs nothing but the
// standard library, and programs of others may import it.
//
// A Switch always has the last value that was known: from the server, or, after
// a start without it, from a file. It hears of a change as soon as the server
// tells of it, and comes back by itself when the connection was lost.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Config says which server, and as whom. Server, Token and Org are needed.
type Config struct {
	// Server is the address of the server, such as https://catenary.example.org.
	Server string
	// Token has switch:view at the org.
	Token string
	// Org is the id of the org for which switches are followed: it owns them, or
	// they are shared to it.
	Org string
	// Dir is a folder in which last known values are kept; empty: only in memory.
	Dir string
	// HTTP sends the requests; nil: a client of its own. Its time limit must be
	// longer than Wait, or none.
	HTTP *http.Client
	// Wait is how long one request waits for a change, of whole seconds, 30 s at
	// most; 0: 30 s.
	Wait time.Duration
	// Failed is told why the server could not be asked; may be nil.
	Failed func(error)
}

// State is how a switch stands.
type State struct {
	Value    json.RawMessage `json:"value"`
	Revision int64           `json:"revision"`
	// ChangedAt is when it got the value.
	ChangedAt time.Time `json:"changed_at"`
}

// Switch is a switch that is followed. Its methods may be called from anywhere.
type Switch struct {
	c       Config
	key     string
	cancel  context.CancelFunc
	done    chan struct{}
	first   chan struct{}
	once    sync.Once
	changed chan struct{}

	mu    sync.Mutex
	now   State
	known bool
	etag  string
}

// How long is waited before the server is asked again that could not be asked.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 15 * time.Second
	maxAnswer    = 1 << 20
)

// Follow begins to follow a switch, until ctx ends or Close. It does not wait for
// the server.
func Follow(ctx context.Context, c Config, key string) (*Switch, error) {
	u, err := url.Parse(c.Server)
	if err != nil || u.Host == "" || c.Token == "" || c.Org == "" || key == "" {
		return nil, errors.New("follow a switch: server, token, org and key are needed")
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{}
	}
	if c.Wait <= 0 || c.Wait > 30*time.Second {
		c.Wait = 30 * time.Second
	}
	s := &Switch{c: c, key: key, done: make(chan struct{}), first: make(chan struct{}), changed: make(chan struct{}, 1)}
	s.load()
	ctx, s.cancel = context.WithCancel(ctx)
	go s.follow(ctx)
	return s, nil
}

// Close ends it and waits until it is quiet.
func (s *Switch) Close() {
	s.cancel()
	<-s.done
}

// State is the last that is known; false: nothing yet.
func (s *Switch) State() (State, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now, s.known
}

// Changed gets a value when the switch has changed since the last one.
func (s *Switch) Changed() <-chan struct{} { return s.changed }

// Known waits until a value is known.
func (s *Switch) Known(ctx context.Context) error {
	if _, known := s.State(); known {
		return nil
	}
	select {
	case <-s.first:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Bool is the value of a boolean switch, or otherwise as long as none is known.
func (s *Switch) Bool(otherwise bool) bool { return value(s, otherwise) }

// Text is the value of an enum, or otherwise as long as none is known.
func (s *Switch) Text(otherwise string) string { return value(s, otherwise) }

// Number is the value of a number, or otherwise as long as none is known.
func (s *Switch) Number(otherwise float64) float64 { return value(s, otherwise) }

// value is the last value, or otherwise if there is none of this type.
func value[T any](s *Switch, otherwise T) T {
	now, known := s.State()
	var v T
	if !known || json.Unmarshal(now.Value, &v) != nil {
		return otherwise
	}
	return v
}

// follow asks until ctx ends.
func (s *Switch) follow(ctx context.Context) {
	defer close(s.done)
	pause := firstPause
	for ctx.Err() == nil {
		err := s.ask(ctx)
		if err == nil {
			pause = firstPause
			continue
		}
		if ctx.Err() == nil && s.c.Failed != nil {
			s.c.Failed(err)
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
		pause = min(2*pause, longestPause)
	}
}

// ask waits for one answer: that the switch stands otherwise, or still as it did.
func (s *Switch) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.c.Wait+30*time.Second)
	defer cancel()
	address := strings.TrimSuffix(s.c.Server, "/") + "/api/v1/orgs/" + url.PathEscape(s.c.Org) + "/switches/" + url.PathEscape(s.key) + "/value"
	s.mu.Lock()
	etag := s.etag
	s.mu.Unlock()
	if etag != "" {
		address += fmt.Sprintf("?wait=%d", max(1, int(s.c.Wait.Seconds())))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+s.c.Token)
	if etag != "" {
		request.Header.Set("If-None-Match", etag)
	}
	answer, err := s.c.HTTP.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	switch {
	case err != nil:
		return err
	case answer.StatusCode == http.StatusNotModified:
		return nil
	case answer.StatusCode != http.StatusOK:
		return fmt.Errorf("switch %s: the server answered %s", s.key, answer.Status)
	}
	var now State
	if err := json.Unmarshal(body, &now); err != nil || len(now.Value) == 0 {
		return fmt.Errorf("switch %s: the answer cannot be read", s.key)
	}
	s.take(now, answer.Header.Get("ETag"))
	return nil
}

// take keeps what the server said.
func (s *Switch) take(now State, etag string) {
	s.mu.Lock()
	other := !s.known || s.now.Revision != now.Revision || !bytes.Equal(s.now.Value, now.Value)
	s.now, s.known, s.etag = now, true, etag
	s.mu.Unlock()
	s.once.Do(func() { close(s.first) })
	if !other {
		return
	}
	s.save(now)
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *Switch) file() string { return filepath.Join(s.c.Dir, s.c.Org+"-"+s.key+".json") }

// load takes the value that was known before. The server is asked for it anew.
func (s *Switch) load() {
	if s.c.Dir == "" {
		return
	}
	text, err := os.ReadFile(s.file())
	if err != nil {
		return // there is none
	}
	var now State
	if json.Unmarshal(text, &now) == nil && len(now.Value) > 0 {
		s.now, s.known = now, true
		s.once.Do(func() { close(s.first) })
	}
}

// save keeps a value for a start without the server. It replaces the file as a
// whole, so that nobody reads half of it.
func (s *Switch) save(now State) {
	if s.c.Dir == "" {
		return
	}
	err := func() error {
		text, err := json.Marshal(now)
		if err != nil {
			return err
		}
		f, err := os.CreateTemp(s.c.Dir, ".switch-*")
		if err != nil {
			return err
		}
		defer func() { _ = os.Remove(f.Name()) }()
		_, err = f.Write(text)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		return os.Rename(f.Name(), s.file())
	}()
	if err != nil && s.c.Failed != nil {
		s.c.Failed(fmt.Errorf("keep the value of switch %s: %w", s.key, err))
	}
}
