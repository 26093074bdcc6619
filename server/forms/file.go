package forms

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/nodes/form"
	"catenary/rbac"
)

const (
	// maxFiles is how many files somebody may have given to a form.
	maxFiles = 20
	// maxFileName is how many bytes the name of one may have; that of an artefact
	// may have 200.
	maxFileName = 190
)

// File is one that somebody gives to a form that waits. It is his alone until the
// form is filled in; what is part of the answer then is an artefact of the run,
// and the others are gone.
type File struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	ID        string         `db:"id"`
	Form      string         `db:"form_id"`
	Subject   rbac.SubjectID `db:"subject_id"`
	Name      string         `db:"name"`
	Size      int64          `db:"size"`
	Digest    string         `db:"digest"`
	MediaType string         `db:"media_type"`
	CreatedAt int64          `db:"created_at"`
	// Artefact is its name among the artefacts of the step, when the form is
	// filled in.
	Artefact string `db:"-"`
}

// Content keeps what files hold.
type Content interface {
	// Put keeps content, and says its digest and size.
	Put(tenant rbac.TenantID, content io.Reader, newID func() string) (digest string, size int64, err error)
}

// unfit says why a file may not stand in a field: form.file_large (TooLarge), or
// form.file_type (Invalid) for one that is not of its types.
func (f File) unfit(field form.FileField) *fault.Fault {
	if f.Size > field.Limit {
		return fault.New(fault.TooLarge, "form.file_large", "a file may have %d bytes here", field.Limit).
			Carrying(map[string]int64{"limit": field.Limit})
	}
	if !field.Accepts(f.Name, f.MediaType) {
		return fault.At("#/query/name", "form.file_type", "want a file of %s here", strings.Join(field.Accept, ", "))
	}
	return nil
}

// AddFile keeps a file for the field at a pointer, of a form that who may fill in.
// Besides the faults of filling in it is form.file_field (Invalid) where no file
// stands, form.file_name (Invalid) for a name with a directory or a dot at its
// beginning, form.file_type (Invalid) also for content that is not what the name
// says, form.file_large (TooLarge), and form.files_full (Conflict) for one too many.
func (s *Service) AddFile(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, pointer, called string, content []byte) (File, error) {
	// Asked before anything is written to disk, and again with the row.
	var f Form
	err := s.Store.InTx(ctx, func(ctx context.Context) (err error) {
		f, err = s.filling(ctx, who, org, id)
		return err
	})
	if err != nil {
		return File{}, err
	}
	field, found := form.FileAt(json.RawMessage(f.Schema), pointer)
	if !found {
		return File{}, fault.At("#/query/field", "form.file_field", "no file stands at %q of this form", pointer)
	}
	file := File{
		Tenant: f.Tenant, ID: s.NewID(), Form: f.ID, Subject: who.Subject, Size: int64(len(content)), MediaType: mediaTypeOf(called), CreatedAt: s.Now().UnixMicro(),
	}
	if file.Name, err = fileName(called); err != nil {
		return File{}, err
	}
	if wrong := file.unfit(field); wrong != nil {
		return File{}, wrong
	}
	if !holds(content, file.MediaType) {
		return File{}, fault.At("#/query/name", "form.file_type", "the file is not what its name says: %s", file.MediaType)
	}
	if file.Digest, _, err = s.Content.Put(f.Tenant, bytes.NewReader(content), s.NewID); err != nil {
		return File{}, fmt.Errorf("keep a file: %w", err)
	}
	s.Reached("file")
	return file, s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.filling(ctx, who, org, id); err != nil {
			return err
		}
		has, err := s.Store.FormFiles(ctx, f.Tenant, f.ID, who.Subject)
		if err != nil {
			return err
		}
		if len(has) >= maxFiles {
			return fault.New(fault.Conflict, "form.files_full", "%d files can be given to a form; remove one first", maxFiles)
		}
		return s.Store.InsertFormFile(ctx, file)
	})
}

func fileName(given string) (string, error) {
	const at = "#/query/name"
	clean, err := name.Check(at, given)
	if err == nil && (len(clean) > maxFileName || strings.ContainsAny(clean, `/\`) || strings.HasPrefix(clean, ".")) {
		err = fault.At(at, "form.file_name", "want a name of at most %d bytes, without a directory, and with no dot at its beginning", maxFileName)
	}
	return clean, err
}

// RemoveFile takes a file away that who gave to a form which waits. One that he did
// not give is form.file_unknown (NotFound).
func (s *Service) RemoveFile(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, file string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		f, err := s.filling(ctx, who, org, id)
		if err != nil {
			return err
		}
		done, err := s.Store.DeleteFormFile(ctx, f.Tenant, f.ID, who.Subject, file)
		if err == nil && !done {
			err = fault.New(fault.NotFound, "form.file_unknown", "no such file")
		}
		return err
	})
}

// given is a file as it stands in the answer of a form.
type given struct {
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	SHA256   string `json:"sha256"`
	Artefact string `json:"artefact"`
}

func (f File) given() given {
	return given{Name: f.Name, Size: f.Size, SHA256: strings.TrimPrefix(f.Digest, "sha256:"), Artefact: f.Artefact}
}

func allGiven(files []File) []given {
	out := make([]given, len(files))
	for i, f := range files {
		out[i] = f.given()
	}
	return out
}

// withFiles puts the files of who into an answer that fits the form's schema, and
// gives those that it has. An id that is none of his files of this form is
// form.data (Invalid), and so is a file that may not stand where it does.
func (s *Service) withFiles(ctx context.Context, who rbac.Actor, f Form, data json.RawMessage) (json.RawMessage, []File, error) {
	all, err := s.Store.FormFiles(ctx, f.Tenant, f.ID, who.Subject)
	if err != nil {
		return nil, nil, err
	}
	var wrong []fault.Detail
	var used []File
	answer, err := form.PutFiles(json.RawMessage(f.Schema), data, func(pointer, id string, field form.FileField) any {
		i := slices.IndexFunc(all, func(file File) bool { return file.ID == id })
		err := fault.New(fault.Invalid, "form.data", "you have given no such file to this form")
		if i >= 0 {
			err = all[i].unfit(field)
		}
		if err != nil {
			wrong = append(wrong, fault.Detail{Code: "form.data", Pointer: "/data" + pointer, Detail: err.Message})
			return nil
		}
		if all[i].Artefact == "" {
			all[i].Artefact = unlike(all[i].Name, used)
			used = append(used, all[i])
		}
		return all[i].given()
	})
	if err != nil {
		return nil, nil, fmt.Errorf("put files into an answer: %w", err)
	}
	if len(used) == 0 {
		answer = data
	}
	return answer, used, asAsked(wrong)
}

// unlike is the name of a file, or one made of it that none of the others has.
func unlike(file string, others []File) string {
	ext := path.Ext(file)
	for n, as := 2, file; ; n++ {
		if !slices.ContainsFunc(others, func(o File) bool { return o.Artefact == as }) {
			return as
		}
		as = strings.TrimSuffix(file, ext) + " (" + strconv.Itoa(n) + ")" + ext
	}
}
