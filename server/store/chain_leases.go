package store

import (
	"context"

	"catenary/server/chains"
)

// leaseRow is a lease of a chain; ID is the chain's.
type leaseRow struct {
	Tenant string `db:"tenant_id"`
	ID     string `db:"id"`
	chains.Lease
}

func newLeaseRow(c chains.Chain, lease chains.Lease) leaseRow {
	return leaseRow{Tenant: string(c.Tenant), ID: c.ID, Lease: lease}
}

// TakeChainLease gives a living chain the lease, if none lives, it is kept for the
// holder, or it is taken over, and says whether it did.
func (s *Store) TakeChainLease(ctx context.Context, c chains.Chain, lease chains.Lease, over bool) (bool, error) {
	free := ` AND (lease_ends <= :lease_since OR lease_holder = :lease_holder AND lease_asked_by = :lease_holder)`
	if over {
		free = ""
	}
	n, err := s.exec(ctx, `
UPDATE chains SET lease_id = :lease_id, lease_holder = :lease_holder, lease_since = :lease_since, lease_ends = :lease_ends,
  lease_asked_by = '', lease_asked_at = 0, lease_declined = FALSE
 WHERE tenant_id = :tenant_id AND id = :id AND deleted_at IS NULL`+free, newLeaseRow(c, lease))
	return n == 1, err
}

// RenewChainLease moves the end of a lease that is still there, and says whether it was.
func (s *Store) RenewChainLease(ctx context.Context, c chains.Chain, lease chains.Lease) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE chains SET lease_ends = :lease_ends
 WHERE tenant_id = :tenant_id AND id = :id AND lease_id = :lease_id AND lease_holder = :lease_holder AND deleted_at IS NULL`,
		newLeaseRow(c, lease))
	return n == 1, err
}

// ReleaseChainLease ends a lease, and says whether it was there.
func (s *Store) ReleaseChainLease(ctx context.Context, c chains.Chain, lease chains.Lease) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE chains SET lease_id = '', lease_holder = '', lease_since = 0, lease_ends = 0,
  lease_asked_by = '', lease_asked_at = 0, lease_declined = FALSE
 WHERE tenant_id = :tenant_id AND id = :id AND lease_id = :lease_id AND lease_holder = :lease_holder`, newLeaseRow(c, lease))
	return n == 1, err
}

// AskChainLease notes who asks the holder of a lease that lives, and says whether
// it did: who asks already and waits comes first.
func (s *Store) AskChainLease(ctx context.Context, c chains.Chain, lease chains.Lease, now int64) (bool, error) {
	row := struct {
		leaseRow
		Now int64 `db:"now"`
	}{newLeaseRow(c, lease), now}
	n, err := s.exec(ctx, `
UPDATE chains SET lease_asked_by = :lease_asked_by, lease_asked_at = :lease_asked_at, lease_declined = FALSE
 WHERE tenant_id = :tenant_id AND id = :id AND lease_id <> '' AND lease_ends > :now AND lease_holder <> :lease_asked_by
   AND (lease_asked_by = '' OR lease_declined) AND deleted_at IS NULL`, row)
	return n == 1, err
}

// DeclineChainLease says no to who asks, and says whether somebody did.
func (s *Store) DeclineChainLease(ctx context.Context, c chains.Chain, lease chains.Lease) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE chains SET lease_declined = TRUE
 WHERE tenant_id = :tenant_id AND id = :id AND lease_id = :lease_id AND lease_holder = :lease_holder
   AND lease_asked_by <> '' AND NOT lease_declined`, newLeaseRow(c, lease))
	return n == 1, err
}

// HandOverChainLease keeps the draft for who asks, under an id that nobody has
// until they take it, and says whether somebody asked.
func (s *Store) HandOverChainLease(ctx context.Context, c chains.Chain, lease chains.Lease, to string) (bool, error) {
	row := struct {
		leaseRow
		To string `db:"to_id"`
	}{newLeaseRow(c, lease), to}
	n, err := s.exec(ctx, `
UPDATE chains SET lease_id = :to_id, lease_holder = lease_asked_by, lease_since = :lease_since, lease_ends = :lease_ends
 WHERE tenant_id = :tenant_id AND id = :id AND lease_id = :lease_id AND lease_holder = :lease_holder
   AND lease_asked_by <> '' AND NOT lease_declined`, row)
	return n == 1, err
}
