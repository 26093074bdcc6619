package rbac

// Permission is one thing that can be allowed: kind:verb. There are no
// wildcards; forms that offer one write it out.
type Permission string

// All permissions there are.
const (
	OrgView         Permission = "org:view"
	OrgCreate       Permission = "org:create"
	OrgEdit         Permission = "org:edit"
	OrgMove         Permission = "org:move"
	OrgDelete       Permission = "org:delete"
	MemberView      Permission = "member:view"
	MemberWrite     Permission = "member:write"
	RoleWrite       Permission = "role:write"
	AccountWrite    Permission = "account:write"
	LimitsWrite     Permission = "limits:write"
	ChainView       Permission = "chain:view"
	ChainEdit       Permission = "chain:edit"
	ChainPublish    Permission = "chain:publish"
	ChainDelete     Permission = "chain:delete"
	ScriptEdit      Permission = "script:edit"
	EnvironmentView Permission = "environment:view"
	EnvironmentUse  Permission = "environment:use"
	EnvironmentEdit Permission = "environment:write"
	EngineUse       Permission = "engine:use"
	EngineWrite     Permission = "engine:write"
	SecretList      Permission = "secret:list"
	SecretUse       Permission = "secret:use"
	SecretWrite     Permission = "secret:write"
	ShareWrite      Permission = "share:write"
	TemplateView    Permission = "template:view"
	TemplateUse     Permission = "template:use"
	TemplateWrite   Permission = "template:write"
	TriggerWrite    Permission = "trigger:write"
	RunView         Permission = "run:view"
	RunData         Permission = "run:data"
	RunStart        Permission = "run:start"
	RunCancel       Permission = "run:cancel"
	RunRerun        Permission = "run:rerun"
	FormFill        Permission = "form:fill"
	SwitchView      Permission = "switch:view"
	SwitchSet       Permission = "switch:set"
	ReleaseView     Permission = "release:view"
	ReleaseCreate   Permission = "release:create"
	ReleaseEdit     Permission = "release:edit"
	ReleaseApprove  Permission = "release:approve"
	ReleaseExecute  Permission = "release:execute"
	ApprovalDecide  Permission = "approval:decide"
	TodoWrite       Permission = "todo:write"
	AuditView       Permission = "audit:view"
	AuditExport     Permission = "audit:export"
	TenantSettings  Permission = "tenant:settings"
	SSOWrite        Permission = "sso:write"
	KeysRotate      Permission = "keys:rotate"
)

// Permissions returns all of them, in the order of the table of roles.
func Permissions() []Permission {
	return []Permission{
		OrgView, ChainView, EnvironmentView, TemplateView, ReleaseView, RunView, SwitchView,
		RunData,
		RunStart, RunCancel, RunRerun, FormFill,
		ChainEdit, ChainPublish, ScriptEdit, ReleaseCreate, ReleaseEdit, TemplateUse, EngineUse, EnvironmentUse, SecretList, SecretUse,
		ReleaseExecute, SwitchSet,
		ApprovalDecide, ReleaseApprove,
		TodoWrite,
		ChainDelete, TriggerWrite, EngineWrite, EnvironmentEdit, TemplateWrite, SecretWrite, ShareWrite,
		OrgCreate, OrgEdit, OrgMove, OrgDelete, MemberView, MemberWrite, RoleWrite, AccountWrite, LimitsWrite,
		AuditView, AuditExport,
		TenantSettings, SSOWrite, KeysRotate,
	}
}
