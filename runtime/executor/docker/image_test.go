package docker_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/docker/docker/api/types/build"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/internal/secret"
	"catenary/runtime/executor"
	"catenary/runtime/executor/docker"
)

// published makes an image, pushes it and takes it from the engine again. It
// gives name@digest.
func published(t *testing.T, c *client.Client, load func(name string) (io.ReadCloser, error)) string {
	t.Helper()
	registry := os.Getenv("TEST_REGISTRY")
	name := registry + "/executor-test/" + strings.ToLower(id.NewMaker(time.Now).New())
	r, err := load(name + ":1")
	if err != nil {
		t.Fatal(err)
	}
	drained(t, r)
	r, err = c.ImagePush(within(t), name+":1", image.PushOptions{RegistryAuth: "e30="})
	if err != nil {
		t.Fatal(err)
	}
	digest := drained(t, r)
	if digest == "" {
		t.Fatal("the push gave no digest")
	}
	if _, err := c.ImageRemove(within(t), name+":1", image.RemoveOptions{}); err != nil {
		t.Fatal(err)
	}
	ref := name + "@" + digest
	if _, err := c.ImageInspect(within(t), ref); err == nil {
		t.Fatal("the engine still has the image")
	}
	t.Cleanup(func() { _, _ = c.ImageRemove(t.Context(), ref, image.RemoveOptions{}) })
	return ref
}

// drained reads the engine's progress and gives the digest that it tells.
func drained(t *testing.T, r io.ReadCloser) string {
	t.Helper()
	defer r.Close()
	digest := ""
	for d := json.NewDecoder(r); ; {
		var m struct {
			Error string
			Aux   struct{ Digest string }
		}
		err := d.Decode(&m)
		if err == io.EOF {
			return digest
		}
		if err != nil || m.Error != "" {
			t.Fatalf("%v %s", err, m.Error)
		}
		if m.Aux.Digest != "" {
			digest = m.Aux.Digest
		}
	}
}

func archive(t *testing.T, name, content string) io.Reader {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

func onShell(t *testing.T, c *client.Client, lines string) string {
	t.Helper()
	byDigest(t, "TEST_IMAGE_SHELL") // sees to it that there is one
	base := os.Getenv("TEST_IMAGE_SHELL")
	unique := fmt.Sprintf("LABEL unique=%q\n", id.NewMaker(time.Now).New())
	return published(t, c, func(name string) (io.ReadCloser, error) {
		r, err := c.ImageBuild(within(t), archive(t, "Dockerfile", "FROM "+base+"\n"+unique+lines), build.ImageBuildOptions{
			Tags: []string{name}, Remove: true, ForceRemove: true, Version: build.BuilderV1,
		})
		return r.Body, err
	})
}

func TestAnImageIsPulledByItsDigest(t *testing.T) {
	t.Parallel()
	c, x := engine(t), newExecutor(t)
	s := spec(t, "echo here")
	s.Image = onShell(t, c, "")
	told := 0
	s.OnPull = func(p executor.Pull) { told++ }
	r := run(t, x, s)
	if r.State != executor.Succeeded || r.Pulled <= 0 || told == 0 {
		t.Errorf("it ended as %s %+v, pulled in %s, told of it %d times", r.State, r.Failure, r.Pulled, told)
	}
	again := spec(t, "echo here")
	again.Image = s.Image
	if r := run(t, newExecutor(t), again); r.State != executor.Succeeded || r.Pulled != 0 {
		t.Errorf("again it ended as %s, pulled in %s", r.State, r.Pulled)
	}
	// It is pulled again if it was taken from the engine meanwhile.
	for _, id := range []string{s.ID, again.ID} {
		if err := x.Remove(within(t), id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.ImageRemove(within(t), s.Image, image.RemoveOptions{}); err != nil {
		t.Fatal(err)
	}
	third := spec(t, "echo here")
	third.Image = s.Image
	if r := run(t, x, third); r.State != executor.Succeeded || r.Pulled <= 0 {
		t.Errorf("after its removal it ended as %s, pulled in %s", r.State, r.Pulled)
	}
}

func TestAnImageThatIsNotToBeHad(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	there, _, _ := strings.Cut(byDigest(t, "TEST_IMAGE_SHELL"), "@")
	none := "@sha256:" + strings.Repeat("0", 64)
	for image, kind := range map[string]fault.Kind{
		there + none: fault.NotFound,
		os.Getenv("TEST_REGISTRY") + "/no" + none: fault.NotFound,
		"127.0.0.1:1/no" + none:                   fault.Unavailable,
	} {
		s := spec(t, "")
		s.Image = image
		err := x.Submit(within(t), s)
		if !fault.Is(err, kind) {
			t.Errorf("%s: %v", image, err)
		}
		r, refused := executor.RefusedBy(err)
		if refused != (kind == fault.NotFound) || refused && r.Failure.Code != executor.CodeImage {
			t.Errorf("%s: refused %t, %+v", image, refused, r.Failure)
		}
		if _, err := x.Observe(within(t), s.ID); !fault.HasCode(err, executor.FaultUnknown) {
			t.Errorf("%s left: %v", image, err)
		}
	}
}

func TestCredentialsGoToTheRegistryOfTheCall(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	var right atomic.Int32
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if user != "someone" || password != "right" {
			w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"errors": [{"code": "UNAUTHORIZED", "message": "authentication required"}]}`)
			return
		}
		right.Add(1)
		if r.URL.Path == "/v2/" {
			return
		}
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}`)
	}))
	defer registry.Close()
	s := spec(t, "")
	s.Image = strings.TrimPrefix(registry.URL, "http://") + "/some/image@sha256:" + strings.Repeat("0", 64)
	if err := x.Submit(within(t), s); !fault.Is(err, fault.Forbidden) || !fault.HasCode(err, executor.CodeImage) {
		t.Errorf("without credentials: %v", err)
	}
	s.Credentials = &executor.Credentials{Username: "someone", Password: secret.New([]byte("wrong"))}
	if err := x.Submit(within(t), s); !fault.Is(err, fault.Forbidden) {
		t.Errorf("with wrong credentials: %v", err)
	}
	s.Credentials.Password = secret.New([]byte("right"))
	err := x.Submit(within(t), s)
	if !fault.Is(err, fault.NotFound) || right.Load() == 0 {
		t.Errorf("with right credentials: %v", err)
	}
	if strings.Contains(err.Error(), "someone") {
		t.Errorf("the error tells of credentials: %v", err)
	}
}

func TestAnImageThatCannotRunIsRefused(t *testing.T) {
	t.Parallel()
	c, x := engine(t), newExecutor(t)
	s := spec(t, "echo here")
	s.Image = published(t, c, func(name string) (io.ReadCloser, error) {
		return c.ImageImport(within(t), image.ImportSource{Source: archive(t, "readme", "nothing"), SourceName: "-"}, name, image.ImportOptions{})
	})
	for range 2 {
		r := run(t, x, s)
		if r.State != executor.Refused || code(r) != executor.CodeStart || r.ExitCode != -1 {
			t.Errorf("it ended as %s %+v", r.State, r.Failure)
		}
	}
	if st, err := x.Observe(within(t), s.ID); err != nil || st.State != executor.Refused {
		t.Errorf("it stands as %s, %v", st.State, err)
	}
}

// Volumes of an image would be directories of the host, without a limit.
func TestAnImagesVolumesAreInMemory(t *testing.T) {
	t.Parallel()
	c, x := engine(t), newExecutor(t)
	s := spec(t, "echo x >/data/x && cat /dev/zero >/data/zero || df -P /data | grep -c tmpfs")
	s.Image = onShell(t, c, "VOLUME /data\nUSER 0\nENTRYPOINT [\"/bin/false\"]\nHEALTHCHECK CMD true\n")
	r := run(t, x, s)
	got, err := c.ContainerInspect(within(t), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	if r.State != executor.Succeeded || len(got.Mounts) != 0 || got.Config.User != "65532:65532" {
		t.Errorf("it ended as %+v with the mounts %+v", r.Failure, got.Mounts)
	}
	if out := texts(logs(t, x, s.ID)); !slices.Contains(strings.Split(out, "\n"), "1") {
		t.Errorf("it found %q", out)
	}
}

func TestAnImageThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	engine(t)
	x, err := docker.New(docker.Config{MaxImage: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Submit(within(t), spec(t, "")); !fault.HasCode(err, executor.CodeImage) || !fault.Is(err, fault.Invalid) {
		t.Errorf("it came to %v", err)
	}
}
