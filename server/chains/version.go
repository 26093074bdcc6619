package chains

import (
	"context"
	"reflect"
	"slices"
	"strconv"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Version is a published document with what its references meant. It never
// changes.
type Version struct {
	Tenant  rbac.TenantID `db:"tenant_id"`
	Chain   string        `db:"chain_id"`
	Version int64         `db:"version"`
	// Revision of the draft that was published.
	Revision int64 `db:"revision"`
	// Digest is that of the document's meaning, Checksum that of its text.
	Digest   string `db:"digest"`
	Checksum string `db:"checksum"`
	Message  string `db:"message"`
	// Authors changed the draft since the version before, or published it: the
	// subjects and the people behind them.
	Authors       []rbac.SubjectID `db:"-"`
	CreatedAt     int64            `db:"created_at"`
	CreatedBy     rbac.SubjectID   `db:"created_by"`
	CreatedByName string           `db:"created_by_name"`
	// Lists leave out the rest.
	Pins     Pins   `db:"-"`
	Document string `db:"document"`
}

// Publish makes the draft the next version of its chain: it makes what the
// nodes need outside, node by node, and then the version with its references
// pinned. A draft that is no longer at revision, or a version that another
// published meanwhile, is chain.stale (Stale). One with errors is chain.invalid
// (Invalid), with one detail for each. One that would be the same as the latest
// version, pins included, is chain.unchanged (Conflict). While the chain is
// being published already it is chain.publishing (Conflict). What cannot be made
// for a node is a fault of the engine or the registry that names the node; then
// nothing is left of what was made, and the draft is as it was.
func (s *Service) Publish(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, message string) (Version, error) {
	m, err := s.prepare(ctx, who, org, key, revision, message)
	if err != nil {
		return Version{}, err
	}
	if len(m.p.Parts) > 0 {
		if err := m.begin(ctx); err != nil {
			return Version{}, err
		}
		// Whoever asked may go away; what was begun is brought to an end.
		ctx = context.WithoutCancel(ctx)
	}
	return m.publish(ctx)
}

// StartPublication is Publish that does not wait: Publication tells how far it is.
func (s *Service) StartPublication(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, message string) (Publication, error) {
	m, err := s.prepare(ctx, who, org, key, revision, message)
	if err != nil {
		return Publication{}, err
	}
	if err := m.begin(ctx); err != nil {
		return Publication{}, err
	}
	begun := m.p
	begun.Parts = slices.Clone(m.p.Parts)
	s.working.Go(func() {
		if _, err := m.publish(context.WithoutCancel(ctx)); err != nil {
			s.log().Info("a chain was not published", "publication", begun.ID, "error", err)
		}
	})
	return begun, nil
}

// Wait waits for the publications that this process is at.
func (s *Service) Wait() { s.working.Wait() }

// prepare checks a draft and says what its version needs.
func (s *Service) prepare(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, message string) (*making, error) {
	c, err := s.find(ctx, who, rbac.ChainPublish, org, key)
	if err != nil {
		return nil, err
	}
	if message, err = name.Text("/message", message, MaxMessage); err != nil {
		return nil, err
	}
	if c.Revision != revision {
		return nil, stale(c)
	}
	m := &making{s: s, c: c, who: who}
	if m.draft, err = s.Store.ChainSave(ctx, who.Tenant, c.ID, revision); err != nil {
		return nil, err
	}
	if m.d, err = parse(m.draft.Document); err != nil {
		return nil, err
	}
	// Checked before the transaction, which must not wait for a compiler.
	problems, refs, err := s.check(ctx, who, org, m.d, chain.Publish, c.Editors)
	if err != nil {
		return nil, err
	}
	m.refs = refs
	if wrong := chain.Errors(placeless(problems)); len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "chain.invalid", "the draft has errors").With(wrong...)
	}
	if err := s.differs(ctx, c, refs.pins); err != nil {
		return nil, err
	}
	parts, err := s.parts(m.d)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	m.p = Publication{
		Tenant: c.Tenant, ID: s.NewID(), Org: c.Org, Chain: c.ID, Revision: revision, State: Publishing, Message: message,
		CreatedAt: now.UnixMicro(), CreatedBy: who.Subject, Owner: s.NewID(), LeaseUntil: s.leased(), Parts: parts,
	}
	return m, nil
}

// begin keeps the publication, so that what it makes is never forgotten.
func (m *making) begin(ctx context.Context) error {
	return m.s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := m.s.confirm(ctx, m.who, rbac.ChainPublish, m.c.Org, m.c.Key); err != nil {
			return err
		}
		err := m.s.Store.InsertPublication(ctx, m.p)
		if fault.Is(err, fault.Conflict) {
			return fault.New(fault.Conflict, "chain.publishing", "the chain is being published already")
		}
		m.kept = err == nil
		return err
	})
}

// publish makes the parts and then the version.
func (m *making) publish(ctx context.Context) (Version, error) {
	made := Version{
		Tenant: m.c.Tenant, Chain: m.c.ID, Version: m.c.Version + 1, Revision: m.p.Revision,
		Digest: m.d.Digest(), Checksum: m.draft.Checksum, Message: m.p.Message, Document: m.draft.Document,
	}
	if !m.kept {
		err := m.s.Store.InTx(ctx, func(ctx context.Context) error { return m.version(ctx, &made, nil) })
		return made, err
	}
	m.s.reached("publish_begun")
	stop := m.keep(ctx)
	defer stop()
	digests, err := m.create(ctx, m.refs.pins)
	if err == nil {
		m.s.reached("publish_made")
		err = m.s.Store.InTx(ctx, func(ctx context.Context) error {
			err := m.version(ctx, &made, digests)
			m.s.reached("publish_commit")
			return err
		})
		m.s.reached("published")
	}
	if err != nil {
		m.fail(ctx, err)
	}
	m.s.changed.Tell(m.p.ID)
	return made, err
}

// version is the transaction in which the version comes to be. What was checked
// before stands under the guard of revision and version; the references are
// looked up anew.
func (m *making) version(ctx context.Context, made *Version, digests map[string]string) error {
	s, c, who, refs := m.s, m.c, m.who, m.refs
	now, err := s.confirm(ctx, who, rbac.ChainPublish, c.Org, c.Key)
	if err != nil {
		return err
	}
	if now.ID != c.ID || now.Revision != c.Revision || now.Version != c.Version {
		return stale(now)
	}
	gone, err := refs.Resolve(ctx, refs.asked)
	if err != nil {
		return err
	}
	if wrong := details(gone, refs.asked); len(wrong) > 0 {
		return fault.New(fault.Invalid, "chain.invalid", "the draft has errors").With(wrong...)
	}
	for key, digest := range digests {
		pin := refs.pins[chain.EnvironmentRef][key]
		pin.Digest = digest
		refs.pins[chain.EnvironmentRef][key] = pin
	}
	if err := s.differs(ctx, now, refs.pins); err != nil {
		return err
	}
	made.Pins, made.Authors = refs.pins, withEditor(now.Editors, who)
	made.CreatedAt, made.CreatedBy = s.Now().UnixMicro(), who.Subject
	after := now
	after.VersionChecksum, after.Editors = made.Checksum, nil
	after.UpdatedAt, after.UpdatedBy = made.CreatedAt, who.Subject
	done, err := s.Store.PublishChain(ctx, after)
	if err != nil {
		return err
	}
	if !done {
		if now, err = s.Store.Chain(ctx, c.Tenant, c.Org, c.Key); err != nil {
			return err
		}
		return stale(now)
	}
	if err := s.Store.InsertChainVersion(ctx, *made); err != nil {
		return err
	}
	if err := m.succeed(ctx, made.Version); err != nil {
		return err
	}
	return s.Audit.Record(ctx, who, audit.Entry{
		Action: "chain:published", Kind: kind, ResourceID: c.ID, OrgID: c.Org,
		After: map[string]any{"version": made.Version, "revision": made.Revision, "digest": made.Digest, "checksum": made.Checksum, "pins": made.Pins},
	})
}

// succeed ends the publication with the version.
func (m *making) succeed(ctx context.Context, version int64) error {
	if !m.kept {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.p
	p.State, p.Version, p.EndedAt = Published, version, m.s.Now().UnixMicro()
	done, err := m.s.Store.UpdatePublication(ctx, p)
	if err != nil {
		return err
	}
	if !done {
		return errOvertaken
	}
	if len(p.Parts) == 0 {
		return nil
	}
	return m.s.Creation.Keep(ctx, p, version)
}

// differs refuses a version that would be the same as the latest.
func (s *Service) differs(ctx context.Context, c Chain, pins Pins) error {
	if c.Version == 0 || c.Changed() {
		return nil
	}
	latest, err := s.Store.ChainVersion(ctx, c.Tenant, c.ID, c.Version)
	if err != nil {
		return err
	}
	if len(latest.Pins)+len(pins) == 0 || reflect.DeepEqual(latest.Pins, pins) {
		return fault.New(fault.Conflict, "chain.unchanged", "nothing has changed since version %d", c.Version)
	}
	return nil
}

func details(problems []chain.ReferenceProblem, refs []chain.Reference) []fault.Detail {
	var out []fault.Detail
	for _, p := range problems {
		if p.Severity != chain.Warning {
			out = append(out, fault.Detail{Code: p.Code, Pointer: p.Place(refs[p.Index]), Detail: p.Detail})
		}
	}
	return out
}

// Versions lists what was published, the newest first.
func (s *Service) Versions(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[Version], error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return page.Of[Version]{}, err
	}
	return s.Store.ChainVersions(ctx, who.Tenant, c.ID, r)
}

// Version gives one version with its document.
func (s *Service) Version(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, version int64) (Version, error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return Version{}, err
	}
	return s.Store.ChainVersion(ctx, who.Tenant, c.ID, version)
}

// DraftRef is how Compare calls the draft.
const DraftRef = "draft"

// Compare says how one document of a chain differs from another. Each is the
// number of a version, or DraftRef.
func (s *Service) Compare(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, from, to string) ([]chain.Change, error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return nil, err
	}
	older, err := s.document(ctx, c, "/from", from)
	if err != nil {
		return nil, err
	}
	newer, err := s.document(ctx, c, "/to", to)
	if err != nil {
		return nil, err
	}
	return chain.Diff(older, newer), nil
}

func (s *Service) document(ctx context.Context, c Chain, pointer, which string) (*chain.Document, error) {
	if which == DraftRef {
		return s.draft(ctx, c)
	}
	n, err := strconv.ParseInt(which, 10, 64)
	if err != nil {
		return nil, fault.At(pointer, "chain.compare", "this is neither the number of a version nor %q", DraftRef)
	}
	v, err := s.Store.ChainVersion(ctx, c.Tenant, c.ID, n)
	if err != nil {
		return nil, err
	}
	return parse(v.Document)
}
