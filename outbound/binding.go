package outbound

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// Bound is a Client for one piece of work that uses secrets: once it was told
// where a secret may go, it goes nowhere else.
type Bound struct {
	client *Client
	mu     sync.Mutex
	lists  [][]string
}

// Bound returns a client that can be bound. It is used for one piece of work.
func (c *Client) Bound() *Bound { return &Bound{client: c} }

// Bind lets requests from now on go only to some hosts, given as host or
// host:port. No hosts bind nothing.
func (b *Bound) Bind(hosts []string) {
	if len(hosts) == 0 {
		return
	}
	clean := make([]string, len(hosts))
	for i, h := range hosts {
		if host, port, err := net.SplitHostPort(h); err == nil {
			clean[i] = cleanHost(host) + ":" + port
		} else {
			clean[i] = cleanHost(h)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lists = append(b.lists, clean)
}

// Do is like Client.Do.
func (b *Bound) Do(request *http.Request) (*http.Response, error) {
	return b.client.do(request, b.allow)
}

func (b *Bound) allow(u *url.URL) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	host := cleanHost(u.Hostname())
	for _, list := range b.lists {
		if !slices.Contains(list, host) && !slices.Contains(list, host+":"+portText(u)) {
			return false
		}
	}
	return b.client.policies.allow(u)
}
