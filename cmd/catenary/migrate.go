package main

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"catenary/server/store"
)

func newMigrateCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Look at the database's schema, or bring it up to date",
		Long: `The server brings the schema up to date when it starts. These commands do it
beforehand, and tell how far it is.`,
	}
	cmd.AddCommand(newMigrateStatusCommand(c), newMigrateUpCommand(c))
	return cmd
}

// step is a migration as it is printed.
type step struct {
	Version   int64      `json:"version"`
	Name      string     `json:"name"`
	AppliedAt *time.Time `json:"applied_at"`
}

func newMigrateStatusCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{Use: "status", Short: "List the steps of the schema and which are done"}
	h := hostFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		db, err := openStore(cmd.Context(), s, true)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		at, err := db.Schema(cmd.Context())
		if err != nil {
			return err
		}
		all, err := db.Migrations(cmd.Context())
		if err != nil {
			return err
		}
		value := struct {
			Database string `json:"database"`
			Current  int64  `json:"current"`
			Wanted   int64  `json:"wanted"`
			Steps    []step `json:"steps"`
		}{Database: db.Database(), Current: at.Current, Wanted: at.Wanted}
		var rows [][]string
		for _, m := range all {
			value.Steps = append(value.Steps, stepOf(m))
			applied := "not yet"
			if !m.AppliedAt.IsZero() {
				applied = m.AppliedAt.UTC().Format(time.RFC3339)
			}
			rows = append(rows, []string{strconv.FormatInt(m.Version, 10), m.Name, applied})
		}
		return c.print(cmd, value, []string{"VERSION", "NAME", "APPLIED"}, rows)
	}
	return cmd
}

func stepOf(m store.Migration) step {
	s := step{Version: m.Version, Name: m.Name}
	if !m.AppliedAt.IsZero() {
		at := m.AppliedAt.UTC()
		s.AppliedAt = &at
	}
	return s
}

func newMigrateUpCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Bring the schema up to date",
		Long: `Bring the schema up to this program's. On SQLite no server may be at work on the
data directory. There is no way down: take a backup before.`,
	}
	h := hostFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		if s.Database.Reveal() == "" {
			lock, err := lockData(s.Data)
			if err != nil {
				return err
			}
			defer lock.Release()
		}
		db, err := openStore(cmd.Context(), s, false)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		applied, err := db.Migrate(cmd.Context())
		if err != nil {
			return err
		}
		at, err := db.Schema(cmd.Context())
		if err != nil {
			return err
		}
		value := struct {
			Applied int   `json:"applied"`
			Current int64 `json:"current"`
		}{applied, at.Current}
		return c.print(cmd, value, nil, [][]string{
			{"steps applied", strconv.Itoa(applied)}, {"schema", strconv.FormatInt(at.Current, 10)},
		})
	}
	return cmd
}
