package glue

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"catenary/chain"
)

// How much of the machine one document's killers may keep busy: this many
// children lost, or this long; the rest of its sources is refused unseen.
const (
	maxCrashes = 3
	maxSearch  = 5 * time.Second
)

// Compiler checks the glue of one tenant's documents in its children. It
// implements chain.Compiler.
type Compiler struct {
	pool   *Pool
	tenant string
}

// For returns the compiler of a tenant.
func (p *Pool) For(tenant string) chain.Compiler { return Compiler{pool: p, tenant: tenant} }

// Check implements chain.Compiler. Beside glue.syntax it finds sources that are
// too long (glue.too_long) or that no interpreter can take (glue.timeout,
// glue.memory, glue.crashed).
func (c Compiler) Check(ctx context.Context, sources []chain.Source) ([]chain.SourceProblem, error) {
	var found []chain.SourceProblem
	var indexes []int
	var asked []source
	for i, s := range sources {
		if len(s.Text) > MaxSource {
			found = append(found, chain.SourceProblem{Index: i, Code: "glue.too_long", Detail: "a script has at most 64 KiB"})
			continue
		}
		indexes = append(indexes, i)
		asked = append(asked, source{Body: s.Kind == chain.FunctionBody, Text: s.Text})
	}
	if len(indexes) == 0 {
		return found, nil
	}
	problems, _, err := c.check(ctx, asked)
	if isDeath(err) {
		more, err := c.oneByOne(ctx, asked, indexes)
		return append(found, more...), err
	}
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		found = append(found, p.of(indexes[p.Source]))
	}
	return found, nil
}

// check asks a child about sources.
func (c Compiler) check(ctx context.Context, sources []source) ([]problem, *process, error) {
	var problems []problem
	child, err := c.pool.do(ctx, c.tenant, call{
		limit: checkLimit,
		frame: func(bool) (*writer, error) { return checkFrame(sources) },
		take: func(r *reader) error {
			if err := json.Unmarshal(r.b, &problems); err != nil {
				return err
			}
			for _, p := range problems {
				if p.Source < 0 || p.Source >= len(sources) {
					return errForged
				}
			}
			return nil
		},
	})
	return problems, child, err
}

// of is the problem as the document's, of the source with that index.
func (p problem) of(index int) chain.SourceProblem {
	return chain.SourceProblem{Index: index, Code: "glue.syntax", Detail: p.Message, Line: p.Line, Column: p.Column}
}

// oneByOne finds out which of the sources killed the child that saw them all.
func (c Compiler) oneByOne(ctx context.Context, sources []source, indexes []int) ([]chain.SourceProblem, error) {
	var found []chain.SourceProblem
	crashes, end := 0, c.pool.Now().Add(maxSearch)
	for i, s := range sources {
		if crashes == maxCrashes || c.pool.Now().After(end) {
			found = append(found, chain.SourceProblem{
				Index: indexes[i], Code: "glue.unchecked", Detail: "not looked at, because compiling the scripts before it failed or took too long",
			})
			continue
		}
		problems, child, err := c.check(ctx, []source{s})
		switch {
		case err == nil:
			for _, p := range problems {
				found = append(found, p.of(indexes[i]))
			}
		case isDeath(err):
			crashes++
			code, message := died(child, err, checkLimit)
			found = append(found, chain.SourceProblem{Index: indexes[i], Code: code, Detail: message})
		default:
			return nil, err
		}
	}
	return found, nil
}

func isDeath(err error) bool { return errors.Is(err, errDied) || errors.Is(err, errSlow) }
