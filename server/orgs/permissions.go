package orgs

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/rbac"
)

// SortPermissions puts permissions into the order of the catalogue.
func SortPermissions(list []rbac.Permission) {
	all := rbac.Permissions()
	slices.SortFunc(list, func(a, b rbac.Permission) int { return slices.Index(all, a) - slices.Index(all, b) })
}

// CatalogueEntry is a permission with the system roles that have it.
type CatalogueEntry struct {
	Permission rbac.Permission
	Kind, Verb string
	Roles      []rbac.RoleID
}

// Catalogue lists all permissions there are.
func Catalogue() []CatalogueEntry {
	all := rbac.Permissions()
	out := make([]CatalogueEntry, len(all))
	for i, p := range all {
		kind, verb, _ := strings.Cut(string(p), ":")
		out[i] = CatalogueEntry{Permission: p, Kind: kind, Verb: verb}
		for _, r := range rbac.SystemRoles() {
			if slices.Contains(r.Permissions, p) {
				out[i].Roles = append(out[i].Roles, r.ID)
			}
		}
	}
	return out
}

// can says in which of the orgs the actor may do act, in the form of the lists
// that resources carry.
func (s *Service) can(ctx context.Context, who rbac.Actor, act rbac.Permission, orgs ...rbac.OrgID) (map[rbac.OrgID][]rbac.Permission, error) {
	all, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return nil, err
	}
	out := make(map[rbac.OrgID][]rbac.Permission, len(all))
	for org, held := range all {
		if slices.Contains(held, act) {
			out[org] = []rbac.Permission{act}
		}
	}
	return out, nil
}

// chosen checks a list of permissions out of those allowed and gives it back
// sorted. An empty list, an unknown permission and a repeated one are Invalid
// with code.
func chosen(code string, list, allowed []rbac.Permission) ([]rbac.Permission, error) {
	if len(list) == 0 {
		return nil, fault.At("/permissions", code, "at least one permission is needed")
	}
	var details []fault.Detail
	for i, p := range list {
		problem := ""
		switch {
		case !slices.Contains(allowed, p):
			problem = "it is not one of the permissions that can be chosen here"
		case slices.Contains(list[:i], p):
			problem = "it stands in the list twice"
		default:
			continue
		}
		details = append(details, fault.Detail{Code: code, Pointer: "/permissions/" + strconv.Itoa(i), Detail: problem})
	}
	if len(details) > 0 {
		return nil, fault.New(fault.Invalid, code, "the permissions are not right").With(details...)
	}
	sorted := slices.Clone(list)
	SortPermissions(sorted)
	return sorted, nil
}
