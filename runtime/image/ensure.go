package image

import (
	"context"
	"strings"

	"catenary/internal/fault"
)

// Current says what the source is now: a digest that changes when, and only
// when, another image would come of it. A source that is not there is
// image.source_missing (Conflict).
func (i *Images) Current(ctx context.Context, s Source) (string, error) {
	switch s.Kind {
	case Docker:
		if i.Engine == nil {
			return "", engineMissing()
		}
		return i.Engine.imageID(ctx, s.Reference)
	case Remote:
		ref, err := s.reference()
		if err != nil {
			return "", err
		}
		digest, found, err := head(ctx, s.From, ref)
		if err == nil && !found {
			err = sourceMissing("the registry has no image %s", s.Reference)
		}
		return digest, err
	case Archive, Build:
		return s.Digest, nil
	}
	return "", fault.New(fault.Internal, "internal", "no such kind of source: %s", s.Kind)
}

// Find asks a registry for an image by its digest.
func (i *Images) Find(ctx context.Context, t Target, digest string) (img Image, found bool, err error) {
	repository, err := t.Registry.repository(t.Repository)
	if err != nil {
		return Image{}, false, err
	}
	if _, found, err = head(ctx, t.Registry, repository.Digest(digest)); err != nil || !found {
		return Image{}, found, err
	}
	img, err = describe(ctx, t, digest)
	return img, err == nil, err
}

// Ensure sees to it that the source's image is in the target and returns it,
// pinned to the digest that the registry itself gives. It asks first: only if
// the registry says that the image is not there is it uploaded, once, however
// many ask for it at the same time in this process. Of what fails half-way
// nothing is pinned, and the next try goes on with the layers that arrived.
//
// Faults: image.drifted (Conflict) if the source is not what Want says, with
// what it is now; image.source_missing, image.archive_invalid,
// image.build_failed, image.build_refused, image.registry_refused,
// image.registry_rejected (Conflict), image.too_large (TooLarge),
// image.registry_unavailable and image.engine_unavailable (Unavailable).
func (i *Images) Ensure(ctx context.Context, s Source, t Target, progress func(Progress)) (Image, error) {
	progress(Progress{Phase: Checking})
	current, err := i.Current(ctx, s)
	if err != nil {
		return Image{}, err
	}
	if s.Want != "" && s.Want != current {
		return Image{}, Drifted(s.Want, current)
	}
	repository, err := t.Registry.repository(t.Repository)
	if err != nil {
		return Image{}, err
	}
	ref := repository.Tag("src-" + strings.TrimPrefix(current, "sha256:"))
	done, _, err := i.alone(ctx, ref.Name(), func() { progress(Progress{Phase: Waiting}) })
	if err != nil {
		return Image{}, err
	}
	defer done()
	digest, found, err := head(ctx, t.Registry, ref)
	if err != nil {
		return Image{}, err
	}
	if !found {
		if err := i.upload(ctx, s, current, t.Registry, ref, progress); err != nil {
			return Image{}, err
		}
		// What is pinned is what the registry has, not what was sent.
		if digest, found, err = head(ctx, t.Registry, ref); err != nil {
			return Image{}, err
		}
		if !found {
			return Image{}, fault.New(fault.Conflict, "image.registry_rejected", "the registry took the image and does not have it")
		}
	}
	img, err := describe(ctx, t, digest)
	img.Source = current
	return img, err
}

// Drifted is the fault of a source that is no longer what was pinned.
func Drifted(pinned, current string) error {
	return fault.New(fault.Conflict, "image.drifted", "the source is no longer what the image was made from").
		Carrying(map[string]string{"pinned": pinned, "current": current})
}

func sourceMissing(format string, args ...any) error {
	return fault.New(fault.Conflict, "image.source_missing", format, args...)
}

func engineMissing() error {
	return fault.New(fault.Unavailable, "image.engine_unavailable", "this server has no container engine")
}
