package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"catenary/internal/clock"
	"catenary/internal/fault"
)

// Options say which database to open.
type Options struct {
	// URL is postgres://…; empty: SQLite in Dir.
	URL string
	// Dir is the data directory, for SQLite.
	Dir string
	// Existing refuses to make an SQLite database that is not there:
	// store.absent (NotFound).
	Existing bool
	Now      clock.Now
	// MaxConns bounds the connections to PostgreSQL; 0: 4 for each core and 4 more.
	MaxConns int
}

// File is the name of SQLite's database in the data directory.
const File = "catenary.db"

// LogsFile is the name of SQLite's database of logs. It is one of its own, so
// that what tasks say never holds up the journal.
const LogsFile = "catenary-logs.db"

// connectTimeout is how long PostgreSQL may take to answer a new connection,
// unless the URL says otherwise.
const connectTimeout = 5 * time.Second

// abandonedAfter is how long a transaction may stand idle before PostgreSQL ends
// it. A process that stands still in the midst of one, or whose machine is gone,
// must not keep the rows from those who take its work over.
const abandonedAfter = 5 * time.Second

// rightsConns is how many connections read nothing but the facts of rights.
const rightsConns = 2

// logConns is how many connections read logs.
const logConns = 2

// Open connects to a database. It does not touch the schema: Migrate does. Its
// errors are for operators: they say what is wrong with the database and what
// to do, and show no password.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.URL == "" {
		return openSQLite(ctx, o)
	}
	if strings.HasPrefix(o.URL, "postgres://") || strings.HasPrefix(o.URL, "postgresql://") {
		return openPostgres(ctx, o)
	}
	return nil, fmt.Errorf("database: want postgres://… or nothing for SQLite")
}

func openSQLite(ctx context.Context, o Options) (*Store, error) {
	path := filepath.Join(o.Dir, File)
	if _, err := os.Stat(path); o.Existing && errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "store.absent", "there is no database in %s", o.Dir)
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	write, read, err := sqlitePools(ctx, path, max(4, goruntime.NumCPU()), "synchronous(full)")
	if err != nil {
		return nil, err
	}
	rights, err := sqliteDB(path, rightsConns, "_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, read.Close(), write.Close())
	}
	// After a loss of power the last lines may be missing; no database of logs
	// is worth a wait for the disk with each of them.
	logs, logsRead, err := sqlitePools(ctx, filepath.Join(o.Dir, LogsFile), logConns, "synchronous(normal)")
	if err != nil {
		return nil, errors.Join(err, rights.Close(), read.Close(), write.Close())
	}
	return &Store{
		write: write, read: read, rights: rights, policy: &policyEars{},
		logs: logs, logsRead: logsRead,
		dialect: sqliteDialect, now: o.Now, path: path,
		closers: []func(){func() { _ = errors.Join(logsRead.Close(), logs.Close()) }},
	}, nil
}

// sqlitePools opens a database, and makes it if it is not there: one connection
// that writes, and some that read.
func sqlitePools(ctx context.Context, path string, readers int, synchronous string) (write, read *sqlx.DB, err error) {
	// SQLite would make it readable for the group and others.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the database: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, nil, fmt.Errorf("open the database: %w", err)
	}
	if write, err = sqliteDB(path, 1, "_txlock=immediate&_pragma="+synchronous); err != nil {
		return nil, nil, err
	}
	if err := write.PingContext(ctx); err != nil { // sets WAL before a reader looks
		_ = write.Close()
		return nil, nil, explainSQLite(path, err)
	}
	if read, err = sqliteDB(path, readers, "_pragma=query_only(1)"); err != nil {
		_ = write.Close()
		return nil, nil, err
	}
	return write, read, nil
}

func sqliteDB(path string, conns int, extra string) (*sqlx.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=foreign_keys(1)&" + extra
	db, err := sqlx.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

func openPostgres(ctx context.Context, o Options) (*Store, error) {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, fmt.Errorf("database: the URL is not one of PostgreSQL") // the error would show the password
	}
	config.MaxConns = int32(4 + 4*goruntime.NumCPU())
	if o.MaxConns > 0 {
		config.MaxConns = int32(o.MaxConns)
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "catenary"
	}
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = fmt.Sprint(abandonedAfter.Milliseconds())
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", classify(err))
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, explainPostgres(err)
	}
	db := sqlx.NewDb(stdlib.OpenDBFromPool(pool), "pgx")
	rights := sqlx.NewDb(stdlib.OpenDB(*config.ConnConfig), "pgx")
	rights.SetMaxOpenConns(rightsConns)
	rights.SetConnMaxIdleTime(time.Minute)
	return &Store{
		write: db, read: db, rights: rights, policy: &policyEars{connect: config.ConnConfig},
		logs: db, logsRead: db,
		dialect: postgresDialect, now: o.Now, closers: []func(){pool.Close},
	}, nil
}
