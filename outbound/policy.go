package outbound

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Policy narrows what a client may reach. What is empty narrows nothing.
type Policy struct {
	// Hosts are names as they stand in addresses, such as ci.example.org or
	// *.example.org, which is all below it.
	Hosts []string
	// Ranges are those in which the connected address must be.
	Ranges []netip.Prefix
	Ports  []uint16
}

func (p Policy) clean() Policy {
	hosts := make([]string, len(p.Hosts))
	for i, h := range p.Hosts {
		hosts[i] = cleanHost(h)
	}
	p.Hosts = hosts
	return p
}

// allows says whether hosts and ports allow an address; ranges are judged when
// it is connected.
func (p Policy) allows(u *url.URL) bool {
	host := cleanHost(u.Hostname())
	if len(p.Hosts) > 0 && !slices.ContainsFunc(p.Hosts, func(h string) bool {
		below, wild := strings.CutPrefix(h, "*")
		return host == h || wild && strings.HasSuffix(host, below)
	}) {
		return false
	}
	return len(p.Ports) == 0 || slices.Contains(p.Ports, port(u))
}

// policies must all allow.
type policies []Policy

func (all policies) allow(u *url.URL) bool {
	return !slices.ContainsFunc(all, func(p Policy) bool { return !p.allows(u) })
}

func (all policies) ranges() [][]netip.Prefix {
	var lists [][]netip.Prefix
	for _, p := range all {
		if len(p.Ranges) > 0 {
			lists = append(lists, p.Ranges)
		}
	}
	return lists
}

// cleanHost gives a host in the form in which hosts are compared.
func cleanHost(host string) string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if address, err := netip.ParseAddr(host); err == nil {
		return address.Unmap().String()
	}
	return host
}

// port is where an address leads; 0 if that cannot be.
func port(u *url.URL) uint16 {
	switch text := u.Port(); {
	case text != "":
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return 0
		}
		return uint16(n)
	case u.Scheme == "https":
		return 443
	default:
		return 80
	}
}

func portText(u *url.URL) string { return strconv.Itoa(int(port(u))) }

// origin tells addresses of one server from those of others.
func origin(u *url.URL) string {
	return u.Scheme + "://" + net.JoinHostPort(cleanHost(u.Hostname()), portText(u))
}
