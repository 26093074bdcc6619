package runs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"catenary/chain"
	"catenary/internal/schema"
	"catenary/internal/tuple"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/chains"
)

// Bounds of what is kept in memory of versions: how many, and the bytes of their
// documents in all.
const (
	maxVersions      = 2000
	maxVersionsBytes = 64 << 20
)

// Versions gives what runs run. It keeps in memory what was asked for last:
// neither versions nor documents by their digest ever change. It is a
// runtime.Versions; make one with NewVersions.
type Versions struct {
	store versionStore

	mu   sync.Mutex
	lru  *simplelru.LRU[versionKey, *prepared]
	size int
}

// versionStore is the part of Store that Versions needs.
type versionStore interface {
	ChainVersion(ctx context.Context, tenant rbac.TenantID, chain string, version int64) (chains.Version, error)
	RunDocument(ctx context.Context, tenant rbac.TenantID, digest string) (Document, error)
}

// versionKey names a version, or, without a chain, a document by its digest.
type versionKey struct {
	tenant  rbac.TenantID
	chain   string
	version int64
	digest  string
}

// prepared is a version ready to be started.
type prepared struct {
	runtime.Version
	// key is that of its chain, document the digest of its text.
	key, document string
	// input is what a run may be started with; nil: anything.
	input *schema.Schema
	size  int
}

// NewVersions returns Versions that have read nothing yet.
func NewVersions(s versionStore) *Versions {
	v := &Versions{store: s}
	v.lru, _ = simplelru.NewLRU(maxVersions, func(_ versionKey, p *prepared) { v.size -= p.size }) // fails only for a size below 1
	return v
}

// Version implements runtime.Versions.
func (v *Versions) Version(ctx context.Context, r runtime.Run) (*runtime.Version, error) {
	p, err := v.of(ctx, r)
	if err != nil {
		return nil, err
	}
	return &p.Version, nil
}

// of gives what a run ran.
func (v *Versions) of(ctx context.Context, r runtime.Run) (*prepared, error) {
	if r.Version > 0 {
		return v.published(ctx, rbac.TenantID(r.Tenant), r.Chain, r.Version)
	}
	return v.get(versionKey{tenant: rbac.TenantID(r.Tenant), digest: r.Document}, func() (*prepared, error) {
		d, err := v.store.RunDocument(ctx, rbac.TenantID(r.Tenant), r.Document)
		if err != nil {
			return nil, err
		}
		return prepare(d.Document, d.Digest, []byte(d.Pins))
	})
}

// published gives a version of a chain.
func (v *Versions) published(ctx context.Context, tenant rbac.TenantID, chain string, version int64) (*prepared, error) {
	return v.get(versionKey{tenant: tenant, chain: chain, version: version}, func() (*prepared, error) {
		p, err := v.store.ChainVersion(ctx, tenant, chain, version)
		if err != nil {
			return nil, err
		}
		pins, err := json.Marshal(p.Pins)
		if err != nil {
			return nil, fmt.Errorf("write the pins of version %d: %w", version, err)
		}
		return prepare(p.Document, p.Checksum, pins)
	})
}

func (v *Versions) get(key versionKey, load func() (*prepared, error)) (*prepared, error) {
	v.mu.Lock()
	p, found := v.lru.Get(key)
	v.mu.Unlock()
	if found {
		return p, nil
	}
	p, err := load() // by several at once if they come together
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lru.Contains(key) {
		return p, nil
	}
	v.lru.Add(key, p)
	for v.size += p.size; v.size > maxVersionsBytes && v.lru.Len() > 1; {
		v.lru.RemoveOldest()
	}
	return p, nil
}

// prepare reads a document that was kept.
func prepare(text, document string, pins []byte) (*prepared, error) {
	d, problems := chain.Parse([]byte(text), chain.EncodingJSON)
	if len(problems) > 0 {
		return nil, fmt.Errorf("a document that was kept cannot be read: %s", problems[0].Detail)
	}
	parsed, err := runtime.ParsePins(pins)
	if err != nil {
		return nil, fmt.Errorf("read pins: %w", err)
	}
	p := &prepared{
		Version: runtime.Version{Digest: digest(d.Digest(), string(pins)), Document: d, Pins: parsed},
		key:     string(d.Key), document: document, size: len(text) + len(pins),
	}
	if len(d.Input) > 0 {
		compiled, violations := schema.Compile(d.Input)
		if compiled == nil {
			return nil, fmt.Errorf("the input's schema of a document that was kept cannot be used: %s", violations[0].Detail)
		}
		p.input = compiled
	}
	return p, nil
}

// digest is one of several texts.
func digest(texts ...string) string {
	sum := sha256.Sum256(tuple.Of(texts...))
	return "sha256:" + hex.EncodeToString(sum[:])
}
