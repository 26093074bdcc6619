package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/server/audit"
	"catenary/server/config"
	"catenary/server/identity"
	"catenary/server/store"
)

func newOwnerCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "owner",
		Short: "Make a tenant and its owner without a set-up code",
	}
	cmd.AddCommand(newOwnerCreateCommand(c))
	return cmd
}

func newOwnerCreateCommand(c *console) *cobra.Command {
	var wanted identity.NewOwner
	var fromStdin, withToken bool
	cmd := &cobra.Command{
		Use:   "create --tenant NAME --email ADDRESS",
		Short: "Make a tenant and its owner",
		Long: `Make a tenant and its owner, before the server first starts or beside a running
one. Somebody who has the address already becomes the owner and keeps the
password.

With --token an API token of the owner is made too: for the whole tenant, for 90
days, with all permissions of an owner that tokens may have. It is shown once; as
a table nothing else is printed to standard output.`,
	}
	h := hostFlags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&wanted.TenantName, "tenant", "", "the tenant's name")
	flags.StringVar(&wanted.TenantKey, "key", "", "the tenant's key; made of its name if left out")
	flags.StringVar(&wanted.Email, "email", "", "the owner's e-mail address")
	flags.StringVar(&wanted.Name, "name", "", "the owner's name; the first part of the address if left out")
	flags.BoolVar(&fromStdin, "password-stdin", false, "read the password from standard input, to its end; one line end there is dropped")
	flags.BoolVar(&withToken, "token", false, "make and print an API token of the owner")
	for _, name := range []string{"tenant", "email"} {
		_ = cmd.MarkFlagRequired(name) // they are there
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		if wanted.Password, err = ownerPassword(cmd, fromStdin); err != nil {
			return err
		}
		db, err := openReady(cmd.Context(), s)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		owner, err := createOwner(cmd.Context(), s, db, wanted, withToken)
		if err != nil {
			return err
		}
		if owner.Known {
			fmt.Fprintf(cmd.ErrOrStderr(), "%s was there already and keeps the password.\n", owner.Email)
		}
		if withToken {
			return c.print(cmd, owner, nil, [][]string{{owner.Token}})
		}
		return c.print(cmd, owner, []string{"TENANT", "ID", "OWNER"}, [][]string{{owner.TenantKey, string(owner.Tenant), owner.Email}})
	}
	return cmd
}

// createOwner needs nothing of the server but the database: no instance key,
// and no decision about rights, because whoever has the host may do this.
func createOwner(ctx context.Context, s config.Settings, db *store.Store, wanted identity.NewOwner, withToken bool) (identity.Owner, error) {
	newID := id.NewMaker(clock.Wall).New
	now := &live{}
	now.Store(&s)
	people := &identity.Service{
		Store: db, Audit: &audit.Log{Store: db, NewID: newID, Now: clock.Wall}, Passwords: identity.NewPasswords(),
		Times: now.times, NewID: newID, Now: clock.Wall, Log: slog.New(slog.DiscardHandler),
	}
	return people.CreateOwner(ctx, wanted, withToken)
}

// openReady opens the database and brings its schema up to date if it is not.
// Beside a running server it is.
func openReady(ctx context.Context, s config.Settings) (*store.Store, error) {
	db, err := openStore(ctx, s, false)
	if err != nil {
		return nil, err
	}
	if err := bringUp(ctx, s, db); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// startTime is how long a server that starts at this moment may take to bring
// the schema up to date.
const startTime = 30 * time.Second

func bringUp(ctx context.Context, s config.Settings, db *store.Store) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		at, err := db.Schema(ctx)
		if err != nil || at.Current == at.Wanted {
			return err
		}
		err = migrateAlone(ctx, s, db)
		if !fault.HasCode(err, "data.in_use") {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// migrateAlone brings the schema up to date while no server is at work on an
// SQLite database; PostgreSQL has a lock of its own for that.
func migrateAlone(ctx context.Context, s config.Settings, db *store.Store) error {
	if s.Database.Reveal() == "" {
		lock, err := lockData(s.Data)
		if err != nil {
			return err
		}
		defer lock.Release()
	}
	_, err := db.Migrate(ctx)
	return err
}

// passwordMost is more than any password has.
const passwordMost = 4096

// ownerPassword reads the password from a pipe if that is wanted, else at a
// terminal, where it is not shown.
func ownerPassword(cmd *cobra.Command, fromStdin bool) (string, error) {
	if fromStdin {
		text, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), passwordMost))
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r"), nil
	}
	ask := newAsker(cmd)
	if ask.file == nil || !term.IsTerminal(int(ask.file.Fd())) {
		return "", errors.New("there is no terminal to ask for the password at: use --password-stdin")
	}
	password, err := ask.hidden("Password: ")
	if err != nil {
		return "", err
	}
	again, err := ask.hidden("Once more: ")
	if err == nil && again != password {
		err = errors.New("these were two different passwords")
	}
	return password, err
}
