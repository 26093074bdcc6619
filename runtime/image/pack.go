package image

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strconv"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// packed is an image on disk, ready to be sent: every layer was read once and
// is what its digests say.
type packed struct {
	archive   *archive
	manifest  []byte
	mediaType types.MediaType
	config    []byte
	layers    map[v1.Hash]packedLayer
}

// packedLayer is a layer as it is sent.
type packedLayer struct {
	descriptor v1.Descriptor
	open       func() (io.ReadCloser, error)
}

// Digest implements partial.CompressedLayer.
func (l packedLayer) Digest() (v1.Hash, error) { return l.descriptor.Digest, nil }

// Size implements partial.CompressedLayer.
func (l packedLayer) Size() (int64, error) { return l.descriptor.Size, nil }

// MediaType implements partial.CompressedLayer.
func (l packedLayer) MediaType() (types.MediaType, error) { return l.descriptor.MediaType, nil }

// Compressed implements partial.CompressedLayer.
func (l packedLayer) Compressed() (io.ReadCloser, error) { return l.open() }

// MediaType implements partial.CompressedImageCore.
func (p *packed) MediaType() (types.MediaType, error) { return p.mediaType, nil }

// RawManifest implements partial.CompressedImageCore.
func (p *packed) RawManifest() ([]byte, error) { return p.manifest, nil }

// RawConfigFile implements partial.CompressedImageCore.
func (p *packed) RawConfigFile() ([]byte, error) { return p.config, nil }

// LayerByDigest implements partial.CompressedImageCore.
func (p *packed) LayerByDigest(h v1.Hash) (partial.CompressedLayer, error) {
	l, there := p.layers[h]
	if !there {
		if config, _, err := v1.SHA256(bytesReader(p.config)); err == nil && config == h {
			return partial.ConfigLayer(p)
		}
		return nil, fmt.Errorf("the image has no layer %s", h)
	}
	return l, nil
}

func (p *packed) image() (v1.Image, error) { return partial.CompressedToImage(p) }

func (p *packed) close() { p.archive.close() }

// pack reads an archive of an image and makes it ready to be sent.
func (w *workshop) pack(ctx context.Context, file string) (*packed, error) {
	w.progress(Progress{Phase: Reading})
	a, err := w.openArchive(file)
	if err != nil {
		return nil, err
	}
	p := &packed{archive: a, layers: map[v1.Hash]packedLayer{}}
	switch {
	case a.has("index.json"):
		err = w.packLayout(ctx, p)
	case a.has("manifest.json"):
		err = w.packSaved(ctx, p)
	default:
		err = invalid("this is neither what docker save writes nor an OCI image layout")
	}
	if err != nil {
		a.close()
		return nil, err
	}
	return p, nil
}

// readConfig keeps the image's configuration and gives the digests that its
// layers have unpacked.
func (p *packed) readConfig(text []byte, limits Limits) ([]v1.Hash, error) {
	var config v1.ConfigFile
	if json.Unmarshal(text, &config) != nil {
		return nil, invalid("the image's configuration is not readable")
	}
	if err := checkPlatform(config.OS); err != nil {
		return nil, err
	}
	if len(config.RootFS.DiffIDs) > limits.Layers {
		return nil, tooLarge(limits)
	}
	p.config = text
	return config.RootFS.DiffIDs, nil
}

// reading tells how far the reading of layers is, and ends it with its context.
type reading struct {
	ctx      context.Context
	tell     func(Progress)
	progress Progress
	// left is how many bytes layers may still have when unpacked.
	left int64
}

func (w *workshop) reading(ctx context.Context, total int64, layers int) *reading {
	return &reading{
		ctx: ctx, tell: w.progress, left: w.limits.Size,
		progress: Progress{Phase: Reading, Total: total, Layers: layers},
	}
}

// next begins a layer.
func (r *reading) next(from io.Reader) io.Reader {
	r.progress.Layer++
	r.tell(r.progress)
	return &readingLayer{r, from}
}

type readingLayer struct {
	reading *reading
	from    io.Reader
}

func (l *readingLayer) Read(p []byte) (int, error) {
	if err := l.reading.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := l.from.Read(p)
	l.reading.progress.Done += int64(n)
	l.reading.tell(l.reading.progress)
	return n, err
}

// drain reads what a layer is when unpacked and gives its digest. All layers
// together stay below the limit, so that a small archive cannot unpack to more.
func (r *reading) drain(from io.Reader, limits Limits) (v1.Hash, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(from, r.left+1))
	switch {
	case r.ctx.Err() != nil:
		return v1.Hash{}, fmt.Errorf("read an image's layers: %w", r.ctx.Err())
	case err != nil:
		return v1.Hash{}, readFault(err)
	case n > r.left:
		return v1.Hash{}, tooLarge(limits)
	}
	r.left -= n
	return hashOf(sum), nil
}

func hashOf(sum hash.Hash) v1.Hash {
	return v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(sum.Sum(nil))}
}

// counter counts what is written.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// compress packs a layer into a file of the workshop and gives it as it is to
// be sent. The same layer gives the same bytes.
func (w *workshop) compress(r *reading, from io.Reader, number int) (l packedLayer, unpacked v1.Hash, err error) {
	file := filepath.Join(w.dir, "layer-"+strconv.Itoa(number))
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return l, unpacked, err
	}
	defer func() { _ = out.Close() }()
	sum, size := sha256.New(), counter(0)
	pack, err := gzip.NewWriterLevel(io.MultiWriter(out, sum, &size), gzip.BestSpeed)
	if err != nil {
		return l, unpacked, err
	}
	if unpacked, err = r.drain(io.TeeReader(from, pack), w.limits); err != nil {
		return l, unpacked, err
	}
	if err := pack.Close(); err != nil {
		return l, unpacked, fmt.Errorf("pack a layer: %w", err)
	}
	if err := out.Close(); err != nil {
		return l, unpacked, fmt.Errorf("pack a layer: %w", err)
	}
	l.descriptor = v1.Descriptor{MediaType: types.DockerLayer, Size: int64(size), Digest: hashOf(sum)}
	l.open = func() (io.ReadCloser, error) { return os.Open(file) }
	return l, unpacked, nil
}
