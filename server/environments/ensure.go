package environments

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/rbac"
	"catenary/runtime/image"
)

// Image is an image of an environment (运行环境镜像) that was pinned. Times are
// Unix µs.
type Image struct {
	Tenant      rbac.TenantID `db:"tenant_id"`
	Environment string        `db:"environment_id"`
	Digest      string        `db:"digest"`
	// Registry and Repository say where it is; Reference is what a container
	// engine pulls, as the registry's address is now.
	Registry   string `db:"registry"`
	Repository string `db:"repository"`
	Reference  string `db:"-"`
	// Source is the digest that the source had.
	Source    string `db:"source_digest"`
	Platform  string `db:"platform"`
	Size      int64  `db:"size"`
	CreatedAt int64  `db:"created_at"`
	UsedAt    int64  `db:"used_at"`
}

// EnsureImage sees to it that the environment's image is in its registry, and
// gives it pinned: the present one if the registry has it, else the one that is
// made from the source now. However many ask, in whatever process, it is
// uploaded once; the others wait. A process that dies in the middle is replaced
// when its claim has run out. The upload goes on if ctx ends.
//
// A source that is no longer what the present image was made from is never
// followed: where the registry has lost that image, the answer is image.drifted
// (Conflict). Further faults are those of image.Ensure, and environment.unknown.
func (s *Service) EnsureImage(ctx context.Context, tenant rbac.TenantID, environment string, progress func(image.Progress)) (Image, error) {
	for range ensureTries {
		e, err := s.living(ctx, tenant, environment)
		if err != nil {
			return Image{}, err
		}
		present, found, err := s.present(ctx, e, progress)
		if err != nil || found {
			return present, err
		}
		push, err := s.begin(ctx, e, "")
		if err != nil {
			return Image{}, err
		}
		if push, err = s.wait(ctx, push, progress); err != nil {
			return Image{}, err
		}
		if push.State == PushFailed && push.SourceRevision == e.SourceRevision {
			return Image{}, push.fault()
		}
	}
	return Image{}, fault.New(fault.Unavailable, "image.registry_unavailable", "the image does not stay in the registry, or its source keeps changing")
}

// ensureTries is how often an upload is waited for whose process dies, or whose
// source is changed meanwhile.
const ensureTries = 5

func (s *Service) living(ctx context.Context, tenant rbac.TenantID, id string) (Environment, error) {
	e, err := s.Store.EnvironmentByID(ctx, tenant, id)
	if err == nil && e.DeletedAt != 0 {
		err = fault.New(fault.NotFound, "environment.unknown", "no such environment")
	}
	return e, err
}

// present asks the registry for the image that the environment has.
func (s *Service) present(ctx context.Context, e Environment, progress func(image.Progress)) (Image, bool, error) {
	if e.Image == "" {
		return Image{}, false, nil
	}
	row, err := s.Store.EnvironmentImage(ctx, e.Tenant, e.ID, e.Image)
	if err != nil {
		return Image{}, false, err
	}
	to, err := s.registryFor(ctx, e.Tenant, e.Org)
	if err != nil || to.id != row.Registry {
		return Image{}, false, err
	}
	progress(image.Progress{Phase: image.Checking})
	_, found, err := s.Images.Find(ctx, image.Target{Registry: to.Registry, Repository: row.Repository}, row.Digest)
	if err != nil || !found {
		return Image{}, false, err
	}
	row.Reference = to.Reference(row.Repository, row.Digest)
	return row, true, s.touch(ctx, row)
}

// usedEvery is how exactly it is known when an image was used.
const usedEvery = time.Hour

func (s *Service) touch(ctx context.Context, img Image) error {
	now := s.Now()
	if now.Sub(time.UnixMicro(img.UsedAt)) < usedEvery {
		return nil
	}
	img.UsedAt = now.UnixMicro()
	return s.Store.TouchImage(ctx, img)
}

// Image gives a pinned image for a task, with the reference under which it is
// pulled now. One that is not there is image.unknown (NotFound).
func (s *Service) Image(ctx context.Context, tenant rbac.TenantID, environment, digest string) (Image, error) {
	row, err := s.Store.EnvironmentImage(ctx, tenant, environment, digest)
	if err != nil {
		return Image{}, err
	}
	in, err := s.registryByID(ctx, tenant, row.Registry)
	if err != nil {
		return Image{}, err
	}
	row.Reference = in.Reference(row.Repository, row.Digest)
	return row, s.touch(ctx, row)
}

// ForTask gives what a pinned task needs of its environment, which may have
// been deleted since.
func (s *Service) ForTask(ctx context.Context, tenant rbac.TenantID, environment string) (Environment, error) {
	return s.Store.EnvironmentByID(ctx, tenant, environment)
}

// Credentials gives what pulls a reference that Image or EnsureImage gave; what
// is no reference of ours is image.unknown (NotFound). Both may be empty.
func (s *Service) Credentials(ctx context.Context, reference string) (user string, password secret.Value, err error) {
	unknown := fault.New(fault.NotFound, "image.unknown", "no such image")
	name, digest, found := strings.Cut(reference, "@")
	parts := strings.Split(name, "/")
	if !found || len(parts) < 3 {
		return "", secret.Value{}, unknown
	}
	tenant, environment := rbac.TenantID(strings.ToUpper(parts[len(parts)-2])), strings.ToUpper(parts[len(parts)-1])
	img, err := s.Image(ctx, tenant, environment, digest)
	if err != nil {
		return "", secret.Value{}, err
	}
	if img.Reference != reference {
		return "", secret.Value{}, unknown
	}
	if img.Registry == builtInRegistry {
		account := s.BuiltIn.Pull()
		return account.User, account.Password, nil
	}
	in, err := s.registryByID(ctx, tenant, img.Registry)
	return in.User, in.Password, err
}

// repository is the name under which an environment's images lie.
func repository(e Environment) string { return strings.ToLower(string(e.Tenant) + "/" + e.ID) }

// source is where the image comes from, as it is fetched.
func (s *Service) source(ctx context.Context, e Environment) (image.Source, error) {
	out := image.Source{Kind: e.Source.Kind, Reference: e.Source.Reference, Digest: e.Source.Digest, Dockerfile: e.Source.Dockerfile}
	if e.Upload != "" {
		out.File = s.file(e.Upload)
	}
	if e.Source.Kind != image.Remote {
		return out, nil
	}
	from, err := image.RegistryOf(e.Source.Reference)
	if err != nil {
		return out, err
	}
	from.User, from.Transport = e.Source.Username, s.Outside(e.Tenant)
	from.Password, err = s.password(ctx, e.Tenant, e.Org, e.Source.Secret, from)
	out.From = from
	return out, err
}

// make brings the image of a push to its registry.
func (s *Service) make(ctx context.Context, e Environment, accept string, progress func(image.Progress)) (Image, error) {
	if accept == "" { // whatever became of the source, what is there is enough
		if img, found, err := s.present(ctx, e, progress); err != nil || found {
			return img, err
		}
	}
	to, err := s.registryFor(ctx, e.Tenant, e.Org)
	if err != nil {
		return Image{}, err
	}
	from, err := s.source(ctx, e)
	if err != nil {
		return Image{}, err
	}
	from.Want = accept
	if e.Image != "" && accept == "" {
		before, err := s.Store.EnvironmentImage(ctx, e.Tenant, e.ID, e.Image)
		if err != nil {
			return Image{}, err
		}
		from.Want = before.Source
	}
	target := image.Target{Registry: to.Registry, Repository: repository(e)}
	img, err := s.Images.Ensure(ctx, from, target, progress)
	if err != nil {
		return Image{}, err
	}
	now := s.Now().UnixMicro()
	return Image{
		Tenant: e.Tenant, Environment: e.ID, Digest: img.Digest, Registry: to.id, Repository: target.Repository,
		Source: img.Source, Platform: img.Platform, Size: img.Size, CreatedAt: now, UsedAt: now,
	}, nil
}

// keep records what was made, if the source is still the one it was made from.
func (s *Service) keep(ctx context.Context, e Environment, img Image, p Push) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Store.LockEnvironment(ctx, e.Tenant, e.ID); err != nil {
			return err
		}
		if err := s.Store.PutImage(ctx, img); err != nil {
			return err
		}
		current, err := s.Store.SetImage(ctx, e, img.Digest)
		if err != nil {
			return err
		}
		p.State = PushDone
		if !current {
			p.State, p.Code, p.Detail = PushFailed, "image.source_changed", "the source was changed while its image was uploaded"
		}
		p.UpdatedAt, p.LeaseUntil = s.Now().UnixMicro(), 0
		done, err := s.Store.UpdatePush(ctx, p)
		if err == nil && !done {
			err = errLost
		}
		return err
	})
}

// errLost ends the work of a process that was taken for dead.
var errLost = errors.New("another process has taken the upload over")

// Drift says whether an environment's source is still what its image was made
// from, as far as that can be found out now.
type Drift struct {
	// Pinned and Current are digests of the source; Current is empty if it
	// could not be asked, and Problem says why.
	Pinned, Current string
	Drifted         bool
	Problem         *fault.Fault
}

// driftWithin is how long a source is waited for.
const driftWithin = 5 * time.Second

// drift asks the source.
func (s *Service) drift(ctx context.Context, e Environment, img Image) Drift {
	ctx, cancel := context.WithTimeout(ctx, driftWithin)
	defer cancel()
	d := Drift{Pinned: img.Source}
	from, err := s.source(ctx, e)
	if err == nil {
		d.Current, err = s.Images.Current(ctx, from)
	}
	if err != nil {
		d.Problem = fault.As(fmt.Errorf("ask the source: %w", err))
	}
	d.Drifted = d.Current != "" && d.Current != d.Pinned
	return d
}
