package image

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"hash"
	"io"
	goruntime "runtime"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// maxIndexes is how deep indexes may lie in one another.
const maxIndexes = 4

func newSum() hash.Hash { return sha256.New() }

// packLayout reads an OCI image layout. Manifest, configuration and layers go
// to the registry just as they are, so the image keeps its digest.
func (w *workshop) packLayout(ctx context.Context, p *packed) error {
	manifest, err := p.chooseManifest()
	if err != nil {
		return err
	}
	config, _, err := p.blob(manifest.Config)
	if err != nil {
		return err
	}
	wanted, err := p.readConfig(config, w.limits)
	if err != nil {
		return err
	}
	if len(wanted) != len(manifest.Layers) {
		return invalid("the image has %d layers and its configuration names %d", len(manifest.Layers), len(wanted))
	}
	total := int64(0)
	for _, d := range manifest.Layers {
		if d.Size < 0 || d.Size > w.limits.Size {
			return tooLarge(w.limits)
		}
		total += d.Size
	}
	r := w.reading(ctx, total, len(wanted))
	for at, d := range manifest.Layers {
		switch d.MediaType {
		case types.OCILayer, types.OCIUncompressedLayer, types.DockerLayer, types.DockerUncompressedLayer:
		default:
			return invalid("layer %d is of a kind that cannot be used: %q", at+1, plain(string(d.MediaType)))
		}
		if len(d.URLs) > 0 {
			return invalid("layer %d lies outside of the archive", at+1)
		}
		e, err := p.find(d)
		if err != nil {
			return err
		}
		l, unpacked, err := w.checkLayer(r, p.archive, e, d.MediaType)
		if err != nil {
			return err
		}
		if l.descriptor.Digest != d.Digest || unpacked != wanted[at] {
			return wrongLayer(at)
		}
		p.layers[d.Digest] = l
	}
	return nil
}

// chooseManifest finds the one image of the layout that is for this kind of
// machine, and keeps its manifest.
func (p *packed) chooseManifest() (*v1.Manifest, error) {
	var index v1.IndexManifest
	if err := p.archive.readJSON("index.json", &index); err != nil {
		return nil, err
	}
	for range maxIndexes {
		d, err := choose(index.Manifests)
		if err != nil {
			return nil, err
		}
		text, mediaType, err := p.blob(d)
		if err != nil {
			return nil, err
		}
		if mediaType.IsIndex() {
			index = v1.IndexManifest{}
			if json.Unmarshal(text, &index) != nil {
				return nil, invalid("an index of the archive is not readable")
			}
			continue
		}
		var manifest v1.Manifest
		if !mediaType.IsImage() || json.Unmarshal(text, &manifest) != nil {
			return nil, invalid("the archive's manifest is not that of an image")
		}
		p.manifest, p.mediaType = text, mediaType
		return &manifest, nil
	}
	return nil, invalid("the archive's indexes lie too deep in one another")
}

// choose picks the image for this kind of machine; a single one is taken
// whatever it says, because its configuration says it too.
func choose(all []v1.Descriptor) (v1.Descriptor, error) {
	var fitting []v1.Descriptor
	for _, d := range all {
		switch {
		case !d.MediaType.IsIndex() && !d.MediaType.IsImage():
		case d.Platform == nil || len(all) == 1, d.Platform.OS == "linux" && d.Platform.Architecture == goruntime.GOARCH:
			fitting = append(fitting, d)
		}
	}
	if len(fitting) != 1 {
		return v1.Descriptor{}, invalid("the archive has %d images for linux/%s; it has to be one", len(fitting), goruntime.GOARCH)
	}
	return fitting[0], nil
}

// find looks a blob up by its digest, the only way in which one is found.
func (p *packed) find(d v1.Descriptor) (entry, error) {
	if d.Digest.Algorithm != "sha256" || len(d.Digest.Hex) != 2*sha256.Size {
		return entry{}, invalid("a digest of the archive is no sha256")
	}
	e, err := p.archive.find("blobs/sha256/" + d.Digest.Hex)
	if err == nil && e.size != d.Size {
		err = invalid("blob %s has not the size that is said", d.Digest)
	}
	return e, err
}

// blob reads a short blob whole, and checks that it is the one that is named.
func (p *packed) blob(d v1.Descriptor) ([]byte, types.MediaType, error) {
	if _, err := p.find(d); err != nil {
		return nil, "", err
	}
	text, err := p.archive.read("blobs/sha256/" + d.Digest.Hex)
	if err != nil {
		return nil, "", err
	}
	if got, _, err := v1.SHA256(bytesReader(text)); err != nil || got != d.Digest {
		return nil, "", invalid("blob %s has another content", d.Digest)
	}
	return text, d.MediaType, nil
}

// unpackedDigest is the digest of what a layer is when unpacked; whether it is
// packed its first bytes say.
func (w *workshop) unpackedDigest(r *reading, raw io.Reader) (v1.Hash, error) {
	buffered := bufio.NewReaderSize(raw, 1<<16)
	magic, _ := buffered.Peek(2) // too short is not packed
	if !isGzip(magic) {
		return r.drain(buffered, w.limits)
	}
	unpack, err := gzip.NewReader(buffered)
	if err != nil {
		return v1.Hash{}, invalid("a layer is not readable as gzip")
	}
	return r.drain(unpack, w.limits)
}
