package image_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	. "catenary/runtime/image" //nolint:revive // the tests read as the package's users do
)

// packing is an archive in the making.
type packing struct {
	t    *testing.T
	data bytes.Buffer
	tar  *tar.Writer
}

func newPacking(t *testing.T) *packing {
	p := &packing{t: t}
	p.tar = tar.NewWriter(&p.data)
	return p
}

func (p *packing) add(h tar.Header, content []byte) {
	p.t.Helper()
	h.Mode, h.Size = 0o644, int64(len(content))
	if err := p.tar.WriteHeader(&h); err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.tar.Write(content); err != nil {
		p.t.Fatal(err)
	}
}

func (p *packing) file(name string, content []byte) {
	p.add(tar.Header{Name: name, Typeflag: tar.TypeReg}, content)
}

func (p *packing) json(name string, v any) {
	p.t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		p.t.Fatal(err)
	}
	p.file(name, text)
}

func (p *packing) bytes() []byte {
	p.t.Helper()
	if err := p.tar.Close(); err != nil {
		p.t.Fatal(err)
	}
	return p.data.Bytes()
}

func sum(content []byte) string {
	h := sha256.Sum256(content)
	return hex.EncodeToString(h[:])
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// layerOf is a layer with one file.
func layerOf(t *testing.T, content []byte) []byte {
	p := newPacking(t)
	p.file("hello", content)
	return p.bytes()
}

func config(diffIDs ...string) []byte {
	ids := make([]string, 0, len(diffIDs))
	for _, id := range diffIDs {
		ids = append(ids, "sha256:"+id)
	}
	text, _ := json.Marshal(map[string]any{
		"os": "linux", "architecture": "amd64", "config": map[string]any{},
		"rootfs": map[string]any{"type": "layers", "diff_ids": ids},
	})
	return text
}

type object = map[string]any

// saved is what docker save writes of an image of one layer; edit may spoil it.
func saved(t *testing.T, edit func(p *packing, layer []byte)) []byte {
	t.Helper()
	p := newPacking(t)
	layer := layerOf(t, []byte("hello, "+t.Name()))
	if edit != nil {
		edit(p, layer)
		return p.bytes()
	}
	c := config(sum(layer))
	p.file(sum(c)+".json", c)
	p.file("l/layer.tar", layer)
	p.json("manifest.json", []object{{"Config": sum(c) + ".json", "Layers": []string{"l/layer.tar"}}})
	return p.bytes()
}

// layout is an OCI image layout of one layer; spoil changes its blobs by role.
func layout(t *testing.T, spoil func(role string, content []byte, d object) []byte) ([]byte, string) {
	t.Helper()
	p := newPacking(t)
	blob := func(role, mediaType string, content []byte) object {
		d := object{"mediaType": mediaType, "digest": "sha256:" + sum(content), "size": len(content)}
		if spoil != nil {
			content = spoil(role, content, d)
		}
		if content != nil {
			p.file("blobs/sha256/"+d["digest"].(string)[len("sha256:"):], content)
		}
		return d
	}
	layer := layerOf(t, []byte("hello, "+t.Name()))
	l := blob("layer", "application/vnd.oci.image.layer.v1.tar+gzip", gzipped(t, layer))
	c := blob("config", "application/vnd.oci.image.config.v1+json", config(sum(layer)))
	manifest, err := json.Marshal(object{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": c, "layers": []object{l},
	})
	if err != nil {
		t.Fatal(err)
	}
	m := blob("manifest", "application/vnd.oci.image.manifest.v1+json", manifest)
	p.file("oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`))
	p.json("index.json", object{"schemaVersion": 2, "manifests": []object{m}})
	return p.bytes(), m["digest"].(string)
}

// archived is a source of a file with this content.
func archived(t *testing.T, content []byte) Source {
	t.Helper()
	file := filepath.Join(t.TempDir(), "archive")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return Source{Kind: Archive, File: file, Digest: "sha256:" + sum(content)}
}
