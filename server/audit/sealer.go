package audit

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"catenary/internal/clock"
)

const (
	// sealBatch is how many rows are sealed in one transaction.
	sealBatch = 500
	// gather is how long the sealer waits for more rows before it begins.
	gather = 200 * time.Millisecond
	// lookEvery is how often it looks for rows that nobody told it of: those of
	// servers that died, and refusals whose minute is over.
	lookEvery = 10 * time.Second
	// headRows and headAge are when the end of a chain is signed.
	headRows = 1000
	headAge  = 10 * time.Minute
)

// SealStore keeps chains.
type SealStore interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	LockAudit(ctx context.Context, tenant string) error
	// AuditEnd is the last row of a tenant's chain.
	AuditEnd(ctx context.Context, tenant string) (Link, error)
	// UnsealedAudit lists at most max rows, the oldest first, and keeps them
	// from changing until the transaction ends; of refusals only those before.
	UnsealedAudit(ctx context.Context, tenant string, before int64, max int) ([]Row, error)
	// SealAudit stores the places of rows that have none yet; it fails if one
	// has.
	SealAudit(ctx context.Context, rows []Sealed) error
	// UnsealedTenants names those that have unsealed rows.
	UnsealedTenants(ctx context.Context) ([]string, error)
	// UnsignedAudit names the tenants whose chain goes on after its last head,
	// if that is from before.
	UnsignedAudit(ctx context.Context, before int64) ([]string, error)
	// LastHead is the newest head of a tenant; the zero Head if there is none.
	LastHead(ctx context.Context, tenant string) (Head, error)
	InsertHead(ctx context.Context, h Head) error
	// OnAudit has wake called when rows of a tenant are committed.
	OnAudit(wake func(tenant string))
}

// Receiver is sent signed heads; an error is logged, and later heads tell as
// much as the lost one.
type Receiver interface {
	Send(ctx context.Context, h Head) error
}

// Sealer gives the rows of every tenant their places in its chain, soon after
// they are committed, and signs its end now and then. Several may work at once:
// they take turns, tenant by tenant. All fields but Receiver are needed.
type Sealer struct {
	Store    SealStore
	Keys     *Keys
	Log      *slog.Logger
	Now      clock.Now
	Receiver Receiver

	mu    sync.Mutex
	woken map[string]bool
	wake  chan struct{}
	done  time.Time
}

// Run seals until ctx ends, then signs all ends that are not signed. What fails
// is logged and tried again; it never ends by itself.
func (s *Sealer) Run(ctx context.Context) error {
	s.mu.Lock()
	s.woken, s.wake = map[string]bool{}, make(chan struct{}, 1)
	s.mu.Unlock()
	s.Store.OnAudit(s.Wake)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if s.try(ctx, s.Pass(ctx)) {
			s.mu.Lock()
			s.done = s.Now()
			s.mu.Unlock()
		}
		if !s.wait(ctx, tick.C) {
			break
		}
	}
	// What is left has its own time: ctx is over.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	s.try(last, s.Pass(last))
	s.try(last, s.SignAll(last, s.Now()))
	return nil
}

// wait returns when there is something to do, or false when ctx is over. Rows
// that come at the same time are sealed together.
func (s *Sealer) wait(ctx context.Context, tick <-chan time.Time) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-tick:
			return true
		case <-s.wake:
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(gather):
		}
		s.mu.Lock()
		tenants := slices.Collect(maps.Keys(s.woken))
		clear(s.woken)
		s.mu.Unlock()
		for _, tenant := range tenants {
			s.try(ctx, s.Seal(ctx, tenant))
		}
	}
}

// Wake tells that there are new rows of a tenant. It does not block.
func (s *Sealer) Wake(tenant string) {
	s.mu.Lock()
	if s.woken == nil { // Run looks for itself when it begins
		s.mu.Unlock()
		return
	}
	s.woken[tenant] = true
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it is awake
	}
}

// try says whether there was no error.
func (s *Sealer) try(ctx context.Context, err error) bool {
	if err != nil && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "audit rows not sealed; trying again soon", "error", err)
	}
	return err == nil
}

// Done is when all that was to be sealed was sealed for the last time; the zero
// time before the first. It looks every ten seconds.
func (s *Sealer) Done() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done
}

// Pass seals all that is to be sealed now, and signs ends that are due.
func (s *Sealer) Pass(ctx context.Context) error {
	tenants, err := s.Store.UnsealedTenants(ctx)
	if err != nil {
		return fmt.Errorf("look for unsealed rows: %w", err)
	}
	for _, tenant := range tenants {
		if err := s.Seal(ctx, tenant); err != nil {
			return err
		}
	}
	return s.SignAll(ctx, s.Now().Add(-headAge))
}

// Seal seals the rows of a tenant.
func (s *Sealer) Seal(ctx context.Context, tenant string) error {
	for {
		n, end := 0, Link{}
		err := s.Store.InTx(ctx, func(ctx context.Context) error {
			if err := s.Store.LockAudit(ctx, tenant); err != nil {
				return err
			}
			before, err := s.Store.AuditEnd(ctx, tenant)
			if err != nil {
				return err
			}
			rows, err := s.Store.UnsealedAudit(ctx, tenant, s.Now().Add(-RepeatsWithin).UnixMicro(), sealBatch)
			if n = len(rows); err != nil || n == 0 {
				return err
			}
			sealed := link(before, rows)
			end = Link{Seq: sealed[n-1].Seq, Hash: sealed[n-1].Hash}
			return s.Store.SealAudit(ctx, sealed)
		})
		if err != nil {
			return fmt.Errorf("seal rows of tenant %q: %w", tenant, err)
		}
		if end.Seq/headRows != (end.Seq-int64(n))/headRows {
			if err := s.sign(ctx, tenant); err != nil {
				return err
			}
		}
		if n < sealBatch {
			return nil
		}
	}
}

// SignAll signs the ends of all chains that went on since their last head, if
// that is from before.
func (s *Sealer) SignAll(ctx context.Context, before time.Time) error {
	tenants, err := s.Store.UnsignedAudit(ctx, before.UnixMicro())
	if err != nil {
		return fmt.Errorf("look for unsigned ends: %w", err)
	}
	for _, tenant := range tenants {
		if err := s.sign(ctx, tenant); err != nil {
			return err
		}
	}
	return nil
}

// sign signs the end of a tenant's chain, and tells the log and the receiver.
func (s *Sealer) sign(ctx context.Context, tenant string) error {
	var head Head
	if err := s.Keys.Ready(ctx); err != nil {
		return fmt.Errorf("key of audit heads: %w", err)
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		head = Head{}
		if err := s.Store.LockAudit(ctx, tenant); err != nil {
			return err
		}
		end, err := s.Store.AuditEnd(ctx, tenant)
		if err != nil {
			return err
		}
		last, err := s.Store.LastHead(ctx, tenant)
		if err != nil || last.Seq >= end.Seq {
			return err
		}
		head, err = s.Keys.Sign(ctx, Head{Tenant: tenant, Seq: end.Seq, Hash: end.Hash, At: s.Now().UnixMicro()})
		if err != nil {
			return err
		}
		return s.Store.InsertHead(ctx, head)
	})
	if err != nil {
		return fmt.Errorf("sign the chain of tenant %q: %w", tenant, err)
	}
	if head.Seq == 0 {
		return nil // another was first
	}
	s.Log.InfoContext(ctx, HeadLogged, "head", head)
	if s.Receiver != nil {
		if err := s.Receiver.Send(ctx, head); err != nil {
			s.Log.WarnContext(ctx, "audit head not received outside", "tenant", tenant, "seq", head.Seq, "error", err)
		}
	}
	return nil
}

// HeadLogged is the message of the log lines that carry heads.
const HeadLogged = "audit head signed"
