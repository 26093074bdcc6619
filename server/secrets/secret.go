package secrets

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"

	"catenary/rbac"
)

// MinValue and MaxValue bound a secret's bytes: what is shorter would be found
// in harmless text when output is redacted, what is longer is a file.
const (
	MinValue = 8
	MaxValue = 64 << 10
)

// Secret is all that is known of a secret but its value. Times are Unix µs.
type Secret struct {
	Tenant      rbac.TenantID `db:"tenant_id"`
	ID          string        `db:"id"`
	Org         rbac.OrgID    `db:"org_id"`
	Key         string        `db:"key"`
	Description string        `db:"description"`
	Bindings
	// Version counts the values, Revision all changes.
	Version       int64          `db:"version"`
	Revision      int64          `db:"revision"`
	CreatedAt     int64          `db:"created_at"`
	UpdatedAt     int64          `db:"updated_at"`
	RotatedAt     int64          `db:"rotated_at"`
	UpdatedBy     rbac.SubjectID `db:"updated_by"`
	UpdatedByName string         `db:"updated_by_name"`
	// Shared says that it is in a list because an org above lets it be used.
	Shared bool `db:"shared"`
}

// SealedSecret is a secret with its value, as it is stored.
type SealedSecret struct {
	Secret
	DataKey string `db:"data_key_id"`
	Sealed  []byte `db:"sealed"`
}

// View is a secret and what the actor may do with it.
type View struct {
	Secret
	Can []rbac.Permission
}

// Bindings are where a secret may be sent. One with none may be sent anywhere;
// one that has any may be sent there only, also after a redirect.
type Bindings struct {
	// Hosts are names or addresses, with a port if only that one is meant.
	Hosts Names `db:"hosts"`
	// Engines are keys of pipeline engines.
	Engines Names `db:"engines"`
}

// Bound says whether there are any.
func (b Bindings) Bound() bool { return len(b.Hosts)+len(b.Engines) > 0 }

// Host says whether the secret may be sent to a host, given as name:port in
// small letters.
func (b Bindings) Host(address string) bool {
	if !b.Bound() {
		return true
	}
	host, _ := splitPort(address)
	return slices.Contains(b.Hosts, address) || slices.Contains(b.Hosts, host)
}

// Engine says whether the secret may be given to an engine.
func (b Bindings) Engine(key string) bool {
	return !b.Bound() || slices.Contains(b.Engines, key)
}

// Names is a list of texts that is stored as JSON.
type Names []string

// Value implements driver.Valuer.
func (n Names) Value() (driver.Value, error) {
	if n == nil {
		n = Names{}
	}
	text, err := json.Marshal([]string(n))
	return string(text), err
}

// Scan implements sql.Scanner.
func (n *Names) Scan(from any) error {
	switch text := from.(type) {
	case string:
		return json.Unmarshal([]byte(text), n)
	case []byte:
		return json.Unmarshal(text, n)
	default:
		return fmt.Errorf("a list of names is text, not %T", from)
	}
}
