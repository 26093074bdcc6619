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
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"catenary/internal/fault"
)

// Manifest is the first file of a backup and says what it holds.
type Manifest struct {
	Format  int          `json:"format"`
	Program string       `json:"program"`
	At      time.Time    `json:"at"`
	Schema  int64        `json:"schema"`
	Files   []BackupFile `json:"files"`
}

// BackupFile is one file of a backup: File, LogsFile or KeyFile, which is also where it
// stands in the data directory.
type BackupFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// KeyFile is where the instance's key stands in a data directory if the
// settings name no other place.
const KeyFile = "keys/instance.key"

const (
	backupFormat = 1
	manifestName = "manifest.json"
)

// BackupOptions say how to make a backup.
type BackupOptions struct {
	// Dir is the data directory of an SQLite instance, which may be at work.
	Dir string
	// Temp is where a copy of the database stands until it is written out;
	// empty: Dir.
	Temp string
	// Program is the version of the program, for the manifest.
	Program string
	// Key is the instance's key file. Empty: the key is not in the backup.
	Key string
	Now time.Time
}

// Backup writes the database as it is at one moment, and the key if asked for,
// as a tar archive. Whoever uses the database meanwhile is not held up.
func Backup(ctx context.Context, o BackupOptions, w io.Writer) (Manifest, error) {
	if o.Temp == "" {
		o.Temp = o.Dir
	}
	temp, err := os.MkdirTemp(o.Temp, "backup-*.part")
	if err != nil {
		return Manifest{}, fmt.Errorf("make room for a copy of the database: %w", err)
	}
	defer func() { _ = os.RemoveAll(temp) }()
	copied := filepath.Join(temp, File)
	if err := snapshotTo(ctx, filepath.Join(o.Dir, File), copied); err != nil {
		return Manifest{}, err
	}
	m := Manifest{Format: backupFormat, Program: o.Program, At: o.Now.UTC()}
	if m.Schema, err = schemaOf(ctx, copied); err != nil {
		return Manifest{}, err
	}
	paths := map[string]string{File: copied}
	// Copied last, it has the lines of all that the database tells of.
	logs := filepath.Join(o.Dir, LogsFile)
	if _, err := os.Stat(logs); err == nil {
		paths[LogsFile] = filepath.Join(temp, LogsFile)
		if err := snapshotTo(ctx, logs, paths[LogsFile]); err != nil {
			return Manifest{}, err
		}
	}
	if o.Key != "" {
		paths[KeyFile] = o.Key
	}
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		entry, err := describeFile(name, paths[name])
		if err != nil {
			return Manifest{}, err
		}
		m.Files = append(m.Files, entry)
	}
	return m, writeBackup(w, m, paths)
}

// snapshotTo copies the database at path by a connection of its own.
func snapshotTo(ctx context.Context, path, to string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "store.absent", "there is no database in %s", filepath.Dir(path))
	}
	db, err := sqliteDB(path, 1, "")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, to); err != nil {
		return explainSQLite(path, err)
	}
	return nil
}

// lookInto opens a database that nobody else has, to read it as it stands.
func lookInto(path string) (*sqlx.DB, error) {
	return sqlx.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&immutable=1")
}

func schemaOf(ctx context.Context, path string) (int64, error) {
	db, err := lookInto(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	var schema int64
	err = db.GetContext(ctx, &schema, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied = 1`)
	if err != nil {
		return 0, fmt.Errorf("read the schema's version: %w", err)
	}
	return schema, nil
}

func describeFile(name, path string) (BackupFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return BackupFile{}, err
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return BackupFile{}, fmt.Errorf("read %s: %w", path, err)
	}
	return BackupFile{Name: name, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

func writeBackup(w io.Writer, m Manifest, paths map[string]string) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	archive := tar.NewWriter(w)
	head := tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(text)), ModTime: m.At}
	if err := archive.WriteHeader(&head); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	if _, err := archive.Write(text); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	for _, entry := range m.Files {
		if err := writeEntry(archive, m, entry, paths[entry.Name]); err != nil {
			return fmt.Errorf("write the backup: %s: %w", entry.Name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}

func writeEntry(archive *tar.Writer, m Manifest, entry BackupFile, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if err := archive.WriteHeader(&tar.Header{Name: entry.Name, Mode: 0o600, Size: entry.Size, ModTime: m.At}); err != nil {
		return err
	}
	_, err = io.Copy(archive, f)
	return err
}
