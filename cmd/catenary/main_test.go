package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is the built program; TestMain makes it once.
var binary string

func TestMain(m *testing.M) { os.Exit(withBinary(m.Run)) }

func withBinary(work func() int) int {
	dir, err := os.MkdirTemp("", "catenary-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil { // other users run it too
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	binary = filepath.Join(dir, "catenary")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
		return 1
	}
	return work()
}

// patience bounds every wait for a process.
const patience = 2 * time.Minute

// environ is that of the tests without what could reach the program by chance.
func environ(more ...string) []string {
	out := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.TempDir()}
	return append(out, more...)
}

// result is what a command left.
type result struct {
	code     int
	out, err string
}

// catenary runs one command to its end.
func catenary(t *testing.T, args ...string) result {
	t.Helper()
	return command(t, "", nil, args...)
}

func command(t *testing.T, in string, env []string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = environ(env...)
	return finish(t, cmd, in)
}

func finish(t *testing.T, cmd *exec.Cmd, in string) result {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// wants compares the exit code and looks for texts in what was printed.
func (r result) wants(t *testing.T, code int, texts ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d", r.code, code)
	}
	for _, text := range texts {
		if !strings.Contains(r.out+r.err, text) {
			t.Errorf("output lacks %q", text)
		}
	}
	if t.Failed() {
		t.Logf("out: %s\nerr: %s", r.out, r.err)
	}
}

// process is a running server.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	data string
	url  string
	log  *lines
	done chan struct{}
}

// serve starts a server on a free port and waits until it serves.
func serveIn(t *testing.T, data string, env []string, args ...string) *process {
	t.Helper()
	p := &process{t: t, data: data, log: newLines(), done: make(chan struct{})}
	p.cmd = exec.Command(binary, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, args...)...)
	p.cmd.Env = environ(env...)
	errs, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.log.read(errs)
		_ = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
		if t.Failed() {
			t.Logf("log of the server:\n%s", p.log)
		}
	})
	line := p.log.wait(t, `"msg":"serving"`)
	var serving struct{ URL string }
	if err := json.Unmarshal([]byte(line), &serving); err != nil {
		t.Fatal(err)
	}
	p.url = serving.URL
	return p
}

// get asks for a path and gives the status and the body.
func (p *process) get(path string) (int, string) {
	p.t.Helper()
	resp, err := (&http.Client{Timeout: patience}).Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// ended waits for the process and gives its exit code; -1 if a signal ended it.
func (p *process) ended() int {
	p.t.Helper()
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		p.t.Fatal("the server does not end")
		return 0
	}
}

// lines is what a process has printed.
type lines struct {
	mu    sync.Mutex
	all   []string
	ended bool
	more  chan struct{} // closed and made anew with each line
}

func newLines() *lines { return &lines{more: make(chan struct{})} }

func (l *lines) read(r io.Reader) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		l.add(s.Text(), false)
	}
	l.add("", true)
}

func (l *lines) add(line string, last bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all, l.ended = append(l.all, line), last
	close(l.more)
	l.more = make(chan struct{})
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.all, "\n")
}

// wait gives the first line that holds text, as soon as it is there.
func (l *lines) wait(t *testing.T, text string) string {
	t.Helper()
	timeout := time.After(patience)
	for {
		l.mu.Lock()
		all, ended, more := l.all, l.ended, l.more
		l.mu.Unlock()
		for _, line := range all {
			if strings.Contains(line, text) {
				return line
			}
		}
		if ended {
			t.Fatalf("the server ended without %q:\n%s", text, l)
		}
		select {
		case <-more:
		case <-timeout:
			t.Fatalf("the server did not say %q:\n%s", text, l)
		}
	}
}
