package outbound

import (
	"net/netip"
	"slices"
	"syscall"
)

// azure is where a machine in that cloud finds its own keys. It lies among
// public addresses, so that no registry of special ranges has it.
var azure = netip.MustParseAddr("168.63.129.16")

// judge refuses addresses that are not public, but for those the operator
// allows.
func (n *Network) judge(address netip.Addr) error {
	address = address.Unmap()
	if address == azure {
		return errRefused
	}
	if slices.ContainsFunc(n.config.Allow(), func(p netip.Prefix) bool { return p.Contains(address) }) {
		return nil
	}
	if n.public.SafeAddr(address) != nil {
		return errRefused
	}
	return nil
}

func allowAll(netip.Addr) error { return nil }

// within refuses addresses that stand in none of a list's ranges, for any list.
func within(lists [][]netip.Prefix, address netip.Addr) error {
	address = address.Unmap()
	for _, list := range lists {
		if !slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(address) }) {
			return errRefused
		}
	}
	return nil
}

// control is asked by the dialer with each address that it is about to connect
// to, after names were looked up.
func control(judge func(netip.Addr) error) func(string, string, syscall.RawConn) error {
	return func(network, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || network != "tcp4" && network != "tcp6" {
			return errRefused
		}
		return judge(to.Addr())
	}
}
