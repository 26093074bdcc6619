package rbac

import (
	"math"
	"sync"
)

// question is what Casbin is asked, as the model's request definition has it.
type question struct{ sub, org, act, scope, root, rel string }

// answer is what it said, and from when until when it would say so again: time
// ends grants.
type answer struct {
	allowed     bool
	from, until int64 // Unix µs
}

// maxAnswers bounds what is remembered of one tenant. Beyond, it begins anew:
// those who ask all the time are back at once.
const maxAnswers = 256

// answers are what Casbin said of a tree as it is. Whoever changes the tree
// forgets them, so that none outlives the policy version that it was given under.
type answers struct {
	mu    sync.RWMutex
	known map[question]answer
}

func (a *answers) find(q question, now int64) (allowed, known bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	one, known := a.known[q]
	return one.allowed, known && one.from <= now && now < one.until
}

func (a *answers) keep(q question, one answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known == nil || len(a.known) >= maxAnswers {
		a.known = make(map[question]answer)
	}
	a.known[q] = one
}

func (a *answers) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known = nil
}

// steadyUntil is when the first grant ends that the subject, or a group of it,
// has at this time.
func (t *tree) steadyUntil(sub string, now int64) int64 {
	until := int64(math.MaxInt64)
	s := t.subjectNamed(sub)
	if s == nil {
		return until
	}
	for _, holder := range append([]*subject{s}, s.groups...) {
		for _, g := range holder.grants {
			if g.ends > now {
				until = min(until, g.ends)
			}
		}
	}
	return until
}
