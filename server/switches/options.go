package switches

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Options are the values of an enum, in their order; stored as JSON.
type Options []string

// Value implements driver.Valuer.
func (o Options) Value() (driver.Value, error) {
	if o == nil {
		o = Options{}
	}
	text, err := json.Marshal([]string(o))
	return string(text), err
}

// Scan implements sql.Scanner.
func (o *Options) Scan(from any) error {
	switch text := from.(type) {
	case string:
		return json.Unmarshal([]byte(text), (*[]string)(o))
	case []byte:
		return json.Unmarshal(text, (*[]string)(o))
	}
	return fmt.Errorf("options are text, not %T", from)
}
