package registry

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"

	"catenary/internal/secret"
)

// accounts are the two that there are.
type accounts struct{ push, pull Account }

func newAccount(user string) Account {
	return Account{User: user, Password: secret.New([]byte(rand.Text() + rand.Text()))}
}

// guard lets nobody through without an account, nor the reader where something
// would change.
func (a accounts) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		push, pull := a.push.is(user, password), a.pull.is(user, password)
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		switch {
		case push, pull && reads:
			next.ServeHTTP(w, r)
		case pull:
			refuse(w, http.StatusForbidden, "DENIED", "this account only reads")
		default:
			w.Header().Set("WWW-Authenticate", `Basic realm="catenary"`)
			refuse(w, http.StatusUnauthorized, "UNAUTHORIZED", "authentication required")
		}
	})
}

// is compares in a time that does not tell where texts differ.
func (a Account) is(user, password string) bool {
	given, own := sha256.Sum256([]byte(user+"\x00"+password)), sha256.Sum256([]byte(a.User+"\x00"+string(a.Password.Reveal())))
	return subtle.ConstantTimeCompare(given[:], own[:]) == 1
}

// refuse answers in the form of the registry's own errors.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"errors":[{"code":"` + code + `","message":"` + message + `"}]}`)) // the client may be gone
}
