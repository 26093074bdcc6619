package rbac

import "slices"

// SystemRole is a role that every tenant has, granted at an org and inherited
// by all below it.
type SystemRole struct {
	ID          RoleID
	Permissions []Permission
}

// The system roles.
const (
	Owner    RoleID = "owner"
	Admin    RoleID = "admin"
	Designer RoleID = "designer"
	Operator RoleID = "operator"
	Approver RoleID = "approver"
	Viewer   RoleID = "viewer"
	Auditor  RoleID = "auditor"
)

// SystemRoles returns them all, the strongest first, each with its permissions
// in the order of Permissions.
func SystemRoles() []SystemRole {
	order := []RoleID{Owner, Admin, Designer, Operator, Approver, Viewer, Auditor}
	all := order[:6]
	rows := []struct {
		roles       []RoleID
		permissions []Permission
	}{
		{order, []Permission{OrgView, ReleaseView, RunView}},
		{all, []Permission{ChainView, EnvironmentView, TemplateView, SwitchView}},
		{[]RoleID{Owner, Admin, Designer, Operator, Approver}, []Permission{RunData}},
		{[]RoleID{Owner, Admin, Designer, Operator}, []Permission{RunStart, RunCancel, RunRerun, FormFill}},
		{[]RoleID{Owner, Admin, Designer}, []Permission{
			ChainEdit, ChainPublish, ScriptEdit, ReleaseCreate, ReleaseEdit,
			TemplateUse, EngineUse, EnvironmentUse, SecretList, SecretUse,
		}},
		{[]RoleID{Owner, Admin, Operator}, []Permission{ReleaseExecute, SwitchSet}},
		{[]RoleID{Owner, Admin, Approver}, []Permission{ApprovalDecide, ReleaseApprove}},
		{[]RoleID{Owner, Admin}, []Permission{
			TodoWrite, ChainDelete, TriggerWrite, EngineWrite, EnvironmentEdit, TemplateWrite, SecretWrite, ShareWrite,
			OrgCreate, OrgEdit, OrgMove, OrgDelete, MemberWrite, RoleWrite, AccountWrite, LimitsWrite,
		}},
		{[]RoleID{Owner, Admin, Auditor}, []Permission{MemberView, AuditView, AuditExport}},
		{[]RoleID{Owner}, []Permission{TenantSettings, SSOWrite, KeysRotate}},
	}
	held := map[RoleID]map[Permission]bool{}
	for _, row := range rows {
		for _, role := range row.roles {
			if held[role] == nil {
				held[role] = map[Permission]bool{}
			}
			for _, p := range row.permissions {
				held[role][p] = true
			}
		}
	}
	roles := make([]SystemRole, 0, len(order))
	for _, id := range order {
		r := SystemRole{ID: id}
		for _, p := range Permissions() {
			if held[id][p] {
				r.Permissions = append(r.Permissions, p)
			}
		}
		roles = append(roles, r)
	}
	return roles
}

// Sensitive says whether handing out these permissions, or taking them away,
// needs a fresh factor: those that only the owner's role has always do, and at
// the tenant's root so does member:write, since who manages all members there
// can come close to any of them.
func Sensitive(permissions []Permission, atRoot bool) bool {
	common := map[Permission]bool{}
	for _, r := range SystemRoles() {
		for _, p := range r.Permissions {
			common[p] = common[p] || r.ID != Owner
		}
	}
	return slices.ContainsFunc(permissions, func(p Permission) bool {
		return !common[p] || atRoot && p == MemberWrite
	})
}
