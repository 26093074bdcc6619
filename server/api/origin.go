package api

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/labstack/echo/v4"

	"catenary/internal/fault"
)

var crossOriginFault = fault.New(fault.Forbidden, "request.cross_origin",
	"a page of another origin may not change anything here")

// addressFrom says how to find where a request came from: from the socket, or,
// if it came through one of the proxies, from the last address in
// X-Forwarded-For that is not a proxy's.
func addressFrom(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{
			IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// originOf cuts an address down to scheme, host and port.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}

// forwarded says that a proxy handed the request on.
func forwarded(r *http.Request) bool {
	for _, name := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	return false
}
