package resources

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"catenary/internal/fault"
	"catenary/rbac"
)

// Files keeps the content of artefacts in a directory, by its digest and apart
// for each tenant. It never leaves the directory, whatever it is asked.
type Files struct{ root *os.Root }

// OpenFiles makes the directory if it is not there.
func OpenFiles(dir string) (*Files, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("directory of artefacts: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("directory of artefacts: %w", err)
	}
	return &Files{root: root}, nil
}

// Close gives the directory up.
func (f *Files) Close() error { return f.root.Close() }

// Open implements runs.Files; what is gone is artefact.unknown (NotFound).
func (f *Files) Open(_ context.Context, tenant rbac.TenantID, digest string) (io.ReadCloser, error) {
	file, err := f.root.Open(place(tenant, digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "artefact.unknown", "the artefact is not kept any more")
	}
	return file, err
}

// Put keeps content and returns its digest and size. It is on disk then.
func (f *Files) Put(tenant rbac.TenantID, content io.Reader, newID func() string) (digest string, size int64, err error) {
	if err := f.root.MkdirAll(string(tenant), 0o700); err != nil {
		return "", 0, err
	}
	part := path.Join(string(tenant), newID()+".part")
	file, err := f.root.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, err
	}
	defer func() {
		if err != nil {
			_ = f.root.Remove(part)
		}
	}()
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, hash), content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", 0, err
	}
	digest = "sha256:" + hex.EncodeToString(hash.Sum(nil))
	return digest, size, f.root.Rename(part, place(tenant, digest))
}

func place(tenant rbac.TenantID, digest string) string {
	return path.Join(string(tenant), strings.TrimPrefix(digest, "sha256:"))
}
