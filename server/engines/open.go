package engines

import (
	"context"
	"encoding/json"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/server/secrets"
)

const (
	// keptOpen is how many engines are kept open.
	keptOpen = 1000
	// positionsFor is how long the positions of an engine are believed.
	positionsFor = time.Minute
	// freshFor is how long they are if somebody wants to know them anew.
	freshFor = time.Second
)

// opened names an engine that is open; one that was changed is another.
type opened struct {
	tenant   rbac.TenantID
	id       string
	revision int64
}

// connection is an open engine with its limits and its breaker, which belong to
// the process, whatever secret is used.
type connection struct {
	guard *pipeline.Guard

	mu sync.Mutex
	// version is that of the secret that engine was opened with.
	version   int64
	secret    string
	engine    pipeline.Engine
	positions []pipeline.Position
	asked     time.Time
}

func (s *Service) cache() *lru.Cache[opened, *connection] {
	s.once.Do(func() { s.open, _ = lru.New[opened, *connection](keptOpen) }) // it fails for a size below one
	return s.open
}

// known gives the connection of an engine if this process has one.
func (s *Service) known(e Engine) *connection {
	c, _ := s.cache().Peek(opened{e.Tenant, e.ID, e.Revision})
	return c
}

// Open gives an engine for a chain of the org acting, by its id: with its
// credentials, limits and breaker. One that the org may no longer use is
// engine.unknown (NotFound). The people behind the run were asked when the chain
// was published.
func (s *Service) Open(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, id string) (pipeline.Engine, error) {
	if id == BuiltIn {
		return s.openBuiltIn(tenant, acting)
	}
	e, err := s.Store.EngineByID(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	on := rbac.Resource{OrgID: e.Org, ID: e.ID}
	if e.Org != acting {
		if on.Shares, err = s.Store.EngineShares(ctx, tenant, e.ID); err != nil {
			return nil, err
		}
	}
	usable, err := s.Auth.Usable(ctx, tenant, rbac.EngineUse, on, acting)
	if err != nil {
		return nil, err
	}
	if !usable {
		return nil, unknown()
	}
	c, err := s.connect(ctx, e)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.engine, nil
}

func (s *Service) openBuiltIn(tenant rbac.TenantID, acting rbac.OrgID) (pipeline.Engine, error) {
	a := s.adapter(BuiltIn)
	if a == nil {
		return nil, unknown()
	}
	return a.Open(pipeline.Connection{Tenant: string(tenant), Org: string(acting)})
}

// connect opens an engine, or gives it as it was opened with the present
// revision and the present version of its secret.
func (s *Service) connect(ctx context.Context, e Engine) (*connection, error) {
	key := opened{e.Tenant, e.ID, e.Revision}
	fresh := &connection{guard: pipeline.NewGuard(s.Client(e.Tenant), pipeline.Limits{Rate: e.Rate, Concurrency: int(e.Concurrency)})}
	c, there, _ := s.cache().PeekOrAdd(key, fresh)
	if !there {
		c = fresh
	}
	var at secrets.Secret
	if e.Secret != "" {
		var err error
		if at, err = s.Secrets.Find(ctx, e.Tenant, e.Org, e.Secret); err != nil {
			return nil, noSecret(err, e)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.engine != nil && c.version == at.Version && c.secret == at.ID {
		return c, nil
	}
	a := s.adapter(e.Adapter)
	if a == nil {
		return nil, fault.New(fault.Conflict, "engine.adapter_unknown", "this server has no adapter %q", e.Adapter)
	}
	credential, err := s.credential(ctx, e)
	if err != nil {
		return nil, err
	}
	engine, err := a.Open(pipeline.Connection{
		Tenant: string(e.Tenant), Org: string(e.Org), Settings: json.RawMessage(e.Settings), Credential: credential, Client: c.guard,
	})
	if err != nil {
		return nil, err
	}
	c.engine, c.version, c.secret, c.positions = engine, at.Version, at.ID, nil
	return c, nil
}

// credential opens the secret of an engine. One that is bound elsewhere is
// engine.secret (Conflict).
func (s *Service) credential(ctx context.Context, e Engine) (secret.Value, error) {
	if e.Secret == "" {
		return secret.Value{}, nil
	}
	used, err := s.Secrets.Issue(ctx, e.Tenant, e.Org, e.Secret)
	if err != nil {
		return secret.Value{}, noSecret(err, e)
	}
	if used.Bound() && !used.Engine(e.Key) && !used.Host(address(e.Settings)) {
		return secret.Value{}, fault.New(fault.Conflict, "engine.secret", "the secret %q may not be given to this engine", e.Secret)
	}
	return used.Value, nil
}

func noSecret(err error, e Engine) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Conflict, "engine.secret", "the engine's org has no secret %q that it may use", e.Secret)
	}
	return err
}

// address is the host and port that settings lead to.
func address(settings string) string {
	var s struct {
		URL string `json:"url"`
	}
	_ = json.Unmarshal([]byte(settings), &s) // no address is the address of none
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// Positions lists what the engine that an org means by a key can be asked to
// do. They are kept for a minute; with fresh the engine is asked again.
func (s *Service) Positions(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, fresh bool) ([]pipeline.Position, error) {
	if err := s.Auth.Can(ctx, who, rbac.EngineUse, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	e, err := s.find(ctx, who.Tenant, org, key)
	if err != nil {
		return nil, err
	}
	if fresh {
		return s.positions(ctx, e, org, freshFor)
	}
	return s.positions(ctx, e, org, positionsFor)
}

// positions are those of an engine, not older than a time.
func (s *Service) positions(ctx context.Context, e Engine, org rbac.OrgID, most time.Duration) ([]pipeline.Position, error) {
	if e.ID == BuiltIn {
		engine, err := s.openBuiltIn(e.Tenant, org)
		if err != nil {
			return nil, err
		}
		return engine.Positions(ctx)
	}
	c, err := s.connect(ctx, e)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	engine, kept, asked := c.engine, c.positions, c.asked
	c.mu.Unlock()
	if kept != nil && s.Now().Sub(asked) < most {
		return kept, nil
	}
	began := s.Now()
	found, err := engine.Positions(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b pipeline.Position) int { return strings.Compare(a.Key, b.Key) })
	c.mu.Lock()
	defer c.mu.Unlock()
	// A slow answer does not take the place of one that was asked for later.
	if c.engine == engine && !began.Before(c.asked) {
		c.positions, c.asked = found, began
	}
	return found, nil
}

// Test asks an engine of the org whether it is there. That it is not is an
// answer, too.
func (s *Service) Test(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Reach, error) {
	if err := s.Auth.Can(ctx, who, rbac.EngineWrite, rbac.Resource{OrgID: org}); err != nil {
		return Reach{}, err
	}
	if key == BuiltIn {
		return Reach{Reachable: true, Positions: 1}, nil
	}
	e, err := s.Store.Engine(ctx, who.Tenant, org, key)
	if err != nil {
		return Reach{}, err
	}
	began := time.Now()
	reach := func(err error) (Reach, error) {
		f := fault.As(err)
		if f.Kind == fault.Internal {
			return Reach{}, err
		}
		return Reach{Code: f.Code, Detail: f.Message, Took: time.Since(began).Milliseconds()}, nil
	}
	c, err := s.connect(ctx, e)
	if err != nil {
		return reach(err)
	}
	c.mu.Lock()
	engine := c.engine
	c.mu.Unlock()
	found, err := engine.Positions(ctx)
	if err == nil {
		if p, ok := engine.(pipeline.Pinger); ok {
			err = p.Ping(ctx)
		}
	}
	if err != nil {
		return reach(err)
	}
	return Reach{Reachable: true, Positions: len(found), Took: time.Since(began).Milliseconds(), Can: engine.Capabilities()}, nil
}
