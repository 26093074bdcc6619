// Package audit keeps who did what to what, from where, before and after,
// allowed or refused. Entries are written in the transaction of the change; a
// sealer then chains them, so that any later change of one is found.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"catenary/rbac"
)

// Entry is one thing done or refused. Secrets in Before and After are of a type
// that prints as [secret].
type Entry struct {
	// Action is the use case, as kind:verb in the past's words: org:moved.
	Action string
	// Kind and ResourceID say what it was done to; OrgID where that is.
	Kind       string
	ResourceID string
	OrgID      rbac.OrgID
	Before     any
	After      any
	// Refused entries carry the problem's code.
	Refused bool
	Code    string
}

// Origin is where a request came from; the edge puts it into the context.
type Origin struct{ Address, RequestID string }

type originKey struct{}

// WithOrigin returns a context that carries where the request came from.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// OriginOf reads what WithOrigin put; work that no request began has none.
func OriginOf(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
}

type reasonKey struct{}

// WithReason returns a context whose entries say why: it stands as "reason" in
// their After.
func WithReason(ctx context.Context, reason string) context.Context {
	return context.WithValue(ctx, reasonKey{}, reason)
}

// Row is an entry as it is stored; all fields that are hashed are text or
// numbers. Seq, Prev and Hash are empty until the sealer has seen it.
type Row struct {
	Tenant    string `db:"tenant_id"`
	ID        string `db:"id"`
	At        int64  `db:"at"`
	Subject   string `db:"subject_id"`
	Human     string `db:"human_id"`
	Token     string `db:"token_id"`
	Address   string `db:"address"`
	RequestID string `db:"request_id"`
	Action    string `db:"action"`
	Kind      string `db:"kind"`
	Resource  string `db:"resource_id"`
	Org       string `db:"org_id"`
	Before    string `db:"before"`
	After     string `db:"after"`
	Result    string `db:"result"`
	Code      string `db:"code"`
	Times     int64  `db:"times"`
}

// Writer stores rows.
type Writer interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// InsertAudit adds a row in the transaction of ctx.
	InsertAudit(ctx context.Context, row Row) error
	// CountRefusal adds one to an unsealed refusal of the same subject, action,
	// resource and code that is not older than since, and says whether there is
	// one. Others who ask the same wait until the transaction of ctx ends.
	CountRefusal(ctx context.Context, row Row, since int64) (bool, error)
}

// Log writes entries. Its zero value is not usable.
type Log struct {
	Store Writer
	NewID func() string
	Now   func() time.Time
}

// Record writes what who did, in the transaction of ctx.
func (l *Log) Record(ctx context.Context, who rbac.Actor, e Entry) error {
	row, err := l.row(ctx, who, e)
	if err != nil {
		return err
	}
	return l.Store.InsertAudit(ctx, row)
}

// RepeatsWithin is how long repeats of a refusal are counted in its entry. So
// long it stays unsealed.
const RepeatsWithin = time.Minute

// Refuse writes that who was refused, in a transaction of its own: call it when
// that of the change is gone. A repeat within a minute is counted in the entry
// of the first.
func (l *Log) Refuse(ctx context.Context, who rbac.Actor, e Entry) error {
	e.Refused = true
	row, err := l.row(ctx, who, e)
	if err != nil {
		return err
	}
	return l.Store.InTx(ctx, func(ctx context.Context) error {
		counted, err := l.Store.CountRefusal(ctx, row, l.Now().Add(-RepeatsWithin).UnixMicro())
		if err != nil || counted {
			return err
		}
		return l.Store.InsertAudit(ctx, row)
	})
}

func (l *Log) row(ctx context.Context, who rbac.Actor, e Entry) (Row, error) {
	before, err := text(e.Before)
	if err != nil {
		return Row{}, err
	}
	after, err := text(e.After)
	if err != nil {
		return Row{}, err
	}
	if reason, _ := ctx.Value(reasonKey{}).(string); reason != "" {
		if after, err = withReason(after, reason); err != nil {
			return Row{}, err
		}
	}
	origin := OriginOf(ctx)
	row := Row{
		Tenant: string(who.Tenant), ID: l.NewID(), At: l.Now().UnixMicro(),
		Subject: string(who.Subject), Human: string(who.Human), Token: who.Token,
		Address: origin.Address, RequestID: origin.RequestID,
		Action: e.Action, Kind: e.Kind, Resource: e.ResourceID, Org: string(e.OrgID),
		Before: before, After: after, Result: "allowed", Code: e.Code, Times: 1,
	}
	if e.Refused {
		row.Result = "refused"
	}
	return row, nil
}

// withReason adds the reason to an object, or to nothing.
func withReason(after, reason string) (string, error) {
	state := map[string]any{}
	if after != "" {
		d := json.NewDecoder(strings.NewReader(after))
		d.UseNumber()
		if err := d.Decode(&state); err != nil {
			state = map[string]any{"state": json.RawMessage(after)}
		}
	}
	state["reason"] = reason
	return text(state)
}

func text(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("encode audit entry: %w", err)
	}
	return string(b), nil
}
