package scripts

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
	"unicode/utf8"

	"catenary/internal/fault"
	"catenary/rbac"
)

const (
	// MaxSource is how many bytes a source may have.
	MaxSource = 1 << 20
	// MaxMessage is how many characters may be said about a version.
	MaxMessage = 2000
	// Kept is how long a deleted script can be restored.
	Kept = 30 * 24 * time.Hour
)

// Script is a versioned source text (脚本) that an org owns. Times are Unix µs.
type Script struct {
	Tenant   rbac.TenantID `db:"tenant_id"`
	ID       string        `db:"id"`
	Org      rbac.OrgID    `db:"org_id"`
	Key      string        `db:"key"`
	Name     string        `db:"name"`
	Language string        `db:"language"`
	// Version is the newest, and Digest that of its source.
	Version       int64          `db:"version"`
	Digest        string         `db:"digest"`
	Revision      int64          `db:"revision"`
	CreatedAt     int64          `db:"created_at"`
	CreatedBy     rbac.SubjectID `db:"created_by"`
	UpdatedAt     int64          `db:"updated_at"`
	UpdatedBy     rbac.SubjectID `db:"updated_by"`
	UpdatedByName string         `db:"updated_by_name"`
	DeletedAt     int64          `db:"deleted_at"`
	// Shared says that it is in a list because an org above lets it be used.
	Shared bool `db:"shared"`
}

// View is a script as one person sees it. Of a shared one whose org that person
// may not view it hides the org and the people.
type View struct {
	Script
	Can []rbac.Permission
}

// Version is one source text of a script; it never changes.
type Version struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	Script    string         `db:"script_id"`
	Version   int64          `db:"version"`
	Digest    string         `db:"digest"`
	Message   string         `db:"message"`
	CreatedAt int64          `db:"created_at"`
	CreatedBy rbac.SubjectID `db:"created_by"`
	// Human is the person behind CreatedBy: who wrote it, for separation of duties.
	Human         rbac.SubjectID `db:"human_id"`
	CreatedByName string         `db:"created_by_name"`
	// Source is empty in lists.
	Source string `db:"source"`
}

// Digest names a source text.
func Digest(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// CheckSource refuses a source that is too long (script.too_large) or no text
// (script.not_text).
func CheckSource(source string) error {
	if len(source) > MaxSource {
		return fault.New(fault.TooLarge, "script.too_large", "the source has %d bytes; %d are allowed", len(source), MaxSource)
	}
	if !utf8.ValidString(source) {
		return fault.At("/source", "script.not_text", "the source is not UTF-8")
	}
	for i := range len(source) {
		if source[i] == 0 {
			return fault.At("/source", "script.not_text", "the source has a zero byte at %d", i)
		}
	}
	return nil
}
