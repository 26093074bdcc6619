package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"catenary/internal/tuple"
)

// newSecret makes 256 bits as text, for what programs carry: cookies and links.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// codeAlphabet is Crockford's: no letter that looks like a digit.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode makes 128 bits in a form that people can read and type:
// XXXX-XXXX-XXXXX-XXXX-XXXX-XXXXX.
func newCode() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	s := base32.NewEncoding(codeAlphabet).WithPadding(base32.NoPadding).EncodeToString(b[:])
	return strings.Join([]string{s[:4], s[4:8], s[8:13], s[13:17], s[17:21], s[21:]}, "-")
}

// plainCode undoes what people do to codes: small letters, blanks, O for 0.
var plainCode = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1")

// hashCode is what is stored of a code.
func hashCode(code string) string { return hash("code", plainCode.Replace(strings.ToUpper(code))) }

// hash is what is stored of a random secret, and names things whose name must
// not be seen. What it is for goes in, so that one can never be taken for another.
func hash(what string, texts ...string) string {
	sum := sha256.Sum256(tuple.Of(append([]string{"catenary." + what}, texts...)...))
	return hex.EncodeToString(sum[:])
}
