package audit

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"fmt"
	"slices"
)

// VerifyStore gives chains to be verified.
type VerifyStore interface {
	// AuditTenants names the tenants that have rows or heads.
	AuditTenants(ctx context.Context) ([]string, error)
	// AuditEnd is the last row of a tenant's chain.
	AuditEnd(ctx context.Context, tenant string) (Link, error)
	// WalkAudit gives each sealed row after a place and up to another in order.
	// The row given is used again for the next.
	WalkAudit(ctx context.Context, tenant string, after, to int64, each func(*Sealed) error) error
	// AuditHeads lists the heads of a tenant from seq on, by seq.
	AuditHeads(ctx context.Context, tenant string, from int64) ([]Head, error)
	// CountUnsealed says how many rows of a tenant wait to be sealed.
	CountUnsealed(ctx context.Context, tenant string) (int64, error)
}

// Verifier checks that chains are what they were. It needs no running server.
type Verifier struct {
	Store VerifyStore
	// Trusted are the keys whose signatures count.
	Trusted []ed25519.PublicKey
	// Known are heads kept outside the database: what they know cannot have been
	// cut off.
	Known []Head
}

// Report is what a Verifier found of one tenant's chain.
type Report struct {
	Tenant string `json:"tenant"`
	// Rows are those that are right, up to Last.
	Rows int64  `json:"rows"`
	Last int64  `json:"last"`
	Hash string `json:"hash"`
	// Heads are the signed ends that agree, the newest at HeadSeq: rows up to
	// there are proven, those after it only fit.
	Heads    int   `json:"heads"`
	HeadSeq  int64 `json:"head_seq"`
	Unsealed int64 `json:"unsealed"`
	// Problem is the first thing that is wrong.
	Problem *Problem `json:"problem,omitempty"`
}

// Problem names the first wrong row.
type Problem struct {
	Seq int64  `json:"seq"`
	ID  string `json:"id,omitempty"`
	// Code is changed, missing, order, link, head, signature or cut.
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Error makes a Problem an error, so that a walk can end with it.
func (p *Problem) Error() string { return p.Detail }

// All verifies every tenant's chain and gives each report as it is done. The
// error is of reading; what is wrong with a chain is in its report.
func (v *Verifier) All(ctx context.Context, each func(Report) error) error {
	tenants, err := v.Store.AuditTenants(ctx)
	if err != nil {
		return err
	}
	for _, h := range v.Known {
		tenants = append(tenants, h.Tenant)
	}
	slices.Sort(tenants)
	for _, tenant := range slices.Compact(tenants) {
		r, err := v.Tenant(ctx, tenant)
		if err != nil {
			return fmt.Errorf("verify tenant %q: %w", tenant, err)
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

// Tenant verifies a whole chain.
func (v *Verifier) Tenant(ctx context.Context, tenant string) (Report, error) {
	end, err := v.Store.AuditEnd(ctx, tenant)
	if err != nil {
		return Report{Tenant: tenant}, err
	}
	return v.since(ctx, tenant, Link{}, end.Seq, true)
}

// since verifies what follows a place that is known to be right, up to a row.
// If that is the last one, nothing may be known of any after it.
func (v *Verifier) since(ctx context.Context, tenant string, from Link, to int64, last bool) (Report, error) {
	r := Report{Tenant: tenant, Last: from.Seq, Hash: from.Hash}
	heads, err := v.heads(ctx, tenant, from.Seq)
	if err != nil {
		return r, err
	}
	parts, err := v.walk(ctx, tenant, from.Seq, to, heads)
	if err != nil {
		return r, err
	}
	for _, p := range parts {
		if r.add(p); r.Problem != nil {
			break
		}
	}
	for _, h := range heads {
		if r.Problem != nil && r.Problem.Seq < h.Seq || !last && h.Seq > to {
			break // the first wrong row counts
		}
		if h.Seq > r.Last && r.Problem == nil {
			r.Problem = &Problem{
				Seq: r.Last + 1, Code: "cut",
				Detail: fmt.Sprintf("the chain ends at row %d, but row %d was signed as its head: what followed was cut off", r.Last, h.Seq),
			}
			break
		}
		if !v.trusts(h) && (r.Problem == nil || r.Problem.Seq > h.Seq) {
			r.Problem = &Problem{
				Seq: h.Seq, Code: "signature",
				Detail: fmt.Sprintf("the head at row %d is not signed with a key of this instance (its key is %q)", h.Seq, h.Key),
			}
			break
		}
	}
	r.Unsealed, err = v.Store.CountUnsealed(ctx, tenant)
	return r, err
}

func (v *Verifier) trusts(h Head) bool { return slices.ContainsFunc(v.Trusted, h.SignedBy) }

// heads are all that are known of a chain, by seq.
func (v *Verifier) heads(ctx context.Context, tenant string, from int64) ([]Head, error) {
	heads, err := v.Store.AuditHeads(ctx, tenant, from)
	if err != nil {
		return nil, err
	}
	for _, h := range v.Known {
		if h.Tenant == tenant && h.Seq >= from {
			heads = append(heads, h)
		}
	}
	slices.SortStableFunc(heads, func(a, b Head) int { return cmp.Compare(a.Seq, b.Seq) })
	return slices.Compact(heads), nil // what is known outside is mostly there inside
}
