package nodes

import "catenary/chain"

// Changer is a kind with effects of which some bodies change nothing outside,
// such as a question; there is nothing of them to take back.
type Changer interface {
	// Changes says whether what a body did stays as it is until somebody takes it
	// back. It does if that cannot be known.
	Changes(body *chain.Body) bool
}

// Changes says whether a body changes something outside.
func (r *Registry) Changes(body *chain.Body) bool {
	e, ok := r.entries[body.Kind]
	if !ok || !e.description.Effects {
		return false
	}
	changer, ok := e.kind.(Changer)
	return !ok || changer.Changes(body)
}
