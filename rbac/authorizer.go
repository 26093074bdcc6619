package rbac

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"catenary/internal/clock"
	"catenary/internal/fault"
)

// Authorizer answers what may be done, from one tree in memory for each tenant.
//
// Every answer stands under the policy version that the actor's request read,
// or a newer one. What cannot be decided, because facts cannot be read or
// contradict each other, is an error and so a no.
type Authorizer struct {
	source  Source
	now     clock.Now
	log     *slog.Logger
	words   *vocabulary
	tenants *tenants
	watch   *watch
}

// Config is what an Authorizer needs. Source and Now must be given.
type Config struct {
	Source Source
	Now    clock.Now
	// Idle is how long the tree of a tenant that nobody asks about is kept; 0: 15 min.
	Idle time.Duration
	Log  *slog.Logger
}

// New returns an Authorizer that has nothing loaded yet.
func New(c Config) *Authorizer {
	if c.Idle <= 0 {
		c.Idle = defaultIdle
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	known, _ := simplelru.NewLRU[TenantID, *tenantTree](maxTenants, nil) // fails only for a size below 1
	a := &Authorizer{source: c.Source, now: c.Now, log: c.Log, words: newVocabulary(), watch: &watch{}}
	a.tenants = &tenants{
		source: c.Source, words: a.words, idle: c.Idle, log: c.Log, known: known, heard: a.watch.tell,
		now: func() int64 { return c.Now().UnixMicro() },
	}
	return a
}

// Can says whether who may do act on the resource, in the resource's org. A no
// is auth.forbidden (Forbidden), naming permission and org, for who may see the
// resource, and resource.unknown (NotFound) for everyone else; both carry a
// Refusal.
func (a *Authorizer) Can(ctx context.Context, who Actor, act Permission, on Resource) error {
	return a.can(ctx, who, act, on, who.Version)
}

// Confirm is Can, asked inside the transaction that writes: it decides under
// the version that the transaction reads and keeps, so that no write commits
// under overtaken rights. Ask before Store.AppendPolicy: after a change of its
// own the transaction has no committed rights to ask, which is an error.
func (a *Authorizer) Confirm(ctx context.Context, who Actor, act Permission, on Resource) error {
	version, err := a.source.Version(ctx, who.Tenant)
	if err != nil {
		return a.unknownTenant(err, act, on.OrgID)
	}
	return a.can(ctx, who, act, on, max(version, who.Version))
}

func (a *Authorizer) can(ctx context.Context, who Actor, act Permission, on Resource, version int64) error {
	err := a.tenants.with(ctx, who.Tenant, version, func(t *tree) error {
		if a.allows(ctx, t, who, act, on.OrgID, on.Authors) {
			return nil
		}
		return a.refuse(ctx, t, who, act, on.OrgID)
	})
	return a.unknownTenant(err, act, on.OrgID)
}

// CanFor says whether who may do act on a resource of another org on behalf of
// the org acting: the resource must be shared to that org with this permission,
// and who must have it there. For a resource of acting itself it is Can. It
// refuses like Can, and with auth.not_shared (Forbidden) who may see the
// resource at its owner.
func (a *Authorizer) CanFor(ctx context.Context, who Actor, act Permission, on Resource, acting OrgID) error {
	if acting == on.OrgID {
		return a.Can(ctx, who, act, on)
	}
	err := a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		if t.shared(act, on, acting) {
			if a.allows(ctx, t, who, act, acting, on.Authors) {
				return nil
			}
			return a.refuse(ctx, t, who, act, acting)
		}
		r := &Refusal{Permission: act, Org: acting, unshared: true}
		r.Visible = a.allows(ctx, t, who, t.words.view(act), on.OrgID, nil)
		return r.fault()
	})
	return a.unknownTenant(err, act, on.OrgID)
}

// Usable says whether the org acting may have act done to the resource, whoever
// asks: the resource is its own, or an org above shares it. It is asked when
// something that was saved with the resource is used, with nobody at hand.
func (a *Authorizer) Usable(ctx context.Context, tenant TenantID, act Permission, on Resource, acting OrgID) (usable bool, err error) {
	version, err := a.source.Version(ctx, tenant)
	if err != nil {
		return false, err
	}
	err = a.tenants.with(ctx, tenant, version, func(t *tree) error {
		o := t.orgs[string(acting)]
		usable = o != nil && o.alive() && (acting == on.OrgID || t.shared(act, on, acting))
		return nil
	})
	return usable, err
}

// shared says whether one of the resource's shares covers the permission and
// the org acting.
func (t *tree) shared(act Permission, on Resource, acting OrgID) bool {
	for _, s := range on.Shares {
		if slices.Contains(s.Permissions, act) && t.still().covers(ShareFact{Owner: on.OrgID, Share: s}, t.orgs[string(acting)]) {
			return true
		}
	}
	return false
}

// allows asks Casbin, unless it was asked the same of this tree before. An error
// is a no, and is not remembered.
func (a *Authorizer) allows(ctx context.Context, t *tree, who Actor, act Permission, org OrgID, authors []SubjectID) bool {
	if t.words.bit[act] == 0 {
		return false
	}
	q := question{sub: who.name(), org: string(org), act: string(act), scope: who.scope(), root: string(who.Root), rel: who.relation(authors)}
	now := t.now()
	if allowed, known := t.answers.find(q, now); known {
		return allowed
	}
	ok, err := t.enforcer.Enforce(q.sub, q.org, q.act, q.scope, q.root, q.rel)
	if err != nil {
		a.log.ErrorContext(ctx, "a question of rights failed and was refused", "tenant", t.tenant, "permission", act, "org", org, "error", err)
		return false
	}
	t.answers.keep(q, answer{allowed: ok, from: now, until: t.steadyUntil(q.sub, now)})
	return ok
}

// refuse says no in the words that who may hear.
func (a *Authorizer) refuse(ctx context.Context, t *tree, who Actor, act Permission, org OrgID) error {
	r := &Refusal{Permission: act, Org: org}
	if view := t.words.view(act); view != act {
		r.Visible = a.allows(ctx, t, who, view, org, nil)
	}
	return r.fault()
}

// unknownTenant makes a tenant that is not there look like anything else that
// may not be seen.
func (a *Authorizer) unknownTenant(err error, act Permission, org OrgID) error {
	if fault.HasCode(err, codeTenantUnknown) {
		return (&Refusal{Permission: act, Org: org}).fault()
	}
	return err
}

// codeTenantUnknown is the fault of a Source without the tenant.
const codeTenantUnknown = "tenant.unknown"

// name is the actor's name in lines. A group acts never, and neither does what
// is of no kind.
func (a Actor) name() string {
	if a.Kind == User || a.Kind == Service {
		return a.Kind.prefix() + string(a.Subject)
	}
	return ""
}

// scope is the actor's list of words. Only a session has all of them.
func (a Actor) scope() string {
	if a.Token != "" && a.Scope == anything {
		return ""
	}
	return a.Scope
}

// relation is author if the actor, or the person behind it, is one of authors.
func (a Actor) relation(authors []SubjectID) string {
	for _, s := range authors {
		if s != "" && (s == a.Subject || s == a.Human) {
			return author
		}
	}
	return ""
}
