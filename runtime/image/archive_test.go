package image_test

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/docker/docker/client"

	. "catenary/runtime/image" //nolint:revive // the tests read as the package's users do
)

func TestArchivesAreUploaded(t *testing.T) {
	t.Parallel()
	oci, digest := layout(t, nil)
	tests := map[string]struct {
		content []byte
		digest  string
	}{
		"docker save":         {saved(t, nil), ""},
		"docker save, packed": {gzipped(t, saved(t, nil)), ""},
		"OCI layout":          {oci, digest},
		"docker save with a layer that is a link": {saved(t, func(p *packing, layer []byte) {
			c := config(sum(layer), sum(layer))
			p.file("c.json", c)
			p.file("a/layer.tar", layer)
			p.add(tar.Header{Name: "b/layer.tar", Typeflag: tar.TypeSymlink, Linkname: "../a/layer.tar"}, nil)
			p.json("manifest.json", []object{{"Config": "c.json", "Layers": []string{"a/layer.tar", "b/layer.tar"}}})
		}), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			img := w.mustEnsure(archived(t, tt.content))
			if tt.digest != "" && img.Digest != tt.digest {
				t.Errorf("pinned %s, want that of the layout, %s", img.Digest, tt.digest)
			}
			if os.Getenv("DOCKER_HOST") != "" {
				w.pulled(img)
			}
			left, err := os.ReadDir(w.images.Dir)
			if err != nil || len(left) != 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestWhatTheEngineSavesIsUploaded(t *testing.T) {
	t.Parallel()
	w := newWorld(t).withEngine()
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	stream, err := c.ImageSave(context.Background(), []string{testImage(t, "TEST_IMAGE_SHELL")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }()
	content, err := io.ReadAll(stream)
	if err != nil {
		t.Fatal(err)
	}
	fromFile := w.mustEnsure(archived(t, content))
	w.pulled(fromFile)
	fromEngine := w.mustEnsure(Source{Kind: Docker, Reference: testImage(t, "TEST_IMAGE_SHELL")})
	if fromFile.Digest != fromEngine.Digest {
		t.Errorf("the same image is %s from a file and %s from the engine", fromFile.Digest, fromEngine.Digest)
	}
}

func TestHostileArchivesAreRefused(t *testing.T) {
	t.Parallel()
	whole := saved(t, nil)
	tests := map[string]struct {
		content []byte
		code    string
	}{
		"nothing":             {nil, "image.archive_invalid"},
		"no archive":          {[]byte(strings.Repeat("hello ", 1000)), "image.archive_invalid"},
		"an empty tar":        {newPacking(t).bytes(), "image.archive_invalid"},
		"damaged gzip":        {gzipped(t, whole)[:100], "image.archive_invalid"},
		"cut off":             {whole[:len(whole)/2], "image.archive_invalid"},
		"an absolute path":    {with(t, func(p *packing) { p.file("/etc/passwd", []byte("x")) }), "image.archive_invalid"},
		"a path upwards":      {with(t, func(p *packing) { p.file("a/../../x", []byte("x")) }), "image.archive_invalid"},
		"a link out":          {with(t, func(p *packing) { p.link("a", "../../etc/passwd") }), "image.archive_invalid"},
		"an absolute link":    {with(t, func(p *packing) { p.link("a", "/etc/passwd") }), "image.archive_invalid"},
		"a hard link out":     {with(t, func(p *packing) { p.add(tar.Header{Name: "a", Typeflag: tar.TypeLink, Linkname: "/etc/passwd"}, nil) }), "image.archive_invalid"},
		"a device":            {with(t, func(p *packing) { p.add(tar.Header{Name: "a", Typeflag: tar.TypeChar}, nil) }), "image.archive_invalid"},
		"a pipe":              {with(t, func(p *packing) { p.add(tar.Header{Name: "a", Typeflag: tar.TypeFifo}, nil) }), "image.archive_invalid"},
		"a file twice":        {with(t, func(p *packing) { p.file("a", nil); p.file("a", nil) }), "image.archive_invalid"},
		"two images":          {with(t, func(p *packing) { p.json("manifest.json", []object{{}, {}}) }), "image.archive_invalid"},
		"a config out of it":  {with(t, func(p *packing) { p.json("manifest.json", []object{{"Config": "/etc/passwd"}}) }), "image.archive_invalid"},
		"a config upwards":    {with(t, func(p *packing) { p.json("manifest.json", []object{{"Config": "../x"}}) }), "image.archive_invalid"},
		"links in a circle":   {with(t, circle), "image.archive_invalid"},
		"a manifest too long": {with(t, func(p *packing) { p.file("manifest.json", make([]byte, 5<<20)) }), "image.archive_invalid"},
		"too many files": {with(t, func(p *packing) {
			for n := range 20_001 {
				p.file(fmt.Sprint(n), nil)
			}
		}), "image.archive_invalid"},
		"another layer than was said": {saved(t, func(p *packing, layer []byte) {
			p.file("c.json", config(sum([]byte("another"))))
			p.file("l.tar", layer)
			p.json("manifest.json", []object{{"Config": "c.json", "Layers": []string{"l.tar"}}})
		}), "image.archive_invalid"},
		"fewer layers than were said": {saved(t, func(p *packing, layer []byte) {
			p.file("c.json", config(sum(layer), sum(layer)))
			p.file("l.tar", layer)
			p.json("manifest.json", []object{{"Config": "c.json", "Layers": []string{"l.tar"}}})
		}), "image.archive_invalid"},
		"too many layers": {saved(t, func(p *packing, layer []byte) {
			ids := make([]string, 200)
			for i := range ids {
				ids[i] = sum(layer)
			}
			p.file("c.json", config(ids...))
			p.json("manifest.json", []object{{"Config": "c.json", "Layers": make([]string, 200)}})
		}), "image.too_large"},
		"for another system": {saved(t, func(p *packing, _ []byte) {
			p.file("c.json", bytes.ReplaceAll(config(), []byte("linux"), []byte("plan9")))
			p.json("manifest.json", []object{{"Config": "c.json"}})
		}), "image.archive_invalid"},
		"a bomb": {gzipped(t, make([]byte, 40<<20)), "image.too_large"},
		"a layer that is a bomb": {saved(t, func(p *packing, _ []byte) {
			bomb := make([]byte, 40<<20)
			p.file("c.json", config(sum(bomb)))
			p.file("l.tar", gzipped(t, bomb))
			p.json("manifest.json", []object{{"Config": "c.json", "Layers": []string{"l.tar"}}})
		}), "image.too_large"},
		"a layer of a layout that is another": {spoiled(t, "layer", func(content []byte, _ object) []byte {
			return append(bytes.Clone(content), 0)
		}), "image.archive_invalid"},
		"a layer of the right size that is another": {spoiled(t, "layer", func(content []byte, _ object) []byte {
			other := bytes.Clone(content)
			other[len(other)-1] ^= 1
			return other
		}), "image.archive_invalid"},
		"a config that is another": {spoiled(t, "config", func(content []byte, _ object) []byte {
			return bytes.ReplaceAll(content, []byte("amd64"), []byte("arm64"))
		}), "image.archive_invalid"},
		"a manifest that is another": {spoiled(t, "manifest", func(content []byte, _ object) []byte {
			return bytes.ReplaceAll(content, []byte(":2"), []byte(":1"))
		}), "image.archive_invalid"},
		"a layer that is not there": {spoiled(t, "layer", func([]byte, object) []byte { return nil }), "image.archive_invalid"},
		"a layer from elsewhere": {spoiled(t, "layer", func(content []byte, d object) []byte {
			d["urls"] = []string{"http://169.254.169.254/"}
			return content
		}), "image.archive_invalid"},
		"a digest that is a path": {spoiled(t, "manifest", func(content []byte, d object) []byte {
			d["digest"] = "sha256:../../../../etc/passwd"
			return content
		}), "image.archive_invalid"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.images.Limits.Size = 32 << 20
			_, err := w.ensure(archived(t, tt.content))
			wantCode(t, err, tt.code)
			if w.proxy.manifests.Load() != 0 || w.proxy.blobs.Load() != 0 {
				t.Errorf("%d manifests and %d blobs were sent", w.proxy.manifests.Load(), w.proxy.blobs.Load())
			}
			left, err := os.ReadDir(w.images.Dir)
			if err != nil || len(left) != 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// with is an archive of what add adds.
func with(t *testing.T, add func(*packing)) []byte {
	t.Helper()
	p := newPacking(t)
	add(p)
	return p.bytes()
}

// spoiled is a layout of which one part is another.
func spoiled(t *testing.T, which string, edit func([]byte, object) []byte) []byte {
	t.Helper()
	content, _ := layout(t, func(role string, content []byte, d object) []byte {
		if role == which {
			return edit(content, d)
		}
		return content
	})
	return content
}

func (p *packing) link(name, to string) {
	p.add(tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: to}, nil)
}

func circle(p *packing) {
	p.link("a", "b")
	p.link("b", "a")
	p.json("manifest.json", []object{{"Config": "a"}})
}
