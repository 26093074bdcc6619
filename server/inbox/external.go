package inbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
)

// In is a to-do of another system. People are members by id or mail address.
type In struct {
	Title  string
	Link   string
	People []string
	DueAt  time.Time
}

// maxPeople bounds for how many people another system puts in one to-do.
const maxPeople = 100

// source checks the names that another system gives.
func source(key, id string) (string, error) {
	if err := name.Key("/source", key); err != nil {
		return "", err
	}
	if id == "" || len(id) > 200 {
		return "", fault.At("/id", "todo.id", "want an id of 1 to 200 bytes")
	}
	return External + key, nil
}

// PutExternal puts a to-do of another system in at an org, or changes the one
// that the source put in with this id; one that was settled waits again. It
// needs todo:write there. The people must be able to see the org.
func (s *Service) PutExternal(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, id string, in In) (Todo, error) {
	from, err := source(key, id)
	if err != nil {
		return Todo{}, err
	}
	if in.Title, err = name.Check("/title", in.Title); err != nil {
		return Todo{}, err
	}
	if u, err := url.Parse(in.Link); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(in.Link) > 2000 {
		return Todo{}, fault.At("/link", "todo.link", "want an http or https address")
	}
	if len(in.People) == 0 || len(in.People) > maxPeople {
		return Todo{}, fault.At("/people", "todo.people", "want 1 to %d people", maxPeople)
	}
	var t Todo
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.TodoWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if err := s.ofOrg(ctx, who.Tenant, org, from, id); err != nil {
			return err
		}
		var a Asked
		for i, one := range in.People {
			member, err := s.Store.FindMember(ctx, who.Tenant, one)
			if err != nil {
				return err
			}
			if member == "" || s.Auth.Can(ctx, rbac.Session(who.Tenant, member), rbac.OrgView, rbac.Resource{OrgID: org}) != nil {
				return fault.At(fmt.Sprintf("/people/%d", i), "todo.people", "want a member who may view this org")
			}
			if h := Person(member); !slices.Contains(a.Holders, h) {
				a.Holders = append(a.Holders, h)
			}
		}
		put, err := s.Put(ctx, Todo{
			Tenant: who.Tenant, Org: org, Source: from, SourceID: id, Title: in.Title, Link: in.Link, DueAt: clock.Micros(in.DueAt), PutBy: who.Subject,
		}, a)
		if err != nil {
			return err
		}
		t = put
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "todo:put", Kind: "todo", ResourceID: t.ID, OrgID: org, After: map[string]any{"source": key, "id": id, "title": t.Title},
		})
	})
	return t, err
}

// ofOrg says todo.unknown (NotFound) of a to-do that stands at another org.
func (s *Service) ofOrg(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, from, id string) error {
	before, err := s.Store.TodoOf(ctx, tenant, from, id)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil
	case err == nil && before.Org != org:
		return fault.New(fault.Conflict, "todo.elsewhere", "the source has put this in at another org")
	}
	return err
}

// EndExternal settles a to-do of another system: done by somebody, or gone. It
// needs todo:write at its org. One that is not there is todo.unknown (NotFound);
// one that is settled is left as it is.
func (s *Service) EndExternal(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, id string, state State, by string) (Todo, error) {
	from, err := source(key, id)
	if err != nil {
		return Todo{}, err
	}
	if state != Done && state != Gone {
		return Todo{}, fault.At("/state", "todo.state", "want %s or %s", Done, Gone)
	}
	var t Todo
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.TodoWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		before, err := s.Store.TodoOf(ctx, who.Tenant, from, id)
		if err == nil && before.Org != org {
			err = fault.New(fault.NotFound, "todo.unknown", "no such to-do")
		}
		if err != nil {
			return err
		}
		var member rbac.SubjectID
		if by != "" {
			if member, err = s.Store.FindMember(ctx, who.Tenant, by); err != nil {
				return err
			}
			if member == "" {
				return fault.At("/by", "todo.people", "no such member")
			}
		}
		if err := s.End(ctx, who.Tenant, from, id, state, member); err != nil {
			return err
		}
		if t, err = s.Store.TodoOf(ctx, who.Tenant, from, id); err != nil || before.State != Waiting {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "todo:ended", Kind: "todo", ResourceID: t.ID, OrgID: org,
			Before: json.RawMessage(`{"state":"waiting"}`), After: map[string]any{"state": state, "by": member},
		})
	})
	return t, err
}

// GetExternal gives one of them to who may put them in.
func (s *Service) GetExternal(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, id string) (Todo, error) {
	if err := s.Auth.Can(ctx, who, rbac.TodoWrite, rbac.Resource{OrgID: org}); err != nil {
		return Todo{}, err
	}
	from, err := source(key, id)
	if err != nil {
		return Todo{}, err
	}
	t, err := s.Store.TodoOf(ctx, who.Tenant, from, id)
	if err == nil && t.Org != org {
		err = fault.New(fault.NotFound, "todo.unknown", "no such to-do")
	}
	return t, err
}

// maxReason bounds what somebody says of a to-do, in bytes.
const maxReason = 8000

// Complete says that a to-do of another system is done: by one of the people
// whom it names, in a session. The other system sees by whom and why when it
// asks. One that does not wait for who is todo.unknown (NotFound), one of this
// program todo.source (Conflict): it goes when it is done where it stands.
func (s *Service) Complete(ctx context.Context, who rbac.Actor, id, reason string) (Todo, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return Todo{}, err
	}
	reason, err := name.Text("/reason", reason, maxReason)
	if err != nil {
		return Todo{}, err
	}
	var t Todo
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if t, err = s.waitingFor(ctx, who, id); err != nil {
			return err
		}
		if err := s.Auth.Confirm(ctx, who, rbac.OrgView, rbac.Resource{OrgID: t.Org}); err != nil {
			return err
		}
		if !strings.HasPrefix(t.Source, External) {
			return elsewhere()
		}
		t.Reason = reason
		if t, err = s.settle(ctx, t, Done, who.Subject); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "todo:completed", Kind: "todo", ResourceID: t.ID, OrgID: t.Org,
			Before: json.RawMessage(`{"state":"waiting"}`),
			After:  map[string]any{"state": Done, "source": strings.TrimPrefix(t.Source, External), "id": t.SourceID, "reason": reason},
		})
	})
	return t, err
}
