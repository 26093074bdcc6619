package image

import (
	"context"
	"fmt"
	"os"
	goruntime "runtime"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"catenary/internal/fault"
)

// upload brings the source's image to ref. What it needs on disk is gone when
// it returns; whatever a killed process left lies in a directory that Sweep
// clears.
func (i *Images) upload(ctx context.Context, s Source, current string, to Registry, ref name.Reference, progress func(Progress)) error {
	if s.Kind == Remote {
		img, err := i.pull(ctx, s, current)
		if err != nil {
			return err
		}
		return write(ctx, to, ref, img, progress)
	}
	if err := os.MkdirAll(i.Dir, 0o700); err != nil {
		return fmt.Errorf("make room for an upload: %w", err)
	}
	dir, err := os.MkdirTemp(i.Dir, spoolPattern)
	if err != nil {
		return fmt.Errorf("make room for an upload: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // Sweep takes what stays
	w := &workshop{dir: dir, limits: i.Limits, progress: progress}
	file := s.File
	switch s.Kind {
	case Docker:
		file, err = i.export(ctx, w, current)
	case Build:
		file, err = i.build(ctx, w, s)
	}
	if err != nil {
		return err
	}
	packed, err := w.pack(ctx, file)
	if err != nil {
		return err
	}
	defer packed.close()
	img, err := packed.image()
	if err != nil {
		return err
	}
	return write(ctx, to, ref, img, progress)
}

// spoolPattern names the directories of uploads.
const spoolPattern = "upload-*"

// workshop is where one image is put together.
type workshop struct {
	dir      string
	limits   Limits
	progress func(Progress)
}

// pull opens the image of a Remote source; nothing is read of it yet. Of an
// index it takes the image for this kind of machine.
func (i *Images) pull(ctx context.Context, s Source, digest string) (v1.Image, error) {
	ref, err := s.reference()
	if err != nil {
		return nil, err
	}
	options := append(s.From.options(ctx), remote.WithPlatform(v1.Platform{OS: "linux", Architecture: goruntime.GOARCH}))
	img, err := remote.Image(ref.Context().Digest(digest), options...)
	if err != nil {
		return nil, registryFault(s.From, err)
	}
	config, err := img.ConfigFile()
	if err != nil {
		return nil, registryFault(s.From, err)
	}
	if err := checkPlatform(config.OS); err != nil {
		return nil, err
	}
	manifest, err := img.Manifest()
	if err != nil {
		return nil, registryFault(s.From, err)
	}
	total := manifest.Config.Size
	for _, layer := range manifest.Layers {
		total += layer.Size
		if len(layer.URLs) > 0 {
			return nil, invalid("a layer lies outside of the image")
		}
	}
	if total > i.Limits.Size || len(manifest.Layers) > i.Limits.Layers {
		return nil, tooLarge(i.Limits)
	}
	return img, nil
}

// export has the engine write an image into a file.
func (i *Images) export(ctx context.Context, w *workshop, id string) (string, error) {
	if i.Engine == nil {
		return "", engineMissing()
	}
	return i.Engine.save(ctx, w, id)
}

func checkPlatform(os string) error {
	if os != "linux" {
		return invalid("the image is for %q, not for linux", plain(os))
	}
	return nil
}

func invalid(format string, args ...any) error {
	return fault.New(fault.Conflict, "image.archive_invalid", format, args...)
}

func tooLarge(l Limits) error {
	return fault.New(fault.TooLarge, "image.too_large", "an image may have %d bytes and %d layers", l.Size, l.Layers)
}
