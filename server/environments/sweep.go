package environments

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const (
	// keepImages is how long an image stays that nothing names any more.
	keepImages = 30 * 24 * time.Hour
	// pushGrace is longer than any upload of an image takes.
	pushGrace = 24 * time.Hour
	// sweptAtOnce bounds one round.
	sweptAtOnce = 1000
)

// SweepUploads removes files that nobody went on with or used for a day. A file
// stays that an environment waits for: one whose image is not made yet.
func (s *Service) SweepUploads(ctx context.Context) (int64, error) {
	oldest := s.Now().Add(-keepUploads)
	old, err := s.Store.OldUploads(ctx, oldest.UnixMicro(), sweptAtOnce)
	if err != nil {
		return 0, err
	}
	var n int64
	for _, u := range old {
		if _, err := s.Store.DeleteUpload(ctx, u); err != nil {
			return n, err
		}
		if err := s.removeFile(u.ID); err != nil {
			return n, err
		}
		n++
	}
	return n, s.sweepRooms(oldest)
}

// sweepRooms removes what killed processes left in the directory of uploads
// under way.
func (s *Service) sweepRooms(oldest time.Time) error {
	entries, err := os.ReadDir(s.Images.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the uploads under way: %w", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !e.IsDir() || info.ModTime().After(oldest) {
			continue // gone by now, or at work
		}
		if err := os.RemoveAll(filepath.Join(s.Images.Dir, e.Name())); err != nil {
			return fmt.Errorf("clear an upload: %w", err)
		}
	}
	return nil
}

// Collect forgets images that nothing names any more, and frees what they took
// in the built-in registry. What outside registries keep is theirs to free.
func (s *Service) Collect(ctx context.Context) (int64, error) {
	if _, err := s.Store.PruneImages(ctx, s.Now().Add(-keepImages).UnixMicro()); err != nil {
		return 0, err
	}
	kept, err := s.Store.ImagesIn(ctx, builtInRegistry)
	if err != nil {
		return 0, err
	}
	type named struct{ repository, digest string }
	keep := make(map[named]bool, len(kept))
	for _, img := range kept {
		keep[named{img.Repository, img.Digest}] = true
	}
	freed, err := s.BuiltIn.Collect(ctx, func(repository, digest string) bool { return keep[named{repository, digest}] }, pushGrace)
	if freed.Manifests+freed.Blobs > 0 {
		s.Log.Info("freed room in the registry", "images", freed.Manifests, "layers", freed.Blobs, "bytes", freed.Bytes)
	}
	return int64(freed.Manifests + freed.Blobs), err
}
