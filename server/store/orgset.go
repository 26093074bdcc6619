package store

import (
	"strconv"

	"catenary/rbac"
)

// fewOrgs is the part of a tenant's orgs up to which a list is found by its
// orgs; for more of them it is walked by its order and each row is looked at.
const fewOrgs = 0.02

// askedEach is how many orgs are asked one by one for their newest rows.
const askedEach = 100

// inOrgs is the condition that column is in the set, for a query on a table
// that is sorted by something else; args gets the parameter it needs, so that a
// query can look at several sets. The caller asks nothing for an empty one
// (rbac.None).
func (s *Store) inOrgs(set rbac.OrgSet, column string, args map[string]any) string {
	switch set.Mode {
	case rbac.All:
		return "1 = 1"
	case rbac.None:
		return "1 = 0"
	}
	name := "org_set" + strconv.Itoa(len(args))
	args[name] = s.orgList(set)
	if set.Mode == rbac.NotIn {
		return "(" + s.dialect.in(column, name) + ") IS NOT TRUE"
	}
	if float64(len(set.IDs)) > fewOrgs*float64(set.Total) {
		column = s.dialect.unindexed(column)
	}
	return s.dialect.in(column, name)
}

func (s *Store) orgList(set rbac.OrgSet) any { return s.dialect.list(texts(set.IDs)) }

// newest is first for a list that newestFirst ends.
func (s *Store) newest(table string, set rbac.OrgSet, where string, args map[string]any) string {
	return s.first(table, set, where, newestFirst, args)
}

// first is the FROM item, called c, of a list that ends as order says, by a time:
// the rows of the table that where lets through, in the orgs of the set. Few orgs are asked
// for their newest rows one by one, so that it does not matter how many rows
// they have and how old those are; with more of them the table is walked by
// time, as the next row of theirs is not far.
func (s *Store) first(table string, set rbac.OrgSet, where, order string, args map[string]any) string {
	in := ""
	switch {
	case set.Mode == rbac.In && len(set.IDs) <= askedEach:
		args["org_set"] = s.orgList(set)
		return `(SELECT c.* FROM ` + s.dialect.ofEach(table, where+order) + order + `) c`
	case set.Mode == rbac.In:
		args["org_set"] = s.orgList(set)
		in = s.dialect.in(s.dialect.unindexed("c.org_id"), "org_set")
	default:
		in = s.inOrgs(set, "c.org_id", args)
	}
	return `(SELECT * FROM ` + table + ` c WHERE ` + where + ` AND ` + in + order + `) c`
}
