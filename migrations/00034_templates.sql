-- +goose Up
-- Templates that orgs keep of their own. card is what lists show of content.
CREATE TABLE templates (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  key         TEXT NOT NULL,
  name        TEXT NOT NULL,
  of_kind     TEXT NOT NULL CHECK (of_kind IN ('chain', 'release')),
  revision    BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  created_by  TEXT NOT NULL,
  updated_at  BIGINT NOT NULL,
  updated_by  TEXT NOT NULL,
  description TEXT NOT NULL,
  card        TEXT NOT NULL,
  content     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, org_id, key),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
