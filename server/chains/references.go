package chains

import (
	"context"
	"slices"
	"strconv"

	"catenary/chain"
	"catenary/rbac"
)

// Target is a thing that an org may use by its key: its own, or one that an org
// above shares to it.
type Target struct {
	ID  string     `db:"id"`
	Org rbac.OrgID `db:"org_id"`
	Key string     `db:"key"`
	// Version is the newest one, 0 for what has none; Digest is that of its text.
	Version int64  `db:"version"`
	Digest  string `db:"digest"`
	// Deprecated says that it is being retired, and Replacement is the key of
	// what to use instead, if that is said.
	Deprecated  bool   `db:"deprecated"`
	Replacement string `db:"replacement"`
}

// retiring warns of what is used although it is being retired.
func (t Target) retiring() (chain.ReferenceProblem, bool) {
	p := chain.ReferenceProblem{Code: "environment.deprecated", Severity: chain.Warning, Detail: "the environment " + t.Key + " is being retired"}
	if t.Replacement != "" {
		p.Code = "environment.replaced"
		p.Detail += "; use " + strconv.Quote(t.Replacement) + " instead"
	}
	return p, t.Deprecated
}

// Pin is what a reference of a published version means, for good.
type Pin struct {
	ID      string `json:"id"`
	Version int64  `json:"version,omitempty"`
	Digest  string `json:"digest,omitempty"`
}

// Pins are all of a version, by key; a chain that is referred to with a version
// stands under key@version.
type Pins map[chain.RefKind]map[string]Pin

func (p Pins) add(ref chain.Reference, pin Pin) {
	if p[ref.Kind] == nil {
		p[ref.Kind] = map[string]Pin{}
	}
	p[ref.Kind][pinKey(ref)] = pin
}

func pinKey(ref chain.Reference) string {
	if ref.Version != 0 {
		return string(ref.Key) + "@" + strconv.FormatInt(ref.Version, 10)
	}
	return string(ref.Key)
}

// missing is the code of a reference to what is not there, or may not be used.
const missing = "chain.reference_missing"

// references looks up what a document of org refers to. It asks two questions:
// whether the org may use the thing, and whether who may. Where the answer is
// no, it does not tell whether there is such a thing elsewhere.
type references struct {
	service *Service
	who     rbac.Actor
	org     rbac.OrgID
	// purpose is what a share must allow: chain:edit or chain:publish.
	purpose rbac.Permission
	// asked and pins are those of the last Resolve.
	asked []chain.Reference
	pins  Pins
	// called has the calls of engines that were checked, by engine and pointer:
	// in the transaction of a version no engine is asked.
	called map[[2]string][]chain.ReferenceProblem
	// may is what who may do at org.
	may []rbac.Permission
}

// Resolve implements chain.References. Inside a transaction it holds what it
// finds until the end.
func (r *references) Resolve(ctx context.Context, refs []chain.Reference) ([]chain.ReferenceProblem, error) {
	r.asked, r.pins = refs, Pins{}
	found, err := r.targets(ctx, refs)
	if err != nil {
		return nil, err
	}
	var problems []chain.ReferenceProblem
	for i, ref := range refs {
		if ref.Kind == chain.PositionRef {
			wrong, err := r.call(ctx, ref, found[chain.EngineRef][string(ref.Within)])
			if err != nil {
				return nil, err
			}
			for _, p := range wrong {
				p.Index = i
				problems = append(problems, p)
			}
			continue
		}
		target, ok := found[ref.Kind][string(ref.Key)]
		if !ok || ref.Version > target.Version {
			problems = append(problems, chain.ReferenceProblem{
				Index: i, Code: missing,
				Detail: absent(ref),
			})
			continue
		}
		if refused := r.setting(ref, target); refused != "" {
			problems = append(problems, chain.ReferenceProblem{Index: i, Code: "chain.reference_refused", Detail: refused})
			continue
		}
		if p, retiring := target.retiring(); retiring {
			p.Index = i
			problems = append(problems, p)
		}
		pin := Pin{ID: target.ID, Version: target.Version, Digest: target.Digest}
		if ref.Version != 0 {
			pin.Version = ref.Version
		}
		r.pins.add(ref, pin)
	}
	return problems, nil
}

// setting says why a switch may not be set by the chain of who asks: whoever
// publishes or changes it lets it do so, and needs the right himself.
func (r *references) setting(ref chain.Reference, target Target) string {
	switch {
	case !ref.Set:
		return ""
	case target.Org != r.org:
		return "an org above shares " + string(ref.Kind) + " " + strconv.Quote(pinKey(ref)) + ": it can be waited for, and only chains of its own org set it"
	case !slices.Contains(r.may, rbac.SwitchSet):
		return "to set " + string(ref.Kind) + " " + strconv.Quote(pinKey(ref)) + " takes the permission switch:set, which you do not have here"
	}
	return ""
}

// absent says of what is referred to that it cannot be used.
func absent(ref chain.Reference) string {
	return "there is no " + string(ref.Kind) + " " + strconv.Quote(pinKey(ref)) + " that this chain may use"
}

// targets asks once for each kind that is there.
func (r *references) targets(ctx context.Context, refs []chain.Reference) (map[chain.RefKind]map[string]Target, error) {
	allowed, err := r.service.Auth.Allowed(ctx, r.who, r.org)
	if err != nil {
		return nil, err
	}
	r.may = allowed[r.org]
	store := r.service.Store
	kinds := []struct {
		kind chain.RefKind
		// actor is what who needs at the org, share what the org needs of a share.
		actor, share rbac.Permission
		lookup       func(context.Context, rbac.TenantID, rbac.OrgID, rbac.Permission, []string) ([]Target, error)
	}{
		{chain.ScriptRef, rbac.ChainView, r.purpose, store.UsableScripts},
		{chain.SecretRef, rbac.SecretUse, rbac.SecretUse, store.UsableSecrets},
		{chain.EngineRef, rbac.EngineUse, rbac.EngineUse, r.engines},
		{chain.EnvironmentRef, rbac.EnvironmentUse, rbac.EnvironmentUse, store.UsableEnvironments},
		{chain.ChainRef, rbac.ChainView, "", store.PublishedChains},
		{chain.SwitchRef, rbac.SwitchView, rbac.SwitchView, store.UsableSwitches},
	}
	above, err := r.service.Auth.Ancestors(ctx, r.who.Tenant, r.org)
	if err != nil {
		return nil, err
	}
	found := map[chain.RefKind]map[string]Target{}
	for _, k := range kinds {
		keys := keysOf(refs, k.kind)
		if len(keys) == 0 || !slices.Contains(r.may, k.actor) {
			continue
		}
		targets, err := k.lookup(ctx, r.who.Tenant, r.org, k.share, keys)
		if err != nil {
			return nil, err
		}
		found[k.kind] = Nearest(above, targets)
	}
	return found, nil
}

// keysOf gives the keys of one kind, each once and in order, so that whoever
// holds several takes them in the same order.
func keysOf(refs []chain.Reference, kind chain.RefKind) []string {
	var keys []string
	for _, ref := range refs {
		if ref.Kind == kind {
			keys = append(keys, string(ref.Key))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Nearest picks, where several things have one key, that of the org itself, else
// that of the nearest org above. above is the org and all above it, the root last.
func Nearest(above []rbac.OrgID, targets []Target) map[string]Target {
	out := make(map[string]Target, len(targets))
	for _, t := range targets {
		present, there := out[t.Key]
		if !there || slices.Index(above, t.Org) < slices.Index(above, present.Org) {
			out[t.Key] = t
		}
	}
	return out
}
