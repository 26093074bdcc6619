package store

import "context"

// Exec lets tests say what no method says.
func (s *Store) Exec(ctx context.Context, query string, arg any) (int64, error) {
	return s.exec(ctx, query, arg)
}

// Get lets tests read what no method reads.
func (s *Store) Get(ctx context.Context, dst any, query string, arg any) error {
	return s.get(ctx, dst, query, arg)
}

// Waiting says how often somebody has had to wait for a connection that writes.
func (s *Store) Waiting() int64 { return s.write.Stats().WaitCount }
