package executor

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"

	"catenary/internal/tuple"
)

// Name is the ID of a task run. It is the same whenever it is made of the same
// things and another for any others. It is a legal name of a container and of
// a Kubernetes job (at most 63 of [a-z0-9-], a letter first), whatever the
// scope is.
func Name(run, scope, node, half string, attempt int) string {
	of := tuple.AppendInt(tuple.Of(run, scope, node, half), int64(attempt))
	sum := sha256.Sum256(of)
	code := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:14])
	return "ctn-" + plain(run, 26) + "-" + plain(node, 9) + "-" + code + "-" + plain(strconv.Itoa(attempt), 6)
}

// plain keeps what people can recognise of a text.
func plain(text string, most int) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		if b.Len() == most {
			break
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return "x"
	}
	return b.String()
}
