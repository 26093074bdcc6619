package resources

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
)

// Retention takes away what was kept long enough: runs that have ended with all
// that they left, and then files that no run has any more.
type Retention struct {
	Store interface {
		// TenantsBehind are ids of tenants in their order, behind one.
		TenantsBehind(ctx context.Context, last rbac.TenantID, max int) ([]rbac.TenantID, error)
		PruneRuns(ctx context.Context, tenant string, before int64, max int) (int64, error)
		// Unreferred are those of the digests that no artefact has.
		Unreferred(ctx context.Context, tenant rbac.TenantID, digests []string) ([]string, error)
	}
	Files *Files
	// Keep is how long runs are kept after their end, as it is now.
	Keep func() time.Duration
	Now  clock.Now
}

const (
	// prunePage is how many runs go in one transaction, tenantPage and filePage
	// how many tenants and files are looked at together.
	prunePage, tenantPage, filePage = 200, 100, 500
	// settled is how old a file is at least that no run has: before that,
	// somebody may be about to write down what it belongs to.
	settled = time.Hour
)

// Sweep does so for all tenants, and says how many runs have gone. What is left
// over by an error is taken away the next time.
func (r *Retention) Sweep(ctx context.Context) (int64, error) {
	var gone int64
	var wrong error
	for last := rbac.TenantID(""); ; {
		tenants, err := r.Store.TenantsBehind(ctx, last, tenantPage)
		if err != nil {
			return gone, errors.Join(wrong, err)
		}
		for _, tenant := range tenants {
			n, err := r.sweep(ctx, tenant)
			if gone += n; err != nil {
				wrong = errors.Join(wrong, fmt.Errorf("tenant %s: %w", tenant, err))
			}
			last = tenant
		}
		if len(tenants) < tenantPage {
			return gone, wrong
		}
	}
}

func (r *Retention) sweep(ctx context.Context, tenant rbac.TenantID) (gone int64, err error) {
	before := clock.Micros(r.Now().Add(-r.Keep()))
	for {
		n, err := r.Store.PruneRuns(ctx, string(tenant), before, prunePage)
		if gone += n; err != nil {
			return gone, err
		}
		if n == 0 {
			break
		}
	}
	return gone, r.Files.prune(tenant, r.Now().Add(-settled), func(digests []string) ([]string, error) {
		return r.Store.Unreferred(ctx, tenant, digests)
	})
}

// prune removes files of a tenant that are older than a time, if unreferred
// gives them, and parts that nobody writes any more.
func (f *Files) prune(tenant rbac.TenantID, before time.Time, unreferred func([]string) ([]string, error)) error {
	dir, err := f.root.Open(string(tenant))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	for {
		entries, err := dir.ReadDir(filePage)
		if len(entries) == 0 {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		}
		var digests []string
		for _, e := range entries {
			info, err := e.Info()
			switch {
			case errors.Is(err, fs.ErrNotExist) || err == nil && info.ModTime().After(before):
			case err != nil:
				return err
			case strings.Contains(e.Name(), "."):
				if err := f.root.Remove(path.Join(string(tenant), e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return err
				}
			default:
				digests = append(digests, "sha256:"+e.Name())
			}
		}
		if len(digests) == 0 {
			continue
		}
		old, err := unreferred(digests)
		if err != nil {
			return err
		}
		for _, digest := range old {
			if err := f.remove(tenant, digest, before); err != nil {
				return err
			}
		}
	}
}

// remove removes a file that is older than a time. It looks at the age only
// after it has taken the file aside: whoever writes the same content meanwhile
// either finds it gone or is found out.
func (f *Files) remove(tenant rbac.TenantID, digest string, before time.Time) error {
	name := place(tenant, digest)
	aside := name + ".old"
	if err := f.root.Rename(name, aside); err != nil {
		return err
	}
	info, err := f.root.Stat(aside)
	if err != nil {
		return err
	}
	if info.ModTime().After(before) {
		return f.root.Rename(aside, name)
	}
	return f.root.Remove(aside)
}
