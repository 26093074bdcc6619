package main

import (
	"cmp"
	"path/filepath"

	"catenary/server/config"
)

// artefactsDir is where the files of runs lie.
func artefactsDir(s config.Settings) string {
	return cmp.Or(s.Files.Artefacts, filepath.Join(s.Data, "artefacts"))
}

// uploadsDir is where files lie that images are made from.
func uploadsDir(s config.Settings) string {
	return cmp.Or(s.Files.Uploads, filepath.Join(s.Data, "uploads"))
}

// registryDir is where the registry inside the server keeps its images.
func registryDir(s config.Settings) string { return filepath.Join(s.Data, "registry") }
