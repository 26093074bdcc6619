package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/audit"
)

func (a *API) registerAudit() {
	const tag, all = "audit", "/orgs/{org_id}/audit"
	register(a, route{
		ID: "listAudit", Method: http.MethodGet, Path: all, Permission: rbac.AuditView, Tag: tag,
		Summary: "Who did what in an org and below it, the latest first",
	}, a.listAudit)
	register(a, route{
		ID: "verifyAudit", Method: http.MethodGet, Path: all + "/verify", Permission: rbac.AuditView, Tag: tag,
		Summary: "Check the newest part of the tenant's chain; 'catenary audit verify' checks all of it",
		Errors:  []int{http.StatusConflict},
	}, a.verifyAudit)
	register(a, route{
		ID: "exportAudit", Method: http.MethodGet, Path: all + "/export", Permission: rbac.AuditExport, Tag: tag,
		Summary: "All entries of an org and below it as lines of JSON; the last line says how many there were",
	}, a.exportAudit)
	lines := a.operation("exportAudit").Responses["200"]
	lines.Content = map[string]*huma.MediaType{linesType: {Schema: &huma.Schema{Type: huma.TypeString}}}
}

// trail is what reads the audit log.
func (a *API) trail() *audit.Service {
	return &audit.Service{
		Store: a.Store, Auth: a.Auth, Log: a.Audit, Now: a.Now,
		Keys: &audit.Keys{Store: a.Store, Vault: a.Secrets.Sealer, NewID: a.NewID, Now: a.Now},
	}
}

// linesType is the content type of lines of JSON.
const linesType = "application/x-ndjson"

// AuditQuery is embedded in the input of routes that look for entries.
type AuditQuery struct {
	Who      string    `query:"who" maxLength:"64" doc:"Id of who acted, or of the human behind it"`
	Action   string    `query:"action" maxLength:"64" doc:"Such as org:moved"`
	Kind     string    `query:"kind" maxLength:"64" doc:"Of the thing that was acted on"`
	Resource string    `query:"resource" maxLength:"64" doc:"Id of the thing that was acted on"`
	Result   string    `query:"result" enum:"allowed,refused"`
	From     time.Time `query:"from" doc:"Not before this time"`
	To       time.Time `query:"to" doc:"Before this time"`
}

func (q AuditQuery) query() audit.Query {
	return audit.Query{
		Who: rbac.SubjectID(q.Who), Action: q.Action, Kind: q.Kind, Resource: q.Resource, Result: q.Result,
		From: clock.Micros(q.From), To: clock.Micros(q.To),
	}
}

type auditBody struct {
	ID        string      `json:"id"`
	At        time.Time   `json:"at"`
	Action    string      `json:"action"`
	Kind      string      `json:"kind"`
	Resource  string      `json:"resource_id,omitempty"`
	OrgID     string      `json:"org_id,omitempty"`
	OrgName   string      `json:"org_name,omitempty"`
	Subject   *authorBody `json:"subject,omitempty" doc:"Who acted; absent for the server itself"`
	Human     *authorBody `json:"human,omitempty" doc:"The person behind it"`
	Token     *authorBody `json:"token,omitempty" doc:"The token that was used"`
	Address   string      `json:"address,omitempty"`
	RequestID string      `json:"request_id,omitempty"`
	Before    any         `json:"before,omitempty"`
	After     any         `json:"after,omitempty"`
	Result    string      `json:"result" enum:"allowed,refused"`
	Code      string      `json:"code,omitempty" doc:"Why it was refused"`
	Times     int64       `json:"times" doc:"How often, within a minute"`
	Seq       int64       `json:"seq,omitempty" doc:"Its place in the chain; absent while it is not sealed"`
	Prev      string      `json:"prev,omitempty"`
	Hash      string      `json:"hash,omitempty"`
}

func newAuditBody(e audit.Shown) auditBody {
	return auditBody{
		ID: e.ID, At: clock.Time(e.At), Action: e.Action, Kind: e.Kind, Resource: e.Resource, OrgID: e.Org, OrgName: e.OrgName,
		Subject: newAuthor(rbac.SubjectID(e.Subject), e.SubjectName), Human: newAuthor(rbac.SubjectID(e.Human), e.HumanName),
		Token: newAuthor(rbac.SubjectID(e.Token), e.TokenName), Address: e.Address, RequestID: e.RequestID,
		Before: value(e.Before), After: value(e.After), Result: e.Result, Code: e.Code, Times: e.Times,
		Seq: e.Seq, Prev: e.Prev, Hash: e.Hash,
	}
}

// value gives JSON that was kept as text; what is none stays a text.
func value(text string) any {
	if text == "" {
		return nil
	}
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

type listAuditInput struct {
	InOrg
	AuditQuery
	Paged
}

// listAudit: GET /orgs/{org_id}/audit
func (a *API) listAudit(ctx context.Context, in *listAuditInput) (*listOutput[auditBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.trail().List(ctx, actor(ctx), in.org(), in.query(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newAuditBody), nil
}

type exportAuditInput struct {
	InOrg
	AuditQuery
}

// exportAudit: GET /orgs/{org_id}/audit/export
func (a *API) exportAudit(ctx context.Context, in *exportAuditInput) (*huma.StreamResponse, error) {
	entries, err := a.trail().Export(ctx, actor(ctx), in.org(), in.query())
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", linesType)
		out.SetHeader("Content-Disposition", `attachment; filename="audit.ndjson"`)
		out.SetStatus(http.StatusOK)
		lines := json.NewEncoder(out.BodyWriter())
		count := 0
		err := entries(ctx, func(e audit.Shown) error {
			count++
			return lines.Encode(newAuditBody(e))
		})
		if err != nil { // without its last line the export is seen not to be whole
			a.Log.LogAttrs(ctx, slog.LevelWarn, "audit export broken off", slog.Int("entries", count), slog.Any("error", err))
			return
		}
		_ = lines.Encode(map[string]int{"exported": count})
	}}, nil
}

type verifyAuditOutput struct {
	Body struct {
		OK        bool           `json:"ok"`
		From      int64          `json:"from" doc:"The rows after this one were looked at"`
		To        int64          `json:"to" doc:"The last row that is right"`
		Unsealed  int64          `json:"unsealed" doc:"Rows that wait for their place in the chain"`
		Head      *auditHeadBody `json:"head,omitempty" doc:"The newest signed end; absent if there is none yet"`
		PublicKey string         `json:"public_key,omitempty" doc:"Ed25519, in base64; the head is signed with it"`
		Problem   *audit.Problem `json:"problem,omitempty" doc:"The first thing that is wrong"`
	}
}

type auditHeadBody struct {
	Seq       int64     `json:"seq"`
	Hash      string    `json:"hash"`
	At        time.Time `json:"at"`
	Key       string    `json:"key"`
	Signature string    `json:"signature"`
}

// verifyAudit: GET /orgs/{org_id}/audit/verify
func (a *API) verifyAudit(ctx context.Context, in *struct{ InOrg }) (*verifyAuditOutput, error) {
	found, err := a.trail().Verify(ctx, actor(ctx), in.org())
	if err != nil {
		return nil, err
	}
	out := &verifyAuditOutput{}
	out.Body.OK, out.Body.Problem = found.Problem == nil, found.Problem
	out.Body.From, out.Body.To, out.Body.Unsealed = found.From, found.Last, found.Unsealed
	if h := found.Head; h.Seq > 0 {
		out.Body.Head = &auditHeadBody{Seq: h.Seq, Hash: h.Hash, At: clock.Time(h.At), Key: h.Key, Signature: h.Signature}
	}
	if len(found.PublicKey) > 0 {
		out.Body.PublicKey = base64.StdEncoding.EncodeToString(found.PublicKey)
	}
	return out, nil
}
