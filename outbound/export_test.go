package outbound

import (
	"crypto/tls"
	"crypto/x509"
)

// Trust makes a network know the certificates of a test's server.
func Trust(n *Network, roots *x509.CertPool) {
	n.tenants.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}
