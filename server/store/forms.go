package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/forms"
)

const formSelect = `
SELECT tenant_id, id, org_id, ask, run_id, title, help, schema, initial, who, requested_by, state, data, filled_by, filled_behalf, due_at, created_at, settled_at
  FROM forms WHERE tenant_id = :tenant`

// InsertForm adds a form.
func (s *Store) InsertForm(ctx context.Context, f forms.Form) error {
	_, err := s.exec(ctx, `
INSERT INTO forms (tenant_id, id, org_id, ask, run_id, title, help, schema, initial, who, requested_by, state, data, filled_by, due_at, created_at, settled_at)
VALUES (:tenant_id, :id, :org_id, :ask, :run_id, :title, :help, :schema, :initial, :who, :requested_by, :state, :data, :filled_by, :due_at, :created_at, :settled_at)`, f)
	return err
}

func (s *Store) form(ctx context.Context, where string, args map[string]any) (forms.Form, error) {
	var f forms.Form
	err := s.get(ctx, &f, formSelect+where, args)
	if errors.Is(err, ErrNoRows) {
		return f, fault.New(fault.NotFound, "form.unknown", "no such form")
	}
	return f, err
}

// Form reads one; one that is not there is form.unknown (NotFound).
func (s *Store) Form(ctx context.Context, tenant rbac.TenantID, id string) (forms.Form, error) {
	return s.form(ctx, ` AND id = :id`, map[string]any{"tenant": tenant, "id": id})
}

// FormToChange reads one and keeps others from changing it until the transaction
// of ctx ends.
func (s *Store) FormToChange(ctx context.Context, tenant rbac.TenantID, id string) (forms.Form, error) {
	return s.form(ctx, ` AND id = :id`+s.dialect.forUpdate, map[string]any{"tenant": tenant, "id": id})
}

// FormOf is the one that an ask opened.
func (s *Store) FormOf(ctx context.Context, tenant rbac.TenantID, ask string) (forms.Form, error) {
	return s.form(ctx, ` AND ask = :ask`, map[string]any{"tenant": tenant, "ask": ask})
}

// SettleForm brings one that waits to its end, takes its drafts and files
// away, and says whether it waited.
func (s *Store) SettleForm(ctx context.Context, f forms.Form) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE forms SET state = :state, data = :data, filled_by = :filled_by, filled_behalf = :filled_behalf, settled_at = :settled_at
 WHERE tenant_id = :tenant_id AND id = :id AND state = 'waiting'`, f)
	if err != nil || n != 1 {
		return false, err
	}
	for _, table := range []string{"form_drafts", "form_files"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table+` WHERE tenant_id = :tenant_id AND form_id = :id`, f); err != nil {
			return false, err
		}
	}
	return true, nil
}

// FormDraft is what somebody has filled in so far; it is empty if that is
// nothing.
func (s *Store) FormDraft(ctx context.Context, tenant rbac.TenantID, form string, of rbac.SubjectID) (forms.Draft, error) {
	var d forms.Draft
	err := s.get(ctx, &d, `
SELECT tenant_id, form_id, subject_id, data, updated_at FROM form_drafts WHERE tenant_id = :tenant AND form_id = :form AND subject_id = :of`,
		map[string]any{"tenant": tenant, "form": form, "of": of})
	if errors.Is(err, ErrNoRows) {
		return d, nil
	}
	return d, err
}

// SaveFormDraft keeps it.
func (s *Store) SaveFormDraft(ctx context.Context, d forms.Draft) error {
	_, err := s.exec(ctx, `
INSERT INTO form_drafts (tenant_id, form_id, subject_id, data, updated_at) VALUES (:tenant_id, :form_id, :subject_id, :data, :updated_at)
ON CONFLICT (tenant_id, form_id, subject_id) DO UPDATE SET data = excluded.data, updated_at = excluded.updated_at`, d)
	return err
}

const formFileColumns = `tenant_id, id, form_id, subject_id, name, size, digest, media_type, created_at`

// InsertFormFile adds a file.
func (s *Store) InsertFormFile(ctx context.Context, f forms.File) error {
	_, err := s.exec(ctx, `
INSERT INTO form_files (`+formFileColumns+`)
VALUES (:tenant_id, :id, :form_id, :subject_id, :name, :size, :digest, :media_type, :created_at)`, f)
	return err
}

// FormFiles are those that somebody gave to a form, the oldest first.
func (s *Store) FormFiles(ctx context.Context, tenant rbac.TenantID, form string, of rbac.SubjectID) ([]forms.File, error) {
	var rows []forms.File
	err := s.list(ctx, &rows, `
SELECT `+formFileColumns+` FROM form_files
 WHERE tenant_id = :tenant AND form_id = :form AND subject_id = :of ORDER BY id`, map[string]any{"tenant": tenant, "form": form, "of": of})
	return rows, err
}

// DeleteFormFile takes one of them away, and says whether it was there.
func (s *Store) DeleteFormFile(ctx context.Context, tenant rbac.TenantID, form string, of rbac.SubjectID, id string) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM form_files WHERE tenant_id = :tenant AND form_id = :form AND subject_id = :of AND id = :id`,
		map[string]any{"tenant": tenant, "form": form, "of": of, "id": id})
	return n == 1, err
}
