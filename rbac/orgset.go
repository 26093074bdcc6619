package rbac

import "slices"

// OrgSet is the orgs of a tenant in which something is allowed.
type OrgSet struct {
	Mode OrgSetMode
	// IDs are sorted; those in the set for In, those outside it for NotIn.
	IDs []OrgID
	// Total is how many orgs the tenant has, so that a store can judge which
	// way of walking is the shorter.
	Total int
}

// OrgSetMode says how an OrgSet names its orgs.
type OrgSetMode int

// The modes; None is the zero value, so that an empty OrgSet allows nothing.
const (
	None OrgSetMode = iota
	All
	In
	NotIn
)

// Contains says whether org is in the set.
func (s OrgSet) Contains(org OrgID) bool {
	switch s.Mode {
	case All:
		return true
	case In, NotIn:
		_, found := slices.BinarySearch(s.IDs, org)
		return found == (s.Mode == In)
	default:
		return false
	}
}

// Among is the part of the set that is in orgs.
func (s OrgSet) Among(orgs []OrgID) OrgSet {
	out := OrgSet{Mode: In, Total: s.Total}
	for _, org := range orgs {
		if s.Contains(org) {
			out.IDs = append(out.IDs, org)
		}
	}
	if len(out.IDs) == 0 {
		return OrgSet{Total: s.Total}
	}
	slices.Sort(out.IDs)
	return out
}
