package rbac

// Authorizer answers what may be done, from one tree in memory for each tenant.
type Authorizer struct{}
