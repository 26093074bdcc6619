package store

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"catenary/internal/fault"
)

// RestoreOptions say where a backup goes.
type RestoreOptions struct {
	// Dir is the data directory. Nobody may use it; the caller sees to that.
	Dir string
	// Force moves what would be overwritten into a folder of Dir.
	Force bool
	Now   time.Time
}

// Restored is what Restore did. Aside is the folder with what was there before,
// if anything was.
type Restored struct {
	Manifest Manifest `json:"manifest"`
	Aside    string   `json:"aside,omitempty"`
}

// Restore puts a backup in place, after it has proved whole. It returns
// backup.damaged (Invalid), store.newer (Conflict) if this program is too old
// for it, and restore.occupied (Conflict) if a database is there already.
func Restore(ctx context.Context, o RestoreOptions, r io.Reader) (Restored, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return Restored{}, fmt.Errorf("data directory: %w", err)
	}
	if !o.Force {
		if err := vacant(o.Dir, databaseFiles()); err != nil {
			return Restored{}, err
		}
	}
	temp, err := os.MkdirTemp(o.Dir, "restore-*.part")
	if err != nil {
		return Restored{}, fmt.Errorf("make room for the backup: %w", err)
	}
	defer func() { _ = os.RemoveAll(temp) }()
	m, err := unpack(r, temp)
	if err != nil {
		return Restored{}, err
	}
	if err := prove(ctx, filepath.Join(temp, File), m); err != nil {
		return Restored{}, err
	}
	names := databaseFiles()
	for _, f := range m.Files {
		if f.Name == LogsFile {
			if err := whole(ctx, filepath.Join(temp, LogsFile)); err != nil {
				return Restored{}, err
			}
		}
		if f.Name != File && f.Name != LogsFile {
			names = append(names, f.Name)
		}
	}
	if !o.Force {
		if err := vacant(o.Dir, names); err != nil {
			return Restored{}, err
		}
	}
	aside, err := moveAside(o, names)
	if err != nil {
		return Restored{}, err
	}
	for _, f := range m.Files {
		if err := move(filepath.Join(temp, f.Name), filepath.Join(o.Dir, f.Name)); err != nil {
			return Restored{}, fmt.Errorf("put %s in place: %w", f.Name, err)
		}
	}
	return Restored{Manifest: m, Aside: aside}, nil
}

// databaseFiles are SQLite's files.
func databaseFiles() []string {
	return []string{File, File + "-wal", File + "-shm", LogsFile, LogsFile + "-wal", LogsFile + "-shm"}
}

func vacant(dir string, names []string) error {
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Conflict, "restore.occupied",
				"%s has %s already; restore into another directory, or use --force to move it aside", dir, name)
		}
	}
	return nil
}

// moveAside moves the files that are there into a folder of their directory.
func moveAside(o RestoreOptions, names []string) (string, error) {
	names = slices.DeleteFunc(names, func(name string) bool {
		_, err := os.Lstat(filepath.Join(o.Dir, name))
		return errors.Is(err, fs.ErrNotExist)
	})
	if len(names) == 0 {
		return "", nil
	}
	aside := filepath.Join(o.Dir, "replaced-"+o.Now.UTC().Format("20060102T150405.000Z"))
	if err := os.Mkdir(aside, 0o700); err != nil {
		return "", fmt.Errorf("make room for what is replaced: %w", err)
	}
	for _, name := range names {
		if err := move(filepath.Join(o.Dir, name), filepath.Join(aside, name)); err != nil {
			return "", fmt.Errorf("move %s aside: %w", name, err)
		}
	}
	return aside, nil
}

func damaged(format string, args ...any) error {
	return fault.New(fault.Invalid, "backup.damaged", "the backup is damaged or none of ours: "+format, args...)
}

// unpack writes the backup's files into dir and compares them with its manifest.
func unpack(r io.Reader, dir string) (Manifest, error) {
	archive := tar.NewReader(r)
	head, err := archive.Next()
	if err != nil || head.Name != manifestName || head.Size > 1<<20 {
		return Manifest{}, damaged("it does not begin with %s", manifestName)
	}
	var m Manifest
	if err := json.NewDecoder(archive).Decode(&m); err != nil {
		return Manifest{}, damaged("%s cannot be read", manifestName)
	}
	if m.Format != backupFormat {
		return Manifest{}, fault.New(fault.Conflict, "store.newer",
			"the backup has format %d, and this program knows %d: use a newer catenary", m.Format, backupFormat)
	}
	hasDatabase := false
	for _, want := range m.Files {
		hasDatabase = hasDatabase || want.Name == File
		if want.Name != File && want.Name != LogsFile && want.Name != KeyFile {
			return Manifest{}, damaged("it has a file named %q", want.Name)
		}
		if err := unpackFile(archive, dir, want); err != nil {
			return Manifest{}, err
		}
	}
	if !hasDatabase {
		return Manifest{}, damaged("there is no database in it")
	}
	return m, nil
}

func unpackFile(archive *tar.Reader, dir string, want BackupFile) error {
	head, err := archive.Next()
	if err != nil || head.Name != want.Name || head.Typeflag != tar.TypeReg || head.Size != want.Size {
		return damaged("%s is missing", want.Name)
	}
	path := filepath.Join(dir, want.Name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	to := io.MultiWriter(f, sum)
	if n, err := io.CopyN(to, archive, want.Size); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return damaged("%s ends after %d of %d bytes", want.Name, n, want.Size)
		}
		return fmt.Errorf("write %s: %w", want.Name, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != want.SHA256 {
		return damaged("%s is not what was backed up", want.Name)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", want.Name, err)
	}
	return f.Close()
}

// prove looks whether the database is whole and this program can use it.
func prove(ctx context.Context, path string, m Manifest) error {
	schema, err := schemaOf(ctx, path)
	if err != nil {
		return damaged("%v", err)
	}
	wanted, err := newest()
	if err != nil {
		return err
	}
	if err := notNewer(max(schema, m.Schema), wanted); err != nil {
		return err
	}
	return whole(ctx, path)
}

// whole looks for damage in a database.
func whole(ctx context.Context, path string) error {
	db, err := lookInto(path)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var found []string
	if err := db.SelectContext(ctx, &found, `PRAGMA integrity_check(1)`); err != nil {
		return damaged("%v", err)
	}
	if len(found) != 1 || found[0] != "ok" {
		return damaged("the database says: %s", strings.Join(found, "; "))
	}
	return nil
}

// move renames a file within a file system; when it returns, the new name
// outlives a loss of power.
func move(from, to string) error {
	dir := filepath.Dir(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Sync()
}
