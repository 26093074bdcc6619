package registry

import (
	"context"
	"errors"
	"fmt"
	"path"
	"time"

	"github.com/distribution/distribution/v3"
	"github.com/distribution/distribution/v3/registry/storage"
	"github.com/distribution/distribution/v3/registry/storage/driver"
	"github.com/distribution/reference"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// Freed is what a collection removed.
type Freed struct {
	Manifests, Blobs int
	Bytes            int64
}

// Collect removes what is neither kept nor lately used: manifests of which keep
// says no, then blobs that no manifest names, and uploads that ended half-way.
// Lately is within grace, which is longer than any push takes. Nothing is
// removed before the registry has run for that long, because what was used
// before its start is not known. Manifests and questions wait while it works;
// uploads of blobs go on.
func (r *Registry) Collect(ctx context.Context, keep func(repository, digest string) bool, grace time.Duration) (Freed, error) {
	r.mu.Lock()
	uses, started := r.uses, r.started
	r.mu.Unlock()
	oldest := r.Now().Add(-grace)
	if uses == nil || started.After(oldest) {
		return Freed{}, nil
	}
	files := r.driver()
	images, err := storage.NewRegistry(ctx, files, storage.EnableDelete)
	if err != nil {
		return Freed{}, fmt.Errorf("open the registry's files: %w", err)
	}
	uses.gate.Lock()
	defer uses.gate.Unlock()
	c := &collection{
		files: files, images: images, keep: keep, oldest: oldest, lately: uses.since(oldest),
		marked: map[digest.Digest]bool{}, parts: map[part]bool{}, vacuum: storage.NewVacuum(ctx, files),
	}
	if err := c.run(ctx); err != nil {
		return c.freed, fmt.Errorf("collect what is not in use: %w", err)
	}
	return c.freed, nil
}

// collection is one run of Collect.
type collection struct {
	files  driver.StorageDriver
	images distribution.Namespace
	keep   func(repository, digest string) bool
	oldest time.Time
	lately map[string]bool
	vacuum storage.Vacuum

	// marked is what stays of blobs, parts what stays of manifests.
	marked map[digest.Digest]bool
	parts  map[part]bool
	stale  []staleManifest
	freed  Freed
}

// part is a manifest in a repository: it may stay in one and go in another.
type part struct {
	repository string
	digest     digest.Digest
}

type staleManifest struct {
	repository distribution.Repository
	digest     digest.Digest
}

func (c *collection) run(ctx context.Context) error {
	repositories, err := c.repositories(ctx)
	if err != nil {
		return err
	}
	for _, repository := range repositories {
		if err := c.mark(ctx, repository); err != nil {
			return err
		}
	}
	for _, m := range c.stale {
		if c.parts[part{m.repository.Named().Name(), m.digest}] { // named by an index that stays
			continue
		}
		if err := c.removeManifest(ctx, m); err != nil {
			return err
		}
	}
	if err := c.sweep(ctx); err != nil {
		return err
	}
	for _, repository := range repositories {
		if err := c.unlink(ctx, repository); err != nil {
			return err
		}
	}
	if _, err := c.files.Stat(ctx, repositoriesPath); err != nil {
		return absent(err)
	}
	_, errs := storage.PurgeUploads(ctx, c.files, c.oldest, true)
	return errors.Join(errs...)
}

// repositoriesPath and blobsPath are where the library keeps its files.
const (
	repositoriesPath = "/docker/registry/v2/repositories"
	blobsPath        = "/docker/registry/v2/blobs"
)

func (c *collection) repositories(ctx context.Context) ([]distribution.Repository, error) {
	all, ok := c.images.(distribution.RepositoryEnumerator)
	if !ok {
		return nil, errors.New("the registry cannot list its repositories")
	}
	var out []distribution.Repository
	err := all.Enumerate(ctx, func(name string) error {
		named, err := reference.WithName(name)
		if err != nil {
			return err
		}
		repository, err := c.images.Repository(ctx, named)
		out = append(out, repository)
		return err
	})
	return out, absent(err)
}

// mark finds what stays of a repository.
func (c *collection) mark(ctx context.Context, repository distribution.Repository) error {
	manifests, err := repository.Manifests(ctx)
	if err != nil {
		return err
	}
	all, ok := manifests.(distribution.ManifestEnumerator)
	if !ok {
		return errors.New("the registry cannot list its manifests")
	}
	name := repository.Named().Name()
	return absent(all.Enumerate(ctx, func(d digest.Digest) error {
		link := path.Join(repositoriesPath, name, "_manifests/revisions", d.Algorithm().String(), d.Encoded(), "link")
		young, err := c.isYoung(ctx, link)
		if err != nil {
			return err
		}
		if young || c.lately[d.String()] || c.keep(name, d.String()) {
			return c.markManifest(ctx, name, manifests, d)
		}
		c.stale = append(c.stale, staleManifest{repository, d})
		return nil
	}))
}

// markManifest marks a manifest and all that it names, images of an index too.
func (c *collection) markManifest(ctx context.Context, repository string, manifests distribution.ManifestService, d digest.Digest) error {
	if c.parts[part{repository, d}] {
		return nil
	}
	c.parts[part{repository, d}], c.marked[d] = true, true
	manifest, err := manifests.Get(ctx, d)
	if err != nil {
		return fmt.Errorf("read manifest %s: %w", d, err)
	}
	for _, named := range manifest.References() {
		if there, err := manifests.Exists(ctx, named.Digest); err == nil && there {
			if err := c.markManifest(ctx, repository, manifests, named.Digest); err != nil {
				return err
			}
		}
		c.marked[named.Digest] = true
	}
	return nil
}

func (c *collection) removeManifest(ctx context.Context, m staleManifest) error {
	tags := m.repository.Tags(ctx)
	names, err := tags.Lookup(ctx, v1.Descriptor{Digest: m.digest})
	if err = absent(err); err != nil {
		return err
	}
	for _, name := range names {
		if err := tags.Untag(ctx, name); err != nil {
			return err
		}
	}
	c.freed.Manifests++
	return c.vacuum.RemoveManifest(m.repository.Named().Name(), m.digest, nil)
}

// sweep removes the blobs that nothing names.
func (c *collection) sweep(ctx context.Context) error {
	type blob struct {
		digest digest.Digest
		size   int64
	}
	var unnamed []blob
	err := c.images.Blobs().Enumerate(ctx, func(d digest.Digest) error {
		if c.marked[d] || c.lately[d.String()] {
			return nil
		}
		data := path.Join(blobsPath, d.Algorithm().String(), d.Encoded()[:2], d.Encoded(), "data")
		info, err := c.files.Stat(ctx, data)
		if err != nil {
			return absent(err)
		}
		if info.ModTime().Before(c.oldest) {
			unnamed = append(unnamed, blob{d, info.Size()})
		}
		return nil
	})
	if err = absent(err); err != nil {
		return err
	}
	for _, b := range unnamed {
		if err := c.vacuum.RemoveBlob(b.digest.String()); err != nil {
			return err
		}
		c.freed.Blobs++
		c.freed.Bytes += b.size
	}
	return nil
}

// unlink removes from a repository the names of blobs that are gone.
func (c *collection) unlink(ctx context.Context, repository distribution.Repository) error {
	links, ok := repository.Blobs(ctx).(distribution.ManifestEnumerator)
	if !ok {
		return errors.New("the registry cannot list a repository's blobs")
	}
	var gone []digest.Digest
	err := links.Enumerate(ctx, func(d digest.Digest) error {
		_, err := c.images.BlobStatter().Stat(ctx, d)
		if errors.Is(err, distribution.ErrBlobUnknown) {
			gone = append(gone, d)
			return nil
		}
		return err
	})
	if err = absent(err); err != nil {
		return err
	}
	for _, d := range gone {
		if err := c.vacuum.RemoveLayer(repository.Named().Name(), d); err != nil {
			return err
		}
	}
	return nil
}

func (c *collection) isYoung(ctx context.Context, file string) (bool, error) {
	info, err := c.files.Stat(ctx, file)
	if err != nil {
		return true, absent(err) // it is being written
	}
	return !info.ModTime().Before(c.oldest), nil
}

// absent turns the error of a directory that nothing was put into yet to nil.
func absent(err error) error {
	var missing driver.PathNotFoundError
	var unknown distribution.ErrRepositoryUnknown
	if errors.As(err, &missing) || errors.As(err, &unknown) {
		return nil
	}
	return err
}
