package store

import (
	"context"
	"time"

	"catenary/internal/clock"
)

// About is what a database says of itself.
type About struct {
	Version string
	// At is its time, in microseconds.
	At int64
}

// About asks the database for its version and its time.
func (s *Store) About(ctx context.Context) (About, error) {
	query := `SELECT sqlite_version() AS version, CAST(unixepoch('subsec') * 1000000 AS BIGINT) AS at`
	if s.dialect.name == "postgres" {
		query = `SELECT current_setting('server_version') AS version, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS at`
	}
	var a About
	err := s.get(ctx, &a, query, nil)
	return a, err
}

// Time is At as a time.
func (a About) Time() time.Time { return clock.Time(a.At) }
