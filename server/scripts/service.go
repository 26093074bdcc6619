package scripts

// Service is the use cases of this package.
type Service struct{}
