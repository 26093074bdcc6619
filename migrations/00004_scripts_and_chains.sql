-- +goose Up
-- Long texts stand last in their tables: SQLite reads a row from its start, so
-- what stands behind a long text costs as much as the text.
-- search is key and name in small letters.
CREATE TABLE scripts (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  key        TEXT NOT NULL,
  name       TEXT NOT NULL,
  search     TEXT NOT NULL,
  language   TEXT NOT NULL,
  version    BIGINT NOT NULL,
  digest     TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX scripts_key ON scripts (tenant_id, org_id, key) WHERE deleted_at IS NULL;
CREATE INDEX scripts_updated ON scripts (tenant_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX scripts_org_updated ON scripts (tenant_id, org_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX scripts_deleted ON scripts (tenant_id, org_id, deleted_at, id) WHERE deleted_at IS NOT NULL;
CREATE TABLE script_versions (
  tenant_id  TEXT NOT NULL,
  script_id  TEXT NOT NULL,
  version    BIGINT NOT NULL,
  digest     TEXT NOT NULL,
  message    TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  human_id   TEXT NOT NULL,
  source     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, script_id, version),
  FOREIGN KEY (tenant_id, script_id) REFERENCES scripts (tenant_id, id)
);

-- A chain with its one editable draft: revision names the row of chain_saves
-- that holds its document, checksum is that of the document's text. version is
-- the latest published one, 0 for none. editors are those who changed the
-- draft since then, as a JSON list of subjects.
CREATE TABLE chains (
  tenant_id        TEXT NOT NULL,
  id               TEXT NOT NULL,
  org_id           TEXT NOT NULL,
  key              TEXT NOT NULL,
  name             TEXT NOT NULL,
  search           TEXT NOT NULL,
  revision         BIGINT NOT NULL,
  checksum         TEXT NOT NULL,
  editors          TEXT NOT NULL,
  lease_id         TEXT NOT NULL DEFAULT '',
  lease_holder     TEXT NOT NULL DEFAULT '',
  lease_since      BIGINT NOT NULL DEFAULT 0,
  lease_ends       BIGINT NOT NULL DEFAULT 0,
  version          BIGINT NOT NULL DEFAULT 0,
  version_checksum TEXT NOT NULL DEFAULT '',
  created_at       BIGINT NOT NULL,
  created_by       TEXT NOT NULL,
  updated_at       BIGINT NOT NULL,
  updated_by       TEXT NOT NULL,
  deleted_at       BIGINT,
  description      TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX chains_key ON chains (tenant_id, org_id, key) WHERE deleted_at IS NULL;
CREATE INDEX chains_updated ON chains (tenant_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX chains_org_updated ON chains (tenant_id, org_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX chains_deleted ON chains (tenant_id, org_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

-- Every revision of a draft, thinned out with age; labelled ones stay.
CREATE TABLE chain_saves (
  tenant_id  TEXT NOT NULL,
  chain_id   TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  label      TEXT NOT NULL DEFAULT '',
  checksum   TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  document   TEXT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, revision),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
-- What was published never changes. digest is that of the document's meaning;
-- pins are what its references meant then; authors are a JSON list of subjects.
CREATE TABLE chain_versions (
  tenant_id  TEXT NOT NULL,
  chain_id   TEXT NOT NULL,
  version    BIGINT NOT NULL,
  revision   BIGINT NOT NULL,
  digest     TEXT NOT NULL,
  checksum   TEXT NOT NULL,
  message    TEXT NOT NULL,
  authors    TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  pins       TEXT NOT NULL,
  document   TEXT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, version),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
-- What the latest version of a chain refers to; pinned is the version of it, 0
-- for what has none.
CREATE TABLE chain_uses (
  tenant_id   TEXT NOT NULL,
  chain_id    TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('script', 'secret', 'chain')),
  resource_id TEXT NOT NULL,
  pinned      BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, kind, resource_id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE INDEX chain_uses_resource ON chain_uses (tenant_id, kind, resource_id, chain_id);
