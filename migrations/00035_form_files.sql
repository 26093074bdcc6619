-- +goose Up
-- Files that somebody gives to a form which waits. They go when it is filled in or
-- ends; what is part of the answer is an artefact of the run then.
CREATE TABLE form_files (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  form_id    TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  name       TEXT NOT NULL,
  size       BIGINT NOT NULL CHECK (size >= 0),
  digest     TEXT NOT NULL,
  media_type TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, form_id) REFERENCES forms (tenant_id, id)
);
CREATE INDEX form_files_form ON form_files (tenant_id, form_id, subject_id);
CREATE INDEX form_files_digest ON form_files (tenant_id, digest);
