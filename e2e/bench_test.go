package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkStart measures how long the server takes from being started on an
// existing SQLite database until it can serve, and what it keeps in memory when
// nobody asks anything of it.
func BenchmarkStart(b *testing.B) {
	data := b.TempDir()
	started(b, data) // makes the database
	var resident float64
	for b.Loop() {
		resident = max(resident, started(b, data))
	}
	b.ReportMetric(resident, "MiB-resident")
}

// started starts the server, waits until it is ready, ends it and returns its
// resident memory in MiB.
func started(b *testing.B, data string) float64 {
	address := filepath.Join(data, "address")
	_ = os.Remove(address)
	cmd := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--data", data)
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { // stopping is not what is measured
		b.StopTimer()
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		b.StartTimer()
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if text, err := os.ReadFile(address); err == nil {
			if resp, err := http.Get("http://" + strings.TrimSpace(string(text)) + "/readyz"); err == nil {
				resp.Body.Close()
				if resp.StatusCode == http.StatusOK {
					return memory(b, cmd.Process.Pid)
				}
			}
		}
	}
	b.Fatal("the server did not answer")
	return 0
}

// memory reads a process's resident memory in MiB.
func memory(b *testing.B, pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("resident memory is read from /proc")
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}
