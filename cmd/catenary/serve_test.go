package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestServeUntilToldToStop(t *testing.T) {
	t.Parallel()
	p := serveIn(t, filepath.Join(t.TempDir(), "new"), nil)
	address, err := os.ReadFile(filepath.Join(p.data, addressFile))
	if err != nil || "http://"+strings.TrimSpace(string(address)) != p.url {
		t.Errorf("the file says %q and the log %q: %v", address, p.url, err)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, body := p.get(path); status != http.StatusOK {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	p.get("/nothing/here")
	var entry map[string]any
	if err := json.Unmarshal([]byte(p.log.wait(t, `"msg":"request"`)), &entry); err != nil || entry[requestID] == "" {
		t.Errorf("log entry %v: %v", entry, err)
	}
	p.signal(syscall.SIGTERM)
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if _, err := os.Stat(filepath.Join(p.data, addressFile)); !os.IsNotExist(err) {
		t.Errorf("the address outlives the server: %v", err)
	}
}

func TestTheFirstOwnerGetsACode(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	p.log.wait(t, "There is no owner yet")
	path := filepath.Join(p.data, setupFile)
	code, err := os.ReadFile(path)
	if err != nil || !strings.Contains(p.log.String(), strings.TrimSpace(string(code))) {
		t.Errorf("code %q: %v", code, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the code: %v, %v", info.Mode(), err)
	}
}

func TestOneServerForADataDirectory(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	catenary(t, "serve", "--listen", "127.0.0.1:0", "--data", p.data).wants(t, exitConflict, "data.in_use", p.data)
	catenary(t, "migrate", "up", "--data", p.data).wants(t, exitConflict, "data.in_use", p.data)
	if status, _ := p.get("/readyz"); status != http.StatusOK {
		t.Errorf("the first server is disturbed: %d", status)
	}
	_ = p.cmd.Process.Kill() // the lock goes with the process
	<-p.done
	serveIn(t, p.data, nil)
}

func TestAddressThatIsTaken(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	dir := t.TempDir()
	catenary(t, "serve", "--listen", l.Addr().String(), "--data", dir).wants(t, exitFailed, l.Addr().String(), "address already in use")
	if _, err := os.Stat(filepath.Join(dir, "catenary.db")); !os.IsNotExist(err) {
		t.Errorf("it touched the database: %v", err)
	}
}

// begin sends a request up to its body, and returns when a handler waits for that.
func begin(t *testing.T, p *process) (conn net.Conn, answers *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := fmt.Fprint(conn, "POST /api/v1/setup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answers = bufio.NewReader(conn)
	line, err := answers.ReadString('\n')
	if err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the request was not begun: %q, %v", line, err)
	}
	if _, err := answers.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return conn, answers
}

func TestRequestsThatHaveBegunAreFinished(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	conn, answers := begin(t, p)
	p.signal(syscall.SIGTERM)
	p.log.wait(t, `"msg":"stopping"`)
	if _, err := fmt.Fprint(conn, "{}"); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("status %d of a request without content", resp.StatusCode)
	}
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

func TestASecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	begin(t, p)
	p.signal(syscall.SIGTERM)
	p.log.wait(t, `"msg":"stopping"`)
	p.signal(syscall.SIGTERM)
	if code := p.ended(); code == exitOK {
		t.Errorf("exit code %d", code)
	}
}

func TestSettingsChangeWhileItRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "catenary.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("log: {level: info}\n")
	p := serveIn(t, dir, nil)
	p.get("/healthz")
	if strings.Contains(p.log.String(), "/healthz") {
		t.Error("probes are logged at level info")
	}
	write("log: {level: debug}\nlimits: {tenant: 3}\n")
	p.signal(syscall.SIGHUP)
	p.log.wait(t, `"msg":"settings taken over","settings":["log.level","limits.tenant"]`)
	p.get("/healthz")
	p.log.wait(t, "/healthz")
	write("log: {level: debug, format: text}\n") // nobody says so: it is looked at now and then
	p.log.wait(t, `need a restart","settings":["log.format"]`)
}
