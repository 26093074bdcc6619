package rbac

import (
	"math/bits"
	"strings"
)

// anything is the list of a session's scope: every word is in it.
const anything = "*"

// has says whether word is in list: words between single blanks, with a blank
// at both ends, or "*" for every word. What is no word is in no list.
func has(list, word string) bool {
	if word == "" || strings.ContainsAny(word, " *") {
		return false
	}
	if list == anything {
		return true
	}
	for from := 0; ; {
		i := strings.Index(list[from:], word)
		if i < 0 {
			return false
		}
		begin := from + i
		end := begin + len(word)
		if begin > 0 && list[begin-1] == ' ' && end < len(list) && list[end] == ' ' {
			return true
		}
		from = begin + 1
	}
}

// Words writes permissions as a list that has understands; a token's scope is
// stored like this.
func Words(permissions []Permission) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, p := range permissions {
		b.WriteString(string(p))
		b.WriteByte(' ')
	}
	return b.String()
}

// set is a set of permissions, one bit each.
type set uint64

// vocabulary is what the code knows of permissions and system roles. It never
// changes once it is made.
type vocabulary struct {
	all   []Permission
	bit   map[Permission]set
	roles []SystemRole
}

func newVocabulary() *vocabulary {
	v := &vocabulary{all: Permissions(), bit: map[Permission]set{}, roles: SystemRoles()}
	for i, p := range v.all {
		v.bit[p] = 1 << i
	}
	return v
}

// set drops what is no permission: a role may have been written by a newer
// program.
func (v *vocabulary) set(permissions []Permission) set {
	var s set
	for _, p := range permissions {
		s |= v.bit[p]
	}
	return s
}

// scope is the set of a list of words.
func (v *vocabulary) scope(words string) set {
	var s set
	for _, p := range v.all {
		if has(words, string(p)) {
			s |= v.bit[p]
		}
	}
	return s
}

// list gives a set in the order of Permissions.
func (v *vocabulary) list(s set) []Permission {
	if s == 0 {
		return nil
	}
	out := make([]Permission, 0, bits.OnesCount64(uint64(s)))
	for i, p := range v.all {
		if s&(1<<i) != 0 {
			out = append(out, p)
		}
	}
	return out
}

// view is the permission by which someone may see the thing that act is about:
// the one of its kind, or org:view for kinds without one.
func (v *vocabulary) view(act Permission) Permission {
	kind, _, _ := strings.Cut(string(act), ":")
	if p := Permission(kind + ":view"); v.bit[p] != 0 {
		return p
	}
	return OrgView
}
