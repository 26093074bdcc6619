package chain

import "context"

// Validate returns all that is wrong with the meaning of a document, in the
// order of the document. The error is that of Env when it could not be asked.
func Validate(ctx context.Context, d *Document, env Env) ([]Problem, error) { return nil, nil }
