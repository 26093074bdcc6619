package main

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/server/audit"
	"catenary/server/config"
	"catenary/server/secrets"
	"catenary/server/store"
)

func newAuditCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Verify the audit log",
		Long: `Every entry of the audit log is bound to all before it, and the ends of these
chains are signed now and then. These commands find out whether anything was
changed since, without a running server.`,
	}
	cmd.AddCommand(newAuditVerifyCommand(c), newAuditKeysCommand(c))
	return cmd
}

// keyFlags are the settings that say where the instance's key is. The key
// itself comes from the environment only.
func keyFlags(cmd *cobra.Command) *host { return hostFlags(cmd, "keys.file", "keys.command") }

func newAuditVerifyCommand(c *console) *cobra.Command {
	var files, keys []string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Find the first row of the audit log that is not what it was",
		Long: `Verify the chains of all tenants: that no row was changed, dropped, swapped or
inserted, and that their signed heads are those of this instance. The first
wrong row of a chain is named, and the command fails.

Rows that were cut off the end of a chain, with the heads that knew of them, are
missed only by a head that was kept outside the database: give the server's log
(JSON), or what its receiver got, as --heads.

Whether a key is this instance's is told by the instance's key. Without that,
give the public keys as --key; 'catenary audit keys' shows them.`,
	}
	cmd.Flags().StringArrayVar(&files, "heads", nil, "file with heads that were kept outside; can be repeated")
	cmd.Flags().StringArrayVar(&keys, "key", nil, "public key that heads may be signed with; can be repeated")
	h := keyFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		known, err := readHeads(files)
		if err != nil {
			return err
		}
		s, err := h.load()
		if err != nil {
			return err
		}
		db, err := openCurrent(cmd.Context(), s)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		trusted, from, err := trustedKeys(cmd.Context(), db, s, keys)
		if err != nil {
			return err
		}
		if from == keysOfDatabase {
			say(cmd.ErrOrStderr(), "The instance's key is not here: heads are checked with the keys that the database itself tells of. Give --key to be sure.\n")
		}
		return verify(c, cmd, &audit.Verifier{Store: db, Trusted: trusted, Known: known}, from)
	}
	return cmd
}

// Where the keys come from that signatures are checked with.
const (
	keysGiven      = "given"
	keysOfInstance = "instance"
	keysOfDatabase = "database"
)

// trustedKeys are those that are given, or those that the instance's key proves,
// or else those that the database tells of.
func trustedKeys(ctx context.Context, db *store.Store, s config.Settings, given []string) (keys []ed25519.PublicKey, from string, err error) {
	for _, text := range given {
		key, err := audit.ParseKey(text)
		if err != nil {
			return nil, "", fmt.Errorf("--key: %w", err)
		}
		keys = append(keys, key)
	}
	if len(keys) > 0 {
		return keys, keysGiven, nil
	}
	stored, err := auditKeys(db, s)
	if err != nil {
		return nil, "", err
	}
	keys, err = stored.Trusted(ctx)
	if fault.HasCode(err, "secrets.key_missing") {
		keys, err = stored.Stored(ctx)
		return keys, keysOfDatabase, err
	}
	return keys, keysOfInstance, err
}

// auditKeys are the keys that sign heads, as far as the instance's key is here.
// Nothing is made that is not there.
func auditKeys(db *store.Store, s config.Settings) (*audit.Keys, error) {
	ring, err := secrets.OpenKeyring(keySettings(s))
	if err != nil {
		return nil, err
	}
	newID := id.NewMaker(clock.Wall).New
	vault := &secrets.Sealer{Store: db, Keys: ring, NewID: newID, Now: clock.Wall}
	return &audit.Keys{Store: db, Vault: vault, NewID: newID, Now: clock.Wall}, nil
}

func keySettings(s config.Settings) secrets.KeySettings {
	return secrets.KeySettings{Dir: s.Data, File: s.Keys.File, Key: s.Keys.Key, Command: s.Keys.Command}
}

// openCurrent opens a database whose schema is this program's.
func openCurrent(ctx context.Context, s config.Settings) (*store.Store, error) {
	db, err := openStore(ctx, s, true)
	if err != nil {
		return nil, err
	}
	at, err := db.Schema(ctx)
	if err == nil && at.Current < at.Wanted {
		err = fmt.Errorf("the database is at schema %d of %d: do 'catenary migrate up' first", at.Current, at.Wanted)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func readHeads(files []string) ([]audit.Head, error) {
	var out []audit.Head
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		heads, err := audit.ReadHeads(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(heads) == 0 {
			return nil, fmt.Errorf("%s: there is no head in it", name)
		}
		out = append(out, heads...)
	}
	return out, nil
}

// verify prints what is found; that a chain is wrong makes the command fail.
func verify(c *console, cmd *cobra.Command, v *audit.Verifier, from string) error {
	value := struct {
		OK      bool           `json:"ok"`
		Keys    string         `json:"keys"` // given, instance or database
		Tenants []audit.Report `json:"tenants"`
	}{OK: true, Keys: from, Tenants: []audit.Report{}}
	var rows [][]string
	broken := 0
	err := v.All(cmd.Context(), func(r audit.Report) error {
		tenant, result := r.Tenant, "right"
		if tenant == "" {
			tenant = "(instance)"
		}
		if r.Problem != nil {
			broken++
			value.OK = false
			result = r.Problem.Detail
			if r.Problem.ID != "" {
				result += " (entry " + r.Problem.ID + ")"
			}
		}
		value.Tenants = append(value.Tenants, r)
		rows = append(rows, []string{
			tenant, strconv.FormatInt(r.Rows, 10), strconv.FormatInt(r.HeadSeq, 10), strconv.FormatInt(r.Unsealed, 10), result,
		})
		return nil
	})
	if err != nil {
		return err
	}
	if err := c.print(cmd, value, []string{"TENANT", "ROWS", "SIGNED TO", "UNSEALED", "RESULT"}, rows); err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("the audit log is not what it was: %d of %d chains are broken", broken, len(rows))
	}
	return nil
}

func newAuditKeysCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Show the public keys that heads of the audit log are signed with",
		Long: `Show the public keys (Ed25519, base64) that this instance signs heads with, the
newest last. Keep them where whoever can change the database cannot.`,
	}
	h := keyFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		db, err := openCurrent(cmd.Context(), s)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		keys, err := auditKeys(db, s)
		if err != nil {
			return err
		}
		trusted, err := keys.Trusted(cmd.Context())
		if err != nil {
			return err
		}
		value := []string{}
		var rows [][]string
		for _, key := range trusted {
			text := base64.StdEncoding.EncodeToString(key)
			value = append(value, text)
			rows = append(rows, []string{text})
		}
		return c.print(cmd, value, []string{"PUBLIC KEY"}, rows)
	}
	return cmd
}
