package store

import "catenary/rbac"

// fewOrgs is the part of a tenant's orgs up to which a list is found by its
// orgs; for more of them it is walked by its order and each row is looked at.
const fewOrgs = 0.02

// inOrgs is the condition that column is in the set, for a query on a table
// that is sorted by something else; args gets the parameter :org_set. The
// caller asks nothing for an empty set (rbac.None).
func (s *Store) inOrgs(set rbac.OrgSet, column string, args map[string]any) string {
	switch set.Mode {
	case rbac.All:
		return "1 = 1"
	case rbac.None:
		return "1 = 0"
	}
	ids := make([]string, len(set.IDs))
	for i, id := range set.IDs {
		ids[i] = string(id)
	}
	args["org_set"] = s.dialect.list(ids)
	if set.Mode == rbac.NotIn {
		return "NOT (" + s.dialect.in(s.unindexed(column), "org_set") + ")"
	}
	if float64(len(ids)) > fewOrgs*float64(set.Total) {
		column = s.unindexed(column)
	}
	return s.dialect.in(column, "org_set")
}

// unindexed keeps SQLite from choosing the column's index; PostgreSQL judges
// by its statistics.
func (s *Store) unindexed(column string) string {
	if s.dialect.name == "sqlite" {
		return "+" + column
	}
	return column
}
