-- +goose Up
-- A known text under the instance key in use: the one row by which a start
-- tells the right key from a wrong one.
CREATE TABLE key_check (
  id         TEXT PRIMARY KEY CHECK (id = 'instance'),
  kek_id     TEXT NOT NULL,
  wrapped    BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);
-- Tenant '' is the instance itself. One key of a tenant is in use, the retired
-- ones open what they sealed.
CREATE TABLE data_keys (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  kek_id     TEXT NOT NULL,
  wrapped    BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  retired_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX data_keys_active ON data_keys (tenant_id) WHERE retired_at = 0;
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
