package chains

// Service is the use cases of this package.
type Service struct{}
