package docker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/registry"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

// images remembers what images that were seen declare as volumes: what a
// digest names never changes.
type images struct {
	pulls turns

	mu      sync.Mutex
	volumes map[string][]string
}

// maxRemembered bounds the memory of images.
const maxRemembered = 1000

func (i *images) known(ref string) ([]string, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	v, ok := i.volumes[ref]
	return v, ok
}

func (i *images) remember(ref string, volumes []string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.volumes) >= maxRemembered {
		clear(i.volumes)
	}
	i.volumes[ref] = volumes
}

func (i *images) forget(ref string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.volumes, ref)
}

// ensure sees to it that the engine has the image, pulls it if it has not, and
// returns what it declares as volumes and how long the pull took. One pull per
// image at a time, others wait for it. task.image says why it never will do.
func (e *Executor) ensure(ctx context.Context, s executor.Spec) ([]string, time.Duration, error) {
	if volumes, ok := e.images.known(s.Image); ok {
		return volumes, 0, nil
	}
	done, err := e.images.pulls.take(ctx, s.Image)
	if err != nil {
		return nil, 0, err
	}
	defer done()

	var took time.Duration
	got, err := e.engine.ImageInspect(ctx, s.Image)
	if absent(err) {
		begin := e.config.Now()
		if err := e.pull(ctx, s); err != nil {
			return nil, 0, err
		}
		took = max(e.config.Now().Sub(begin), time.Microsecond)
		got, err = e.engine.ImageInspect(ctx, s.Image)
	}
	if absent(err) {
		return nil, 0, badImage(fault.Invalid, s, "what the registry gave is not the image of this digest")
	}
	if err != nil {
		return nil, 0, away(ctx, err)
	}
	volumes, err := e.judge(s, got)
	if err != nil {
		return nil, 0, err
	}
	e.images.remember(s.Image, volumes)
	return volumes, took, nil
}

// judge checks an image that the engine has.
func (e *Executor) judge(s executor.Spec, got image.InspectResponse) ([]string, error) {
	_, digest, _ := strings.Cut(s.Image, "@")
	if !slices.ContainsFunc(got.RepoDigests, func(d string) bool { return strings.HasSuffix(d, "@"+digest) }) {
		return nil, badImage(fault.Invalid, s, "the image that the engine has is not the one of this digest")
	}
	if got.Size > e.config.MaxImage {
		return nil, badImage(fault.Invalid, s, "it has %d bytes, and may have %d", got.Size, e.config.MaxImage)
	}
	if got.Config == nil {
		return nil, nil
	}
	volumes := slices.Sorted(maps.Keys(got.Config.Volumes))
	if len(volumes) > maxVolumes {
		return nil, badImage(fault.Invalid, s, "it declares %d volumes, and may declare %d", len(volumes), maxVolumes)
	}
	for i, v := range volumes {
		volumes[i] = path.Clean(v)
		if !path.IsAbs(v) || volumes[i] == "/" || strings.ContainsAny(v, ",:") {
			return nil, badImage(fault.Invalid, s, "it declares the volume %q", v)
		}
	}
	return volumes, nil
}

func (e *Executor) pull(ctx context.Context, s executor.Spec) error {
	options := image.PullOptions{}
	if s.Credentials != nil {
		auth, err := registryAuth(s)
		if err != nil {
			return err
		}
		options.RegistryAuth = auth
	}
	r, err := e.engine.ImagePull(ctx, s.Image, options)
	if err != nil {
		return pullFault(ctx, s, err)
	}
	defer func() { _ = r.Close() }()
	return follow(ctx, s, r)
}

func registryAuth(s executor.Spec) (string, error) {
	host, _, _ := strings.Cut(s.Image, "/")
	password, token := s.Credentials.Password.Reveal(), s.Credentials.Token.Reveal()
	defer clear(password)
	defer clear(token)
	return registry.EncodeAuthConfig(registry.AuthConfig{
		Username: s.Credentials.Username, Password: string(password),
		RegistryToken: string(token), ServerAddress: host,
	})
}

// follow reads the progress of a pull, which tells of failures only there.
func follow(ctx context.Context, s executor.Spec, r io.Reader) error {
	d := json.NewDecoder(r)
	for {
		var m struct {
			ID       string `json:"id"`
			Status   string `json:"status"`
			Progress struct {
				Current int64 `json:"current"`
				Total   int64 `json:"total"`
			} `json:"progressDetail"`
			Error string `json:"error"`
		}
		err := d.Decode(&m)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return away(ctx, err)
		case m.Error != "":
			return pullFault(ctx, s, errors.New(m.Error))
		case s.OnPull != nil:
			s.OnPull(executor.Pull{Layer: m.ID, State: m.Status, Done: m.Progress.Current, Total: m.Progress.Total})
		}
	}
}

// pullFault tells an image that is not to be had from a registry that is away.
// The engine passes a registry's answer on as a text, so texts decide where
// its status does not.
func pullFault(ctx context.Context, s executor.Spec, err error) error {
	says := func(texts ...string) bool {
		low := bytes.ToLower([]byte(err.Error()))
		return slices.ContainsFunc(texts, func(t string) bool { return bytes.Contains(low, []byte(t)) })
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case cerrdefs.IsUnauthorized(err), cerrdefs.IsPermissionDenied(err),
		says("unauthorized", "access denied", "access to the resource is denied", "no basic auth credentials", "forbidden"):
		return badImage(fault.Forbidden, s, "its registry does not give it to us").Because(err)
	case absent(err) && !says("dial tcp", "timeout", "connection"), says("manifest unknown", "not found"):
		return badImage(fault.NotFound, s, "its registry has no such image").Because(err)
	}
	return away(ctx, err)
}

func badImage(kind fault.Kind, s executor.Spec, format string, args ...any) *fault.Fault {
	f := fault.New(kind, executor.CodeImage, format, args...)
	f.Message = "the image " + s.Image + " cannot be used: " + f.Message
	return f
}
