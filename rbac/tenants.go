package rbac

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const (
	// maxChanges is up to how many changes a tree catches up; beyond, it is
	// loaded anew.
	maxChanges = 256
	// maxTenants is how many tenants' trees are kept, however busy.
	maxTenants = 1024
	// defaultIdle is for how long a tree that nobody asks is kept.
	defaultIdle = 15 * time.Minute
)

// tenants keeps the trees of the tenants that are asked about.
type tenants struct {
	source Source
	words  *vocabulary
	now    func() int64
	idle   time.Duration
	log    *slog.Logger
	heard  func(TenantID, int64)

	mu    sync.Mutex
	known *simplelru.LRU[TenantID, *tenantTree]
}

// tenantTree is the tree of one tenant, once it is loaded.
type tenantTree struct {
	id TenantID
	// used is when it was asked last; tenants.mu guards it.
	used int64
	// turn has one place: whoever holds it may load or catch up.
	turn chan struct{}

	mu   sync.RWMutex
	tree *tree
}

// get gives the place of a tenant's tree, and forgets those that are idle.
func (ts *tenants) get(id TenantID) *tenantTree {
	now := ts.now()
	ts.mu.Lock()
	defer ts.mu.Unlock()
	tt, ok := ts.known.Get(id)
	if !ok {
		tt = &tenantTree{id: id, turn: make(chan struct{}, 1)}
		ts.known.Add(id, tt)
	}
	tt.used = now
	for {
		_, oldest, ok := ts.known.GetOldest()
		if !ok || oldest.used+ts.idle.Microseconds() > now {
			return tt
		}
		ts.known.RemoveOldest()
	}
}

// errBehind says that what is committed is older than the version asked for.
var errBehind = errors.New("the rights asked for are not committed")

// with calls ask with the tenant's tree, at the version or a newer one. The
// tree stays as it is until ask returns, so ask reads from no database.
func (ts *tenants) with(ctx context.Context, id TenantID, version int64, ask func(*tree) error) error {
	tt := ts.get(id)
	for {
		if done, err := tt.ask(version, ask); done {
			return err
		}
		if err := ts.catchUp(ctx, tt, version); err != nil {
			return fmt.Errorf("rights of tenant %s: %w", id, err)
		}
	}
}

func (tt *tenantTree) ask(version int64, ask func(*tree) error) (done bool, err error) {
	tt.mu.RLock()
	defer tt.mu.RUnlock()
	if tt.tree == nil || tt.tree.version < version {
		return false, nil
	}
	return true, ask(tt.tree)
}

// version is 0 while nothing is loaded.
func (tt *tenantTree) version() int64 {
	tt.mu.RLock()
	defer tt.mu.RUnlock()
	if tt.tree == nil {
		return 0
	}
	return tt.tree.version
}

// catchUp brings the tree to the version or a newer one; one at a time.
func (ts *tenants) catchUp(ctx context.Context, tt *tenantTree, version int64) error {
	select {
	case tt.turn <- struct{}{}:
		defer func() { <-tt.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	at := tt.version()
	if at != 0 && at >= version {
		return nil
	}
	if at != 0 {
		if err := ts.follow(ctx, tt, at); err != nil {
			return err
		}
	}
	if at = tt.version(); at == 0 || at < version {
		if err := ts.load(ctx, tt); err != nil {
			return err
		}
	}
	at = tt.version()
	ts.heard(tt.id, at)
	if at < version {
		return fmt.Errorf("%w: %d of %d; it was asked after a change in the same transaction", errBehind, at, version)
	}
	return nil
}

// follow applies what was committed since. If that is not known, or cannot be
// applied, the tree is left for load.
func (ts *tenants) follow(ctx context.Context, tt *tenantTree, at int64) error {
	changes, err := ts.source.Changes(ctx, tt.id, at, maxChanges)
	if err != nil {
		return err
	}
	if len(changes) == 0 || len(changes) > maxChanges || changes[0].Version != at+1 {
		return nil
	}
	tt.mu.Lock()
	defer tt.mu.Unlock()
	if err := tt.tree.apply(changes); err != nil {
		tt.tree = nil
		ts.log.WarnContext(ctx, "rights are loaded anew", "tenant", tt.id, "error", err)
	}
	return nil
}

func (ts *tenants) load(ctx context.Context, tt *tenantTree) error {
	facts, err := ts.source.Facts(ctx, tt.id)
	if err != nil {
		return err
	}
	t, err := newTree(facts, ts.words, ts.now)
	tt.mu.Lock()
	defer tt.mu.Unlock()
	tt.tree = t // none, after an error: what was there is overtaken
	if err != nil {
		ts.log.ErrorContext(ctx, "rights cannot be loaded; nobody of the tenant may do anything", "tenant", tt.id, "error", err)
	}
	return err
}
