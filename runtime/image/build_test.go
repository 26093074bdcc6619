package image_test

import (
	"context"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	. "catenary/runtime/image" //nolint:revive // the tests read as the package's users do
)

// contextOf is a source that builds a Dockerfile beside one file.
func contextOf(t *testing.T, dockerfile string) Source {
	t.Helper()
	s := archived(t, with(t, func(p *packing) {
		p.file("Dockerfile", []byte(dockerfile))
		p.file("hello.txt", []byte("hello"))
	}))
	s.Kind = Build
	return s
}

func TestADockerfileIsBuilt(t *testing.T) {
	t.Parallel()
	w := newWorld(t).withEngine()
	base := testImage(t, "TEST_IMAGE_SHELL")
	s := contextOf(t, "FROM "+base+"\nCOPY hello.txt /hello.txt\nADD hello.txt /again.txt\nRUN test \"$(cat /hello.txt)\" = hello\n")
	var steps int
	img, err := w.images.Ensure(t.Context(), s, w.target, func(p Progress) {
		if p.Phase == Building {
			steps = max(steps, p.Layers)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if steps != 4 {
		t.Errorf("%d steps were told of", steps)
	}
	w.pulled(img)
	if again := w.mustEnsure(s); again != img || w.proxy.manifests.Load() != 1 {
		t.Errorf("built again: %+v", again)
	}
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	left, err := c.ImageList(context.Background(), image.ListOptions{Filters: filters.NewArgs(filters.Arg("reference", "catenary-build"))})
	if err != nil || len(left) != 0 {
		t.Errorf("left in the engine: %v, %v", left, err)
	}
}

func TestBuildsThatFailOrAreRefused(t *testing.T) {
	t.Parallel()
	base := "FROM " + testImage(t, "TEST_IMAGE_SHELL") + "\n"
	tests := map[string]struct{ dockerfile, code string }{
		"a step that fails":            {base + "RUN exit 3\n", "image.build_failed"},
		"a network":                    {base + "RUN ip link show eth0\n", "image.build_failed"},
		"no Dockerfile in it":          {"", "image.build_failed"},
		"an image that is not there":   {"FROM catenary-test/no-such:1\n", "image.build_failed"},
		"an address":                   {base + "ADD http://127.0.0.1:1/x /x\n", "image.build_refused"},
		"an address over lines":        {base + "add \\\n# why not\n  http://127.0.0.1:1/x /x\n", "image.build_refused"},
		"an address over lines, blank": {base + "ADD \\ \t\nhttp://127.0.0.1:1/x /x\n", "image.build_refused"},
		"an address in a list":         {base + `ADD ["http://127.0.0.1:1/x", "/x"]` + "\n", "image.build_refused"},
		"an address in parts":          {base + "ARG a=http:\nADD ${a}//127.0.0.1:1/x /x\n", "image.build_refused"},
		"an address in quotes":         {base + "ADD http:\"//\"127.0.0.1:1/x /x\n", "image.build_refused"},
		"an address with strokes":      {base + "ADD http\\://127.0.0.1:1/x /x\n", "image.build_refused"},
		"an address for later":         {base + "ONBUILD ADD http://127.0.0.1:1/x /x\n", "image.build_refused"},
		"a repository":                 {base + "ADD git@example.org:x /x\n", "image.build_refused"},
		"another escape":               {"# escape=`\n" + base, "image.build_refused"},
		"another reader":               {"# syntax=example.org/evil\n" + base, "image.build_refused"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).withEngine()
			_, err := w.ensure(contextOf(t, tt.dockerfile))
			wantCode(t, err, tt.code)
			if w.proxy.manifests.Load() != 0 {
				t.Error("something was put")
			}
		})
	}
	t.Run("a file outside", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t).withEngine()
		s := contextOf(t, base)
		s.Dockerfile = "../../etc/passwd"
		_, err := w.ensure(s)
		wantCode(t, err, "image.build_refused")
		if strings.Contains(err.Error(), "root:") {
			t.Error("the file was read")
		}
	})
	t.Run("a hostile context", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t).withEngine()
		s := archived(t, with(t, func(p *packing) {
			p.file("Dockerfile", []byte(base))
			p.link("x", "../../../etc")
		}))
		s.Kind = Build
		_, err := w.ensure(s)
		wantCode(t, err, "image.archive_invalid")
	})
}
