package identity

// CheapPasswords hash with as little work as there is.
func CheapPasswords() *Passwords { return cheap() }

// Hash is what is stored of a random secret.
func Hash(what string, texts ...string) string { return hash(what, texts...) }
