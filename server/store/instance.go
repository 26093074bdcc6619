package store

import (
	"context"
	"errors"

	"catenary/server/resources"
)

// Instance reads what all servers of the instance share; false: there is
// nothing yet.
func (s *Store) Instance(ctx context.Context) (resources.Instance, bool, error) {
	var row resources.Instance
	err := s.get(ctx, &row, `SELECT id, sealed, created_at FROM instance WHERE one = 1`, nil)
	if errors.Is(err, ErrNoRows) {
		return row, false, nil
	}
	return row, err == nil, err
}

// InsertInstance keeps it, unless another server was first.
func (s *Store) InsertInstance(ctx context.Context, i resources.Instance) error {
	_, err := s.exec(ctx, `
INSERT INTO instance (one, id, sealed, created_at) VALUES (1, :id, :sealed, :created_at) ON CONFLICT DO NOTHING`, i)
	return err
}
