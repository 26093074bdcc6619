package identity

// Passwords hashes and checks passwords, a few at once.
type Passwords struct{}

// NewPasswords returns Passwords that use as many cores as there are.
func NewPasswords() *Passwords { return &Passwords{} }
