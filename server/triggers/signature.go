package triggers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
)

// window is how far the time of a signature may be from now.
const window = 5 * time.Minute

// maxSignatures is how many signatures of one header are looked at.
const maxSignatures = 5

// Call is a call of a webhook's address. Of each header that says who calls,
// there is its one value, or nothing.
type Call struct {
	Trigger string
	Method  string
	Address string
	Body    []byte

	CatenarySignature, HubSignature, HubEvent, GitLabToken, GitLabEvent, StripeSignature, IdempotencyKey string
}

// verify says whether a call was made with one of the keys, and gives what makes
// it different from all other calls; empty: it cannot be told. It looks at all
// keys, whichever fits, and takes as long for a wrong signature as for a right
// one.
func (c *Call) verify(scheme Scheme, keys [][]byte, now time.Time) (once string, ok bool) {
	digest := sha256.Sum256(c.Body)
	switch scheme {
	case Signed:
		t, given := signatures(c.CatenarySignature, now)
		// What is signed, and not the header, which can be written in many ways.
		once = "v1\n" + t + "\n" + c.Trigger + "\n" + c.Method + "\n" + hex.EncodeToString(digest[:])
		return once, signed(once, given, keys)
	case Stripe:
		t, given := signatures(c.StripeSignature, now)
		return t + "." + hex.EncodeToString(digest[:]), signed(t+"."+string(c.Body), given, keys)
	case GitHub:
		text, found := strings.CutPrefix(c.HubSignature, "sha256=")
		given, err := hex.DecodeString(text)
		if !found || err != nil || len(given) != sha256.Size {
			return "", false
		}
		return hex.EncodeToString(digest[:]), signed(string(c.Body), [][]byte{given}, keys)
	case GitLab:
		// The token is the key itself: it says nothing of the body.
		return hex.EncodeToString(digest[:]) + "\n" + c.IdempotencyKey, equal([]byte(c.GitLabToken), keys)
	default:
		return c.IdempotencyKey, scheme == Unsigned
	}
}

// event is what the sender calls what happened, where it does.
func (c *Call) event(scheme Scheme) string {
	switch scheme {
	case GitHub:
		return c.HubEvent
	case GitLab:
		return c.GitLabEvent
	default:
		return ""
	}
}

// signatures reads t=<unix>,v1=<hex>, of which there may be several v1. A time
// outside of the window gives none.
func signatures(header string, now time.Time) (t string, given [][]byte) {
	for i, part := range strings.SplitN(header, ",", maxSignatures+2) {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch {
		case key == "t" && t == "" && i <= maxSignatures:
			t = value
		case key == "v1" && len(given) < maxSignatures:
			if mac, err := hex.DecodeString(value); err == nil && len(mac) == sha256.Size {
				given = append(given, mac)
			}
		}
	}
	seconds, err := strconv.ParseInt(t, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != t {
		return "", nil
	}
	if at := time.Unix(seconds, 0); at.Before(now.Add(-window)) || at.After(now.Add(window)) {
		return "", nil
	}
	return t, given
}

func signed(text string, given, keys [][]byte) bool {
	good := false
	for _, key := range keys {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(text))
		want := mac.Sum(nil)
		for _, g := range given {
			good = hmac.Equal(g, want) || good
		}
	}
	return good
}

// equal compares hashes, so that the time tells nothing of the length either.
func equal(given []byte, keys [][]byte) bool {
	good := false
	digest := sha256.Sum256(given)
	for _, key := range keys {
		want := sha256.Sum256(key)
		good = hmac.Equal(digest[:], want[:]) || good
	}
	return good
}

// wanted says whether an event fires. GitHub's ping only asks whether somebody is
// there.
func (w *Webhook) wanted(event string) bool {
	if len(w.Events) == 0 {
		return w.Scheme != GitHub || event != "ping"
	}
	return slices.Contains(w.Events, event)
}
