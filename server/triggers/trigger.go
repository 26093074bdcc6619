package triggers

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/secrets"
)

// Kind says what makes a trigger fire.
type Kind string

// The kinds.
const (
	WebhookKind  Kind = "webhook"
	ScheduleKind Kind = "schedule"
)

// Trigger starts runs of a chain of its org. Times are Unix µs.
type Trigger struct {
	Tenant  rbac.TenantID `db:"tenant_id"`
	ID      string        `db:"id"`
	Org     rbac.OrgID    `db:"org_id"`
	Key     string        `db:"key"`
	Kind    Kind          `db:"kind"`
	Enabled bool          `db:"enabled"`
	// NextAt is when a schedule is to be looked at again, 0 for never. Since is
	// up to when its times were dealt with.
	NextAt int64 `db:"next_at"`
	Since  int64 `db:"since"`
	// PacedUntil is what the rate has used up.
	PacedUntil int64 `db:"paced_until"`
	// Calendar is that of the schedule.
	Calendar  string `db:"calendar"`
	Chain     string `db:"chain_key"`
	Name      string `db:"name"`
	Revision  int64  `db:"revision"`
	CreatedAt int64  `db:"created_at"`
	UpdatedAt int64  `db:"updated_at"`
	// UpdatedBy wrote it last, and is who its runs are started as.
	UpdatedBy     rbac.SubjectID   `db:"updated_by"`
	UpdatedByName string           `db:"updated_by_name"`
	ActorKind     rbac.SubjectKind `db:"actor_kind"`
	Human         rbac.SubjectID   `db:"human_id"`
	Spec          Spec             `db:"spec"`
}

// Spec is what a trigger does: one of Webhook and Schedule is there.
type Spec struct {
	Webhook  *Webhook  `json:"webhook,omitempty"`
	Schedule *Schedule `json:"schedule,omitempty"`
	Limits   Limits    `json:"limits"`
}

// Webhook fires when its address is called.
type Webhook struct {
	Scheme Scheme `json:"scheme"`
	// From are the networks that may call, as addresses or 10.0.0.0/8; none: all.
	From []string `json:"from,omitempty"`
	// InputKey is the field of the run's input that gets the body; empty: the
	// body is the input.
	InputKey string `json:"input_key,omitempty"`
	// Events are those of the sender that fire, as GitHub and GitLab call them in
	// a header; none: all.
	Events []string `json:"events,omitempty"`
}

// Scheme says how callers prove who they are.
type Scheme string

// The schemes.
const (
	Signed   Scheme = "catenary" // Catenary-Signature
	GitHub   Scheme = "github"   // X-Hub-Signature-256
	GitLab   Scheme = "gitlab"   // X-Gitlab-Token
	Stripe   Scheme = "stripe"   // Stripe-Signature
	Unsigned Scheme = "none"     // by their address only
)

// Schedule fires at times.
type Schedule struct {
	// Cron has five fields, or is a word such as @daily.
	Cron string `json:"cron"`
	// TimeZone is an IANA name, such as Asia/Shanghai.
	TimeZone string `json:"time_zone"`
	// Calendar is the key of one; empty: all days.
	Calendar string `json:"calendar,omitempty"`
	Missed   Missed `json:"missed"`
	// Input is that of the runs; empty: an empty object.
	Input json.RawMessage `json:"input,omitempty"`
}

// Missed says what becomes of times at which no server ran.
type Missed string

// The rules.
const (
	Once Missed = "once" // one run for all of them
	Skip Missed = "skip"
)

// Limits bound the runs of a trigger.
type Limits struct {
	// Rate lets Count runs start in each Per; nil: any number.
	Rate *Rate `json:"rate,omitempty"`
	// Concurrency is how many runs are at work at once; 0: any number.
	Concurrency int `json:"concurrency,omitempty"`
	// Queue says what happens when a limit is reached.
	Queue Queue `json:"queue"`
}

// Rate is Count in each Per.
type Rate struct {
	Count int            `json:"count"`
	Per   chain.Duration `json:"per"`
}

// Queue says what a limit that is reached does.
type Queue string

// What it can do.
const (
	Wait   Queue = "wait"   // the run is kept and starts later
	Refuse Queue = "refuse" // the caller is told to come again
)

// View is a trigger, what the actor may do with it, and how it went last.
type View struct {
	Trigger
	Can []rbac.Permission
	// Last is the newest firing; nil if there was none, and in lists.
	Last *Firing
	// Keys are those that calls are signed with, the newest first; none in lists.
	Keys []Key
}

// Key is one that calls of a webhook are signed with, without itself.
type Key struct {
	Tenant    rbac.TenantID `db:"tenant_id"`
	ID        string        `db:"id"`
	Trigger   string        `db:"trigger_id"`
	CreatedAt int64         `db:"created_at"`
	DataKey   string        `db:"data_key_id"`
	Sealed    []byte        `db:"sealed"`
}

// PurposeKey is what keys are sealed for.
const PurposeKey = "trigger.key"

// NewKey is a key that was just made or given: the only time that it is shown.
type NewKey struct {
	View
	KeyID string
	Value secrets.Value
	// Made says that we made the key; one that was given is not shown again.
	Made bool
}

// State is how far a firing has come.
type State string

// The states.
const (
	Pending State = "pending"
	Started State = "started"
	Failed  State = "failed"
)

// Firing is one time that a trigger fired.
type Firing struct {
	Tenant  rbac.TenantID `db:"tenant_id"`
	Trigger string        `db:"trigger_id"`
	// Key makes it happen once.
	Key   string `db:"key"`
	ID    string `db:"id"`
	State State  `db:"state"`
	// DueAt is when a pending one is started, or taken over from whoever began to.
	DueAt   int64  `db:"due_at"`
	Tries   int64  `db:"tries"`
	FiredAt int64  `db:"fired_at"`
	EndsAt  int64  `db:"ends_at"`
	Run     string `db:"run_id"`
	// Code and Message say why it failed.
	Code    string `db:"code"`
	Message string `db:"message"`
	Input   string `db:"input"`
	// waits says that it was just accepted and has to wait for its rate.
	waits bool
}

// Value implements driver.Valuer.
func (s Spec) Value() (driver.Value, error) {
	text, err := json.Marshal(s)
	return string(text), err
}

// Scan implements sql.Scanner.
func (s *Spec) Scan(from any) error { return scan(from, s) }

func scan(from, into any) error {
	switch text := from.(type) {
	case string:
		return json.Unmarshal([]byte(text), into)
	case []byte:
		return json.Unmarshal(text, into)
	default:
		return fmt.Errorf("this is kept as JSON text, not as %T", from)
	}
}

func stale(t Trigger) error {
	return fault.New(fault.Stale, "trigger.stale", "the trigger was changed meanwhile; it is at revision %d", t.Revision).
		Carrying(map[string]int64{"revision": t.Revision})
}

// record is what audit entries tell of a trigger.
func record(t Trigger) map[string]any {
	return map[string]any{"key": t.Key, "name": t.Name, "chain": t.Chain, "enabled": t.Enabled, "spec": t.Spec}
}
