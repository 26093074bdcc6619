package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/server/config"
	"catenary/server/health"
)

// wrongClock is by how much clocks may differ: a lease lasts ten seconds.
const wrongClock = 2 * time.Second

// foundServer is the server on the data directory, if there is one.
type foundServer struct {
	diagnosis
	is bool
}

// findServer asks the server whose address the data directory has.
func findServer(ctx context.Context, s config.Settings) foundServer {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	address, err := os.ReadFile(filepath.Join(s.Data, addressFile))
	if err != nil {
		if l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.Listen); err != nil {
			return foundServer{diagnosis: failure("server", "Set listen to a free address of this machine.", "none is at work, and %s cannot be listened on: %v", s.Listen, err)}
		} else if err := l.Close(); err != nil {
			return foundServer{diagnosis: warning("server", "", "%v", err)}
		}
		return foundServer{diagnosis: good("server", "none is at work on %s; %s is free", s.Data, s.Listen)}
	}
	at := strings.TrimSpace(string(address))
	c, err := new(net.Dialer).DialContext(ctx, "tcp", at) //nolint:forbidigo // the server of this machine, at the address that it left
	if err != nil {
		return foundServer{diagnosis: warning("server", "It ended without clearing up; start it again.", "the one at %s does not answer", at)}
	}
	_ = c.Close()
	return foundServer{good("server", "it is at work at %s", at), true}
}

// checkDatabase looks at the database and its clock.
func checkDatabase(ctx context.Context, s config.Settings, running foundServer) []diagnosis {
	db, err := openStore(ctx, s, true)
	if fault.HasCode(err, "store.absent") {
		return []diagnosis{warning("database", "catenary serve makes it.", "there is none in %s yet", s.Data), good("clock", "it is that of this machine")}
	}
	const advice = "Look at the setting database, and whether the database is up."
	if err != nil {
		return []diagnosis{failure("database", advice, "%v", err)}
	}
	defer func() { _ = db.Close() }()
	before := time.Now()
	about, err := db.About(ctx)
	if err != nil {
		return []diagnosis{failure("database", advice, "it does not answer: %v", err)}
	}
	took := time.Since(before)
	found := []diagnosis{good("database", "%s %s answers in %s", db.Database(), about.Version, took.Round(10*time.Microsecond))}
	switch at, err := db.Schema(ctx); {
	case err != nil:
		found = append(found, failure("schema", "Use the program that made it, or a newer one.", "%v", err))
	case at.Current > at.Wanted:
		found = append(found, failure("schema", "Start a newer catenary.", "it is at %d, this program knows %d", at.Current, at.Wanted))
	case at.Current < at.Wanted && running.is:
		found = append(found, warning("schema", "Start the server with this program.", "it is at %d, this program wants %d", at.Current, at.Wanted))
	case at.Current < at.Wanted:
		found = append(found, warning("schema", "catenary serve or catenary migrate up brings it up to date.", "it is at %d, this program wants %d", at.Current, at.Wanted))
	default:
		found = append(found, good("schema", "it is up to date at %d", at.Current))
	}
	off := about.Time().Sub(before.Add(took / 2)).Abs()
	if off > wrongClock+took {
		return append(found, failure("clock", "Let NTP set the clocks of all machines.", "it differs from the database's by %s", off.Round(time.Millisecond)))
	}
	return append(found, good("clock", "it differs from the database's by %s", off.Round(time.Millisecond)))
}

// checkRegistry asks the registry: that of the settings, or the one inside.
func checkRegistry(ctx context.Context, s config.Settings, running foundServer) []diagnosis {
	if s.Registry.URL != "" {
		return []diagnosis{askRegistry(ctx, s.Registry.URL, "Look at registry.url, and whether the registry is up.")}
	}
	if running.is {
		address, err := os.ReadFile(filepath.Join(s.Data, "registry", "address"))
		if err != nil {
			return []diagnosis{failure("registry", "Look at the server's log.", "the one inside the server is not there: %v", err)}
		}
		return []diagnosis{askRegistry(ctx, "http://"+strings.TrimSpace(string(address)), "Look at the server's log.")}
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.Registry.Listen)
	if err != nil {
		return []diagnosis{failure("registry", "Set registry.listen to a free address of this machine.", "%v", err)}
	}
	_ = l.Close()
	return []diagnosis{good("registry", "the one inside the server starts with it; %s is free", s.Registry.Listen)}
}

// askRegistry says whether a registry answers.
func askRegistry(ctx context.Context, url, advice string) diagnosis {
	if err := health.AskRegistry(ctx, url); err != nil {
		return failure("registry", advice, "%v", err)
	}
	return good("registry", "%s answers", url)
}
