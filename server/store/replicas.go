package store

import (
	"context"
	"errors"
	"fmt"

	"catenary/internal/clock"
	"catenary/runtime"
)

// Leases are compared with the clock of whoever compares. What is written is
// safe whatever the clocks say: Commit holds its replica's row, and Reap changes
// that row, so that one comes before the other. A clock that goes ahead declares
// a replica dead too soon, and one that goes behind too late; both by no more
// than they differ, which must be less than a lease for work to get on.

// Enlist implements runtime.Journal.
func (s *Store) Enlist(ctx context.Context, replica string, until int64) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if s.dialect.name != "postgres" {
			if _, err := s.bury(ctx, `state = 'live'`, nil); err != nil {
				return err
			}
		}
		_, err := s.exec(ctx, `INSERT INTO replicas (id, lease_until, state) VALUES (:id, :until, 'live')`,
			map[string]any{"id": replica, "until": until})
		return err
	})
}

// Renew implements runtime.Journal.
func (s *Store) Renew(ctx context.Context, replica string, until int64) (bool, error) {
	n, err := s.exec(ctx, `UPDATE replicas SET lease_until = :until WHERE id = :id AND state = 'live'`,
		map[string]any{"id": replica, "until": until})
	return n == 1, err
}

// Leave implements runtime.Journal.
func (s *Store) Leave(ctx context.Context, replica string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		_, err := s.bury(ctx, `id = :id`, map[string]any{"id": replica})
		return err
	})
}

// deadKept is how long, in microseconds, the row of a dead replica is kept.
const deadKept = int64(24 * 3600 * 1e6)

// Reap implements runtime.Journal.
func (s *Store) Reap(ctx context.Context) (freed int64, err error) {
	now := clock.Micros(s.now())
	var over bool
	err = s.get(ctx, &over, `SELECT EXISTS (SELECT 1 FROM replicas WHERE lease_until <= :now AND state = 'live'
  OR lease_until <= :gone)`, map[string]any{"now": now, "gone": now - deadKept})
	if err != nil || !over {
		return 0, err
	}
	err = s.InTx(ctx, func(ctx context.Context) error {
		freed, err = s.bury(ctx, `state = 'live' AND lease_until <= :now`, map[string]any{"now": now})
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `DELETE FROM replicas WHERE state = 'dead' AND lease_until <= :gone
   AND NOT EXISTS (SELECT 1 FROM runs WHERE owner = replicas.id AND owner <> '')`, map[string]any{"gone": now - deadKept})
		return err
	})
	return freed, err
}

// bury declares replicas dead, and frees their runs: those that have not ended,
// or that something is asked of, are due at once.
func (s *Store) bury(ctx context.Context, which string, args map[string]any) (int64, error) {
	var dead []struct{ ID string }
	err := s.list(ctx, &dead, `UPDATE replicas SET state = 'dead' WHERE `+which+` RETURNING id`, args)
	if err != nil {
		return 0, err
	}
	var freed int64
	for _, r := range dead {
		n, err := s.exec(ctx, `
UPDATE runs SET owner = '', due_at = CASE WHEN state NOT IN `+finalStates+` OR EXISTS (
         SELECT 1 FROM run_signals g WHERE g.tenant_id = runs.tenant_id AND g.run_id = runs.id) THEN CAST(:now AS BIGINT) ELSE 0 END
 WHERE owner = :id AND owner <> ''`, map[string]any{"id": r.ID, "now": clock.Micros(s.now())})
		if err != nil {
			return 0, err
		}
		freed += n
	}
	return freed, nil
}

// leaseQuery counts the replicas that live if one of them does.
const leaseQuery = `
SELECT (SELECT COUNT(*) FROM replicas l WHERE l.state = 'live') FROM replicas
 WHERE id = :id AND state = 'live' AND lease_until > :now`

// holdLease keeps a replica from being declared dead until the transaction of
// ctx ends, and says how many are live. ErrFenced: it is dead, or its lease is
// over.
func (s *Store) holdLease(ctx context.Context, replica string) (live int64, err error) {
	now := clock.Micros(s.now())
	if ready := s.hotLease(); ready != nil {
		err = classify(current(ctx, s).tx.Stmtx(ready).GetContext(context.WithoutCancel(ctx), &live, replica, now)) //nolint:sqlclosecheck // it ends with the transaction
	} else {
		err = s.get(ctx, &live, leaseQuery+s.dialect.forShare, map[string]any{"id": replica, "now": now})
	}
	if errors.Is(err, ErrNoRows) {
		return 0, fmt.Errorf("replica %s: %w", replica, runtime.ErrFenced)
	}
	return live, err
}
