package registry

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"catenary/internal/clock"
)

// maxManifest is how long a manifest may be.
const maxManifest = 4 << 20

// uses remembers what was asked for or written lately: a client that was told
// that something is there builds on it, and a push names it in its manifest
// only at its end.
type uses struct {
	now clock.Now
	// gate is read-held by whatever tells or records that something is there,
	// and held by Collect. The bodies of blobs go past it: they take long.
	gate sync.RWMutex

	mu   sync.Mutex
	last map[string]time.Time // by digest
}

func newUses(now clock.Now) *uses { return &uses{now: now, last: map[string]time.Time{}} }

// digestHeader stands on every answer about one manifest or blob.
const digestHeader = "Docker-Content-Digest"

// watch records what next is asked for.
func (u *uses) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		manifest := strings.Contains(r.URL.Path, "/manifests/")
		if manifest && r.Method == http.MethodPut && !hold(w, r) {
			return
		}
		if manifest || r.Method == http.MethodHead || r.ContentLength == 0 && r.Method != http.MethodGet {
			u.gate.RLock()
			defer u.gate.RUnlock()
		}
		next.ServeHTTP(w, r)
		if digest := w.Header().Get(digestHeader); digest != "" {
			u.touch(digest)
		}
	})
}

// hold reads the body, so that a slow client does not keep the gate.
func hold(w http.ResponseWriter, r *http.Request) bool {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxManifest))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		refuse(w, http.StatusRequestEntityTooLarge, "MANIFEST_INVALID", "the manifest is too long")
	case err != nil:
		refuse(w, http.StatusBadRequest, "MANIFEST_INVALID", "the manifest could not be read")
	default:
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		return true
	}
	return false
}

func (u *uses) touch(digest string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.last[digest] = u.now()
}

// since says what was used after a time, and forgets what was used before.
func (u *uses) since(t time.Time) map[string]bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	lately := make(map[string]bool, len(u.last))
	for digest, at := range u.last {
		if at.Before(t) {
			delete(u.last, digest)
			continue
		}
		lately[digest] = true
	}
	return lately
}
