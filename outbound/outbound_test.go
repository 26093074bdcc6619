package outbound_test

import (
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catenary/outbound"
)

var loopback = netip.MustParsePrefix("127.0.0.0/8")

// allowing returns a network that reaches some ranges of our own.
func allowing(ranges ...netip.Prefix) *outbound.Network {
	return outbound.New(outbound.Config{Allow: func() []netip.Prefix { return ranges }})
}

// serve starts a server and counts what reaches it.
func serve(t *testing.T, handler http.HandlerFunc) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var calls atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s, &calls
}

type doer interface {
	Do(request *http.Request) (*http.Response, error)
}

func get(t *testing.T, c doer, address string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return getUntil(ctx, t, c, address)
}

func getUntil(ctx context.Context, t *testing.T, c doer, address string) (string, error) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Do((&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}}).WithContext(ctx))
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

func refused(err error) bool {
	var e *outbound.Error
	return errors.As(err, &e) && e.Refused()
}

func ok(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }

func TestLoopbackIsReachedOnlyIfAllowed(t *testing.T) {
	t.Parallel()
	s, calls := serve(t, ok)
	if _, err := get(t, allowing().Client("t"), s.URL); !refused(err) {
		t.Errorf("without an allowed range: %v", err)
	}
	if calls.Load() != 0 {
		t.Error("the server was reached")
	}
	if text, err := get(t, allowing(loopback).Client("t"), s.URL); err != nil || text != "here" {
		t.Errorf("with the range: %q, %v", text, err)
	}
	if text, err := get(t, allowing().Operator(), s.URL); err != nil || text != "here" {
		t.Errorf("an address of the operator's: %q, %v", text, err)
	}
}

// TestSpellings: whatever loopback is called, the server is not reached.
func TestSpellings(t *testing.T) {
	t.Parallel()
	s, calls := serve(t, ok)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	everything := allowing(netip.MustParsePrefix("10.0.0.0/8")).Client("t")
	for _, host := range []string{
		"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "localhost", "LOCALHOST.", "0.0.0.0", "0",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
		"[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "[ff02::1]", "169.254.169.254", "100.64.0.1", "168.63.129.16", "[::ffff:168.63.129.16]",
		"192.168.0.1", "224.0.0.1", "255.255.255.255", "１２７.0.0.1", "127。0。0。1",
	} {
		if text, err := get(t, everything, "http://"+host+":"+port+"/"); err == nil {
			t.Errorf("%s gives %q", host, text)
		}
	}
	for _, address := range []string{"http://user:pw@127.0.0.1:" + port, "ftp://127.0.0.1:" + port, "http://127.0.0.1:0/", "file:///etc/passwd", "http:///a"} {
		if _, err := get(t, allowing(loopback).Client("t"), address); !refused(err) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if calls.Load() != 0 {
		t.Errorf("the server was reached %d times", calls.Load())
	}
}

// TestCloudMetadata: the one special address among public ones is refused even
// where the operator allows all.
func TestCloudMetadata(t *testing.T) {
	t.Parallel()
	n := allowing(netip.MustParsePrefix("0.0.0.0/0"))
	if _, err := get(t, n.Client("t"), "http://168.63.129.16/"); !refused(err) {
		t.Errorf("it gives %v", err)
	}
}

// names is a DNS server that gives a name other addresses each time it is asked.
func names(t *testing.T, addresses ...string) *net.Resolver {
	t.Helper()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	var asked atomic.Int64
	go func() {
		question := make([]byte, 512)
		for {
			size, from, err := socket.ReadFrom(question)
			if err != nil {
				return
			}
			end := 12
			for question[end] != 0 {
				end += int(question[end]) + 1
			}
			end += 5
			answer := append([]byte(nil), question[:min(size, end)]...)
			binary.BigEndian.PutUint16(answer[2:], 0x8180)
			clear(answer[6:12])
			if question[end-3] == 1 { // A; there are no AAAA
				address := netip.MustParseAddr(addresses[int(asked.Add(1)-1)%len(addresses)])
				binary.BigEndian.PutUint16(answer[6:], 1)
				answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
				answer = append(answer, address.AsSlice()...)
			}
			_, _ = socket.WriteTo(answer, from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", socket.LocalAddr().String())
	}}
}

// TestRebinding: a name that is harmless when it is looked at, and loopback
// when it is connected to, is judged by what is connected to.
func TestRebinding(t *testing.T) {
	t.Parallel()
	s, calls := serve(t, ok)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	n := outbound.New(outbound.Config{
		Resolver: names(t, "127.0.0.2", "127.0.0.1"), Connect: 200 * time.Millisecond,
		Allow: func() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")} },
	})
	var outcomes []bool
	for range 4 {
		_, err := get(t, n.Client("t"), "http://rebind.example.org:"+port+"/")
		if err == nil {
			t.Fatal("the server was reached")
		}
		outcomes = append(outcomes, refused(err))
	}
	if calls.Load() != 0 || !outcomes[1] || !outcomes[3] || outcomes[0] {
		t.Errorf("%d calls; refused: %v", calls.Load(), outcomes)
	}
}

func TestNarrower(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, ok)
	_, text, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	n := outbound.New(outbound.Config{
		Resolver: names(t, "127.0.0.1"), Allow: func() []netip.Prefix { return []netip.Prefix{loopback} },
	})
	address := netip.MustParseAddrPort(strings.TrimPrefix(s.URL, "http://"))
	named := "http://a.ci.example.org:" + text
	tests := []struct {
		name   string
		policy outbound.Policy
		url    string
		ok     bool
	}{
		{"nothing", outbound.Policy{}, s.URL, true},
		{"the host", outbound.Policy{Hosts: []string{"127.0.0.1"}}, s.URL, true},
		{"another host", outbound.Policy{Hosts: []string{"ci.example.org"}}, s.URL, false},
		{"a name", outbound.Policy{Hosts: []string{"A.ci.Example.org."}}, named, true},
		{"all below", outbound.Policy{Hosts: []string{"*.ci.example.org"}}, named, true},
		{"all below another", outbound.Policy{Hosts: []string{"*.b.example.org"}}, named, false},
		{"the port", outbound.Policy{Ports: []uint16{address.Port()}}, s.URL, true},
		{"another port", outbound.Policy{Ports: []uint16{443}}, s.URL, false},
		{"the range", outbound.Policy{Ranges: []netip.Prefix{loopback}}, named, true},
		{"another range", outbound.Policy{Ranges: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}, named, false},
	}
	if _, err := get(t, n.Client("t"), named); err != nil { // leaves a connection that the others must not take over
		t.Fatal(err)
	}
	for _, tt := range tests {
		if _, err := get(t, n.Client("t", tt.policy), tt.url); (err == nil) != tt.ok || !tt.ok && !refused(err) {
			t.Errorf("%s: %v", tt.name, err)
		}
		if _, err := get(t, n.Client("t", tt.policy, outbound.Policy{Ports: []uint16{9}}), tt.url); !refused(err) {
			t.Errorf("%s and a policy that allows nothing: %v", tt.name, err)
		}
	}
}

func TestBound(t *testing.T) {
	t.Parallel()
	other, calls := serve(t, ok)
	s, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, other.URL, http.StatusFound)
		}
	})
	host := strings.TrimPrefix(s.URL, "http://")
	n := allowing(loopback)
	b := n.Client("t").Bound()
	b.Bind(nil)
	if _, err := get(t, b, other.URL); err != nil {
		t.Errorf("bound to nothing: %v", err)
	}
	calls.Store(0)
	b.Bind([]string{"ci.example.org", host})
	if _, err := get(t, b, s.URL); err != nil {
		t.Errorf("the host it is bound to: %v", err)
	}
	if _, err := get(t, b, other.URL); !refused(err) {
		t.Errorf("another: %v", err)
	}
	if _, err := get(t, b, s.URL+"/away"); !refused(err) || calls.Load() != 0 {
		t.Errorf("another after a redirect: %v, reached %d times", err, calls.Load())
	}
	b.Bind([]string{"127.0.0.1"})
	if _, err := get(t, b, s.URL); err != nil {
		t.Errorf("both bindings hold: %v", err)
	}
	b.Bind([]string{"::1"})
	if _, err := get(t, b, s.URL); !refused(err) {
		t.Errorf("the last binding does not: %v", err)
	}
}

// TestGzip: a body that is small on the way and huge when it is unpacked.
func TestGzip(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z, zeros := gzip.NewWriter(w), make([]byte, 1<<20)
		for range 1024 {
			if _, err := z.Write(zeros); err != nil {
				return
			}
		}
		_ = z.Close()
	})
	text, err := get(t, allowing(loopback).Client("t"), s.URL)
	if !errors.Is(err, outbound.ErrTooLarge) || len(text) != outbound.MaxAnswer {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

func TestAnswerOfTheLargestSize(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		size := outbound.MaxAnswer
		if r.URL.Path == "/more" {
			size++
		}
		_, _ = w.Write(make([]byte, size))
	})
	c := allowing(loopback).Client("t")
	if text, err := get(t, c, s.URL); err != nil || len(text) != outbound.MaxAnswer {
		t.Errorf("the largest: %d bytes, %v", len(text), err)
	}
	if text, err := get(t, c, s.URL+"/more"); !errors.Is(err, outbound.ErrTooLarge) || len(text) != outbound.MaxAnswer {
		t.Errorf("one byte more: %d bytes, %v", len(text), err)
	}
	if _, err := get(t, c, s.URL); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
