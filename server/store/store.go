// Package store keeps everything in a database: SQLite for one server, or
// PostgreSQL for several. It holds all SQL and is the only package that knows
// sqlx. Each use case declares the few methods that it needs; Store has them
// all, a file for each noun. No rule of the product stands here.
//
// A transaction travels in the context: what is called with the context that
// InTx gave belongs to it.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"catenary/internal/clock"
)

// Store is an open database.
type Store struct {
	// write makes changes; on SQLite it is one connection, so that there is
	// one writer and it never waits for a lock that it could have been given.
	write *sqlx.DB
	// read answers what is asked outside a transaction.
	read *sqlx.DB
	// rights reads the facts of rights as they are committed. It has
	// connections of its own: whoever waits for rights may hold one already.
	rights *sqlx.DB
	// logs and logsRead are of a file of their own on SQLite; on PostgreSQL
	// they are write and read.
	logs, logsRead *sqlx.DB
	policy         *policyEars
	dialect        dialect
	now            clock.Now
	path           string
	closers        []func()
	audited        auditEar
	hot            hot
	readies        readies
	runs           runEars
	ears           ears
	// turn is the tenant whose runs were claimed last.
	turn atomic.Pointer[string]
}

// Close ends all connections.
func (s *Store) Close() error {
	s.closeHot()
	s.readies.close()
	err := errors.Join(s.rights.Close(), s.read.Close(), s.write.Close())
	for _, c := range s.closers {
		c()
	}
	return err
}

// Database says which one it is: "sqlite" or "postgres".
func (s *Store) Database() string { return s.dialect.name }

// Ping says whether the database answers and can be written to.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.read.PingContext(ctx); err != nil {
		return classify(err)
	}
	return nil
}

// transaction is what a context carries inside InTx.
type transaction struct {
	store *Store
	tx    *sqlx.Tx
	// before runs in the transaction, when its work is done and it is about to
	// be committed.
	before []func(context.Context) error
	after  []func()
}

type transactionKey struct{}

func current(ctx context.Context, s *Store) *transaction {
	if t, ok := ctx.Value(transactionKey{}).(*transaction); ok && t.store == s {
		return t
	}
	return nil
}

// retries is how often a transaction is begun anew when PostgreSQL gave it up
// for a deadlock or a serialisation failure.
const retries = 3

// InTx runs work in one transaction, which commits if work returns nil. Inside
// another transaction of this store it joins that one. Work may run again from
// the start if the database gave the transaction up, so it changes nothing but
// the database and values that it sets anew.
func (s *Store) InTx(ctx context.Context, work func(context.Context) error) error {
	if current(ctx, s) != nil {
		return work(ctx)
	}
	for try := 1; ; try++ {
		err := s.inTx(ctx, work)
		if err == nil || try == retries || !s.dialect.givenUp(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(try*try) * 10 * time.Millisecond):
		}
	}
}

func (s *Store) inTx(ctx context.Context, work func(context.Context) error) (err error) {
	tx, err := s.write.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", classify(err))
	}
	t := &transaction{store: s, tx: tx}
	if hook, ok := ctx.Value(beforeCommitKey{}).(func(context.Context) error); ok {
		t.before = append(t.before, hook)
	}
	done := false
	defer func() {
		if !done {
			_ = tx.Rollback()
		}
	}()
	inner := context.WithValue(ctx, transactionKey{}, t)
	if err := work(inner); err != nil {
		return err
	}
	for _, hook := range t.before {
		if err := hook(inner); err != nil {
			return err
		}
	}
	done = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", classify(err))
	}
	for _, hook := range t.after {
		hook()
	}
	return nil
}

type beforeCommitKey struct{}

// BeforeCommit returns a context whose next transactions run hook as their last
// work. The edge marks an idempotency key as done with it, so that the mark and
// the change are one.
func BeforeCommit(ctx context.Context, hook func(context.Context) error) context.Context {
	return context.WithValue(ctx, beforeCommitKey{}, hook)
}

// AfterCommit runs hook once the transaction of ctx is committed; outside one, at
// once. What is told before could not be found yet.
func (s *Store) AfterCommit(ctx context.Context, hook func()) { s.afterCommit(ctx, hook) }

// afterCommit runs hook once the transaction of ctx is committed; outside one,
// at once.
func (s *Store) afterCommit(ctx context.Context, hook func()) {
	if t := current(ctx, s); t != nil {
		t.after = append(t.after, hook)
		return
	}
	hook()
}

// reader is where a query outside a change goes: the transaction, if there is one.
func (s *Store) reader(ctx context.Context) sqlx.ExtContext {
	if t := current(ctx, s); t != nil {
		return t.tx
	}
	return s.read
}

func (s *Store) writer(ctx context.Context) sqlx.ExtContext {
	if t := current(ctx, s); t != nil {
		return t.tx
	}
	return s.write
}

// get reads one row into dst. No row is ErrNoRows, which the method that asked
// turns into its own fault.
func (s *Store) get(ctx context.Context, dst any, query string, arg any) error {
	return s.getFrom(ctx, s.reader(ctx), dst, query, arg)
}

func (s *Store) getFrom(ctx context.Context, q sqlx.ExtContext, dst any, query string, arg any) error {
	if done, err := s.getReady(ctx, q, dst, query, arg); done {
		return err
	}
	text, args, err := s.bind(query, arg)
	if err != nil {
		return err
	}
	return classify(sqlx.GetContext(ctx, q, dst, text, args...))
}

// list reads all rows into the slice that dst points to.
func (s *Store) list(ctx context.Context, dst any, query string, arg any) error {
	return s.listFrom(ctx, s.reader(ctx), dst, query, arg)
}

func (s *Store) listFrom(ctx context.Context, q sqlx.ExtContext, dst any, query string, arg any) error {
	text, args, err := s.bind(query, arg)
	if err != nil {
		return err
	}
	return classify(sqlx.SelectContext(ctx, q, dst, text, args...))
}

// exec changes rows and says how many.
func (s *Store) exec(ctx context.Context, query string, arg any) (int64, error) {
	text, args, err := s.bind(query, arg)
	if err != nil {
		return 0, err
	}
	result, err := s.writer(ctx).ExecContext(ctx, text, args...)
	if err != nil {
		return 0, classify(err)
	}
	return result.RowsAffected()
}

// returning changes rows and reads what RETURNING gives of one of them.
func (s *Store) returning(ctx context.Context, dst any, query string, arg any) error {
	return s.getFrom(ctx, s.writer(ctx), dst, query, arg)
}

// bind turns :name parameters, from a struct's db tags or a map, into those of
// the database.
func (s *Store) bind(query string, arg any) (string, []any, error) {
	if arg == nil {
		arg = map[string]any{}
	}
	text, args, err := sqlx.Named(query, arg)
	if err != nil {
		return "", nil, fmt.Errorf("bind %.60q: %w", query, err)
	}
	return s.write.Rebind(text), args, nil
}

// ErrNoRows is what get and returning give when nothing matches.
var ErrNoRows = sql.ErrNoRows
