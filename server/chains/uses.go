package chains

import (
	"context"
	"fmt"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
)

// namedUses is how many chains a refusal to delete names at most.
const namedUses = 20

// inUse are the codes of taking away what published chains refer to.
var inUse = map[chain.RefKind]string{
	chain.ChainRef: "chain.in_use", chain.EngineRef: "engine.in_use", chain.EnvironmentRef: "environment.in_use",
	chain.ScriptRef: "script.in_use", chain.SwitchRef: "switch.in_use",
}

// UsesStore knows what the latest versions of chains refer to.
type UsesStore interface {
	UsedByChains(ctx context.Context, tenant rbac.TenantID, kind chain.RefKind, id string) (bool, error)
	ChainUses(ctx context.Context, tenant rbac.TenantID, kind chain.RefKind, id string, set rbac.OrgSet, r page.Request) (page.Of[Use], error)
}

// Unused refuses to take away what the latest version of a chain refers to: that
// is the in_use of its kind (Conflict), with those chains that are in the orgs of
// mayView.
func Unused(ctx context.Context, store UsesStore, tenant rbac.TenantID, kind chain.RefKind, id string, mayView rbac.OrgSet) error {
	used, err := store.UsedByChains(ctx, tenant, kind, id)
	if err != nil || !used {
		return err
	}
	uses, err := store.ChainUses(ctx, tenant, kind, id, mayView, page.Request{Limit: namedUses})
	if err != nil {
		return err
	}
	f := fault.New(fault.Conflict, inUse[kind], "published chains refer to this %s", kind)
	for _, u := range uses.Items {
		f = f.With(fault.Detail{Code: inUse[kind], Detail: fmt.Sprintf("chain %s (%s), version %d, in org %s", u.Key, u.Name, u.Version, u.Org)})
	}
	return f
}
