// Package e2e tests the built binary as its users meet it: over HTTP, from the
// command line, and through crashes.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary is that of E2E_BINARY, or else built once for all tests.
var binary string

// scratch is a directory for what is built for the tests.
var scratch string

func TestMain(m *testing.M) { os.Exit(build(m)) }

func build(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "catenary-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	if binary, err = built("E2E_BINARY", "catenary"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// built is the program that a variable names, or else one that is built now.
func built(variable, name string, flags ...string) (string, error) {
	if path := os.Getenv(variable); path != "" {
		return path, nil
	}
	path := filepath.Join(scratch, name)
	args := append([]string{"build", "-o", path}, flags...)
	if out, err := exec.Command("go", append(args, "catenary/cmd/catenary")...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return path, nil
}

// server is a running process.
type server struct {
	t    *testing.T
	cmd  *exec.Cmd
	data string
	url  string
	logs *bytes.Buffer
	done chan struct{}
}

// start runs `catenary serve` and waits until it answers.
func start(t *testing.T, data string, args ...string) *server {
	t.Helper()
	s := spawn(t, binary, nil, data, args...)
	if !s.answers() {
		t.Fatalf("the server ended:\n%s", s.logs.String())
	}
	return s
}

// spawn runs `catenary serve` of a program.
func spawn(t *testing.T, program string, env []string, data string, args ...string) *server {
	t.Helper()
	s := &server{t: t, data: data, logs: &bytes.Buffer{}, done: make(chan struct{})}
	_ = os.Remove(filepath.Join(data, "address"))
	s.cmd = exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, args...)...)
	s.cmd.Env = append(os.Environ(), env...)
	s.cmd.Stdout, s.cmd.Stderr = s.logs, s.logs
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.cmd.Wait(); close(s.done) }()
	t.Cleanup(func() {
		if t.Failed() {
			s.signal(syscall.SIGQUIT) // one that hangs tells where
			said, stacks, _ := strings.Cut(s.logs.String(), "SIGQUIT: quit\n")
			lines := slices.DeleteFunc(strings.Split(said, "\n"), func(l string) bool { return strings.Contains(l, "msg=request ") })
			t.Logf("the end of the server's log:\n%s", strings.Join(lines[max(0, len(lines)-80):], "\n"))
			for _, g := range strings.Split(stacks, "\n\n") {
				if strings.Contains(g, "catenary/") {
					t.Log(g)
				}
			}
		}
		s.kill()
	})
	return s
}

// answers waits until the server answers; false says that it has ended.
func (s *server) answers() bool {
	s.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.done:
			return false
		case <-deadline:
			s.kill()
			s.t.Fatalf("the server did not answer:\n%s", s.logs.String())
		case <-tick.C:
			address, err := os.ReadFile(filepath.Join(s.data, "address"))
			if err != nil {
				continue
			}
			s.url = "http://" + strings.TrimSpace(string(address))
			if resp, err := http.Get(s.url + "/healthz"); err == nil {
				resp.Body.Close()
				return true
			}
		}
	}
}

// kill ends the process at once, as a power cut would.
func (s *server) kill() { s.signal(syscall.SIGKILL) }

// stop ends it as an operator would.
func (s *server) stop() { s.signal(syscall.SIGTERM) }

func (s *server) signal(sig syscall.Signal) {
	select {
	case <-s.done:
		return
	default:
	}
	_ = s.cmd.Process.Signal(sig)
	<-s.done
}

// setupCode reads the one-time code that the server wrote.
func (s *server) setupCode() string {
	s.t.Helper()
	code, err := os.ReadFile(filepath.Join(s.data, "setup-code"))
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSpace(string(code))
}

// user is one person or program at a server's API.
type user struct {
	t      *testing.T
	url    string
	cookie *http.Cookie
	token  string
}

func (s *server) user() *user { return &user{t: s.t, url: s.url} }

// answer is what the API said.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// field reads a value out of the answer's JSON by a path such as "items.0.id".
func (a answer) field(t *testing.T, path string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(a.Body, &v); err != nil {
		t.Fatalf("answer %d %s: %v", a.Status, a.Body, err)
	}
	for _, part := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			var i int
			if _, err := fmt.Sscan(part, &i); err != nil || i >= len(x) {
				t.Fatalf("no %s in %s", path, a.Body)
			}
			v = x[i]
		default:
			t.Fatalf("no %s in %s", path, a.Body)
		}
	}
	return fmt.Sprint(v)
}

// do calls the API below /api/v1; a session's cookie is kept.
func (u *user) do(method, path string, body any, headers ...string) answer {
	u.t.Helper()
	a, err := u.try(method, path, body, headers...)
	if err != nil {
		u.t.Fatal(err)
	}
	return a
}

// try is do for a server that may be gone. It may be called from anywhere.
func (u *user) try(method, path string, body any, headers ...string) (answer, error) {
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		reader = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return answer{}, err
		}
		reader = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, u.url+"/api/v1"+path, reader)
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	if u.token != "" {
		req.Header.Set("Authorization", "Bearer "+u.token)
	} else if u.cookie != nil {
		req.AddCookie(u.cookie)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	for _, c := range resp.Cookies() {
		if c.Name == "__Host-catenary" {
			u.cookie = c
		}
	}
	return answer{resp.StatusCode, resp.Header, text}, nil
}

// must is do that fails the test unless the status is wanted.
func (u *user) must(want int, method, path string, body any, headers ...string) answer {
	u.t.Helper()
	a := u.do(method, path, body, headers...)
	if a.Status != want {
		u.t.Fatalf("%s %s = %d, want %d: %s", method, path, a.Status, want, a.Body)
	}
	return a
}

// command runs the binary and returns its exit code and what it printed.
func command(t *testing.T, env []string, input string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin = strings.NewReader(input)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}
