package environments

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Upload is a file that arrives in parts. Times are Unix µs.
type Upload struct {
	Tenant   rbac.TenantID `db:"tenant_id"`
	ID       string        `db:"id"`
	Org      rbac.OrgID    `db:"org_id"`
	Size     int64         `db:"size"`
	Received int64         `db:"received"`
	// Digest is what the whole file has, or is to have.
	Digest    string         `db:"digest"`
	CreatedAt int64          `db:"created_at"`
	CreatedBy rbac.SubjectID `db:"created_by"`
	UpdatedAt int64          `db:"updated_at"`
}

// Complete says whether all of it is there.
func (u Upload) Complete() bool { return u.Received == u.Size }

const (
	// MaxPart is how many bytes arrive at once.
	MaxPart = 8 << 20
	// keepUploads is how long a file waits for its next part, or for its use.
	keepUploads = 24 * time.Hour
	// mostUploads is how many files of an org are there at once.
	mostUploads = 20
)

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// files are those that are being written in this process.
type files struct {
	mu   sync.Mutex
	busy map[string]bool
}

// take makes a file the caller's, if it is nobody's.
func (f *files) take(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy[id] {
		return false
	}
	if f.busy == nil {
		f.busy = map[string]bool{}
	}
	f.busy[id] = true
	return true
}

func (f *files) leave(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.busy, id)
}

// file is where an upload lies. Ids are made by the server and come from its
// own rows.
func (s *Service) file(id string) string { return filepath.Join(s.Dir, id) }

// BeginUpload makes room for a file. Digest may be empty; otherwise the whole
// file has to have it. More than a file may have is upload.too_large
// (TooLarge), more files than an org may have at once upload.too_many (Limited).
func (s *Service) BeginUpload(ctx context.Context, who rbac.Actor, org rbac.OrgID, size int64, digest string) (Upload, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
		return Upload{}, err
	}
	switch {
	case size < 1:
		return Upload{}, fault.At("/size", "upload.size", "want the size of the file in bytes")
	case size > s.Images.Limits.Size:
		return Upload{}, fault.New(fault.TooLarge, "upload.too_large", "a file may have %d bytes", s.Images.Limits.Size)
	case digest != "" && !digestForm.MatchString(digest):
		return Upload{}, fault.At("/digest", "upload.digest", "want sha256: and 64 hexadecimal digits in small letters")
	}
	now := s.Now().UnixMicro()
	u := Upload{
		Tenant: who.Tenant, ID: s.NewID(), Org: org, Size: size, Digest: digest,
		CreatedAt: now, CreatedBy: who.Subject, UpdatedAt: now,
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		room, err := s.Store.InsertUpload(ctx, u, mostUploads)
		if err != nil {
			return err
		}
		if !room {
			return fault.New(fault.Limited, "upload.too_many", "an org may have %d files at once; delete one, or wait for a day", mostUploads)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "upload:begun", Kind: "upload", ResourceID: u.ID, OrgID: org, After: map[string]any{"size": size, "digest": digest},
		})
	})
	return u, err
}

// GetUpload says how much of a file is there.
func (s *Service) GetUpload(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Upload, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
		return Upload{}, err
	}
	return s.Store.Upload(ctx, who.Tenant, org, id)
}

// Append adds the next part of a file. One that does not begin where the file
// ends is upload.offset (Conflict), with where it ends; one that goes beyond the
// size is upload.beyond (Conflict). The last part of a file with another digest
// than was said is upload.damaged (Conflict), and the file is gone.
func (s *Service) Append(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, offset int64, part []byte) (Upload, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
		return Upload{}, err
	}
	u, err := s.Store.Upload(ctx, who.Tenant, org, id)
	if err != nil {
		return Upload{}, err
	}
	if !s.files.take(u.ID) {
		return Upload{}, offsetWrong(u)
	}
	defer s.files.leave(u.ID)
	if u, err = s.Store.Upload(ctx, who.Tenant, org, id); err != nil {
		return Upload{}, err
	}
	switch {
	case offset != u.Received:
		return Upload{}, offsetWrong(u)
	case int64(len(part)) > u.Size-offset:
		return Upload{}, fault.New(fault.Conflict, "upload.beyond", "the file has %d bytes, as was said; this part goes beyond them", u.Size)
	}
	if err := s.writePart(u, part); err != nil {
		return Upload{}, err
	}
	after := u
	after.Received, after.UpdatedAt = u.Received+int64(len(part)), s.Now().UnixMicro()
	if after.Complete() {
		if after.Digest, err = s.digest(ctx, u); err != nil {
			return Upload{}, err
		}
		if u.Digest != "" && after.Digest != u.Digest {
			return Upload{}, s.damaged(ctx, u)
		}
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		done, err := s.Store.AdvanceUpload(ctx, after, u.Received)
		if err == nil && !done {
			err = offsetWrong(u)
		}
		return err
	})
	return after, err
}

func offsetWrong(u Upload) error {
	return fault.New(fault.Conflict, "upload.offset", "the file goes on at byte %d", u.Received).
		Carrying(map[string]int64{"offset": u.Received})
}

// writePart puts a part on disk before its row says that it is there.
func (s *Service) writePart(u Upload, part []byte) error {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return fmt.Errorf("make room for uploads: %w", err)
	}
	flags := os.O_WRONLY
	if u.Received == 0 {
		flags |= os.O_CREATE
	}
	f, err := os.OpenFile(s.file(u.ID), flags, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Conflict, "upload.lost", "what was uploaded is not on this server any more; begin anew").Because(err)
	}
	if err != nil {
		return fmt.Errorf("open an upload: %w", err)
	}
	_, err = f.WriteAt(part, u.Received)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write an upload: %w", err)
	}
	return nil
}

// digest reads the whole file.
func (s *Service) digest(ctx context.Context, u Upload) (string, error) {
	f, err := os.Open(s.file(u.ID))
	if err != nil {
		return "", fmt.Errorf("read an upload: %w", err)
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		switch _, err := io.CopyN(sum, f, 16<<20); {
		case errors.Is(err, io.EOF):
			return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
		case err != nil:
			return "", fmt.Errorf("read an upload: %w", err)
		}
	}
}

// damaged takes a file away that is not what was said.
func (s *Service) damaged(ctx context.Context, u Upload) error {
	if _, err := s.Store.DeleteUpload(ctx, u); err != nil {
		return err
	}
	if err := s.removeFile(u.ID); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "upload.damaged", "the file has not the digest that was said")
}

func (s *Service) removeFile(id string) error {
	if err := os.Remove(s.file(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove an upload: %w", err)
	}
	return nil
}

// DeleteUpload takes a file away.
func (s *Service) DeleteUpload(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) error {
	var u Upload
	err := s.Store.InTx(ctx, func(ctx context.Context) (err error) {
		if err = s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if u, err = s.Store.Upload(ctx, who.Tenant, org, id); err != nil {
			return err
		}
		if _, err = s.Store.DeleteUpload(ctx, u); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "upload:deleted", Kind: "upload", ResourceID: u.ID, OrgID: org})
	})
	if err != nil {
		return err
	}
	return s.removeFile(u.ID)
}
