package api

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/store"
)

const (
	idempotencyHeader = "Idempotency-Key"
	replayedHeader    = "Idempotency-Replayed"

	// keptFor is how long a key is remembered.
	keptFor = 24 * time.Hour
	// abandonedAfter is when a request that was begun and has committed nothing
	// is taken for dead. If it is not, it fails at its commit.
	abandonedAfter = time.Minute
	// maxKept is the largest answer that is kept.
	maxKept = 1 << 20
)

// once makes a request with an Idempotency-Key at most once: the key is claimed
// before, marked in the transaction of the change, and kept with the answer
// for whoever sends the same request again.
func (a *API) once(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		e := endpointOf(c)
		if e == nil || e.Access == public || !e.changes() || e.Keyed {
			return next(c)
		}
		key, given, err := keyOf(c)
		if err != nil {
			return err
		}
		if !given {
			return next(c)
		}
		ctx := c.Request().Context()
		now := a.Now()
		who := actor(ctx)
		wanted := store.Idempotency{
			Tenant: who.Tenant, Subject: who.Subject, Key: hashed(key), Digest: digestOf(c, key),
			Owner:     a.process + "/" + audit.OriginOf(ctx).RequestID,
			CreatedAt: clock.Micros(now), EndsAt: clock.Micros(now.Add(keptFor)),
		}
		row, claimed, err := a.Store.ClaimIdempotency(ctx, wanted, now.Add(-abandonedAfter))
		if err != nil {
			return err
		}
		if !claimed {
			if err := a.stillMay(ctx, c, e, row); err != nil {
				a.refused(ctx, e.route, err)
				return err
			}
			return repeat(c, e, row, wanted.Digest, now)
		}
		return a.first(c, e, row, next)
	}
}

// keyOf is the request's Idempotency-Key, if it has one.
func keyOf(c echo.Context) (key string, given bool, err error) {
	values := c.Request().Header.Values(idempotencyHeader)
	switch {
	case len(values) == 0:
		return "", false, nil
	case len(values) > 1 || !visible(values[0]):
		return "", false, fault.New(fault.Malformed, "idempotency.key", "Idempotency-Key takes one value of 1 to 255 visible ASCII characters")
	}
	return values[0], true, nil
}

// first makes the request and keeps its answer, or gives the key back if it
// changed nothing. A failure of ours may come after the commit: then the key
// stays, and a repeat learns that the change was made.
func (a *API) first(c echo.Context, e *endpoint, k store.Idempotency, next echo.HandlerFunc) (err error) {
	r, response := c.Request(), c.Response()
	after := context.WithoutCancel(r.Context())
	var answered atomic.Bool // what a request leaves to be done later is not marked by it
	c.SetRequest(r.WithContext(store.BeforeCommit(r.Context(), func(ctx context.Context) error {
		if answered.Load() {
			return nil
		}
		return a.Store.MarkIdempotency(ctx, k)
	})))
	recorder := &answer{ResponseWriter: response.Writer}
	response.Writer = recorder
	whole := false
	defer func() {
		answered.Store(true)
		response.Writer = recorder.ResponseWriter
		ctx, cancel := context.WithTimeout(after, 5*time.Second)
		defer cancel()
		settle := func() error { return a.Store.FreeIdempotency(ctx, k, true) }
		if status := recorder.status; whole && err == nil && status != 0 {
			switch {
			case status >= 200 && status < 300:
				settle = func() error { return a.Store.AnswerIdempotency(ctx, kept(k, e, recorder)) }
			case status < 500:
				settle = func() error { return a.Store.FreeIdempotency(ctx, k, false) }
			}
		}
		if failed := settle(); failed != nil {
			a.Log.LogAttrs(ctx, slog.LevelWarn, "idempotency key not settled",
				slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", failed))
		}
	}()
	err = next(c)
	whole = true
	return err
}

// kept is k with the answer, unless that is too large or shown only once.
func kept(k store.Idempotency, e *endpoint, answered *answer) store.Idempotency {
	k.Headers = "{}"
	if e.Sensitive || answered.over {
		return k
	}
	headers := map[string]string{}
	for _, name := range []string{echo.HeaderContentType, echo.HeaderLocation, "ETag"} {
		if v := answered.Header().Get(name); v != "" {
			headers[name] = v
		}
	}
	text, _ := json.Marshal(headers) // texts always marshal
	k.Status, k.Headers, k.Answer = answered.status, string(text), answered.body.Bytes()
	return k
}

// stillMay refuses to say what became of a request to somebody who has lost the
// right to make it since. While the tenant's rights are those of the answer
// nothing is asked: the change itself may have ended the right, as the deletion
// of an org does. Personal routes need no right but to be signed in.
func (a *API) stillMay(ctx context.Context, c echo.Context, e *endpoint, row store.Idempotency) error {
	who := actor(ctx)
	if e.Permission == "" || row.State == store.IdempotencyBegun || row.Version == who.Version {
		return nil
	}
	return a.Auth.Can(ctx, who, e.Permission, rbac.Resource{OrgID: askedOrg(c, who)})
}

// askedOrg is the org at which a route's permission is needed: that of the
// address, else the parent that the body names, else the tenant's root.
func askedOrg(c echo.Context, who rbac.Actor) rbac.OrgID {
	if on := targetOf(c.Request().Context()); on.org != "" {
		return on.org
	}
	data, _ := c.Get(bodyKey).([]byte)
	var body struct {
		Parent rbac.OrgID `json:"parent_id"`
	}
	if json.Unmarshal(data, &body) == nil && id.Valid(string(body.Parent)) {
		return body.Parent
	}
	return rbac.OrgID(who.Tenant)
}

// repeat answers a request whose key is another attempt's.
func repeat(c echo.Context, e *endpoint, row store.Idempotency, digest string, now time.Time) error {
	fresh := row.CreatedAt > clock.Micros(now.Add(-abandonedAfter))
	switch {
	case row.Digest != digest:
		return fault.New(fault.Invalid, "idempotency.mismatch", "another request was made with this Idempotency-Key")
	case row.State != store.IdempotencyAnswered && fresh:
		f := fault.New(fault.Conflict, "idempotency.running", "the first attempt of this request is still at work")
		f.RetryAfter = 1
		return f
	case row.State != store.IdempotencyAnswered:
		return fault.New(fault.Conflict, "idempotency.answer_lost", "the change was made; the answer to it was lost")
	case row.Status == 0 && e.Sensitive:
		return fault.New(fault.Conflict, "idempotency.secret_once", "the change was made; its answer is shown only once")
	case row.Status == 0:
		return fault.New(fault.Conflict, "idempotency.answer_lost", "the change was made; the answer to it was not kept")
	}
	var headers map[string]string
	if err := json.Unmarshal([]byte(row.Headers), &headers); err != nil {
		return err
	}
	for name, value := range headers {
		c.Response().Header().Set(name, value)
	}
	c.Response().Header().Set(replayedHeader, "true")
	c.Response().WriteHeader(row.Status)
	_, err := c.Response().Write(row.Answer)
	return err
}

// visible says whether key has 1 to 255 visible ASCII characters.
func visible(key string) bool {
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return false
		}
	}
	return key != "" && len(key) <= 255
}

// digestOf tells requests apart. The token counts, so that a narrower one does
// not read what a wider one was answered. Each part goes in with its length.
//
// Bodies may hold passwords, of which no plain hash may lie in the database: the
// digest is keyed with the sender's key, and of that only a hash is stored.
func digestOf(c echo.Context, key string) string {
	r := c.Request()
	data, _ := c.Get(bodyKey).([]byte)
	h := hmac.New(sha256.New, []byte(key))
	for _, part := range [][]byte{
		[]byte(actor(r.Context()).Token), []byte(r.Method), []byte(r.URL.EscapedPath()), []byte(r.URL.RawQuery),
		[]byte(r.Header.Get(echo.HeaderContentType)), data,
	} {
		_ = binary.Write(h, binary.BigEndian, uint64(len(part))) // a hash takes everything
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func hashed(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// answer passes an answer on and remembers it.
type answer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
	over   bool
}

func (w *answer) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *answer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.body.Len()+len(b) > maxKept {
		w.over = true
		w.body = bytes.Buffer{}
	}
	if !w.over {
		w.body.Write(b)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *answer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// sweepBatch bounds one transaction of Sweep.
const sweepBatch = 1000

// Sweep drops idempotency keys whose time is over, a batch after the other, and
// says how many; a background service calls it now and then.
func (a *API) Sweep(ctx context.Context) (int64, error) {
	for total := int64(0); ; {
		n, err := a.Store.DropIdempotency(ctx, sweepBatch)
		total += n
		if err != nil || n < sweepBatch {
			return total, err
		}
	}
}
