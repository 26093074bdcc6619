package secrets

import (
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/name"
)

// maxDescription is how many characters a description has at most.
const maxDescription = 2000

// maxBindings is how many hosts, and how many engines, a secret has at most.
const maxBindings = 50

var hostName = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// checkValue refuses what is too short or too long: secret.size (Invalid).
func checkValue(v Value) error {
	if n := v.Len(); n < MinValue || n > MaxValue {
		return fault.At("/value", "secret.size", "a secret has %d bytes to %d KiB; this one has %d bytes", MinValue, MaxValue>>10, n)
	}
	return nil
}

func checkDescription(s string) (string, error) {
	return name.Text("/description", s, maxDescription)
}

// checkBindings gives them in the form in which they are compared. Wrong ones
// are secret.host and name.key (Invalid), one detail each.
func checkBindings(b Bindings) (Bindings, error) {
	var out Bindings
	var wrong []fault.Detail
	for i, h := range b.Hosts {
		host, good := cleanHost(h)
		if !good {
			wrong = append(wrong, fault.Detail{
				Code: "secret.host", Pointer: "/hosts/" + strconv.Itoa(i), Detail: "want a host's name or address, and a port if need be, such as ci.example.org:8443",
			})
		}
		out.Hosts = append(out.Hosts, host)
	}
	for i, e := range b.Engines {
		if err := name.Key("/engines/"+strconv.Itoa(i), e); err != nil {
			wrong = append(wrong, fault.As(err).Details...)
		}
		out.Engines = append(out.Engines, e)
	}
	for pointer, list := range map[string]Names{"/hosts": b.Hosts, "/engines": b.Engines} {
		if len(list) > maxBindings {
			wrong = append(wrong, fault.Detail{Code: "secret.bindings", Pointer: pointer, Detail: "at most " + strconv.Itoa(maxBindings) + " are allowed"})
		}
	}
	if len(wrong) > 0 {
		return Bindings{}, fault.New(fault.Invalid, wrong[0].Code, "%s", wrong[0].Detail).With(wrong...)
	}
	slices.Sort(out.Hosts)
	slices.Sort(out.Engines)
	out.Hosts, out.Engines = slices.Compact(out.Hosts), slices.Compact(out.Engines)
	return out, nil
}

// cleanHost gives host or host:port in small letters.
func cleanHost(s string) (string, bool) {
	host, port := splitPort(strings.ToLower(s))
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535 || strconv.Itoa(n) != port) {
		return "", false
	}
	if address, err := netip.ParseAddr(host); err == nil {
		host = address.Unmap().String()
	} else if len(host) > 253 || !hostName.MatchString(host) {
		return "", false
	}
	if port == "" {
		return host, true
	}
	return net.JoinHostPort(host, port), true
}

// splitPort gives the port of host:port apart, or none.
func splitPort(s string) (host, port string) {
	if host, port, err := net.SplitHostPort(s); err == nil {
		return host, port
	}
	return strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), ""
}
