package orgs

import (
	"slices"

	"catenary/rbac"
)

// SortPermissions puts permissions into the order of the catalogue.
func SortPermissions(list []rbac.Permission) {
	all := rbac.Permissions()
	slices.SortFunc(list, func(a, b rbac.Permission) int { return slices.Index(all, a) - slices.Index(all, b) })
}
