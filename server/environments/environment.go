package environments

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/runtime/image"
)

const (
	// MaxDescription is how many characters may be said about an environment.
	MaxDescription = 2000
	// maxNote is how many characters may be said about its retirement.
	maxNote = 500
	// DefaultUser runs tasks where an environment names no other.
	DefaultUser = 65532
	// maxUser is the largest number of a user that containers know.
	maxUser = 1<<31 - 2
	// maxReference is how long the name of an image may be.
	maxReference = 512
)

// Environment is a named runtime (运行环境) that an org owns: where its image
// comes from and how scripts run in it. Times are Unix µs.
type Environment struct {
	Tenant      rbac.TenantID `db:"tenant_id"`
	ID          string        `db:"id"`
	Org         rbac.OrgID    `db:"org_id"`
	Key         string        `db:"key"`
	Name        string        `db:"name"`
	Description string        `db:"description"`
	Source      Source        `db:"source"`
	// User is the number of the user in the container, never 0.
	User int64 `db:"run_as"`
	// Entry is the program that is given a script, with its arguments.
	Entry  Entry  `db:"entry"`
	Limits Limits `db:"limits"`
	// Image is the digest of the image that new versions of chains get; empty
	// while there is none.
	Image string `db:"image"`
	// Upload is the file of an uploaded source.
	Upload string `db:"upload_id"`
	// SourceRevision rises when the source changes.
	SourceRevision int64          `db:"source_revision"`
	Revision       int64          `db:"revision"`
	CreatedAt      int64          `db:"created_at"`
	CreatedBy      rbac.SubjectID `db:"created_by"`
	UpdatedAt      int64          `db:"updated_at"`
	UpdatedBy      rbac.SubjectID `db:"updated_by"`
	UpdatedByName  string         `db:"updated_by_name"`
	DeletedAt      int64          `db:"deleted_at"`
	// DeprecatedAt is since when it is being retired; 0: it is not. What is
	// published runs on.
	DeprecatedAt    int64  `db:"deprecated_at"`
	DeprecationNote string `db:"deprecation_note"`
	// Replacement is the key of the environment to use instead.
	Replacement string `db:"replacement"`
	// Shared says that it is in a list because an org above lets it be used.
	Shared bool `db:"shared"`
	// ImageSize and ImageSince are of the present image, 0 while there is none;
	// only lists have them.
	ImageSize  int64 `db:"image_size"`
	ImageSince int64 `db:"image_since"`
}

// View is an environment as one person sees it. Of a shared one whose org that
// person may not view it hides the org, the people and the source.
type View struct {
	Environment
	Can []rbac.Permission
	// Uses is how many published chains that who asks may view use it in their
	// latest version; only lists have it.
	Uses int64
}

// Source is where an environment's image comes from.
type Source struct {
	Kind image.SourceKind `json:"kind"`
	// Reference is the name of an image: of the container engine, or of a
	// registry.
	Reference string `json:"reference,omitempty"`
	// Username and Secret get into the registry; Secret is the key of a secret.
	Username string `json:"username,omitempty"`
	Secret   string `json:"secret,omitempty"`
	// Digest is that of the uploaded file, and Dockerfile a path in it.
	Digest     string `json:"digest,omitempty"`
	Dockerfile string `json:"dockerfile,omitempty"`
}

// Entry is a program with arguments.
type Entry []string

// Limits are the most that tasks of the environment get; empty ones are the
// platform's.
type Limits struct {
	CPU     float64 `json:"cpu,omitempty"`
	Memory  string  `json:"memory,omitempty"`
	Pids    int64   `json:"pids,omitempty"`
	Timeout string  `json:"timeout,omitempty"`
}

// Value implements driver.Valuer.
func (s Source) Value() (driver.Value, error) { return encode(s) }

// Scan implements sql.Scanner.
func (s *Source) Scan(from any) error { return decode(from, s) }

// Value implements driver.Valuer.
func (e Entry) Value() (driver.Value, error) { return encode([]string(e)) }

// Scan implements sql.Scanner.
func (e *Entry) Scan(from any) error { return decode(from, (*[]string)(e)) }

// Value implements driver.Valuer.
func (l Limits) Value() (driver.Value, error) { return encode(l) }

// Scan implements sql.Scanner.
func (l *Limits) Scan(from any) error { return decode(from, l) }

func encode(v any) (driver.Value, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

func decode(from, into any) error {
	switch text := from.(type) {
	case string:
		return json.Unmarshal([]byte(text), into)
	case []byte:
		return json.Unmarshal(text, into)
	}
	return fmt.Errorf("read %T from %T", into, from)
}

// New is an environment to be made, or what it is to become.
type New struct {
	Key, Name, Description string
	Source                 Source
	// Upload is the uploaded file of a source that has one.
	Upload string
	User   int64
	Entry  []string
	Limits Limits
	// Deprecation says that it is being retired; nil: it is not.
	Deprecation *Deprecation
}

// Deprecation is what is said of an environment that is being retired.
type Deprecation struct {
	Note string
	// Replacement is the key of the environment to use instead, empty for none.
	Replacement string
}

// checked refuses what cannot be and fills in what was left out.
func (in New) checked() (New, error) {
	if err := name.Key("/key", in.Key); err != nil {
		return in, err
	}
	var err error
	if in.Name, err = name.Check("/name", in.Name); err != nil {
		return in, err
	}
	if in.Description, err = name.Text("/description", in.Description, MaxDescription); err != nil {
		return in, err
	}
	if in.User == 0 {
		in.User = DefaultUser
	}
	if in.User < 0 || in.User > maxUser {
		return in, fault.At("/user", "environment.user", "want the number of a user from 1 to %d; 0 is root and never runs tasks", maxUser)
	}
	if err := checkEntry(in.Entry); err != nil {
		return in, err
	}
	if err := in.Limits.check(); err != nil {
		return in, err
	}
	if d := in.Deprecation; d != nil {
		note, err := name.Text("/deprecation/note", d.Note, maxNote)
		if err != nil {
			return in, err
		}
		in.Deprecation = &Deprecation{Note: note, Replacement: d.Replacement}
	}
	return in, in.checkSource()
}

func checkEntry(entry []string) error {
	if len(entry) == 0 || len(entry) > 16 {
		return fault.At("/entry", "environment.entry", "want a program and at most 15 arguments")
	}
	for at, word := range entry {
		if word == "" && at == 0 || len(word) > 255 || !utf8.ValidString(word) || strings.ContainsFunc(word, unicode.IsControl) {
			return fault.At(fmt.Sprintf("/entry/%d", at), "environment.entry", "want at most 255 bytes of text without control characters")
		}
	}
	return nil
}

var memoryForm = regexp.MustCompile(`^[1-9][0-9]{0,11}(Ki|Mi|Gi|Ti)?$`)

func (l Limits) check() error {
	switch {
	case l.CPU < 0 || l.CPU > 1024:
		return fault.At("/limits/cpu", "environment.limits", "want 0 to 1024 cores")
	case l.Memory != "" && (!memoryForm.MatchString(l.Memory) || chain.Size(l.Memory).Bytes() < 4<<20):
		return fault.At("/limits/memory", "environment.limits", "want a size such as 512Mi, at least 4Mi")
	case l.Pids < 0 || l.Pids > 1_000_000:
		return fault.At("/limits/pids", "environment.limits", "want 0 to 1000000 processes")
	case l.Timeout != "" && (!chain.Duration(l.Timeout).Valid() || chain.Duration(l.Timeout).Value() <= 0):
		return fault.At("/limits/timeout", "environment.limits", "want a time such as 90s or 10m")
	}
	return nil
}

// checkSource looks at what the source says of itself; whether it is there is
// found out when the image is asked for.
func (in New) checkSource() error {
	s := in.Source
	wrong := func(field, why string) error { return fault.At("/source/"+field, "environment.source", "%s", why) }
	named := s.Kind == image.Docker || s.Kind == image.Remote
	uploaded := s.Kind == image.Archive || s.Kind == image.Build
	switch {
	case !named && !uploaded:
		return wrong("kind", "want docker, archive, build or registry")
	case named && (s.Reference == "" || len(s.Reference) > maxReference || in.Upload != ""):
		return wrong("reference", "an image by its name needs that name, and no upload")
	case uploaded && (in.Upload == "" || s.Reference != ""):
		return wrong("upload", "an uploaded source needs the id of its upload, and no name of an image")
	case s.Kind != image.Remote && (s.Username != "" || s.Secret != ""):
		return wrong("secret", "only a registry is got into with a user and a secret")
	case s.Kind != image.Build && s.Dockerfile != "":
		return wrong("dockerfile", "only a build has a Dockerfile")
	case len(s.Username) > 255 || len(s.Dockerfile) > 255:
		return wrong("username", "want at most 255 bytes")
	}
	if s.Kind == image.Remote {
		if _, err := image.RegistryOf(s.Reference); err != nil {
			return err
		}
	}
	if s.Secret != "" {
		return name.Key("/source/secret", s.Secret)
	}
	return nil
}

// record is what audit entries tell of an environment.
func record(e Environment) map[string]any {
	out := map[string]any{
		"key": e.Key, "name": e.Name, "source": e.Source, "user": e.User, "entry": []string(e.Entry), "limits": e.Limits,
	}
	if e.DeprecatedAt != 0 {
		out["deprecation"] = map[string]any{"note": e.DeprecationNote, "replacement": e.Replacement}
	}
	return out
}
