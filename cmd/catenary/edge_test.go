package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"catenary/cmd/catenary/client"
	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/server/audit"
	"catenary/server/config"
)

// certify writes a certificate for 127.0.0.1 with a serial number.
func certify(t *testing.T, files config.TLS, serial int64) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{
		files.Cert: {Type: "CERTIFICATE", Bytes: der}, files.Key: {Type: "PRIVATE KEY", Bytes: private},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return pool
}

func tlsFiles(t *testing.T) config.TLS {
	dir := t.TempDir()
	return config.TLS{Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}
}

func TestServeTLS(t *testing.T) {
	t.Parallel()
	files := tlsFiles(t)
	pool := certify(t, files, 1)
	p := serveIn(t, t.TempDir(), nil, "--tls-cert", files.Cert, "--tls-key", files.Key)
	if !strings.HasPrefix(p.url, "https://") {
		t.Errorf("address %s", p.url)
	}
	https := &http.Client{Timeout: patience, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true,
	}}
	resp, err := https.Get(p.url + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %s %v", resp.Proto, resp.Status, resp.Header)
	}
	catenary(t, "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--tls-cert", files.Cert, "--tls-key", files.Cert).wants(t, exitFailed, "tls.cert and tls.key")
}

func TestRenewedCertificateIsTakenOver(t *testing.T) {
	t.Parallel()
	files, clock := tlsFiles(t), testkit.NewClock()
	certify(t, files, 1)
	secure, err := newTLS(files, clock.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	serial := func() int64 {
		t.Helper()
		c, err := secure.GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(c.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return leaf.SerialNumber.Int64()
	}
	age := func(d time.Duration) { // files of one moment look alike
		t.Helper()
		at := time.Now().Add(d)
		if err := os.Chtimes(files.Cert, at, at); err != nil {
			t.Fatal(err)
		}
		clock.Add(certificateLook)
	}
	if serial() != 1 {
		t.Fatal("not the certificate that is there")
	}
	if err := os.WriteFile(files.Cert, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	age(time.Minute)
	if serial() != 1 {
		t.Error("a broken certificate is used")
	}
	certify(t, files, 2)
	age(2 * time.Minute)
	if serial() != 2 {
		t.Error("the renewed certificate is not used")
	}
}

func TestRequestsThatLastTooLongAreCutOff(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun := make(chan struct{})
	w := newWeb(l, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
	}), nil, slog.New(slog.DiscardHandler))
	w.drain = time.Millisecond
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	answer := make(chan error, 1)
	go func() {
		resp, err := (&http.Client{Timeout: patience}).Get("http://" + l.Addr().String())
		if err == nil {
			_ = resp.Body.Close()
		}
		answer <- err
	}()
	<-begun
	w.Stop()
	if err := <-answer; err == nil {
		t.Error("a request without end was answered")
	}
	w.Stop()
}

func TestClientsThatAcceptNothingAreCutOff(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	w := newWeb(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for range 1 << 10 { // more than all buffers on the way can take
			if _, err := w.Write(block); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}), nil, slog.New(slog.DiscardHandler))
	w.listener = steadyListener{l, 50 * time.Millisecond}
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if err := <-written; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the answer ended with %v", err)
	}
}

func TestWebThatFails(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := newWeb(l, http.NotFoundHandler(), nil, slog.New(slog.DiscardHandler))
	w.Stop() // before Start
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	l, err = net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w = newWeb(l, http.NotFoundHandler(), nil, slog.New(slog.DiscardHandler))
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if err := <-w.Failed(); err == nil {
		t.Error("it stopped answering and says nothing")
	}
	w.Stop()
}

func TestLogNamesTheRequest(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	level := &slog.LevelVar{}
	log := newLog(&b, config.Log{Level: slog.LevelInfo, Format: "text"}, level)
	ctx := audit.WithOrigin(context.Background(), audit.Origin{RequestID: "r1"})
	log.With("a", 1).InfoContext(ctx, "one")
	log.InfoContext(ctx, "two", requestID, "r2")
	log.InfoContext(context.Background(), "three")
	log.DebugContext(ctx, "four")
	level.Set(slog.LevelDebug)
	log.DebugContext(ctx, "five")
	got := b.String()
	for text, times := range map[string]int{"request_id=r1": 2, "request_id=r2": 1, "request_id": 3, "four": 0, "five": 1} {
		if n := strings.Count(got, text); n != times {
			t.Errorf("%q stands there %d times, want %d:\n%s", text, n, times, got)
		}
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		want int
	}{
		{nil, exitOK},
		{errors.New("x"), exitFailed},
		{fmt.Errorf("x: %w", fault.New(fault.NotFound, "a.b", "x")), exitNotFound},
		{fault.New(fault.Forbidden, "a.b", "x"), exitRefused},
		{fault.New(fault.Unauthenticated, "a.b", "x"), exitRefused},
		{fault.New(fault.Stale, "a.b", "x"), exitConflict},
		{fault.New(fault.Invalid, "a.b", "x"), exitInvalid},
		{fault.New(fault.Limited, "a.b", "x"), exitUnavailable},
		{fault.New(fault.Internal, "a.b", "x"), exitFailed},
		{fmt.Errorf("x: %w", client.ErrUnreachable), exitUnavailable},
		{&client.Problem{Status: 404}, exitNotFound},
		{&client.Problem{Status: 403}, exitRefused},
		{&client.Problem{Status: 412}, exitConflict},
		{&client.Problem{Status: 422}, exitInvalid},
		{&client.Problem{Status: 503}, exitUnavailable},
		{&client.Problem{Status: 500}, exitFailed},
	} {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("exitCode(%v) = %d, want %d", tt.err, got, tt.want)
		}
	}
}
