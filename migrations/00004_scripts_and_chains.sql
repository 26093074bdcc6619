-- +goose Up
CREATE TABLE scripts (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  key        TEXT NOT NULL,
  name       TEXT NOT NULL,
  language   TEXT NOT NULL,
  version    BIGINT NOT NULL,
  revision   BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX scripts_key ON scripts (tenant_id, org_id, key) WHERE deleted_at IS NULL;
CREATE INDEX scripts_updated ON scripts (tenant_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX scripts_org_updated ON scripts (tenant_id, org_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE TABLE script_versions (
  tenant_id  TEXT NOT NULL,
  script_id  TEXT NOT NULL,
  version    BIGINT NOT NULL,
  source     TEXT NOT NULL,
  digest     TEXT NOT NULL,
  message    TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, script_id, version),
  FOREIGN KEY (tenant_id, script_id) REFERENCES scripts (tenant_id, id)
);

CREATE TABLE chains (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  key         TEXT NOT NULL,
  name        TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  version     BIGINT NOT NULL DEFAULT 0,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  updated_by  TEXT NOT NULL,
  deleted_at  BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX chains_key ON chains (tenant_id, org_id, key) WHERE deleted_at IS NULL;
CREATE INDEX chains_updated ON chains (tenant_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX chains_org_updated ON chains (tenant_id, org_id, updated_at, id) WHERE deleted_at IS NULL;

-- The one editable document of a chain, with its edit lease.
CREATE TABLE chain_drafts (
  tenant_id    TEXT NOT NULL,
  chain_id     TEXT NOT NULL,
  revision     BIGINT NOT NULL,
  document     TEXT NOT NULL,
  digest       TEXT NOT NULL,
  updated_at   BIGINT NOT NULL,
  updated_by   TEXT NOT NULL,
  lease_id     TEXT NOT NULL DEFAULT '',
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_ends   BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, chain_id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
-- Points that a draft can go back to.
CREATE TABLE chain_saves (
  tenant_id  TEXT NOT NULL,
  chain_id   TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  label      TEXT NOT NULL DEFAULT '',
  document   TEXT NOT NULL,
  digest     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, revision),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE TABLE chain_versions (
  tenant_id  TEXT NOT NULL,
  chain_id   TEXT NOT NULL,
  version    BIGINT NOT NULL,
  document   TEXT NOT NULL,
  digest     TEXT NOT NULL,
  pins       TEXT NOT NULL DEFAULT '{}',
  message    TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, version),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
