package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/client"
	"github.com/google/go-containerregistry/pkg/name"

	"catenary/internal/fault"
)

// Engine is the local container engine, as far as images come from it.
type Engine struct {
	docker *client.Client
	// Hidden says of an image's name that it is not for sources: what lies in
	// the engine because tasks were run belongs to whoever ran them.
	Hidden func(reference string) bool
}

// NewEngine returns the engine that the environment names (DOCKER_HOST and what
// goes with it). It does not ask whether it is there.
func NewEngine() (*Engine, error) {
	docker, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		return nil, fmt.Errorf("set up the container engine's client: %w", err)
	}
	return &Engine{docker: docker, Hidden: func(string) bool { return false }}, nil
}

// Close gives up the connections.
func (e *Engine) Close() error { return e.docker.Close() }

// imageID says which image a name stands for now.
func (e *Engine) imageID(ctx context.Context, reference string) (string, error) {
	if reference == "" || strings.HasPrefix(reference, "sha256:") || e.Hidden(reference) {
		return "", sourceMissing("the container engine has no image %q", plain(reference))
	}
	info, err := e.docker.ImageInspect(ctx, reference)
	if cerrdefs.IsNotFound(err) || cerrdefs.IsInvalidArgument(err) {
		return "", sourceMissing("the container engine has no image %q", plain(reference))
	}
	if err != nil {
		return "", engineFault(err)
	}
	// The engine also takes the beginning of an id for a name, with which
	// anybody's image could be guessed.
	if !slices.ContainsFunc(append(info.RepoTags, info.RepoDigests...), func(given string) bool { return same(given, reference) }) {
		return "", sourceMissing("the container engine has no image %q", plain(reference))
	}
	return info.ID, nil
}

// same says whether both are names of one image.
func same(x, y string) bool {
	first, err := name.ParseReference(x)
	if err != nil {
		return false
	}
	second, err := name.ParseReference(y)
	return err == nil && first.Name() == second.Name()
}

// save writes an image into a file of the workshop.
func (e *Engine) save(ctx context.Context, w *workshop, id string) (string, error) {
	info, err := e.docker.ImageInspect(ctx, id)
	if cerrdefs.IsNotFound(err) {
		return "", sourceMissing("the container engine has no image %s any more", id)
	}
	if err != nil {
		return "", engineFault(err)
	}
	if info.Size > w.limits.Size {
		return "", tooLarge(w.limits)
	}
	w.progress(Progress{Phase: Exporting, Total: info.Size})
	stream, err := e.docker.ImageSave(ctx, []string{id})
	if err != nil {
		return "", engineFault(err)
	}
	defer func() { _ = stream.Close() }()
	file := filepath.Join(w.dir, "saved.tar")
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { _ = out.Close() }()
	from := &exporting{stream, w.progress, Progress{Phase: Exporting, Total: info.Size}}
	n, err := io.Copy(out, io.LimitReader(from, w.limits.Size+1))
	var disk *os.PathError
	switch {
	case errors.As(err, &disk):
		return "", fmt.Errorf("write an image to disk: %w", err)
	case err != nil:
		return "", engineFault(err)
	case n > w.limits.Size:
		return "", tooLarge(w.limits)
	}
	return file, out.Close()
}

// exporting tells how much the engine handed out; its total is what it says
// beforehand, which is not exact.
type exporting struct {
	io.Reader
	tell     func(Progress)
	progress Progress
}

func (e *exporting) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	e.progress.Done += int64(n)
	e.progress.Total = max(e.progress.Total, e.progress.Done)
	e.tell(e.progress)
	return n, err
}

func engineFault(err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("ask the container engine: %w", err)
	}
	return fault.New(fault.Unavailable, "image.engine_unavailable", "the container engine does not do what it was asked").Because(err)
}
