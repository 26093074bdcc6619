package audit

import (
	"context"
	"slices"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
)

// Store reads entries.
type Store interface {
	VerifyStore
	InTx(ctx context.Context, work func(context.Context) error) error
	// LastHeads lists the newest heads of a tenant, the newest first.
	LastHeads(ctx context.Context, tenant string, max int) ([]Head, error)
	// AuditEntries lists entries, the newest first.
	AuditEntries(ctx context.Context, tenant rbac.TenantID, f Filter, r page.Request) (page.Of[Shown], error)
}

// Service is what people do with the log: read, verify and export it. All
// fields are needed.
type Service struct {
	Store Store
	Keys  *Keys
	Auth  *rbac.Authorizer
	Log   *Log
	Now   clock.Now
}

// Query is what entries are looked for by; what is empty matters not. Times are
// Unix µs, From within and To without.
type Query struct {
	// Who is a subject that acted, or the human behind one.
	Who      rbac.SubjectID `json:"who,omitempty"`
	Action   string         `json:"action,omitempty"`
	Kind     string         `json:"kind,omitempty"`
	Resource string         `json:"resource,omitempty"`
	Result   string         `json:"result,omitempty"`
	From     int64          `json:"from,omitempty"`
	To       int64          `json:"to,omitempty"`
}

// Filter is a Query as the store needs it.
type Filter struct {
	Query
	// Set are the orgs whose entries are asked for; Whole: and those that
	// belong to the tenant and to no org.
	Set   rbac.OrgSet
	Whole bool
}

// Shown is an entry as people read it. The names are those of now.
type Shown struct {
	Sealed
	SubjectName string `db:"subject_name"`
	HumanName   string `db:"human_name"`
	TokenName   string `db:"token_name"`
	OrgName     string `db:"org_name"`
}

// List gives the entries of an org and all below it that who may view, the
// newest first.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Query, r page.Request) (page.Of[Shown], error) {
	f, err := s.filter(ctx, who, rbac.AuditView, org, q)
	if err != nil {
		return page.Of[Shown]{}, err
	}
	return s.Store.AuditEntries(ctx, who.Tenant, f, r)
}

// filter asks for the permission at org, and finds the orgs at and below it
// where who has it.
func (s *Service) filter(ctx context.Context, who rbac.Actor, act rbac.Permission, org rbac.OrgID, q Query) (Filter, error) {
	if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
		return Filter{}, err
	}
	set, err := s.Auth.Filter(ctx, who, act)
	if err != nil {
		return Filter{}, err
	}
	if org == rbac.OrgID(who.Tenant) {
		return Filter{Query: q, Set: set, Whole: set.Contains(org)}, nil
	}
	below, err := s.Auth.Subtree(ctx, who.Tenant, org)
	if err != nil {
		return Filter{}, err
	}
	return Filter{Query: q, Set: set.Among(below)}, nil
}

// exportPage is how many entries an export reads at once.
const exportPage = page.MaxLimit

// Export gives each entry that who may export to the function that begin
// returns, the newest first. It needs a fresh factor. That who exported, and
// what, is an entry of its own, written before begin is called.
func (s *Service) Export(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Query) (func(ctx context.Context, each func(Shown) error) error, error) {
	f, err := s.filter(ctx, who, rbac.AuditExport, org, q)
	if err != nil {
		return nil, err
	}
	if err := s.Auth.Fresh(who); err != nil {
		return nil, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.AuditExport, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		return s.Log.Record(ctx, who, Entry{Action: "audit:exported", Kind: "audit", OrgID: org, After: q})
	})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, each func(Shown) error) error {
		r := page.Request{Limit: exportPage}
		for {
			entries, err := s.Store.AuditEntries(ctx, who.Tenant, f, r)
			if err != nil {
				return err
			}
			for _, e := range entries.Items {
				if err := each(e); err != nil {
					return err
				}
			}
			if r.After = entries.Next; r.After.IsZero() {
				return nil
			}
		}
	}, nil
}

// verifyRows is how many rows a check in the portal looks at.
const verifyRows = 5000

// Checked is what Verify found.
type Checked struct {
	// From is the row after which it looked: a head whose signature is right.
	From int64
	Report
	// Head is the newest signed end, PublicKey what it was signed with, if that
	// is a key of this instance.
	Head      Head
	PublicKey []byte
}

// Verify checks the newest part of the tenant's chain: from the head before the
// last one on, some thousand rows at most. 'catenary audit verify' checks all.
// It needs audit:view at the tenant's root.
func (s *Service) Verify(ctx context.Context, who rbac.Actor, org rbac.OrgID) (Checked, error) {
	if err := s.Auth.Can(ctx, who, rbac.AuditView, rbac.Resource{OrgID: org}); err != nil {
		return Checked{}, err
	}
	if root := rbac.OrgID(who.Tenant); org != root {
		return Checked{}, fault.New(fault.Conflict, "audit.not_root", "a tenant has one chain: verify it at the tenant's root")
	}
	trusted, err := s.Keys.Trusted(ctx)
	if err != nil {
		return Checked{}, err
	}
	last, err := s.Store.LastHeads(ctx, string(who.Tenant), 2)
	if err != nil {
		return Checked{}, err
	}
	v := Verifier{Store: s.Store, Trusted: trusted}
	var out Checked
	var from Link
	if len(last) > 0 {
		out.Head = last[0]
		if i := slices.IndexFunc(trusted, out.Head.SignedBy); i >= 0 {
			out.PublicKey = trusted[i]
		}
	}
	if len(last) > 1 && v.trusts(last[1]) {
		from = Link{Seq: last[1].Seq, Hash: last[1].Hash}
	}
	end, err := s.Store.AuditEnd(ctx, string(who.Tenant))
	if err != nil {
		return Checked{}, err
	}
	to := min(end.Seq, from.Seq+verifyRows)
	out.From = from.Seq
	out.Report, err = v.since(ctx, string(who.Tenant), from, to, to == end.Seq)
	return out, err
}
