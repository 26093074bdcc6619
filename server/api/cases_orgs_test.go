package api_test

import (
	"net/http"

	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// orgCases are of orgs, shares and the tenant.
func orgCases() map[string]routeCase {
	return map[string]routeCase{
		"listOrgs":  {prepare: func(*given) {}, empty: true},
		"createOrg": {prepare: func(g *given) { g.body = object{"parent_id": g.stock(), "key": "returns", "name": "Returns"} }, status: http.StatusCreated},
		"getOrg":    {prepare: func(*given) {}},
		"editOrg": {prepare: func(g *given) {
			g.ifMatch(1)
			g.body = object{"name": "Stocks"}
		}},
		"moveOrg": {prepare: func(g *given) {
			g.params["org_id"] = string(g.Org(servertest.Packing))
			g.body = object{"parent_id": g.Org(servertest.Picking)}
		}},
		"previewOrgMove": {prepare: func(g *given) {
			g.params["org_id"] = string(g.Org(servertest.Packing))
			g.body = object{"parent_id": g.Org(servertest.Picking)}
		}},
		"deleteOrg": {
			prepare: func(g *given) {
				g.params["org_id"] = string(g.Org(servertest.Packing))
				g.query = "subtree=true"
			}, status: http.StatusNoContent,
		},
		"previewOrgDelete": {prepare: func(g *given) { g.params["org_id"] = string(g.Org(servertest.Packing)) }},
		"listDeletedOrgs":  {prepare: func(g *given) { g.deletedOrg() }},
		"restoreOrg": {prepare: func(g *given) {
			g.params["org_id"] = g.deletedOrg()
			g.body = object{"key": "packing-again"}
		}, hidden: true},
		"explainAccess": {prepare: func(g *given) { g.query = "permission=chain:edit&subject=" + g.id(rbac.Designer) }},
		"showLacking":   {prepare: func(g *given) { g.query = "permission=chain:edit" }},
		"listShares":    {prepare: func(g *given) { g.share() }},
		"createShare": {prepare: func(g *given) {
			g.body = object{"kind": "script", "resource_id": g.script().ID, "to_org_id": g.Org(servertest.Picking), "subtree": true}
		}, status: http.StatusCreated},
		"withdrawShare": {prepare: func(g *given) { g.share() }, status: http.StatusNoContent},
		"getTenantSettings": {
			prepare: func(*given) {}, allowed: rbac.Owner, at: servertest.Acme, outside: true,
		},
		"setTenantSettings": {prepare: func(g *given) {
			g.ifMatch(1)
			g.body = object{"second_factor_roles": []string{"auditor"}, "idle_minutes": 60, "session_hours": 8}
		}, allowed: rbac.Owner, at: servertest.Acme, outside: true},
	}
}

// deletedOrg deletes an org below Stock and returns its id.
func (g *given) deletedOrg() string {
	g.t.Helper()
	if err := g.Orgs.Delete(g.t.Context(), g.owner(), g.Org(servertest.Packing), true); err != nil {
		g.t.Fatal(err)
	}
	return string(g.Org(servertest.Packing))
}

func (g *given) share() orgs.ShareView {
	g.t.Helper()
	v := must[orgs.ShareView](g)(g.Orgs.Share(g.t.Context(), g.owner(), g.stock(), orgs.NewShare{
		Kind: orgs.KindScript, Resource: g.script().ID, To: g.Org(servertest.Picking),
	}))
	g.params["share_id"] = v.ID
	return v
}

// rightsCases are of roles, grants and groups.
func rightsCases() map[string]routeCase {
	return map[string]routeCase{
		"listPermissions": {prepare: func(*given) {}},
		"listRoles":       {prepare: func(g *given) { g.role() }},
		"createRole": {prepare: func(g *given) {
			g.body = object{"key": "drawer", "name": "Drawer", "effect": "allow", "permissions": []string{"org:view", "chain:edit"}}
		}, status: http.StatusCreated},
		"getRole": {prepare: func(g *given) { g.role() }},
		"editRole": {prepare: func(g *given) {
			g.ifMatch(g.role().Revision)
			g.body = object{"name": "Painter", "permissions": []string{"org:view"}}
		}},
		"previewRole": {prepare: func(g *given) {
			g.role()
			g.body = object{"permissions": []string{"org:view"}}
		}},
		"deleteRole": {prepare: func(g *given) { g.role() }, status: http.StatusNoContent},
		"listGrants": {prepare: func(g *given) { g.grant() }},
		"createGrant": {prepare: func(g *given) {
			g.body = object{"subject_id": g.id(rbac.Viewer), "role_id": "operator"}
		}, status: http.StatusCreated},
		"previewGrant": {prepare: func(g *given) {
			g.body = object{"subject_id": g.id(rbac.Viewer), "role_id": "operator"}
		}},
		"previewWithdrawal": {prepare: func(g *given) { g.grant() }},
		"getGrant":          {prepare: func(g *given) { g.grant() }},
		"endGrant": {prepare: func(g *given) {
			g.ifMatch(g.grant().Revision)
			g.body = object{"ends_at": "2026-06-01T00:00:00Z"}
		}},
		"withdrawGrant":       {prepare: func(g *given) { g.grant() }, status: http.StatusNoContent},
		"listGrantsOfSubject": {prepare: func(g *given) { g.params["subject_id"] = g.id(rbac.Viewer) }},
		"listGroups":          {prepare: func(g *given) { g.group() }},
		"createGroup":         {prepare: func(g *given) { g.body = object{"key": "team", "name": "Team"} }, status: http.StatusCreated},
		"getGroup":            {prepare: func(g *given) { g.group() }},
		"editGroup": {prepare: func(g *given) {
			g.ifMatch(g.group().Revision)
			g.body = object{"name": "Crew"}
		}},
		"deleteGroup":      {prepare: func(g *given) { g.group() }, status: http.StatusNoContent},
		"listGroupMembers": {prepare: func(g *given) { g.joined() }},
		"joinGroup": {prepare: func(g *given) {
			g.group()
			g.params["subject_id"] = g.id(rbac.Viewer)
		}, status: http.StatusNoContent},
		"leaveGroup": {prepare: func(g *given) { g.joined() }, status: http.StatusNoContent},
	}
}

// joined makes a group with a member.
func (g *given) joined() {
	g.t.Helper()
	group, subject := g.group(), g.Subject(rbac.Viewer, servertest.Stock)
	if err := g.Orgs.Join(g.t.Context(), g.owner(), g.stock(), group.ID, subject); err != nil {
		g.t.Fatal(err)
	}
	g.params["subject_id"] = string(subject)
}

// peopleCases are of members, service accounts and their tokens.
func peopleCases() map[string]routeCase {
	member := func(g *given) { g.params["member_id"] = g.id(rbac.Viewer) }
	return map[string]routeCase{
		"listMembers":           {prepare: func(*given) {}},
		"inviteMember":          {prepare: func(g *given) { g.body = object{"email": "new@example.org", "name": "Somebody New"} }, status: http.StatusCreated},
		"getMember":             {prepare: member},
		"listMemberPermissions": {prepare: member},
		"renameMember": {prepare: func(g *given) {
			member(g)
			g.ifMatch(1)
			g.body = object{"name": "Another Name"}
		}},
		"removeMember":      {prepare: member, status: http.StatusNoContent},
		"inviteMemberAgain": {prepare: func(g *given) { g.invited() }, status: http.StatusCreated},
		"disableMember":     {prepare: member, status: http.StatusNoContent},
		"enableMember": {prepare: func(g *given) {
			member(g)
			if err := g.Identity.DisableMember(g.t.Context(), g.owner(), g.stock(), g.Subject(rbac.Viewer, servertest.Stock)); err != nil {
				g.t.Fatal(err)
			}
		}, status: http.StatusNoContent},
		"endMemberSessions": {prepare: member, status: http.StatusNoContent},
		"listAccounts":      {prepare: func(g *given) { g.account() }},
		"createAccount":     {prepare: func(g *given) { g.body = object{"key": "ci", "name": "CI"} }, status: http.StatusCreated},
		"getAccount":        {prepare: func(g *given) { g.account() }},
		"renameAccount": {prepare: func(g *given) {
			g.ifMatch(g.account().Revision)
			g.body = object{"key": "cd", "name": "CD"}
		}},
		"deleteAccount":  {prepare: func(g *given) { g.account() }, status: http.StatusNoContent},
		"disableAccount": {prepare: func(g *given) { g.account() }, status: http.StatusNoContent},
		"enableAccount": {prepare: func(g *given) {
			if err := g.Identity.DisableAccount(g.t.Context(), g.owner(), g.stock(), g.account().ID); err != nil {
				g.t.Fatal(err)
			}
		}, status: http.StatusNoContent},
		"listAccountTokens": {prepare: func(g *given) { g.accountToken() }},
		"createAccountToken": {prepare: func(g *given) {
			g.account()
			g.body = object{"name": "nightly", "permissions": []string{"org:view"}}
		}, status: http.StatusCreated},
		"revokeAccountToken": {prepare: func(g *given) { g.accountToken() }, status: http.StatusNoContent},
	}
}

func (g *given) accountToken() {
	g.t.Helper()
	made := must[identity.MadeToken](g)(g.Identity.MakeAccountToken(g.t.Context(), g.owner(), g.stock(), g.account().ID, identity.NewToken{
		Name: "nightly", Permissions: []string{"org:view"},
	}))
	g.params["token_id"] = made.ID
}
