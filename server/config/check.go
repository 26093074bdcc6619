package config

import (
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// check finds values that cannot work, alone or with each other. Nothing that
// it says repeats a secret.
func check(s *Settings, complain func(key, format string, args ...any)) {
	if _, port, err := net.SplitHostPort(s.Listen); err != nil || !isPort(port) {
		complain("listen", "want host:port, such as 127.0.0.1:8080 or :8080, not %q", s.Listen)
	}
	if s.Data == "" {
		complain("data", "a directory is needed")
	}
	if db := s.Database.Reveal(); db != "" && !strings.HasPrefix(db, "postgres://") && !strings.HasPrefix(db, "postgresql://") {
		complain("database", "want postgres://…, or nothing for SQLite")
	}
	if s.DatabaseConnections < 0 || s.DatabaseConnections > 10_000 {
		complain("database_connections", "want 0 to 10000")
	}
	if s.PublicURL != "" && !isOrigin(s.PublicURL) {
		complain("public_url", "want http(s)://host without a path, not %q", s.PublicURL)
	}
	if (s.TLS.Cert == "") != (s.TLS.Key == "") {
		complain("tls.cert", "tls.cert and tls.key go together")
	}
	if s.Log.Format != "json" && s.Log.Format != "text" {
		complain("log.format", "want json or text, not %q", s.Log.Format)
	}
	checkAges(s, complain)
	checkLimits(s.Limits, complain)
	checkMail(s.Mail, complain)
	for _, origin := range s.CORS.Origins {
		if !isOrigin(origin) {
			complain("cors.origins", "want origins such as https://tools.example.org, not %q", origin)
		}
	}
	checkRegistry(s.Registry, complain)
	if s.Outbound.Requests < 1 || s.Outbound.Requests > 100_000 {
		complain("outbound.requests", "want 1 to 100000")
	}
	if s.Tasks.AtOnce < 1 || s.Tasks.AtOnce > 10_000 {
		complain("tasks.at_once", "want 1 to 10000")
	}
	if s.Tasks.Tenant < 0 || s.Tasks.Tenant > s.Tasks.AtOnce {
		complain("tasks.tenant", "want 0 to tasks.at_once (%d)", s.Tasks.AtOnce)
	}
	if to := s.Audit.Receiver.Reveal(); to != "" {
		if u, err := url.Parse(to); err != nil || u.Scheme != "https" || u.Host == "" {
			complain("audit.receiver", "want an https address")
		}
	}
}

func checkAges(s *Settings, complain func(key, format string, args ...any)) {
	const day = 24 * time.Hour
	for _, age := range []struct {
		key         string
		value       time.Duration
		least, most time.Duration
	}{
		{"sessions.idle", s.Sessions.Idle, time.Minute, 30 * day},
		{"sessions.absolute", s.Sessions.Absolute, time.Minute, 30 * day},
		{"links.invite", s.Links.Invite, time.Minute, 30 * day},
		{"links.reset", s.Links.Reset, time.Minute, day},
		{"tokens.default", s.Tokens.Default, time.Minute, 365 * day},
		{"tokens.longest", s.Tokens.Longest, time.Minute, 365 * day},
		// What was started with an Idempotency-Key is answered again for a day.
		{"retention.runs", s.Retention.Runs, 2 * day, 3650 * day},
	} {
		if age.value < age.least || age.value > age.most {
			complain(age.key, "want %s to %s, not %s", showDuration(age.least), showDuration(age.most), showDuration(age.value))
		}
	}
	if s.Sessions.Idle > s.Sessions.Absolute {
		complain("sessions.idle", "is longer than sessions.absolute (%s)", showDuration(s.Sessions.Absolute))
	}
	if s.Tokens.Default > s.Tokens.Longest {
		complain("tokens.default", "is longer than tokens.longest (%s)", showDuration(s.Tokens.Longest))
	}
}

func checkLimits(l Limits, complain func(key, format string, args ...any)) {
	for _, class := range []struct {
		key   string
		limit Limit
	}{{"limits.login", l.Login}, {"limits.start", l.Start}, {"limits.write", l.Write}, {"limits.read", l.Read}, {"limits.address", l.Address}} {
		if class.limit.Rate <= 0 || class.limit.Rate > 1e6 {
			complain(class.key+".rate", "want more than 0 and at most 1000000")
		}
		if class.limit.Burst < 1 || class.limit.Burst > 1e6 {
			complain(class.key+".burst", "want 1 to 1000000")
		}
	}
	if l.Tenant < 1 || l.Tenant > 1e6 {
		complain("limits.tenant", "want 1 to 1000000")
	}
}

func checkRegistry(r Registry, complain func(key, format string, args ...any)) {
	if host, port, err := net.SplitHostPort(r.Listen); err != nil || !isPort(port) || host == "" {
		complain("registry.listen", "want host:port, such as 127.0.0.1:5000, not %q", r.Listen)
	}
	if u, err := url.Parse(r.URL); r.URL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil) {
		complain("registry.url", "want https://host[:port][/path], with the user in registry.username, not %q", r.URL)
	}
	if r.Largest < 1 || r.Largest > 1024 {
		complain("registry.largest", "want 1 to 1024")
	}
}

func checkMail(m Mail, complain func(key, format string, args ...any)) {
	if m.URL.Reveal() == "" {
		return
	}
	if u, err := url.Parse(m.URL.Reveal()); err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		complain("mail.url", "want smtp://host:port or smtps://host:port")
	}
	if _, err := mail.ParseAddress(m.From); err != nil {
		complain("mail.from", "want a mail address, such as Catenary <catenary@example.org>, not %q", m.From)
	}
}

func isPort(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 0 && n <= 65535
}

// isOrigin says whether text is a scheme, a host and maybe a port, and no more.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		u.User == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == "" && u.Fragment == ""
}
