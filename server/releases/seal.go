package releases

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/tuple"
	"catenary/rbac"
	"catenary/server/chains"
)

// maxParts is how many parts a seal is made of at most.
const maxParts = 20_000

// seal is the digest over all parts.
func (p Parts) seal() string {
	fields := []string{"catenary.release/v1"}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		fields = append(fields, name, p[name])
	}
	return digest(fields...)
}

func digest(fields ...string) string {
	sum := sha256.Sum256(tuple.Of(fields...))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// differ names the parts that are not the same in both, without those that only
// say that something within them differs.
func differ(sealed, now Parts) []string {
	var names []string
	for name := range sealed {
		if sealed[name] != now[name] {
			names = append(names, name)
		}
	}
	for name := range now {
		if _, there := sealed[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		for _, whole := range []string{planPart, documentPart, pinsPart} {
			within, is := strings.CutSuffix(name, whole)
			if is && slices.ContainsFunc(names, func(other string) bool { return exact(other) && strings.HasPrefix(other, within+"/") }) {
				return true
			}
		}
		return false
	})
}

// exact says that a part does not stand for a whole text.
func exact(name string) bool {
	return !strings.HasSuffix(name, planPart) && !strings.HasSuffix(name, documentPart) && !strings.HasSuffix(name, pinsPart)
}

// The parts that stand for the whole text of something.
const (
	planPart     = "/plan"
	documentPart = "/document"
	pinsPart     = "/pins"
)

// sealed is what a release would run now: the digests of its parts, and who
// wrote them.
type sealed struct {
	Parts
	authors map[rbac.SubjectID]bool
	// versions are the chains that phases run, by their pointer.
	versions map[string]chains.Version
}

// within says that a part stands at a pointer or below it. The empty one has all.
func within(name, at string) bool {
	return at == "" || name == at || strings.HasPrefix(name, at+"/")
}

// look reads all that a release would run now. Under only, if it is not empty,
// it reads what stands at or below that pointer and nothing else.
func (s *Service) look(ctx context.Context, r Release, only string) (*sealed, error) {
	l := &looking{s: s, ctx: ctx, tenant: r.Tenant, known: map[string]Parts{}, out: &sealed{
		Parts: Parts{}, authors: map[rbac.SubjectID]bool{}, versions: map[string]chains.Version{},
	}}
	l.author(r.CreatedBy, r.CreatedHuman, r.EditedBy, r.EditedHuman, r.RequestedBy, r.RequestedHuman, r.ExecutedBy, r.ExecutedHuman)
	l.plan(r)
	calls := r.Plan.chains()
	for _, at := range slices.Sorted(maps.Keys(calls)) {
		if !within(at, only) {
			continue
		}
		c := calls[at]
		l.out.Parts[at] = digest(c.Key, c.ID, strconv.FormatInt(c.Version, 10))
		parts, err := l.chain(c.ID, c.Version, 0)
		if err != nil {
			return nil, err
		}
		for name, d := range parts {
			l.out.Parts[at+name] = d
		}
		if len(l.out.Parts) > maxParts {
			return nil, fault.New(fault.TooLarge, "release.large", "what the release runs has more than %d parts", maxParts)
		}
		l.out.versions[at] = l.versions[chainKey(c.ID, c.Version)]
	}
	maps.DeleteFunc(l.out.Parts, func(name, _ string) bool { return !within(name, only) })
	return l.out, nil
}

// looking is one look.
type looking struct {
	s      *Service
	ctx    context.Context
	tenant rbac.TenantID
	out    *sealed
	// known are the parts of versions of chains, below their own pointers.
	known    map[string]Parts
	versions map[string]chains.Version
}

func (l *looking) author(people ...rbac.SubjectID) {
	for _, p := range people {
		if p != "" {
			l.out.authors[p] = true
		}
	}
}

// plan seals what the release itself says.
func (l *looking) plan(r Release) {
	text := r.Plan.text
	if text == "" {
		text = written(r.Plan)
	}
	add := func(name string, fields ...string) { l.out.Parts[name] = digest(fields...) }
	add(planPart, text)
	add("/org", string(r.Org))
	add("/name", r.Name)
	add("/description", r.Description)
	add("/valid_days", strconv.Itoa(r.Plan.ValidDays))
	add("/review", written(r.Plan.Review))
	add("/phases", strconv.Itoa(len(r.Plan.Phases)))
	for i, p := range r.Plan.Phases {
		at := phasePointer(i)
		add(at+"/name", p.Name)
		add(at+"/input", string(p.Input))
		add(at+"/mocks", written(p.Mocks))
		add(at+"/gates", strconv.Itoa(len(p.Gates)))
		for j, g := range p.Gates {
			add(gatePointer(i, j), written(g))
		}
		if p.Rollback.Chain == nil {
			add(at+"/rollback", "undo")
		} else {
			add(at+"/rollback", "chain")
			add(at+"/rollback/input", string(p.Rollback.Input))
		}
	}
}

// written is a value as JSON: of our own types, which can always be written.
func written(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "unwritable: " + err.Error()
	}
	return string(text)
}

func chainKey(id string, version int64) string { return id + "@" + strconv.FormatInt(version, 10) }

// maxCalls is how deep chains may call each other.
const maxCalls = 16

// chain gives the parts of a version: its text, the nodes one by one, and the
// script, image, pipeline and chain that each of them runs. What is gone is a
// part, too.
func (l *looking) chain(id string, version int64, depth int) (Parts, error) {
	key := chainKey(id, version)
	if parts, there := l.known[key]; there {
		return parts, nil
	}
	if depth > maxCalls {
		return nil, fault.New(fault.TooLarge, "release.large", "the chains of the release call each other more than %d deep", maxCalls)
	}
	v, err := l.s.Store.ChainVersion(l.ctx, l.tenant, id, version)
	if lost(err) {
		return Parts{documentPart: gone}, nil
	}
	if err != nil {
		return nil, err
	}
	if l.versions == nil {
		l.versions = map[string]chains.Version{}
	}
	l.versions[key] = v
	l.author(v.Authors...)
	parts := Parts{documentPart: digest(v.Document), pinsPart: digest(written(v.Pins))}
	l.known[key] = parts // a chain that calls itself is sealed once
	d, problems := chain.Parse([]byte(v.Document), chain.EncodingJSON)
	if len(problems) > 0 {
		return parts, nil // its text differs from what was sealed
	}
	if err := nodeParts(v.Document, parts); err != nil {
		return parts, nil //nolint:nilerr // the same
	}
	err = chain.Bodies(&d.Graph, l.s.Kinds, func(of chain.At, body *chain.Body) error {
		at := "/nodes/" + string(of.Node)
		if of.Undo {
			at += "/undo"
		}
		return l.body(v, of.Node, of.Undo, body, at, parts, depth)
	})
	return parts, err
}

// nodeParts seals the nodes and edges of a document one by one.
func nodeParts(document string, parts Parts) error {
	var d struct {
		Nodes []json.RawMessage `json:"nodes"`
		Edges json.RawMessage   `json:"edges"`
	}
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		return err
	}
	parts["/edges"] = digest(string(d.Edges))
	for _, n := range d.Nodes {
		var named struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(n, &named); err != nil {
			return err
		}
		parts["/nodes/"+named.ID] = digest(string(n))
	}
	return nil
}

// gone is the digest of what is not there, or cannot be read any more.
const gone = "gone"

// lost says that something is gone; that it could not be asked for is another
// thing.
func lost(err error) bool {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return fault.Is(err, fault.NotFound) || errors.As(err, &syntax) || errors.As(err, &kind)
}

// body seals what one body runs.
func (l *looking) body(v chains.Version, node chain.NodeID, undo bool, body *chain.Body, at string, parts Parts, depth int) error {
	if body.Task != nil {
		if err := l.task(v, body.Task, at, parts); err != nil {
			return err
		}
	}
	if body.Pipeline != nil {
		made, err := l.s.Store.PipelineOf(l.ctx, l.tenant, v.Chain, v.Version, string(node), undo)
		switch {
		case lost(err):
			parts[at+"/pipeline"] = gone
		case err != nil:
			return err
		default:
			parts[at+"/pipeline"] = digest(made.Engine, made.Position, made.External, made.Parameters)
		}
	}
	kind, known := l.s.Kinds.Kind(body.Kind)
	if !known {
		return nil
	}
	for _, ref := range kind.Check(body).References {
		if ref.Kind != chain.ChainRef {
			continue
		}
		key := string(ref.Key)
		if ref.Version != 0 {
			key = chainKey(key, ref.Version)
		}
		pin := v.Pins[chain.ChainRef][key]
		inner, err := l.chain(pin.ID, pin.Version, depth+1)
		if err != nil {
			return err
		}
		parts[at+"/chain"] = digest(pin.ID, strconv.FormatInt(pin.Version, 10))
		for name, d := range maps.Clone(inner) {
			parts[at+"/chain"+name] = d
		}
		if len(parts) > maxParts {
			return fault.New(fault.TooLarge, "release.large", "what the release runs has more than %d parts", maxParts)
		}
	}
	return nil
}

// task seals the text of a script, and the image and how scripts are given to
// it.
func (l *looking) task(v chains.Version, t *chain.Task, at string, parts Parts) error {
	script, environment := v.Pins[chain.ScriptRef][string(t.Script)], v.Pins[chain.EnvironmentRef][string(t.Environment)]
	text, err := l.s.Store.ScriptVersion(l.ctx, l.tenant, script.ID, script.Version)
	switch {
	case lost(err):
		parts[at+"/script"] = gone
	case err != nil:
		return err
	default:
		l.author(text.CreatedBy, text.Human)
		parts[at+"/script"] = digest(text.Source)
	}
	image, err := l.s.Store.EnvironmentImage(l.ctx, l.tenant, environment.ID, environment.Digest)
	switch {
	case lost(err):
		parts[at+"/image"] = digest(environment.Digest, gone)
	case err != nil:
		return err
	default:
		parts[at+"/image"] = digest(environment.Digest, image.Registry, image.Repository, image.Digest)
	}
	settings, err := l.s.Store.EnvironmentByID(l.ctx, l.tenant, environment.ID)
	switch {
	case lost(err):
		parts[at+"/environment"] = gone
	case err != nil:
		return err
	default:
		parts[at+"/environment"] = digest(append([]string{strconv.FormatInt(settings.User, 10)}, settings.Entry...)...)
	}
	return nil
}

// unbroken says that a release would run what was approved: all of it, or what
// stands at or below a pointer. Otherwise it is release.seal_broken (Conflict),
// which names the parts that differ.
func (s *Service) unbroken(ctx context.Context, r Release, only string) error {
	now, err := s.look(ctx, r, only)
	if err != nil {
		return fmt.Errorf("look at what release %s would run: %w", r.ID, err)
	}
	return r.holds(now.Parts, func(name string) bool { return within(name, only) })
}

// holds says that the parts that count are now what they were when the release
// was approved.
func (r *Release) holds(now Parts, counts func(string) bool) error {
	was := maps.Clone(r.Parts)
	now = maps.Clone(now)
	for _, parts := range []Parts{was, now} {
		maps.DeleteFunc(parts, func(name, _ string) bool { return !counts(name) })
	}
	names := differ(was, now)
	if len(names) == 0 && r.Parts.seal() != r.Seal {
		names = []string{"/seal"}
	}
	if len(names) == 0 {
		return nil
	}
	f := fault.New(fault.Conflict, codeBroken, "what would run is not what was approved: %s", strings.Join(names[:min(len(names), 3)], ", "))
	for _, name := range names[:min(len(names), maxTold)] {
		f.Details = append(f.Details, fault.Detail{Code: codeBroken, Pointer: name, Detail: "this is not what was approved"})
	}
	return f
}

const (
	codeBroken = "release.seal_broken"
	// maxTold is how many parts that differ are told of.
	maxTold = 100
)
