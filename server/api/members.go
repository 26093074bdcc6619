package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/identity"
)

func (a *API) registerMembers() {
	const tag, members = "members", "/orgs/{org_id}/members"
	const one = members + "/{member_id}"
	register(a, route{
		ID: "listMembers", Method: http.MethodGet, Path: members, Permission: rbac.MemberView, Tag: tag,
		Summary: "People who belong to an org or were granted something there",
	}, a.listMembers)
	register(a, route{
		ID: "inviteMember", Method: http.MethodPost, Path: members, Permission: rbac.MemberWrite, Tag: tag, Sensitive: true,
		Summary: "Invite somebody; the link is shown once", Status: http.StatusCreated,
	}, a.inviteMember)
	register(a, route{
		ID: "getMember", Method: http.MethodGet, Path: one, Permission: rbac.MemberView, Tag: tag,
		Summary: "One member",
	}, a.getMember)
	register(a, route{
		ID: "renameMember", Method: http.MethodPatch, Path: one, Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Give a member another name",
	}, a.renameMember)
	register(a, route{
		ID: "removeMember", Method: http.MethodDelete, Path: one, Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Remove a member with all rights, sessions and tokens", Status: http.StatusNoContent,
	}, a.removeMember)
	register(a, route{
		ID: "inviteMemberAgain", Method: http.MethodPost, Path: one + "/invitations", Permission: rbac.MemberWrite, Tag: tag, Sensitive: true,
		Summary: "Make a new link for somebody invited; earlier ones end", Status: http.StatusCreated,
	}, a.inviteMemberAgain)
	register(a, route{
		ID: "disableMember", Method: http.MethodPost, Path: one + "/disable", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Keep a member from acting; sessions end, rights stay", Status: http.StatusNoContent,
	}, a.disableMember)
	register(a, route{
		ID: "enableMember", Method: http.MethodPost, Path: one + "/enable", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "Let a disabled member act again", Status: http.StatusNoContent,
	}, a.enableMember)
	register(a, route{
		ID: "endMemberSessions", Method: http.MethodDelete, Path: one + "/sessions", Permission: rbac.MemberWrite, Tag: tag,
		Summary: "End all sessions of a member", Status: http.StatusNoContent,
	}, a.endMemberSessions)
	register(a, route{
		ID: "acceptInvitation", Method: http.MethodPost, Path: "/invitations/accept", Access: public, Tag: tag,
		Summary: "Take an invitation up: choose a password, give that of your account, or be signed in",
	}, a.acceptInvitation)
}

type memberBody struct {
	ID           string            `json:"id"`
	OrgID        string            `json:"org_id,omitempty" doc:"Where the member belongs, if you may view that org"`
	Email        string            `json:"email"`
	Name         string            `json:"name"`
	State        string            `json:"state" enum:"invited,active,disabled"`
	SecondFactor bool              `json:"second_factor"`
	Revision     int64             `json:"revision"`
	CreatedAt    time.Time         `json:"created_at"`
	UpdatedAt    time.Time         `json:"updated_at"`
	Can          []rbac.Permission `json:"can" doc:"What you may do about the member"`
}

func newMemberBody(m identity.SeenMember) memberBody {
	return memberBody{
		ID: string(m.ID), OrgID: string(m.Org), Email: m.Email, Name: m.Name, State: m.State, SecondFactor: m.SecondFactor,
		Revision: m.Revision, CreatedAt: clock.Time(m.CreatedAt), UpdatedAt: clock.Time(m.UpdatedAt), Can: some(m.Can),
	}
}

type memberOutput struct {
	ETag string `header:"ETag"`
	Body memberBody
}

func newMemberOutput(m identity.SeenMember, err error) (*memberOutput, error) {
	if err != nil {
		return nil, err
	}
	return &memberOutput{ETag: etag(m.Revision), Body: newMemberBody(m)}, nil
}

// InMember is embedded in the input of routes about one member.
type InMember struct {
	InOrg
	MemberID string `path:"member_id"`
}

func (in InMember) member() rbac.SubjectID { return rbac.SubjectID(in.MemberID) }

// listMembers: GET /orgs/{org_id}/members
func (a *API) listMembers(ctx context.Context, in *inOrgSearched) (*listOutput[memberBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Identity.Members(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newMemberBody), nil
}

type inviteMemberInput struct {
	InOrg
	Body struct {
		Email string `json:"email" maxLength:"254" example:"b@example.org"`
		Name  string `json:"name"`
	}
}

type invitationOutput struct {
	Location string `header:"Location"`
	Body     struct {
		Member memberBody `json:"member"`
		URL    string     `json:"url" doc:"The link to hand over; shown once"`
		EndsAt time.Time  `json:"ends_at"`
		Mailed bool       `json:"mailed" doc:"A link was sent to the address as well"`
	}
}

func newInvitationOutput(org string, i identity.Invitation, err error) (*invitationOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &invitationOutput{Location: prefix + "/orgs/" + org + "/members/" + string(i.Member.ID)}
	out.Body.Member, out.Body.URL = newMemberBody(i.Member), i.URL
	out.Body.EndsAt, out.Body.Mailed = clock.Time(i.EndsAt), i.Mailed
	return out, nil
}

// inviteMember: POST /orgs/{org_id}/members
func (a *API) inviteMember(ctx context.Context, in *inviteMemberInput) (*invitationOutput, error) {
	i, err := a.Identity.Invite(ctx, actor(ctx), in.org(), in.Body.Email, in.Body.Name)
	return newInvitationOutput(in.OrgID, i, err)
}

// inviteMemberAgain: POST /orgs/{org_id}/members/{member_id}/invitations
func (a *API) inviteMemberAgain(ctx context.Context, in *struct{ InMember }) (*invitationOutput, error) {
	i, err := a.Identity.InviteAgain(ctx, actor(ctx), in.org(), in.member())
	return newInvitationOutput(in.OrgID, i, err)
}

// getMember: GET /orgs/{org_id}/members/{member_id}
func (a *API) getMember(ctx context.Context, in *struct{ InMember }) (*memberOutput, error) {
	return newMemberOutput(a.Identity.Member(ctx, actor(ctx), in.org(), in.member()))
}

type renameMemberInput struct {
	InMember
	IfMatch
	Body struct {
		Name string `json:"name"`
	}
}

// renameMember: PATCH /orgs/{org_id}/members/{member_id}
func (a *API) renameMember(ctx context.Context, in *renameMemberInput) (*memberOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newMemberOutput(a.Identity.RenameMember(ctx, actor(ctx), in.org(), in.member(), revision, in.Body.Name))
}

// removeMember: DELETE /orgs/{org_id}/members/{member_id}
func (a *API) removeMember(ctx context.Context, in *struct {
	InMember
	Reasoned
},
) (*none, error) {
	return nil, a.Identity.RemoveMember(ctx, actor(ctx), in.org(), in.member())
}

// disableMember: POST /orgs/{org_id}/members/{member_id}/disable
func (a *API) disableMember(ctx context.Context, in *struct {
	InMember
	Reasoned
},
) (*none, error) {
	return nil, a.Identity.DisableMember(ctx, actor(ctx), in.org(), in.member())
}

// enableMember: POST /orgs/{org_id}/members/{member_id}/enable
func (a *API) enableMember(ctx context.Context, in *struct{ InMember }) (*none, error) {
	return nil, a.Identity.EnableMember(ctx, actor(ctx), in.org(), in.member())
}

// endMemberSessions: DELETE /orgs/{org_id}/members/{member_id}/sessions
func (a *API) endMemberSessions(ctx context.Context, in *struct {
	InMember
	Reasoned
},
) (*none, error) {
	return nil, a.Identity.EndMemberSessions(ctx, actor(ctx), in.org(), in.member())
}

type acceptInvitationInput struct {
	Token string `cookie:"__Host-catenary"`
	Body  struct {
		Link     string `json:"link" maxLength:"200" doc:"What stands behind the # of the link"`
		Password string `json:"password,omitempty" maxLength:"1024" doc:"Chosen by who is new, given by who has an account; not needed when signed in"`
		Locale   string `json:"locale,omitempty" maxLength:"35"`
	}
}

type joinedOutput struct {
	Body struct {
		Tenant tenantNameBody `json:"tenant"`
		Email  string         `json:"email"`
	}
}

// acceptInvitation: POST /invitations/accept
func (a *API) acceptInvitation(ctx context.Context, in *acceptInvitationInput) (*joinedOutput, error) {
	joined, err := a.Identity.Accept(ctx, identity.Acceptance{
		Link: in.Body.Link, Password: in.Body.Password, Locale: in.Body.Locale, Token: in.Token,
	})
	if err != nil {
		return nil, err
	}
	out := &joinedOutput{}
	out.Body.Tenant, out.Body.Email = tenantNameBody(joined.Tenant), joined.Email
	return out, nil
}
