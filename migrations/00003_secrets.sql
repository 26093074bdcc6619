-- +goose Up
CREATE TABLE data_keys (
  tenant_id  TEXT NOT NULL REFERENCES tenants (id),
  id         TEXT NOT NULL,
  kek_id     TEXT NOT NULL,
  wrapped    BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  retired_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);
CREATE TABLE secrets (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  key         TEXT NOT NULL,
  description TEXT NOT NULL,
  hosts       TEXT NOT NULL DEFAULT '[]',
  engines     TEXT NOT NULL DEFAULT '[]',
  version     BIGINT NOT NULL,
  data_key_id TEXT NOT NULL,
  sealed      BYTEA NOT NULL,
  revision    BIGINT NOT NULL DEFAULT 1,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  rotated_at  BIGINT NOT NULL,
  updated_by  TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, org_id, key),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id),
  FOREIGN KEY (tenant_id, data_key_id) REFERENCES data_keys (tenant_id, id)
);
CREATE INDEX secrets_updated ON secrets (tenant_id, updated_at, id);
