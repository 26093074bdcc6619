package engines

import (
	"context"
	"strconv"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/rbac"
	"catenary/runtime/executor"
	"catenary/runtime/image"
	"catenary/runtime/pipeline/builtin"
	"catenary/server/chains"
	"catenary/server/environments"
)

// Environments brings images of environments to the registry.
type Environments interface {
	EnsureImage(ctx context.Context, tenant rbac.TenantID, environment string, progress func(image.Progress)) (environments.Image, error)
	Image(ctx context.Context, tenant rbac.TenantID, environment, digest string) (environments.Image, error)
	ForTask(ctx context.Context, tenant rbac.TenantID, environment string) (environments.Environment, error)
	Credentials(ctx context.Context, reference string) (user string, password secret.Value, err error)
}

// Resources gives the steps of the built-in engine their images and secrets: it
// implements builtin.Resources, and Prepare is a builtin.Prepare. All fields are
// needed.
type Resources struct {
	Store interface {
		UsableEnvironments(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error)
	}
	Auth         *rbac.Authorizer
	Environments Environments
	Secrets      interface {
		IssueFree(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, key string) (secret.Value, error)
	}
	// Owner is whose the containers are.
	Owner string
}

// Pin finds the environment that an org means by a key, has its image brought to
// the registry if it is not there, and pins it. What it gives is the id of the
// environment and the digest: where the registry is may change.
func (r *Resources) Pin(ctx context.Context, tenant, org, environment string) (string, error) {
	t := rbac.TenantID(tenant)
	found, err := r.Store.UsableEnvironments(ctx, t, rbac.OrgID(org), rbac.EnvironmentUse, []string{environment})
	if err != nil {
		return "", err
	}
	above, err := r.Auth.Ancestors(ctx, t, rbac.OrgID(org))
	if err != nil {
		return "", err
	}
	nearest, ok := chains.Nearest(above, found)[environment]
	if !ok {
		return "", fault.At("/environment", "environment.unknown", "there is no environment %q that this org may use", environment)
	}
	made, err := r.Environments.EnsureImage(ctx, t, nearest.ID, func(image.Progress) {})
	if err != nil {
		return "", err
	}
	return nearest.ID + "@" + made.Digest, nil
}

// Secret implements builtin.Resources.
func (r *Resources) Secret(ctx context.Context, tenant, org, key string) (secret.Value, error) {
	return r.Secrets.IssueFree(ctx, rbac.TenantID(tenant), rbac.OrgID(org), key)
}

// Prepare adds to a container what its pinned environment says, and the secrets
// that it asks for.
func (r *Resources) Prepare(ctx context.Context, c builtin.Container, s *executor.Spec) error {
	id, digest, _ := strings.Cut(s.Image, "@")
	tenant := rbac.TenantID(s.Tenant)
	img, err := r.Environments.Image(ctx, tenant, id, digest)
	if err != nil {
		return err
	}
	e, err := r.Environments.ForTask(ctx, tenant, id)
	if err != nil {
		return err
	}
	user, password, err := r.Environments.Credentials(ctx, img.Reference)
	if err != nil {
		return err
	}
	s.Image, s.Owner, s.User = img.Reference, r.Owner, strconv.FormatInt(e.User, 10)
	if user != "" {
		s.Credentials = &executor.Credentials{Username: user, Password: password}
	}
	for name, key := range c.Secrets {
		v, err := r.Secret(ctx, s.Tenant, c.Org, key)
		if err != nil {
			return err
		}
		if s.Secrets == nil {
			s.Secrets = map[string]secret.Value{}
		}
		s.Secrets[name] = v
	}
	if len(s.Interpreter) == 0 {
		s.Interpreter = e.Entry
	}
	limit(&s.Limits.CPU, e.Limits.CPU)
	limit(&s.Limits.Memory, chain.Size(e.Limits.Memory).Bytes())
	limit(&s.Limits.Pids, int(e.Limits.Pids))
	limit(&s.Limits.Timeout, chain.Duration(e.Limits.Timeout).Value())
	return nil
}

// limit lowers a limit to what the environment allows, 0 for none.
func limit[T ~int | ~int64 | ~float64](asked *T, allowed T) {
	if allowed != 0 && (*asked == 0 || *asked > allowed) {
		*asked = allowed
	}
}
