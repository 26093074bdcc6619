package approvals

import (
	"fmt"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
)

// Bounds of a plan.
const (
	MaxLevels  = 10
	MaxBy      = 20
	MaxQuorum  = 20
	MaxRounds  = 20
	MaxRaised  = 32
	longestDue = 366 * 24 * time.Hour
	least      = time.Minute
)

// Plan says who is asked, one level after the other.
type Plan struct {
	Levels []Level `json:"levels"`
}

// Level is decided when Quorum people have approved: distinct ones always, and
// of distinct orgs if DistinctOrgs.
type Level struct {
	Name         string `json:"name,omitempty"`
	By           []By   `json:"by"`
	Quorum       int    `json:"quorum,omitempty"` // 0: one
	DistinctOrgs bool   `json:"distinct_orgs,omitempty"`
	// Due is how long the level may take. When it is over, it is escalated up to
	// Escalate times, each time with Due anew, and then AtEnd comes.
	Due      chain.Duration `json:"due,omitempty"`
	Remind   *Remind        `json:"remind,omitempty"`
	Escalate int            `json:"escalate,omitempty"`
	AtEnd    End            `json:"at_end,omitempty"`
	// Who is By as it was understood when the approval was opened; Gone are the
	// members in By who had left by then, who are not asked.
	Who  []Who            `json:"who,omitempty"`
	Gone []rbac.SubjectID `json:"gone,omitempty"`
}

// Remind is the rounds of reminders: every so often, so many times.
type Remind struct {
	Every  chain.Duration `json:"every"`
	Rounds int            `json:"rounds,omitempty"` // 0: until the level is due
}

// End is what happens when a level was not decided in time.
type End string

// The ends. KeepWaiting is meant where nothing is said.
const (
	KeepWaiting End = "wait"
	RejectAtEnd End = "reject"
	ApproveIt   End = "approve"
)

// By is one of those who are asked: the holders of a role at an org, a group, or
// a member. Role is a system role, or the key of a custom one; Org is owner (the
// subject's org), parent, root, or the id of an org above; Group is the key or id
// of a group of the org or of one above; Member an id or a mail address.
type By struct {
	Role   string `json:"role,omitempty"`
	Org    string `json:"org,omitempty"`
	Group  string `json:"group,omitempty"`
	Member string `json:"member,omitempty"`
}

// The relations of By.Org.
const (
	OwnerOrg  = "owner"
	ParentOrg = "parent"
	RootOrg   = "root"
)

func (l Level) quorum() int { return max(l.Quorum, 1) }

// checked is the plan with its names tidied. One that cannot be is approval.plan
// (Invalid), with a pointer each.
func (p Plan) checked() (Plan, error) {
	c := &planCheck{}
	if n := len(p.Levels); n == 0 || n > MaxLevels {
		c.wrong("/levels", "want 1 to %d levels", MaxLevels)
	}
	out := Plan{Levels: make([]Level, len(p.Levels))}
	for i, l := range p.Levels {
		out.Levels[i] = c.level(fmt.Sprintf("/levels/%d", i), l)
	}
	return out, c.fault()
}

type planCheck struct{ details []fault.Detail }

func (c *planCheck) wrong(pointer, format string, args ...any) {
	c.details = append(c.details, fault.Detail{Code: "approval.plan", Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
}

func (c *planCheck) fault() error {
	if len(c.details) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "approval.plan", "nobody could be asked in this way; see errors").With(c.details...)
}

func (c *planCheck) level(at string, l Level) Level {
	if l.Name != "" {
		clean, err := name.Check(at+"/name", l.Name)
		if err != nil {
			c.wrong(at+"/name", "%s", fault.As(err).Message)
		}
		l.Name = clean
	}
	if n := len(l.By); n == 0 || n > MaxBy {
		c.wrong(at+"/by", "want 1 to %d who are asked", MaxBy)
	}
	for i, by := range l.By {
		c.by(fmt.Sprintf("%s/by/%d", at, i), by)
	}
	if l.Quorum < 0 || l.Quorum > MaxQuorum {
		c.wrong(at+"/quorum", "want 1 to %d", MaxQuorum)
	}
	if l.Escalate < 0 || l.Escalate > MaxRaised {
		c.wrong(at+"/escalate", "want 0 to %d", MaxRaised)
	}
	c.time(at+"/due", l.Due)
	if l.Remind != nil {
		c.time(at+"/remind/every", l.Remind.Every)
		if l.Remind.Every == "" {
			c.wrong(at+"/remind/every", "say how often")
		}
		if l.Remind.Rounds < 0 || l.Remind.Rounds > MaxRounds {
			c.wrong(at+"/remind/rounds", "want 0 to %d", MaxRounds)
		}
	}
	switch l.AtEnd {
	case "", KeepWaiting:
	case RejectAtEnd, ApproveIt:
		if l.Due == "" {
			c.wrong(at+"/at_end", "without due there is no end")
		}
	default:
		c.wrong(at+"/at_end", "want %s, %s or %s", KeepWaiting, RejectAtEnd, ApproveIt)
	}
	if l.Escalate > 0 && l.Due == "" {
		c.wrong(at+"/escalate", "without due nothing is escalated")
	}
	return l
}

func (c *planCheck) time(at string, d chain.Duration) {
	if d != "" && (!d.Valid() || d.Value() < least || d.Value() > longestDue) {
		c.wrong(at, "want a time from 1m to 366d, such as 24h")
	}
}

func (c *planCheck) by(at string, by By) {
	count := 0
	for _, given := range []string{by.Role, by.Group, by.Member} {
		if given != "" {
			count++
		}
	}
	if count != 1 {
		c.wrong(at, "give one of role, group and member")
	}
	if by.Org != "" && by.Role == "" {
		c.wrong(at+"/org", "only a role is held at an org")
	}
}

// Who is one entry of By, with ids.
type Who struct {
	Role   rbac.RoleID    `json:"role,omitempty"`
	Org    rbac.OrgID     `json:"org,omitempty"`
	Group  rbac.SubjectID `json:"group,omitempty"`
	Member rbac.SubjectID `json:"member,omitempty"`
}
