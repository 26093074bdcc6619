package audit

// Message is what is signed of a head.
func (h Head) Message() []byte { return h.message() }
