//go:build deps

// Package deps keeps libraries in go.mod while the packages that use them are
// being written.
package deps

import (
	_ "code.dny.dev/ssrf"
	_ "github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/docker/docker/client"
	_ "github.com/google/go-containerregistry/pkg/v1/remote"
	_ "github.com/robfig/cron/v3"
)
