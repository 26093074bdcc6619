package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"catenary/internal/fault"
	"catenary/server/config"
	"catenary/server/store"
)

func newBackupCommand(c *console) *cobra.Command {
	var withKey bool
	cmd := &cobra.Command{
		Use:   "backup [FILE|-]",
		Short: "Write a backup of an SQLite instance, at work or not",
		Long: `Write the database, as it is at one moment, to FILE: a tar archive that also
says what it holds. The server goes on meanwhile. Without FILE a name is made of
the time; "-" writes to standard output.

The instance's key is not in the backup unless --with-key is given: without it
nobody can read the secrets in the backup, you neither. Keep it elsewhere. The
settings file is not in the backup either, nor are the files of runs, images and
uploads: the command says which folders to copy behind it, in which order.

On PostgreSQL use pg_dump or pg_basebackup; the command says how.`,
		Args: cobra.MaximumNArgs(1),
	}
	cmd.Flags().BoolVar(&withKey, "with-key", false, "put the instance's key file into the backup")
	h := hostFlags(cmd, "keys.file")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		if s.Database.Reveal() != "" {
			return elsewhere("pg_dump --format=custom --file=catenary.dump", s)
		}
		o := store.BackupOptions{Dir: s.Data, Program: programVersion(), Now: time.Now()}
		if withKey {
			if o.Key, err = keyFile(s); err != nil {
				return err
			}
		}
		to := "catenary-" + o.Now.UTC().Format("20060102T150405Z") + ".tar"
		if len(args) > 0 {
			to = args[0]
		}
		if to == "-" {
			if _, err := store.Backup(cmd.Context(), o, cmd.OutOrStdout()); err != nil {
				return err
			}
			sayFiles(cmd, s)
			return nil
		}
		o.Temp = filepath.Dir(to)
		var m store.Manifest
		err = writeWhole(to, func(w io.Writer) (err error) {
			m, err = store.Backup(cmd.Context(), o, w)
			return err
		})
		if err != nil {
			return err
		}
		if !withKey {
			say(cmd.ErrOrStderr(), "The instance's key is not in the backup. Without it the secrets in it are lost: keep it elsewhere, or use --with-key.\n")
		}
		if err := printBackup(c, cmd, to, m, ""); err != nil {
			return err
		}
		sayFiles(cmd, s)
		return nil
	}
	return cmd
}

func newRestoreCommand(c *console) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "restore FILE|-",
		Short: "Put a backup of an SQLite instance in place",
		Long: `Put the database of a backup into the data directory, after it has proved whole.
No server may be at work there. A database that is there already stays, unless
--force moves it into a folder "replaced-<time>" of the directory. Settings and
the instance's key stay as they are, unless the backup holds a key.`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&force, "force", false, "move what is there aside")
	h := hostFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		if s.Database.Reveal() != "" {
			return elsewhere("pg_restore --clean --if-exists --no-owner --dbname=… catenary.dump", s)
		}
		from := cmd.InOrStdin()
		if args[0] != "-" {
			f, err := os.Open(args[0])
			if err != nil {
				return notThere(err, args[0])
			}
			defer func() { _ = f.Close() }()
			from = f
		}
		lock, err := lockData(s.Data)
		if err != nil {
			return err
		}
		defer lock.Release()
		done, err := store.Restore(cmd.Context(), store.RestoreOptions{Dir: s.Data, Force: force, Now: time.Now()}, from)
		if err != nil {
			return err
		}
		return printBackup(c, cmd, s.Data, done.Manifest, done.Aside)
	}
	return cmd
}

func printBackup(c *console, cmd *cobra.Command, to string, m store.Manifest, aside string) error {
	value := struct {
		To       string         `json:"to"`
		Manifest store.Manifest `json:"manifest"`
		Aside    string         `json:"aside,omitempty"`
	}{to, m, aside}
	rows := [][]string{{"to", to}, {"of", m.At.Format(time.RFC3339)}, {"schema", fmt.Sprint(m.Schema)}}
	for _, f := range m.Files {
		rows = append(rows, []string{f.Name, fmt.Sprintf("%d bytes, sha256 %s", f.Size, f.SHA256)})
	}
	if aside != "" {
		rows = append(rows, []string{"moved aside", aside})
	}
	return c.print(cmd, value, nil, rows)
}

// sayFiles says what belongs to the backup and is not in it.
func sayFiles(cmd *cobra.Command, s config.Settings) {
	say(cmd.ErrOrStderr(), "The files of uploads, images and runs are not in the backup. Copy these folders now, in this order: %s\n", strings.Join(fileDirs(s), ", "))
}

// fileDirs are the folders with what the database names, in the order in which
// they are copied behind it: an upload that is gone by then is an image in the
// registry.
func fileDirs(s config.Settings) []string {
	dirs := []string{uploadsDir(s)}
	if s.Registry.URL == "" {
		dirs = append(dirs, registryDir(s))
	}
	return append(dirs, artefactsDir(s))
}

// keyFile finds the key file that goes into the backup.
func keyFile(s config.Settings) (string, error) {
	path := s.Keys.File
	if path == "" {
		path = filepath.Join(s.Data, store.KeyFile)
	}
	if _, err := os.Stat(path); err != nil {
		return "", notThere(err, path)
	}
	return path, nil
}

func notThere(err error, path string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "file.unknown", "there is no file %s", path)
	}
	return err
}

// elsewhere says what to use on PostgreSQL.
func elsewhere(line string, s config.Settings) error {
	return fault.New(fault.Forbidden, "backup.postgres",
		"the database is PostgreSQL (%s), which has its own tools: %s; or pg_basebackup for the whole server. Keep the instance's key as well", s.Database, line)
}

// writeWhole makes the file as a whole or not at all; one that is there already
// is refused. When it returns, the file outlives a loss of power.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Conflict, "file.taken", "%s is there already", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	defer func() { _ = f.Close() }()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
