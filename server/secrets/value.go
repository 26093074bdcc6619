package secrets

import "catenary/internal/secret"

// Value is a secret in the clear, for as long as it is used. It prints as
// [secret]; only its Reveal gives it out.
type Value = secret.Value

// NewValue returns a Value of a copy of text.
func NewValue(text []byte) Value { return secret.New(text) }
