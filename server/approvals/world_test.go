package approvals_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
	"catenary/server/inbox"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// scene is a world in which things are approved.
type scene struct {
	*servertest.World
	*approvals.Service
	t       *testing.T
	settled []approvals.Approval
	refuse  error
	digest  string
}

func setup(t *testing.T, w *servertest.World) *scene {
	t.Helper()
	s := &scene{World: w, t: t, digest: "d1"}
	s.Service = &approvals.Service{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Inbox: &inbox.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now},
	}
	s.Register("thing", approvals.Kind{
		View: rbac.OrgView, Data: rbac.RunData, Decide: rbac.ApprovalDecide, MayLapse: true,
		Digest: func(context.Context, approvals.Approval) (string, error) { return s.digest, nil },
		Settled: func(_ context.Context, a approvals.Approval) error {
			if s.refuse == nil {
				s.settled = append(s.settled, a)
			}
			return s.refuse
		},
	})
	s.Register("grave", approvals.Kind{View: rbac.OrgView, Decide: rbac.ReleaseApprove})
	return s
}

// request is for a thing of Stock, written by its designer, that one approver
// there decides.
func (s *scene) request(levels ...approvals.Level) approvals.Request {
	if len(levels) == 0 {
		levels = []approvals.Level{{By: []approvals.By{{Role: "approver"}}}}
	}
	return approvals.Request{
		Tenant: s.Tenant(servertest.Acme), Org: s.Org(servertest.Stock), Subject: approvals.Subject{Kind: "thing", ID: s.World.NewID()},
		Digest: "d1", Title: "A thing", Details: json.RawMessage(`{"price":3}`), Link: "/things/1",
		Requester: s.Subject(rbac.Operator, servertest.Stock), Authors: []rbac.SubjectID{s.Subject(rbac.Designer, servertest.Stock)},
		Plan: approvals.Plan{Levels: levels},
	}
}

func (s *scene) open(levels ...approvals.Level) approvals.Approval {
	s.t.Helper()
	a, err := s.Open(s.t.Context(), s.request(levels...))
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// as is the approver at an org, or whoever holds another role there.
func (s *scene) as(path string, role ...rbac.RoleID) rbac.Actor {
	s.t.Helper()
	if len(role) == 0 {
		role = []rbac.RoleID{rbac.Approver}
	}
	return s.Actor(role[0], path)
}

func (s *scene) decide(who rbac.Actor, a approvals.Approval, in approvals.In) (approvals.View, error) {
	if in.Digest == "" {
		in.Digest = a.Digest
	}
	if in.Verdict == "" {
		in.Verdict = approvals.Approve
	}
	ctx := audit.WithOrigin(s.t.Context(), audit.Origin{Address: "192.0.2.7", RequestID: "r"})
	return s.Decide(ctx, who, a.Org, a.ID, in)
}

func (s *scene) approve(who rbac.Actor, a approvals.Approval) approvals.View {
	s.t.Helper()
	v, err := s.decide(who, a, approvals.In{})
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func (s *scene) get(a approvals.Approval) approvals.View {
	s.t.Helper()
	v, err := s.Get(s.t.Context(), s.as(servertest.Acme, rbac.Owner), a.Org, a.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func (s *scene) wants(err error, code string) {
	s.t.Helper()
	if code == "" && err != nil || code != "" && !fault.HasCode(err, code) {
		s.t.Errorf("got %v, want %q", err, code)
	}
}

// grant gives a member a role by the use case.
func (s *scene) grant(member rbac.SubjectID, role rbac.RoleID, path string) {
	s.t.Helper()
	if _, err := s.Orgs.Grant(s.t.Context(), s.as(servertest.Acme, rbac.Owner), s.Org(path), orgs.NewGrant{Subject: member, Role: role}); err != nil {
		s.t.Fatal(err)
	}
}
