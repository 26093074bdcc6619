// Package outbound is the only way out of the server over HTTP. It judges the
// address that is connected to, whatever it was called, so that names which
// change, redirects and odd spellings lead nowhere else; it bounds time, size
// and connections; and its errors do not tell what stands behind an address.
package outbound

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"code.dny.dev/ssrf"
)

// Config is what a Network is made of.
type Config struct {
	// Allow gives the ranges inside the operator's own networks that may be
	// reached; nil allows none.
	Allow func() []netip.Prefix
	// Requests is how many requests of a tenant are under way at once, each on
	// its own connection; 0 is DefaultRequests.
	Requests int
	// Connect and Headers bound how long a connection and the beginning of an
	// answer may take; 0 are the usual 5 s and 15 s.
	Connect, Headers time.Duration
	// Resolver looks names up; nil is the system's.
	Resolver *net.Resolver
	// Log gets the causes that errors do not tell, at level debug; nil is none.
	Log *slog.Logger
}

// The bounds of requests.
const (
	DefaultRequests = 100
	// MaxAnswer is the largest body of an answer in bytes, uncompressed.
	MaxAnswer = 10 << 20
	// MaxTotal is how long a request may take whose caller sets no shorter time.
	MaxTotal = 10 * time.Minute

	maxRedirects  = 5
	maxHeaders    = 64 << 10
	connectWithin = 5 * time.Second
	headersWithin = 15 * time.Second
	idleFor       = 30 * time.Second
)

// Network makes clients. There is one in a process.
type Network struct {
	config   Config
	turns    *turns
	public   *ssrf.Guardian
	tenants  *http.Transport
	operator *http.Transport
}

// New returns a Network.
func New(c Config) *Network {
	if c.Allow == nil {
		c.Allow = func() []netip.Prefix { return nil }
	}
	if c.Requests == 0 {
		c.Requests = DefaultRequests
	}
	if c.Connect == 0 {
		c.Connect = connectWithin
	}
	if c.Headers == 0 {
		c.Headers = headersWithin
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	n := &Network{config: c, turns: newTurns(c.Requests), public: ssrf.New()}
	n.tenants = n.transport(n.judge)
	n.operator = n.transport(allowAll)
	return n
}

// Close ends connections that are not in use.
func (n *Network) Close() {
	n.tenants.CloseIdleConnections()
	n.operator.CloseIdleConnections()
}

// Client returns the client of a tenant. Every policy narrows further what it
// may reach.
func (n *Network) Client(tenant string, narrower ...Policy) *Client {
	c := &Client{network: n, tenant: tenant, transport: n.tenants}
	for _, p := range narrower {
		c.policies = append(c.policies, p.clean())
	}
	if ranges := c.policies.ranges(); len(ranges) > 0 {
		// Connections are shared by all who may reach the same addresses. These
		// may reach fewer, so theirs are neither taken over nor handed on.
		c.transport = n.transport(func(address netip.Addr) error {
			if err := n.judge(address); err != nil {
				return err
			}
			return within(ranges, address)
		})
		c.transport.DisableKeepAlives = true
	}
	return c
}

// Operator returns a client for addresses that stand in the operator's own
// settings. It may reach every address, and all else holds for it too.
func (n *Network) Operator() *Client { return &Client{network: n, transport: n.operator} }

// transport has no proxy: one would hide the address that is connected to.
func (n *Network) transport(judge func(netip.Addr) error) *http.Transport {
	dialer := &net.Dialer{Timeout: n.config.Connect, KeepAlive: idleFor, Resolver: n.config.Resolver, Control: control(judge)}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, address)
		},
		TLSHandshakeTimeout:    n.config.Connect,
		ResponseHeaderTimeout:  n.config.Headers,
		MaxResponseHeaderBytes: maxHeaders,
		IdleConnTimeout:        idleFor,
		MaxIdleConns:           n.config.Requests,
		MaxIdleConnsPerHost:    8,
	}
}
