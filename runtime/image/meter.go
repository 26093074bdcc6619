package image

import (
	"io"
	"sync"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// meter is an image that tells how much of its layers was read. What a registry
// has already is not read at all.
type meter struct {
	v1.Image
	layers []v1.Layer

	mu       sync.Mutex
	read     []int64
	progress Progress
	tell     func(Progress)
}

func newMeter(img v1.Image, tell func(Progress)) (*meter, error) {
	layers, err := img.Layers()
	if err != nil {
		return nil, err
	}
	m := &meter{Image: img, tell: tell, read: make([]int64, len(layers))}
	m.progress = Progress{Phase: Uploading, Layers: len(layers)}
	for at, layer := range layers {
		size, err := layer.Size()
		if err != nil {
			return nil, err
		}
		m.progress.Total += size
		m.layers = append(m.layers, measuredLayer{layer, m, at})
	}
	tell(m.progress)
	return m, nil
}

// Layers are those of the image, measured.
func (m *meter) Layers() ([]v1.Layer, error) { return m.layers, nil }

// add tells of bytes read of a layer; begun anew it counts from 0.
func (m *meter) add(layer, bytes int, anew bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if anew {
		m.progress.Done -= m.read[layer]
		m.read[layer] = 0
	}
	m.read[layer] += int64(bytes)
	m.progress.Done += int64(bytes)
	m.progress.Layer = max(m.progress.Layer, layer+1)
	m.tell(m.progress)
}

type measuredLayer struct {
	v1.Layer
	meter *meter
	at    int
}

// Compressed opens the layer, and counts what is read of it.
func (l measuredLayer) Compressed() (io.ReadCloser, error) {
	r, err := l.Layer.Compressed()
	if err != nil {
		return nil, err
	}
	l.meter.add(l.at, 0, true)
	return measuredReader{r, l}, nil
}

type measuredReader struct {
	io.ReadCloser
	layer measuredLayer
}

func (r measuredReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.layer.meter.add(r.layer.at, n, false)
	return n, err
}
