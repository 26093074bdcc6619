package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/filelock"
	"catenary/server/config"
	"catenary/server/store"
)

// host is the settings of a command that works on the server's own machine.
type host struct {
	file  string
	flags *pflag.FlagSet
	keys  map[string]string // a flag's name → its setting's key
}

// hostFlags gives cmd a flag for the settings file, the data directory, the
// database and the other settings named.
func hostFlags(cmd *cobra.Command, more ...string) *host {
	h := &host{flags: cmd.Flags(), keys: map[string]string{}}
	h.flags.StringVar(&h.file, "config", "", "settings file (default catenary.yaml in the data directory, if it is there)")
	wanted := map[string]bool{"data": true, "database": true}
	for _, key := range more {
		wanted[key] = true
	}
	defaults := config.Default()
	for _, f := range config.Fields() {
		if wanted[f.Key] {
			usage := f.Doc
			if value := f.Show(defaults); value != "" {
				usage += " (default " + value + ")"
			}
			h.flags.String(f.Flag(), "", usage)
			h.keys[f.Flag()] = f.Key
		}
	}
	return h
}

// input is where the command's settings come from.
func (h *host) input() config.Input {
	in := config.Input{File: h.file, Flags: map[string]string{}, Environ: os.Environ()}
	h.flags.Visit(func(f *pflag.Flag) {
		if key, ours := h.keys[f.Name]; ours {
			in.Flags[key] = f.Value.String()
		}
	})
	return in
}

func (h *host) load() (config.Settings, error) {
	loaded, err := config.Load(h.input())
	if err != nil {
		return config.Settings{}, err
	}
	return loaded.Settings, nil
}

// openStore opens the database that the settings name.
func openStore(ctx context.Context, s config.Settings, existing bool) (*store.Store, error) {
	return store.Open(ctx, store.Options{
		URL: s.Database.Reveal(), Dir: s.Data, Existing: existing, Now: clock.Wall, MaxConns: s.DatabaseConnections,
	})
}

// lockFile is the file in the data directory that whoever owns it has locked.
const lockFile = "lock"

// lockData takes the data directory for this process, and makes it if it is
// not there. Somebody else's is data.in_use (Conflict).
func lockData(dir string) (*filelock.Lock, error) {
	dir, err := filepath.Abs(dir) // whoever reads of it may be elsewhere
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory cannot be made: %w", err)
	}
	l, err := filelock.Try(filepath.Join(dir, lockFile))
	switch {
	case errors.Is(err, filelock.ErrTaken):
		return nil, fault.New(fault.Conflict, "data.in_use",
			"another catenary is at work on the data directory %s; stop it first, or use another directory", dir)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("the data directory %s must be writable for this user: %w", dir, err)
	case err != nil:
		return nil, fmt.Errorf("the data directory %s cannot be used: %w", dir, err)
	}
	return l, nil
}
