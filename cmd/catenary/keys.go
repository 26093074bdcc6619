package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/secrets"
	"catenary/server/store"
)

func newKeysCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Look at the keys under which secrets are sealed, or rotate them",
		Long: `Secrets are sealed with the data key of their tenant, and data keys are wrapped
with the instance's key, which is not in the database: it comes from a file,
from CATENARY_KEY or from keys.command.`,
	}
	cmd.AddCommand(newKeysListCommand(c), newKeysRotateCommand(c))
	return cmd
}

// vault is the open database with the instance's key.
type vault struct {
	db     *store.Store
	sealer *secrets.Sealer
	ring   *secrets.Keyring
	log    *audit.Log
}

// openVault fails without the right key, as the server does. It makes no key.
func openVault(ctx context.Context, h *host) (*vault, error) {
	s, err := h.load()
	if err != nil {
		return nil, err
	}
	db, err := openCurrent(ctx, s)
	if err != nil {
		return nil, err
	}
	newID := id.NewMaker(clock.Wall).New
	v := &vault{db: db, log: &audit.Log{Store: db, NewID: newID, Now: clock.Wall}}
	_, found, err := db.KeyCheck(ctx)
	if err == nil && !found {
		err = errors.New("the database has no key yet: the first start of the server makes one")
	}
	if err == nil {
		v.sealer, v.ring, err = secrets.Start(ctx, db, keySettings(s), newID, clock.Wall)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return v, nil
}

// record writes what was done into the audit log of the instance itself.
func (v *vault) record(ctx context.Context, action string, after any) error {
	return v.db.InTx(ctx, func(ctx context.Context) error {
		return v.log.Record(ctx, rbac.Actor{}, audit.Entry{Action: action, Kind: "key", After: after})
	})
}

func newKeysListCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "List the instance's keys, by name, and how many data keys each wraps"}
	h := keyFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		v, err := openVault(cmd.Context(), h)
		if err != nil {
			return err
		}
		defer func() { _ = v.db.Close() }()
		uses, err := v.sealer.Inventory(cmd.Context(), v.ring)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, u := range uses {
			rows = append(rows, []string{u.ID, yes(u.InUse), strconv.Itoa(u.DataKeys), yes(u.Here)})
		}
		return c.print(cmd, uses, []string{"KEY", "IN USE", "DATA KEYS", "HERE"}, rows)
	}
	return cmd
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func newKeysRotateCommand(c *console) *cobra.Command {
	var dataKeys, prepare bool
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "Take a new instance key into use, while servers run",
		Long: `Wrap all data keys with a newer instance key. A key file gets a new key and
loses the old one when nothing is wrapped with it any more. CATENARY_KEY holds
the new key before the old one, between them a comma; afterwards the old one can
go. keys.command wraps with whatever key is its newest.

Several servers with a key file each: --prepare only adds the new key to the
file here. Copy that file to the other servers, then rotate.

With --data-keys every tenant gets a new data key as well, and all values are
sealed anew.

Backups from before can be read only with the instance key of their time: keep
it as long as you keep them.`,
	}
	cmd.Flags().BoolVar(&dataKeys, "data-keys", false, "make new data keys too, and seal all values anew")
	cmd.Flags().BoolVar(&prepare, "prepare", false, "only add a new key to the key file")
	cmd.MarkFlagsMutuallyExclusive("data-keys", "prepare")
	h := keyFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		v, err := openVault(ctx, h)
		if err != nil {
			return err
		}
		defer func() { _ = v.db.Close() }()
		if prepare {
			key, err := v.ring.Add()
			if err != nil {
				return err
			}
			return c.print(cmd, map[string]string{"key": key}, nil, [][]string{{"added", key}})
		}
		done, err := v.sealer.Rotate(ctx, v.ring)
		if err != nil {
			return err
		}
		if err := v.record(ctx, "keys:rotated", map[string]any{"key": done.Key, "rewrapped": done.Rewrapped, "forgotten": done.Forgotten}); err != nil {
			return err
		}
		if dataKeys {
			sealed, err := v.sealer.RotateDataKeys(ctx)
			if err != nil {
				return fmt.Errorf("the instance key is rotated, the data keys are not yet; run it again: %w", err)
			}
			done.Resealed, done.NewKeys, done.Deleted = sealed.Resealed, sealed.NewKeys, sealed.Deleted
			err = v.record(ctx, "keys:data_rotated", map[string]any{"keys": done.NewKeys, "resealed": done.Resealed, "deleted": done.Deleted})
			if err != nil {
				return err
			}
		}
		return printRotation(c, cmd, done)
	}
	return cmd
}

func printRotation(c *console, cmd *cobra.Command, done secrets.Rotation) error {
	if done.Unused != "" {
		say(cmd.ErrOrStderr(), "The old key %s wraps nothing any more. It can go from CATENARY_KEY once no backup needs it.\n", done.Unused)
	}
	return c.print(cmd, done, nil, [][]string{
		{"instance key", done.Key},
		{"data keys wrapped anew", strconv.Itoa(done.Rewrapped)},
		{"instance keys removed", strings.Join(done.Forgotten, " ")},
		{"new data keys", strconv.Itoa(done.NewKeys)},
		{"values sealed anew", strconv.Itoa(done.Resealed)},
		{"data keys deleted", strconv.Itoa(done.Deleted)},
	})
}
