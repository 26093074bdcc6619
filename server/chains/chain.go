package chains

import (
	"slices"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
)

// Limits of what a chain keeps.
const (
	// Kept is how long a deleted chain can be restored.
	Kept = 30 * 24 * time.Hour
	// MaxMessage is how many characters may be said about a version.
	MaxMessage = 2000
	// MaxTags is how many tags a chain may have.
	MaxTags = 20
	// MaxTag is how many characters a tag may have.
	MaxTag = 40
)

// Chain is a chain (业务链) as its org keeps it: its draft, and the number of
// its latest version. Times are Unix µs.
type Chain struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     string        `db:"id"`
	Org    rbac.OrgID    `db:"org_id"`
	// Key, Name and Description are those of the draft's document. Lists leave
	// out the description.
	Key         string `db:"key"`
	Name        string `db:"name"`
	Description string `db:"description"`
	// Tags are what people sort it by, in their order; they are not of the document.
	Tags []string `db:"-"`
	// Revision is the draft's; the save of this revision is its document, whose
	// text has Checksum.
	Revision int64  `db:"revision"`
	Checksum string `db:"checksum"`
	// Editors changed the draft since the latest version: the subjects and the
	// people behind them.
	Editors []rbac.SubjectID `db:"-"`
	Lease
	// Version is the latest, 0 for none; VersionChecksum is that of its text.
	Version         int64          `db:"version"`
	VersionChecksum string         `db:"version_checksum"`
	CreatedAt       int64          `db:"created_at"`
	CreatedBy       rbac.SubjectID `db:"created_by"`
	UpdatedAt       int64          `db:"updated_at"`
	UpdatedBy       rbac.SubjectID `db:"updated_by"`
	UpdatedByName   string         `db:"updated_by_name"`
	DeletedAt       int64          `db:"deleted_at"`
}

// Changed says whether the draft differs from the latest version.
func (c Chain) Changed() bool { return c.Checksum != c.VersionChecksum }

// View is a chain with what one person may do with it.
type View struct {
	Chain
	Can []rbac.Permission
	// Usual is how long runs usually take, in µs; 0: too few ended, or they may
	// not be seen. In lists only.
	Usual int64
	// Last are the last runs, the newest first, as far as they may be seen. In
	// lists only.
	Last []LastRun
}

// LastRun is one of the last runs of a chain; tests are none of them.
type LastRun struct {
	ID        string     `db:"id"`
	Org       rbac.OrgID `db:"org_id"`
	State     run.State  `db:"state"`
	Title     string     `db:"title"`
	CreatedAt int64      `db:"created_at"`
}

// Use is a published chain whose latest version refers to a thing.
type Use struct {
	Chain   string     `db:"chain_id"`
	Org     rbac.OrgID `db:"org_id"`
	Key     string     `db:"key"`
	Name    string     `db:"name"`
	Version int64      `db:"version"`
	// Pinned is the version of the thing that the chain's version uses.
	Pinned    int64 `db:"pinned"`
	UpdatedAt int64 `db:"updated_at"`
}

// can picks what is about chains.
func can(all []rbac.Permission) []rbac.Permission {
	about := []rbac.Permission{rbac.ChainView, rbac.ChainEdit, rbac.ChainPublish, rbac.ChainDelete, rbac.RunStart, rbac.TriggerWrite}
	return slices.DeleteFunc(slices.Clone(all), func(p rbac.Permission) bool { return !slices.Contains(about, p) })
}

// record is what audit entries tell of a chain.
func record(c Chain) map[string]any {
	return map[string]any{
		"key": c.Key, "name": c.Name, "revision": c.Revision, "checksum": c.Checksum, "version": c.Version,
	}
}

// stale is the fault of a change that was made to an older revision; it carries
// the present one, so that the program that asked can fetch and merge it.
func stale(c Chain) error {
	return fault.New(fault.Stale, "chain.stale", "the draft was changed meanwhile; it is at revision %d", c.Revision).
		Carrying(map[string]int64{"revision": c.Revision, "version": c.Version})
}

// withEditor adds who to those who changed the draft.
func withEditor(editors []rbac.SubjectID, who rbac.Actor) []rbac.SubjectID {
	out := slices.Clone(editors)
	for _, id := range []rbac.SubjectID{who.Subject, who.Human} {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
