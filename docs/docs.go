// Package docs holds the documents that the server shows.
package docs

import "embed"

// Problems are the pages about refusals, problems/<code>.md each.
//
//go:embed problems/*.md
var Problems embed.FS
