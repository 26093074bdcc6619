package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"catenary/internal/tuple"
)

// alone makes others who ask for the same names wait until the transaction of
// ctx ends. SQLite's writer is alone anyway.
func (s *Store) alone(ctx context.Context, names ...string) error {
	if s.dialect.name != "postgres" {
		return nil
	}
	sum := sha256.Sum256(tuple.Of(names...))
	_, err := s.exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), :names))`,
		map[string]any{"names": int64(binary.BigEndian.Uint64(sum[:8]))})
	return err
}
