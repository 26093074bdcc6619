package chain

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
)

func (c *checker) node(s *scope, i int) {
	n := &s.graph.Nodes[i]
	pointer := Pointer(s.pointer, "nodes", i)
	at := place{node: n.ID, scope: s, within: i}
	if n.Name != "" {
		c.name(at, pointer+"/name", n.Name)
	}
	if n.Join != nil {
		if incoming := len(s.before[i]); n.Join.AtLeast > incoming {
			c.add(Error, at, pointer+"/join", "chain.join", "%q waits for %d incoming edges and has %d", n.ID, n.Join.AtLeast, incoming)
		}
	}
	c.leaves[n.ID] = n.LeavesFiles()
	s.ends[i] = c.body(at, pointer, &n.Body)
	if n.Undo != nil {
		// When an undo runs, every node may be done.
		at.within = -1
		c.body(at, pointer+"/undo", n.Undo)
	}
}

// body checks what a node does and says whether the run ends with it.
func (c *checker) body(at place, pointer string, b *Body) bool {
	if b.Pipeline != nil {
		c.pipeline(at, pointer+"/pipeline", b.Pipeline)
	}
	if b.Task != nil {
		c.task(at, pointer+"/task", b.Task)
	}
	c.execution(at, pointer, b)
	c.timeout(at, pointer+"/timeout", b.Timeout)
	if r := b.Retry; r != nil && r.Backoff != nil {
		c.time(at, pointer+"/retry/backoff/initial", r.Backoff.Initial)
		c.time(at, pointer+"/retry/backoff/max", r.Backoff.Max)
	}
	kind, ok := c.env.Kinds.Kind(b.Kind)
	if !ok {
		c.add(Error, at, pointer+"/kind", "chain.unknown_kind", "there is no node kind %q", b.Kind)
		return false
	}
	found := kind.Check(b)
	for _, p := range found.Problems {
		c.add(cmp.Or(p.Severity, Error), at, pointer+p.Pointer, p.Code, "%s", p.Detail.Detail)
	}
	for _, src := range found.Sources {
		c.source(at, pointer+src.Pointer, src.Kind, src.Text, src.Offset)
	}
	for _, ref := range found.References {
		c.reference(at, pointer+ref.Pointer, ref)
	}
	for _, inner := range found.Graphs {
		c.graph(inner.Graph, pointer+inner.Pointer, &at)
	}
	return found.Ends
}

func (c *checker) pipeline(at place, pointer string, p *Pipeline) {
	c.reference(at, pointer+"/engine", Reference{Kind: EngineRef, Key: p.Engine})
	c.reference(at, pointer+"/position", Reference{Kind: PositionRef, Key: p.Position, Within: p.Engine, Parameters: p.Parameters})
	c.values(at, pointer+"/parameters", p.Parameters)
}

func (c *checker) task(at place, pointer string, t *Task) {
	c.reference(at, pointer+"/script", Reference{Kind: ScriptRef, Key: t.Script})
	c.reference(at, pointer+"/environment", Reference{Kind: EnvironmentRef, Key: t.Environment})
	for i, argument := range t.Arguments {
		c.text(at, Pointer(pointer, "arguments", i), argument)
	}
	names := make([]EnvName, 0, len(t.Env))
	for name := range t.Env {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		inner := Pointer(pointer, "env", name)
		if secret := t.Env[name].Secret; secret != "" {
			c.reference(at, inner+"/secret", Reference{Kind: SecretRef, Key: secret})
		} else {
			c.text(at, inner, t.Env[name].Value)
		}
	}
	c.values(at, pointer+"/input", t.Input)
	c.takes(at, pointer+"/artefacts", t.Artefacts)
	if t.Limits != nil {
		c.timeout(at, pointer+"/limits/timeout", t.Limits.Timeout)
	}
}

// maxFileName is how many bytes the name of a file may have.
const maxFileName = 200

// takes checks the names of the artefacts that a task takes; whether there is a
// node that leaves them is seen when all nodes are known.
func (c *checker) takes(at place, pointer string, all map[FileName]Artefact) {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		inner, a := Pointer(pointer, name), all[name]
		if len(name) > maxFileName {
			c.add(Error, at, inner, "chain.artefact", "the name has %d bytes; %d are allowed", len(name), maxFileName)
		}
		c.text(at, inner+"/name", a.Name)
		if a.Name != "" && !strings.Contains(a.Name, opening) && (len(a.Name) > maxFileName || !fileForm.pattern.MatchString(a.Name)) {
			c.add(Error, at, inner+"/name", "chain.artefact", "no artefact is named so: this must be %s", fileForm.says)
		}
		c.taken = append(c.taken, taken{at: at, pointer: inner + "/node", from: a.Node})
	}
}

// artefacts checks that what tasks take is left by tasks or forms before them.
func (c *checker) artefacts() {
	for _, t := range c.taken {
		_, exists := c.seen[t.from]
		switch {
		case !exists:
			c.add(Error, t.at, t.pointer, "chain.artefact", "there is no node %q", t.from)
		case !t.at.sees(t.from):
			c.add(Error, t.at, t.pointer, "chain.artefact", "%q does not come before this", t.from)
		case !c.leaves[t.from]:
			c.add(Error, t.at, t.pointer, "chain.artefact", "%q has neither a task nor a form, and so leaves no files", t.from)
		}
	}
}

// execution checks what only has a meaning with both a pipeline and a task.
func (c *checker) execution(at place, pointer string, b *Body) {
	both := b.Pipeline != nil && b.Task != nil
	ineffective := func(set bool, field string, has bool, why string) {
		if set && !has {
			c.add(Warning, at, pointer+field, "chain.ineffective", "this has no effect: %s", why)
		}
	}
	const needsBoth = "the node does not have both a pipeline and a task"
	ineffective(b.Execution != "", "/execution", both, needsBoth)
	ineffective(b.LetFinish, "/let_finish", both && b.Execution == Parallel, "the execution is not parallel")
	if len(b.Order) == 0 {
		return
	}
	ineffective(true, "/order", both, needsBoth)
	ineffective(both, "/order", b.Execution != Parallel, "the execution is parallel")
	if both && len(b.Order) != 2 {
		c.add(Error, at, pointer+"/order", "chain.order", "the order must name both the pipeline and the task")
	}
}

func (c *checker) time(at place, pointer string, d Duration) {
	if d.Value() > maxTime {
		c.add(Error, at, pointer, "chain.time", "this is longer than ten years")
	}
}

func (c *checker) timeout(at place, pointer string, d Duration) {
	c.time(at, pointer, d)
	if d != "" && d.Value() == 0 {
		c.add(Error, at, pointer, "chain.time", "this leaves no time at all; leave it out to set no limit")
	}
}

func (c *checker) reference(at place, pointer string, r Reference) {
	r.Pointer = pointer
	c.references = append(c.references, r)
	c.refAt = append(c.refAt, at)
}

func (c *checker) source(at place, pointer string, kind SourceKind, text string, offset int) {
	if len(text) > MaxSource {
		c.add(Error, at, pointer, "chain.source_long", "this script has %d bytes; %d are allowed", len(text), MaxSource)
		return
	}
	c.sources = append(c.sources, Source{Pointer: pointer, Kind: kind, Text: text, Offset: offset})
	c.sourceAt = append(c.sourceAt, at)
}

// text finds the expressions in a text.
func (c *checker) text(at place, pointer, s string) {
	found := TextSources(pointer, s)
	for _, src := range found.Sources {
		c.source(at, src.Pointer, src.Kind, src.Text, src.Offset)
	}
	for _, p := range found.Problems {
		c.add(p.Severity, at, p.Pointer, p.Code, "%s", p.Detail.Detail)
	}
}

// values finds the expressions in a JSON value.
func (c *checker) values(at place, pointer string, j JSON) {
	found := JSONSources(pointer, j)
	for _, src := range found.Sources {
		c.source(at, src.Pointer, src.Kind, src.Text, src.Offset)
	}
	for _, p := range found.Problems {
		c.add(p.Severity, at, p.Pointer, p.Code, "%s", p.Detail.Detail)
	}
}

// TextSources finds the ${{ expressions }} in a text, and what is wrong with
// their braces.
func TextSources(pointer, s string) Findings {
	var found Findings
	if !strings.Contains(s, opening) {
		return found
	}
	segments, err := Split(s)
	if err != nil {
		code := "chain.expression_open"
		if errors.Is(err, ErrEmptyExpression) {
			code = "chain.expression_empty"
		}
		found.Problems = append(found.Problems, NewProblem(Error, pointer, code, "%v", err))
	}
	for _, segment := range segments {
		if segment.Expression {
			found.Sources = append(found.Sources, Source{
				Pointer: pointer, Kind: Expression, Text: segment.Text, Offset: segment.Offset,
			})
		}
	}
	return found
}

// JSONSources is TextSources for every text in a JSON value; keys are no
// expressions.
func JSONSources(pointer string, j JSON) Findings {
	var found Findings
	if !strings.Contains(string(j), opening) {
		return found
	}
	if v := readJSON(string(j), &problems{}); v != nil {
		v.sources(pointer, &found)
	}
	return found
}

func (v *value) sources(pointer string, found *Findings) {
	switch v.kind {
	case textValue:
		inner := TextSources(pointer, v.text)
		found.Sources = append(found.Sources, inner.Sources...)
		found.Problems = append(found.Problems, inner.Problems...)
	case listValue:
		for i, item := range v.items {
			item.sources(Pointer(pointer, i), found)
		}
	case objectValue:
		for _, f := range v.fields {
			f.value.sources(Pointer(pointer, f.key), found)
		}
	}
}

// mentions warns of nodes that glue names and cannot see, and takes the switches
// that it names for references.
func (c *checker) mentions() {
	for i, src := range c.sources {
		at := c.sourceAt[i]
		c.mentionedNodes(at, src)
		c.mentionedSwitches(at, src)
	}
}

func (c *checker) mentionedNodes(at place, src Source) {
	told := map[string]bool{}
	for _, m := range mentions(src.Text, "nodes") {
		if m.bare || told[m.name] {
			continue
		}
		told[m.name] = true
		_, exists := c.seen[NodeID(m.name)]
		_, dashed := c.seen[NodeID(m.dashed)]
		switch {
		case exists && !at.sees(NodeID(m.name)):
			c.add(Warning, at, src.Pointer, "chain.glue_node", "%q does not come before this, so nothing of it can be seen here", m.name)
		case !exists && dashed && m.dashed != m.name:
			c.add(Warning, at, src.Pointer, "chain.glue_node", "an id with a hyphen is written nodes[%q]", m.dashed)
		case !exists:
			c.add(Warning, at, src.Pointer, "chain.glue_node", "there is no node %q", m.name)
		}
	}
}

func (c *checker) mentionedSwitches(at place, src Source) {
	told := map[string]bool{}
	for _, m := range mentions(src.Text, "switches") {
		if told[m.name] {
			continue
		}
		told[m.name] = true
		if m.bare {
			c.add(Warning, at, src.Pointer, "chain.glue_switch", "only switches that are named can be seen: write switches[\"key\"]")
			continue
		}
		if m.dashed != "" && m.dashed != m.name {
			c.add(Warning, at, src.Pointer, "chain.glue_switch", "a key with a hyphen is written switches[%q]", m.dashed)
		}
		c.reference(at, src.Pointer, Reference{Kind: SwitchRef, Key: Ref(m.name)})
	}
}
