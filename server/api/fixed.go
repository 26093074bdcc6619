package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// fixed is a file that stays the same while the server runs.
type fixed struct {
	contentType string
	body        []byte
	etag        string
}

func newFixed(contentType string, body []byte) fixed {
	sum := sha256.Sum256(body)
	return fixed{contentType: contentType, body: body, etag: `"` + hex.EncodeToString(sum[:12]) + `"`}
}

// serve answers with the file, or with 304 to whoever has it. It may be kept,
// but is asked for each time.
func (f fixed) serve(c echo.Context) error {
	h := c.Response().Header()
	h.Set("ETag", f.etag)
	h.Set("Cache-Control", "no-cache")
	if known(c.Request().Header.Get("If-None-Match"), f.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, f.contentType, f.body)
}

// known says whether a caller who sends this If-None-Match has what etag names.
func known(ifNoneMatch, etag string) bool {
	for one := range strings.SplitSeq(ifNoneMatch, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == etag || one == "*" {
			return true
		}
	}
	return false
}
