package store

import (
	"context"
	"errors"
	"strconv"

	"catenary/server/identity"
)

// throttleWait is how long (µs) to wait after so many failures, as SQL.
func throttleWait(failures string) string {
	text := `CASE`
	for n, wait := range identity.ThrottleWaits() {
		text += ` WHEN ` + failures + ` <= ` + strconv.Itoa(n) + ` THEN ` + strconv.FormatInt(wait.Microseconds(), 10)
	}
	return text + ` ELSE ` + strconv.FormatInt(identity.ThrottleLongest.Microseconds(), 10) + ` END`
}

// Attempt counts a guess as failed under each of the names before it is known
// whether it is right, so that many at once count as many. If one of the names
// must wait, nothing is counted, and until says (Unix µs) how long; otherwise
// it is 0. It is a transaction of its own, whatever ctx carries for the next.
func (s *Store) Attempt(ctx context.Context, names []string) (until int64, err error) {
	now := s.now().UnixMicro()
	refused := errors.New("must wait")
	err = s.InTx(context.WithValue(ctx, beforeCommitKey{}, nil), func(ctx context.Context) error {
		until = 0
		for _, name := range names {
			args := map[string]any{"name": name, "now": now, "forget": now - identity.ThrottleForgets.Microseconds()}
			n, err := s.exec(ctx, `
INSERT INTO throttles (name, failures, until, updated_at) VALUES (:name, 1, CAST(:now AS BIGINT) + `+throttleWait("1")+`, :now)
ON CONFLICT (name) DO UPDATE SET
  failures = CASE WHEN throttles.updated_at < :forget THEN 1 ELSE throttles.failures + 1 END,
  until = CAST(:now AS BIGINT) + CASE WHEN throttles.updated_at < :forget THEN 0 ELSE `+throttleWait("throttles.failures + 1")+` END,
  updated_at = :now
WHERE throttles.until <= :now`, args)
			if err != nil {
				return err
			}
			if n == 1 {
				continue
			}
			if err := s.get(ctx, &until, `SELECT until FROM throttles WHERE name = :name`, args); err != nil {
				return err
			}
			return refused
		}
		return nil
	})
	if errors.Is(err, refused) {
		return until, nil
	}
	return 0, err
}

// TakeBack lets an attempt count as none under each of the names.
func (s *Store) TakeBack(ctx context.Context, names []string) error {
	return s.InTx(context.WithValue(ctx, beforeCommitKey{}, nil), func(ctx context.Context) error {
		for _, name := range names {
			if err := s.forgive(ctx, name, 1); err != nil {
				return err
			}
		}
		return nil
	})
}

// Forget drops all failures of an account, the present attempt among them, and
// as many of the address it was reached from. It says how many there were.
func (s *Store) Forget(ctx context.Context, account, address string) (failures int64, err error) {
	err = s.InTx(context.WithValue(ctx, beforeCommitKey{}, nil), func(ctx context.Context) error {
		failures = 0
		err := s.returning(ctx, &failures, `DELETE FROM throttles WHERE name = :name RETURNING failures`,
			map[string]any{"name": account})
		if errors.Is(err, ErrNoRows) {
			return nil
		}
		if err != nil || address == "" {
			return err
		}
		return s.forgive(ctx, address, failures)
	})
	return failures, err
}

func (s *Store) forgive(ctx context.Context, name string, failures int64) error {
	_, err := s.exec(ctx, `
UPDATE throttles SET failures = CASE WHEN failures > :n THEN failures - :n ELSE 0 END, until = 0 WHERE name = :name`,
		map[string]any{"name": name, "n": failures})
	return err
}
