package runs

import (
	"context"
	"slices"
	"strings"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// Query is what a list is asked for; empty fields choose all.
type Query struct {
	// Search has words of the title.
	Search string
	// States are names of states with commas between them.
	States string
	// Chain is a key, Trigger a kind of trigger, Parent the run that waits.
	Chain, Trigger, Parent string
	// By is who started them: an id, or Me.
	By string
	// Test is "true" for test runs only, "false" for all others.
	Test     string
	From, To time.Time
}

// Me stands for who asks, as Query.By.
const Me = "me"

// triggers are the kinds of what starts runs.
var triggers = []string{"api", "manual", "webhook", "schedule", "chain", "rerun", "test", "release"}

func (q Query) filter(who rbac.Actor) (Filter, error) {
	f := Filter{Chain: q.Chain, Trigger: q.Trigger, Parent: q.Parent, By: rbac.SubjectID(q.By), From: clock.Micros(q.From), To: clock.Micros(q.To)}
	if q.By == Me {
		f.By = who.Subject
	}
	if q.Test != "" {
		only := q.Test == "true"
		f.Test = &only
	}
	var err error
	if f.Search, err = name.Search("#/query/q", q.Search); err != nil {
		return f, err
	}
	if q.Trigger != "" && !slices.Contains(triggers, q.Trigger) {
		return f, fault.At("#/query/trigger", "request.parameter", "there is no trigger %q", q.Trigger)
	}
	for word := range strings.SplitSeq(q.States, ",") {
		state := run.State(strings.TrimSpace(word))
		switch {
		case q.States == "":
		case !slices.Contains(run.States(), state):
			return f, fault.At("#/query/state", "request.parameter", "a run has no state %q", word)
		case !slices.Contains(f.States, state):
			f.States = append(f.States, state)
		}
	}
	return f, nil
}

// List gives the runs of an org and of those below it, as far as who may view
// them; the newest comes first.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Query, r page.Request) (page.Of[View], error) {
	f, err := q.filter(who)
	if err != nil {
		return page.Of[View]{}, err
	}
	if f.Set, err = s.Visible(ctx, who, org); err != nil {
		return page.Of[View]{}, err
	}
	// A run may call chains that are shared with its org from elsewhere.
	if f.Parent != "" {
		if f.Set, err = s.Auth.Filter(ctx, who, rbac.RunView); err != nil {
			return page.Of[View]{}, err
		}
	}
	rows, err := s.Store.Runs(ctx, who.Tenant, f, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	orgs := make([]rbac.OrgID, len(rows.Items))
	for i, row := range rows.Items {
		orgs[i] = rbac.OrgID(row.Org)
	}
	allowed, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return page.Of[View]{}, err
	}
	ids := make([]string, len(rows.Items))
	for i, row := range rows.Items {
		ids[i] = row.Chain
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" }) // trials and checks are of no chain
	usual, err := s.Store.UsualDurations(ctx, who.Tenant, ids)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, len(rows.Items)), Next: rows.Next}
	for i, row := range rows.Items {
		out.Items[i] = View{Row: row, Can: can(allowed[orgs[i]]), Usual: usual[row.Chain]}
	}
	return out, nil
}

// Visible is the part of an org's subtree in which who may view runs.
func (s *Service) Visible(ctx context.Context, who rbac.Actor, org rbac.OrgID) (rbac.OrgSet, error) {
	if err := s.Auth.Can(ctx, who, rbac.RunView, rbac.Resource{OrgID: org}); err != nil {
		return rbac.OrgSet{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.RunView)
	if err != nil || org == rbac.OrgID(who.Tenant) {
		return set, err
	}
	below, err := s.Auth.Subtree(ctx, who.Tenant, org)
	if err != nil {
		return rbac.OrgSet{}, err
	}
	return set.Among(below), nil
}

// Get gives one run, and what it was given and gave to who has run:data.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	if _, err := s.find(ctx, who, rbac.RunView, org, id); err != nil {
		return View{}, err
	}
	return s.view(ctx, who, org, id)
}

// Document gives the chain as a run has it, and its digest. It takes the right
// to view the chain, too; what a test run tried out may not be kept any more:
// run.document_unknown (NotFound).
func (s *Service) Document(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (text, digest string, err error) {
	r, err := s.find(ctx, who, rbac.ChainView, org, id)
	if err != nil {
		return "", "", err
	}
	if err := s.Auth.Can(ctx, who, rbac.RunView, rbac.Resource{OrgID: org}); err != nil {
		return "", "", err
	}
	if r.Version > 0 {
		v, err := s.Store.ChainVersion(ctx, who.Tenant, r.Chain, r.Version)
		return v.Document, v.Checksum, err
	}
	d, err := s.Store.RunDocument(ctx, who.Tenant, r.Document)
	return d.Document, d.Digest, err
}

// parentOrg is the org of the run that waits for another; empty if that is kept no
// longer, or who may not view it.
func (s *Service) parentOrg(ctx context.Context, who rbac.Actor, row Row) (string, error) {
	parent, err := s.Store.Run(ctx, row.Tenant, row.Parent)
	if fault.HasCode(err, "run.unknown") {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	allowed, err := s.Auth.Allowed(ctx, who, rbac.OrgID(parent.Org))
	if err != nil || !slices.Contains(allowed[rbac.OrgID(parent.Org)], rbac.RunView) {
		return "", err
	}
	return parent.Org, nil
}

func (s *Service) view(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	row, err := s.Store.RunRow(ctx, who.Tenant, id)
	if err != nil {
		return View{}, err
	}
	state, err := runtime.View(ctx, s.Store, runtime.ID{Tenant: row.Tenant, Run: id})
	if err != nil {
		return View{}, err
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return View{}, err
	}
	progress := state.Progress()
	v := View{Row: row, Can: can(allowed[org]), Progress: &progress, Canceling: state.Canceling && !state.State.Final()}
	if v.State == run.Queued && !v.Canceling {
		if v.Queue, err = s.queue(ctx, row); err != nil {
			return View{}, err
		}
	}
	if row.Parent != "" {
		if v.ParentOrg, err = s.parentOrg(ctx, who, row); err != nil {
			return View{}, err
		}
	}
	if slices.Contains(v.Can, rbac.RunData) {
		if err := s.noteRead(ctx, who, row.Run); err != nil {
			return View{}, err
		}
		v.Input, v.Output = state.Input, state.Output
		if state.Seq == 0 && row.Input != "" {
			v.Input = []byte(row.Input)
		}
	}
	return v, nil
}
