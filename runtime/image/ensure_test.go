package image_test

import (
	"sync"
	"testing"

	. "catenary/runtime/image"
)

func TestATagOfTheEngineIsPinnedAndPulledByItsDigest(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"TEST_IMAGE_SHELL", "TEST_IMAGE_PYTHON"} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).withEngine()
			s := Source{Kind: Docker, Reference: testImage(t, variable)}
			var phases []Phase
			var mu sync.Mutex
			var last Progress
			img, err := w.images.Ensure(t.Context(), s, w.target, func(p Progress) {
				mu.Lock()
				defer mu.Unlock()
				if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
					phases = append(phases, p.Phase)
				}
				last = p
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(phases) != 4 || phases[3] != Uploading || last.Done == 0 || last.Done != last.Total || last.Layer != last.Layers {
				t.Errorf("phases %v, last %+v", phases, last)
			}
			if img.Platform != "linux/amd64" || img.Size == 0 || img.Source == "" {
				t.Errorf("image %+v", img)
			}
			w.pulled(img)
			again := w.mustEnsure(s)
			if again != img || w.proxy.manifests.Load() != 1 {
				t.Errorf("again %+v; %d manifests put", again, w.proxy.manifests.Load())
			}
		})
	}
}
