// Package designer holds the built front end, as `make build` leaves it in
// dist. Without it, as under a plain `go build`, Built is false and all else of
// the server works.
package designer

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files are the built files: index.html, under assets what it loads, each
// beside itself compressed as .br and .gz, and licenses.txt, the notices of what
// others wrote.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // dist is a valid name
	}
	return files
}

// Built says whether the front end was built before the program.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}
