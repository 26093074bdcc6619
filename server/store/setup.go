package store

import (
	"context"
	"errors"
)

// SetupDone says whether an owner exists.
func (s *Store) SetupDone(ctx context.Context) (bool, error) {
	var done bool
	err := s.get(ctx, &done, `SELECT done_at IS NOT NULL FROM setup WHERE id = 'owner'`, nil)
	if errors.Is(err, ErrNoRows) {
		return false, nil
	}
	return done, err
}

// PutSetupCode keeps the hash of a set-up code instead of one before, and says
// whether a set-up is still to be done.
func (s *Store) PutSetupCode(ctx context.Context, hash string, endsAt int64) (bool, error) {
	n, err := s.exec(ctx, `
INSERT INTO setup (id, code_hash, ends_at) VALUES ('owner', :hash, :ends_at)
ON CONFLICT (id) DO UPDATE SET code_hash = :hash, ends_at = :ends_at WHERE setup.done_at IS NULL`,
		map[string]any{"hash": hash, "ends_at": endsAt})
	return n == 1, err
}

// SetupCode reads the hash of the set-up code, empty if there is none that
// lasts.
func (s *Store) SetupCode(ctx context.Context) (string, error) {
	var hash string
	err := s.get(ctx, &hash, `SELECT code_hash FROM setup WHERE id = 'owner' AND done_at IS NULL AND ends_at > :now`,
		map[string]any{"now": s.now().UnixMicro()})
	if errors.Is(err, ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// UseSetupCode does the set-up with a code, and says whether it was this one's:
// of two at once, one is.
func (s *Store) UseSetupCode(ctx context.Context, hash string) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE setup SET done_at = :now
 WHERE id = 'owner' AND done_at IS NULL AND code_hash = :hash AND ends_at > :now`,
		map[string]any{"hash": hash, "now": s.now().UnixMicro()})
	return n == 1, err
}

// EndSetup notes that an owner exists, made without a code.
func (s *Store) EndSetup(ctx context.Context) error {
	_, err := s.exec(ctx, `
INSERT INTO setup (id, code_hash, ends_at, done_at) VALUES ('owner', '', 0, :now)
ON CONFLICT (id) DO UPDATE SET done_at = :now WHERE setup.done_at IS NULL`,
		map[string]any{"now": s.now().UnixMicro()})
	return err
}
