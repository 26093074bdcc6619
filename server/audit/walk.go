package audit

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"

	"golang.org/x/sync/errgroup"
)

// walkRows is how many rows are worth a goroutine of their own.
const walkRows = 20_000

// part is a piece of a chain: it is right in itself, up to last, unless it has
// a problem. Where it begins depends on the piece before it.
type part struct {
	from, to int64 // the rows after from, up to to
	heads    []Head
	hasher   hasher

	prev    string // of its first row
	last    Link
	rows    int64
	agreed  int // heads that agree
	headSeq int64
	problem *Problem
}

// walk verifies the rows after from up to to, in pieces, on all cores.
func (v *Verifier) walk(ctx context.Context, tenant string, from, to int64, heads []Head) ([]*part, error) {
	n := min(int64(goruntime.GOMAXPROCS(0)), (to-from)/walkRows+1)
	var parts []*part
	group, ctx := errgroup.WithContext(ctx)
	for i := range n {
		p := &part{from: from + (to-from)*i/n, to: from + (to-from)*(i+1)/n}
		p.last.Seq = p.from
		for _, h := range heads {
			if h.Seq > p.from && h.Seq <= p.to {
				p.heads = append(p.heads, h)
			}
		}
		parts = append(parts, p)
		group.Go(func() error {
			err := v.Store.WalkAudit(ctx, tenant, p.from, p.to, p.row)
			if errors.As(err, &p.problem) {
				return nil
			}
			return err
		})
	}
	return parts, group.Wait()
}

// row looks at the next row; its error is a *Problem.
func (p *part) row(s *Sealed) error {
	switch {
	case s.Seq > p.last.Seq+1:
		return missing(p.last.Seq + 1)
	case s.Seq <= p.last.Seq:
		return wrong(s, "order", "row %d is there twice", s.Seq)
	case p.hasher.sum(s) != s.Hash:
		return wrong(s, "changed", "row %d was changed after it was sealed", s.Seq)
	case p.rows > 0 && s.Prev != p.last.Hash:
		return wrong(s, "link", "row %d does not follow the row before it", s.Seq)
	}
	for ; len(p.heads) > 0 && p.heads[0].Seq == s.Seq; p.heads = p.heads[1:] {
		if p.heads[0].Hash != s.Hash {
			return wrong(s, "head", "row %d, or one before it, is not what was signed as the head there", s.Seq)
		}
		p.agreed++
		p.headSeq = s.Seq
	}
	if p.rows == 0 {
		p.prev = s.Prev
	}
	p.rows++
	p.last = Link{Seq: s.Seq, Hash: s.Hash}
	return nil
}

func wrong(s *Sealed, code, format string, args ...any) *Problem {
	return &Problem{Seq: s.Seq, ID: s.ID, Code: code, Detail: fmt.Sprintf(format, args...)}
}

func missing(seq int64) *Problem {
	return &Problem{Seq: seq, Code: "missing", Detail: fmt.Sprintf("row %d is missing", seq)}
}

// add puts the next piece behind what was verified.
func (r *Report) add(p *part) {
	switch {
	case p.rows > 0 && p.prev != r.Hash:
		r.Problem = &Problem{
			Seq: p.from + 1, Code: "link", Detail: fmt.Sprintf("row %d does not follow the row before it", p.from+1),
		}
		return
	case p.problem != nil:
		r.Problem = p.problem
	case p.last.Seq < p.to:
		r.Problem = missing(p.last.Seq + 1)
	}
	r.Rows += p.rows
	r.Heads += p.agreed
	r.HeadSeq = max(r.HeadSeq, p.headSeq)
	if p.rows > 0 {
		r.Last, r.Hash = p.last.Seq, p.last.Hash
	}
}
