package image

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

func bytesReader(text []byte) *bytes.Reader { return bytes.NewReader(text) }

// packSaved reads what docker save writes. Its layers are not packed, and it
// has no manifest in the registry's sense: both are made.
func (w *workshop) packSaved(ctx context.Context, p *packed) error {
	var images []struct {
		Config string
		Layers []string
	}
	if err := p.archive.readJSON("manifest.json", &images); err != nil {
		return err
	}
	if len(images) != 1 {
		return invalid("the archive has %d images; it has to be one", len(images))
	}
	saved := images[0]
	config, err := p.archive.read(saved.Config)
	if err != nil {
		return err
	}
	wanted, err := p.readConfig(config, w.limits)
	if err != nil {
		return err
	}
	if len(wanted) != len(saved.Layers) {
		return invalid("the archive has %d layers and its configuration names %d", len(saved.Layers), len(wanted))
	}
	entries, total := make([]entry, len(wanted)), int64(0)
	for at, name := range saved.Layers {
		if entries[at], err = p.archive.find(name); err != nil {
			return err
		}
		total += entries[at].size
	}
	configHash, configSize, err := v1.SHA256(bytesReader(config))
	if err != nil {
		return err
	}
	manifest := v1.Manifest{
		SchemaVersion: 2, MediaType: types.DockerManifestSchema2,
		Config: v1.Descriptor{MediaType: types.DockerConfigJSON, Size: configSize, Digest: configHash},
		Layers: []v1.Descriptor{},
	}
	r := w.reading(ctx, total, len(entries))
	for at, e := range entries {
		l, err := w.packSavedLayer(r, p.archive, e, at, wanted[at])
		if err != nil {
			return err
		}
		p.layers[l.descriptor.Digest] = l
		manifest.Layers = append(manifest.Layers, l.descriptor)
	}
	p.mediaType = manifest.MediaType
	p.manifest, err = json.Marshal(manifest)
	return err
}

// packSavedLayer packs one layer, or takes it as it is if it is packed, and
// checks that it is the one that the configuration names.
func (w *workshop) packSavedLayer(r *reading, a *archive, e entry, number int, want v1.Hash) (packedLayer, error) {
	var magic [2]byte
	if n, _ := a.open(e).Read(magic[:]); isGzip(magic[:n]) { // too short is not packed
		l, got, err := w.checkLayer(r, a, e, types.DockerLayer)
		if err == nil && got != want {
			err = wrongLayer(number)
		}
		return l, err
	}
	l, got, err := w.compress(r, r.next(a.open(e)), number)
	if err == nil && got != want {
		err = wrongLayer(number)
	}
	return l, err
}

func wrongLayer(number int) error {
	return invalid("layer %d is not what the image's configuration says", number+1)
}

// checkLayer reads a layer as it lies in the archive, gives it as it is to be
// sent and the digest that it has unpacked.
func (w *workshop) checkLayer(r *reading, a *archive, e entry, mediaType types.MediaType) (packedLayer, v1.Hash, error) {
	sum := newSum()
	raw := io.TeeReader(r.next(a.open(e)), sum)
	unpacked, err := w.unpackedDigest(r, raw)
	if err != nil {
		return packedLayer{}, v1.Hash{}, err
	}
	if _, err := io.Copy(io.Discard, raw); err != nil {
		return packedLayer{}, v1.Hash{}, readFault(err)
	}
	return packedLayer{
		descriptor: v1.Descriptor{MediaType: mediaType, Size: e.size, Digest: hashOf(sum)},
		open:       func() (io.ReadCloser, error) { return io.NopCloser(a.open(e)), nil },
	}, unpacked, nil
}
