package environments

import (
	"context"
	"slices"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/secret"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/audit"
)

// Registry is the outside registry (镜像仓库) of an org: its images, and those
// of all below that have none of their own, go there. Times are Unix µs.
type Registry struct {
	Tenant   rbac.TenantID `db:"tenant_id"`
	Org      rbac.OrgID    `db:"org_id"`
	URL      string        `db:"url"`
	Username string        `db:"username"`
	// Secret is the key of the secret that is the password.
	Secret    string         `db:"secret"`
	Revision  int64          `db:"revision"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
	UpdatedBy rbac.SubjectID `db:"updated_by"`
}

// How rows of images name registries; others are the ids of orgs.
const (
	builtInRegistry  = "builtin"
	instanceRegistry = "instance"
)

// GetRegistry gives the registry that an org has set; none is registry.unknown
// (NotFound).
func (s *Service) GetRegistry(ctx context.Context, who rbac.Actor, org rbac.OrgID) (Registry, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentView, rbac.Resource{OrgID: org}); err != nil {
		return Registry{}, err
	}
	return s.Store.Registry(ctx, who.Tenant, org)
}

// SetRegistry sets the registry of an org. Revision is that which is replaced,
// 0 if there was none; another is registry.stale (Stale), and 0 where there is
// one registry.exists (Conflict). Images move when
// they are asked for next.
func (s *Service) SetRegistry(ctx context.Context, who rbac.Actor, org rbac.OrgID, revision int64, in Registry) (Registry, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
		return Registry{}, err
	}
	if _, err := image.ParseRegistry(in.URL); err != nil {
		return Registry{}, err
	}
	if len(in.URL) > maxReference || len(in.Username) > 255 {
		return Registry{}, fault.At("/url", "image.registry_address", "want at most %d bytes", maxReference)
	}
	if in.Secret != "" {
		if err := name.Key("/secret", in.Secret); err != nil {
			return Registry{}, err
		}
	}
	var after Registry
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		now := s.Now().UnixMicro()
		row := Registry{
			Tenant: who.Tenant, Org: org, URL: in.URL, Username: in.Username, Secret: in.Secret,
			Revision: revision, CreatedAt: now, UpdatedAt: now, UpdatedBy: who.Subject,
		}
		before, err := s.writeRegistry(ctx, row)
		if err != nil {
			return err
		}
		if after, err = s.Store.Registry(ctx, who.Tenant, org); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "registry:set", Kind: "registry", ResourceID: string(org), OrgID: org, Before: before, After: registryRecord(after),
		})
	})
	return after, err
}

// writeRegistry adds or replaces the row, and gives what audit entries tell of
// the one before.
func (s *Service) writeRegistry(ctx context.Context, row Registry) (any, error) {
	before, err := s.Store.Registry(ctx, row.Tenant, row.Org)
	switch {
	case fault.Is(err, fault.NotFound) && row.Revision == 0:
		row.Revision = 1
		return nil, s.Store.InsertRegistry(ctx, row)
	case fault.Is(err, fault.NotFound):
		return nil, staleRegistry(Registry{})
	case err != nil:
		return nil, err
	case row.Revision == 0:
		return nil, fault.New(fault.Conflict, "registry.exists", "the org has set a registry already")
	case before.Revision != row.Revision:
		return nil, staleRegistry(before)
	}
	done, err := s.Store.UpdateRegistry(ctx, row)
	if err == nil && !done {
		err = staleRegistry(before)
	}
	return registryRecord(before), err
}

// DeleteRegistry takes the registry of an org away; what was pinned in it can
// no longer be pulled, until it is asked for again.
func (s *Service) DeleteRegistry(ctx context.Context, who rbac.Actor, org rbac.OrgID, revision int64) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		before, err := s.Store.Registry(ctx, who.Tenant, org)
		if err != nil {
			return err
		}
		gone := before
		gone.Revision = revision
		done, err := s.Store.DeleteRegistry(ctx, gone)
		if err != nil {
			return err
		}
		if !done {
			return staleRegistry(before)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "registry:deleted", Kind: "registry", ResourceID: string(org), OrgID: org, Before: registryRecord(before),
		})
	})
}

func staleRegistry(r Registry) error {
	return fault.New(fault.Stale, "registry.stale", "the registry was changed meanwhile; it is at revision %d", r.Revision).
		Carrying(map[string]int64{"revision": r.Revision})
}

func registryRecord(r Registry) map[string]any {
	return map[string]any{"url": r.URL, "username": r.Username, "secret": r.Secret}
}

// access is a registry with the way in, and how rows of images name it.
type access struct {
	image.Registry
	id string
}

// registryFor finds the registry of an org's images: its own, else that of the
// nearest org above that has one, else the instance's, else the built-in one.
func (s *Service) registryFor(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID) (access, error) {
	up, err := s.Auth.Ancestors(ctx, tenant, org)
	if err != nil {
		return access{}, err
	}
	rows, err := s.Store.RegistriesOf(ctx, tenant, up)
	if err != nil {
		return access{}, err
	}
	for _, at := range up {
		if i := slices.IndexFunc(rows, func(r Registry) bool { return r.Org == at }); i >= 0 {
			return s.outside(ctx, rows[i])
		}
	}
	if s.Instance != nil {
		return access{*s.Instance, instanceRegistry}, nil
	}
	return s.builtIn(), nil
}

func (s *Service) builtIn() access {
	account := s.BuiltIn.Push()
	return access{image.Registry{
		Address: s.BuiltIn.Address(), PlainHTTP: true, User: account.User, Password: account.Password, Transport: s.Inside,
	}, builtInRegistry}
}

// registryByID finds a registry that images are in already.
func (s *Service) registryByID(ctx context.Context, tenant rbac.TenantID, id string) (access, error) {
	switch id {
	case builtInRegistry:
		return s.builtIn(), nil
	case instanceRegistry:
		if s.Instance == nil {
			return access{}, fault.New(fault.Conflict, "registry.unset", "the image is in a registry that is no longer set")
		}
		return access{*s.Instance, instanceRegistry}, nil
	}
	row, err := s.Store.Registry(ctx, tenant, rbac.OrgID(id))
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Conflict, "registry.unset", "the image is in a registry that is no longer set")
	}
	if err != nil {
		return access{}, err
	}
	return s.outside(ctx, row)
}

// outside opens the password of an org's registry.
func (s *Service) outside(ctx context.Context, row Registry) (access, error) {
	r, err := image.ParseRegistry(row.URL)
	if err != nil {
		return access{}, err
	}
	r.User, r.Transport = row.Username, s.Outside(row.Tenant)
	r.Password, err = s.password(ctx, row.Tenant, row.Org, row.Secret, r)
	return access{r, string(row.Org)}, err
}

// password issues a secret for a registry; one that is bound to other hosts is
// secret.host (Forbidden).
func (s *Service) password(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string, r image.Registry) (secret.Value, error) {
	if key == "" {
		return secret.Value{}, nil
	}
	used, err := s.Secrets.Issue(ctx, tenant, org, key)
	if err != nil {
		return secret.Value{}, err
	}
	address := strings.ToLower(r.Address)
	if !strings.Contains(address, ":") {
		address += ":443"
	}
	if !used.Host(address) {
		return secret.Value{}, fault.New(fault.Conflict, "image.secret_bound", "the secret %s may not be sent to %s", key, r.Address)
	}
	return used.Value, nil
}
