package store

import (
	"time"

	"github.com/jmoiron/sqlx"
)

// Pool is the state of some connections to the database.
type Pool struct {
	Name        string
	Open, InUse int
	// Waits is how often all were in use and one was waited for; Waited is how
	// long in all.
	Waits  int64
	Waited time.Duration
}

// Pools tells how busy the connections are: those that write and, on SQLite,
// those that read.
func (s *Store) Pools() []Pool {
	out := []Pool{poolOf("write", s.write)}
	if s.read != s.write {
		out = append(out, poolOf("read", s.read))
	}
	return out
}

func poolOf(name string, db *sqlx.DB) Pool {
	stats := db.Stats()
	return Pool{Name: name, Open: stats.OpenConnections, InUse: stats.InUse, Waits: stats.WaitCount, Waited: stats.WaitDuration}
}
