package store

import (
	"context"
	"errors"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
)

// Idempotency is a request that is made once however often it is sent: the hash
// of the key that its sender gave, and, when it is done, the answer.
type Idempotency struct {
	Tenant  rbac.TenantID  `db:"tenant_id"`
	Subject rbac.SubjectID `db:"subject_id"`
	Key     string         `db:"key"`
	// Digest is of the request; another request may not use the key.
	Digest string `db:"digest"`
	// Owner is the one attempt that works on it.
	Owner string           `db:"owner"`
	State IdempotencyState `db:"state"`
	// Status is 0 if the answer is not kept.
	Status  int    `db:"status"`
	Headers string `db:"headers"`
	Answer  []byte `db:"answer"`
	// Version is the tenant's policy version that the change was made under, or
	// that it left behind; 0: nothing was committed.
	Version   int64 `db:"policy_version"`
	CreatedAt int64 `db:"created_at"`
	EndsAt    int64 `db:"ends_at"`
}

// IdempotencyState says how far a request has come.
type IdempotencyState string

// The states.
const (
	// IdempotencyBegun: nothing is committed yet.
	IdempotencyBegun IdempotencyState = "begun"
	// IdempotencyDone: the change is committed, its answer not yet kept.
	IdempotencyDone IdempotencyState = "done"
	// IdempotencyAnswered: every repeat gets the same answer.
	IdempotencyAnswered IdempotencyState = "answered"
)

const idempotencyColumns = `tenant_id, subject_id, key, digest, owner, state, status, headers, answer, policy_version, created_at, ends_at`

// ClaimIdempotency makes the key wanted's, if nobody has it, its time is over,
// or whoever began the same request before abandoned has committed nothing. The
// row is then wanted's. Otherwise it is that of whoever has it. It runs in a
// transaction of its own.
func (s *Store) ClaimIdempotency(ctx context.Context, wanted Idempotency, abandoned time.Time) (row Idempotency, claimed bool, err error) {
	for range retries {
		err = s.InTx(ctx, func(ctx context.Context) error {
			row, claimed, err = s.claimIdempotency(ctx, wanted, clock.Micros(abandoned))
			return err
		})
		if !errors.Is(err, ErrNoRows) { // freed between two statements
			return row, claimed, err
		}
	}
	return row, false, fault.New(fault.Unavailable, "store.unavailable", "the key changes hands too fast; try again").Because(err)
}

func (s *Store) claimIdempotency(ctx context.Context, wanted Idempotency, abandoned int64) (Idempotency, bool, error) {
	wanted.State, wanted.Headers = IdempotencyBegun, "{}"
	args := map[string]any{
		"tenant_id": wanted.Tenant, "subject_id": wanted.Subject, "key": wanted.Key, "digest": wanted.Digest,
		"owner": wanted.Owner, "created_at": wanted.CreatedAt, "ends_at": wanted.EndsAt, "abandoned": abandoned,
	}
	n, err := s.exec(ctx, `
INSERT INTO idempotency_keys (tenant_id, subject_id, key, digest, owner, state, created_at, ends_at)
VALUES (:tenant_id, :subject_id, :key, :digest, :owner, 'begun', :created_at, :ends_at)
ON CONFLICT (tenant_id, subject_id, key) DO UPDATE
   SET digest = excluded.digest, owner = excluded.owner, state = 'begun', status = 0, headers = '{}', answer = NULL, policy_version = 0,
       created_at = excluded.created_at, ends_at = excluded.ends_at
 WHERE idempotency_keys.ends_at <= excluded.created_at
    OR (idempotency_keys.state = 'begun' AND idempotency_keys.created_at <= :abandoned
        AND idempotency_keys.digest = excluded.digest)`, args)
	if err != nil {
		return Idempotency{}, false, err
	}
	if n == 1 {
		return wanted, true, nil
	}
	var row Idempotency
	err = s.get(ctx, &row, `SELECT `+idempotencyColumns+` FROM idempotency_keys
 WHERE tenant_id = :tenant_id AND subject_id = :subject_id AND key = :key`, args)
	return row, false, err
}

// MarkIdempotency says in the transaction of ctx that what it changes is k's
// work, and under which policy version it is. It fails, and so does the transaction, if another attempt has taken k
// over: of two only one commits.
func (s *Store) MarkIdempotency(ctx context.Context, k Idempotency) error {
	n, err := s.exec(ctx, `UPDATE idempotency_keys SET state = 'done',
       policy_version = COALESCE((SELECT policy_version FROM tenants WHERE id = :tenant_id), 0)
 WHERE tenant_id = :tenant_id AND subject_id = :subject_id AND key = :key AND owner = :owner AND state IN ('begun', 'done')`, k)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "idempotency.running", "another attempt of this request has taken over")
	}
	return err
}

// AnswerIdempotency keeps k's answer. It does nothing if another attempt has
// taken k over.
func (s *Store) AnswerIdempotency(ctx context.Context, k Idempotency) error {
	_, err := s.exec(ctx, `UPDATE idempotency_keys SET state = 'answered', status = :status, headers = :headers, answer = :answer
 WHERE tenant_id = :tenant_id AND subject_id = :subject_id AND key = :key AND owner = :owner AND state IN ('begun', 'done')`, k)
	return err
}

// FreeIdempotency gives k's key back, as nothing was changed; onlyBegun keeps
// it if something was committed all the same.
func (s *Store) FreeIdempotency(ctx context.Context, k Idempotency, onlyBegun bool) error {
	query := `DELETE FROM idempotency_keys
 WHERE tenant_id = :tenant_id AND subject_id = :subject_id AND key = :key AND owner = :owner AND state <> 'answered'`
	if onlyBegun {
		query += ` AND state = 'begun'`
	}
	_, err := s.exec(ctx, query, k)
	return err
}

// SettleIdempotency settles, at the start of a server, what an earlier one left
// unanswered: what had committed nothing is free, and the answer to the rest is
// lost. Only SQLite belongs to one server alone; on PostgreSQL others may be at
// work on theirs, and nothing is done.
func (s *Store) SettleIdempotency(ctx context.Context) error {
	if s.dialect.name == "postgres" {
		return nil
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		_, err := s.exec(ctx, `DELETE FROM idempotency_keys WHERE state = 'begun'`, struct{}{})
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `UPDATE idempotency_keys SET state = 'answered' WHERE state = 'done'`, struct{}{})
		return err
	})
}

// DropIdempotency deletes at most limit keys whose time is over, and says how
// many there were.
func (s *Store) DropIdempotency(ctx context.Context, limit int) (int64, error) {
	return s.exec(ctx, `DELETE FROM idempotency_keys WHERE (tenant_id, subject_id, key) IN (
 SELECT tenant_id, subject_id, key FROM idempotency_keys WHERE ends_at <= :now ORDER BY ends_at LIMIT :limit)`,
		map[string]any{"now": clock.Micros(s.now()), "limit": limit})
}
