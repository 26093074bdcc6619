package config

import (
	"log/slog"
	"net/url"
	"strings"

	"catenary/internal/secret"
)

// SecretURL is an address whose passwords no log, error or output shows.
type SecretURL struct{ text string }

// Reveal gives the whole address to whoever needs it.
func (s SecretURL) Reveal() string { return s.text }

// String is the address without passwords.
func (s SecretURL) String() string {
	if s.text == "" {
		return ""
	}
	u, err := url.Parse(s.text)
	if err != nil || u.Opaque != "" || u.Host == "" && u.Path == "" {
		return secret.Mark
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return secret.Mark
	}
	for name, values := range query {
		if low := strings.ToLower(name); strings.Contains(low, "pass") || strings.Contains(low, "secret") || strings.Contains(low, "token") || strings.Contains(low, "key") {
			for i := range values {
				values[i] = "xxxxx"
			}
		}
	}
	u.RawQuery = query.Encode()
	return u.Redacted()
}

// GoString keeps %#v from showing passwords.
func (s SecretURL) GoString() string { return s.String() }

// LogValue keeps logs from showing passwords.
func (s SecretURL) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText keeps JSON and YAML from showing passwords.
func (s SecretURL) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
