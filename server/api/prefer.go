package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWait is how long an answer waits at most for the end of a run.
const maxWait = 60 * time.Second

// waitOf reads how long the caller prefers to wait for a result (RFC 7240); what
// cannot be read, or is not known, is passed over, as preferences are.
func waitOf(h http.Header) time.Duration {
	for one := range strings.SplitSeq(strings.Join(h.Values("Prefer"), ","), ",") {
		name, value, _ := strings.Cut(one, "=")
		value, _, _ = strings.Cut(value, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "wait") {
			continue
		}
		seconds, err := strconv.ParseUint(strings.Trim(strings.TrimSpace(value), `"`), 10, 31)
		if err != nil {
			return 0
		}
		return min(time.Duration(seconds)*time.Second, maxWait)
	}
	return 0
}

// applied says which preference was followed.
func applied(wait time.Duration) string { return "wait=" + strconv.Itoa(int(wait/time.Second)) }
