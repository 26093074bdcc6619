package store

import (
	"context"
	"sync"

	"github.com/jmoiron/sqlx"
)

// maxReady is how many statements stay prepared. Those whose text depends on
// what is asked fill it up sooner or later; the ones asked all the time are
// there long before.
const maxReady = 256

// readies keeps statements prepared that read one row outside a transaction: to
// parse one takes SQLite longer than to carry it out. On PostgreSQL the driver
// does the same by itself.
type readies struct {
	mu    sync.RWMutex
	known map[string]*sqlx.NamedStmt
	over  bool
}

// of gives the statement for a query; nil if there is none.
func (r *readies) of(ctx context.Context, read *sqlx.DB, query string) *sqlx.NamedStmt {
	r.mu.RLock()
	ready, full := r.known[query], r.over || len(r.known) >= maxReady
	r.mu.RUnlock()
	if ready != nil || full {
		return ready
	}
	made, err := read.PrepareNamedContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil // asked as it is, it says what is wrong
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if other := r.known[query]; other != nil || r.over {
		_ = made.Close() //nolint:sqlclosecheck // another was first; made is closed in no other case
		return other
	}
	if r.known == nil {
		r.known = map[string]*sqlx.NamedStmt{}
	}
	r.known[query] = made
	return made
}

// close ends what is prepared, for good.
func (r *readies) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, statement := range r.known {
		_ = statement.Close()
	}
	r.known, r.over = nil, true
}

// getReady is getFrom by a statement that stays prepared; false if there is none
// for it.
func (s *Store) getReady(ctx context.Context, q sqlx.ExtContext, dst any, query string, arg any) (done bool, err error) {
	named, ok := arg.(map[string]any)
	if !ok || s.dialect.name == "postgres" || q != sqlx.ExtContext(s.read) {
		return false, nil
	}
	ready := s.readies.of(ctx, s.read, query)
	if ready == nil {
		return false, nil
	}
	args := make([]any, len(ready.Params))
	for i, name := range ready.Params {
		if args[i], ok = named[name]; !ok {
			return false, nil
		}
	}
	// A context that can end costs two goroutines a read, and this takes
	// microseconds.
	if err := ctx.Err(); err != nil {
		return true, err
	}
	ctx = context.WithoutCancel(ctx)
	if number, ok := dst.(*int64); ok { // no need to look for what fits which column
		return true, classify(ready.Stmt.Stmt.QueryRowContext(ctx, args...).Scan(number))
	}
	return true, classify(ready.Stmt.GetContext(ctx, dst, args...))
}
