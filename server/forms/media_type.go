package forms

import (
	"net/http"
	"path"
	"slices"
	"strings"
)

// mediaTypes are those of files by the ending of their names, the same on every
// machine.
var mediaTypes = map[string]string{
	".csv": "text/csv", ".doc": "application/msword", ".gif": "image/gif", ".gz": "application/gzip", ".heic": "image/heic",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".json": "application/json", ".md": "text/markdown", ".pdf": "application/pdf",
	".png": "image/png", ".ppt": "application/vnd.ms-powerpoint",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".txt":  "text/plain", ".webp": "image/webp", ".xls": "application/vnd.ms-excel",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".xml":  "application/xml", ".yaml": "application/yaml", ".yml": "application/yaml", ".zip": "application/zip",
}

const unknownType = "application/octet-stream"

func mediaTypeOf(file string) string {
	if t, ok := mediaTypes[strings.ToLower(path.Ext(file))]; ok {
		return t
	}
	return unknownType
}

// certain are the types that the first bytes of a file tell for sure.
var certain = []string{"application/pdf", "application/gzip", "application/zip", "image/gif", "image/jpeg", "image/png", "image/webp"}

// holds says that content is of a type, as far as that can be told.
func holds(content []byte, mediaType string) bool {
	found := http.DetectContentType(content)
	if found == "application/x-gzip" {
		found = "application/gzip"
	}
	return !slices.Contains(certain, mediaType) || found == mediaType
}
