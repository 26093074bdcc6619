-- +goose Up
-- Where images of an org and those below it go, instead of the instance's
-- registry. secret is the key of a secret that the org may use; revision is
-- also what a client saw.
CREATE TABLE registries (
  tenant_id  TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  url        TEXT NOT NULL,
  username   TEXT NOT NULL,
  secret     TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, org_id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);

-- Files on their way to the data directory: uploads arrive in parts, received
-- is how many bytes are there, and digest is that of a whole one.
CREATE TABLE uploads (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  size       BIGINT NOT NULL,
  received   BIGINT NOT NULL,
  digest     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE INDEX uploads_updated ON uploads (updated_at, id);

-- search is key and name in small letters; run_as is the user in the container.
-- source, entry and limits are JSON. image is the digest of the image that new
-- versions of chains get, empty while there is none; source_revision rises when
-- the source changes, so that an upload of the old one is not taken for the new.
CREATE TABLE environments (
  tenant_id       TEXT NOT NULL,
  id              TEXT NOT NULL,
  org_id          TEXT NOT NULL,
  key             TEXT NOT NULL,
  name            TEXT NOT NULL,
  search          TEXT NOT NULL,
  run_as          BIGINT NOT NULL CHECK (run_as > 0),
  image           TEXT NOT NULL,
  upload_id       TEXT NOT NULL,
  source_revision BIGINT NOT NULL,
  revision        BIGINT NOT NULL,
  created_at      BIGINT NOT NULL,
  created_by      TEXT NOT NULL,
  updated_at      BIGINT NOT NULL,
  updated_by      TEXT NOT NULL,
  deleted_at      BIGINT,
  source          TEXT NOT NULL,
  entry           TEXT NOT NULL,
  limits          TEXT NOT NULL,
  description     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX environments_key ON environments (tenant_id, org_id, key) WHERE deleted_at IS NULL;
CREATE INDEX environments_updated ON environments (tenant_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX environments_org_updated ON environments (tenant_id, org_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX environments_deleted ON environments (tenant_id, org_id, deleted_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX environments_upload ON environments (tenant_id, upload_id) WHERE upload_id <> '';

-- Images that were pinned. registry says in which registry one is: builtin,
-- instance, or the id of the org whose registry it is.
CREATE TABLE environment_images (
  tenant_id      TEXT NOT NULL,
  environment_id TEXT NOT NULL,
  digest         TEXT NOT NULL,
  registry       TEXT NOT NULL,
  repository     TEXT NOT NULL,
  source_digest  TEXT NOT NULL,
  platform       TEXT NOT NULL,
  size           BIGINT NOT NULL,
  created_at     BIGINT NOT NULL,
  used_at        BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, environment_id, digest),
  FOREIGN KEY (tenant_id, environment_id) REFERENCES environments (tenant_id, id)
);
CREATE INDEX environment_images_used ON environment_images (used_at);

-- The latest upload of an environment's image. owner is the process that does
-- it, until lease_until; afterwards another may begin anew.
CREATE TABLE environment_pushes (
  tenant_id       TEXT NOT NULL,
  environment_id  TEXT NOT NULL,
  source_revision BIGINT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('uploading', 'failed', 'done')),
  owner           TEXT NOT NULL,
  lease_until     BIGINT NOT NULL,
  phase           TEXT NOT NULL,
  bytes           BIGINT NOT NULL,
  bytes_total     BIGINT NOT NULL,
  layer           BIGINT NOT NULL,
  layers          BIGINT NOT NULL,
  accept          TEXT NOT NULL,
  code            TEXT NOT NULL,
  detail          TEXT NOT NULL,
  started_at      BIGINT NOT NULL,
  updated_at      BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, environment_id),
  FOREIGN KEY (tenant_id, environment_id) REFERENCES environments (tenant_id, id)
);
CREATE INDEX environment_pushes_dead ON environment_pushes (lease_until) WHERE state = 'uploading';

-- Chains use environments and engines too.
CREATE TABLE chain_uses_wider (
  tenant_id   TEXT NOT NULL,
  chain_id    TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('script', 'secret', 'chain', 'environment', 'engine', 'position')),
  resource_id TEXT NOT NULL,
  pinned      BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, kind, resource_id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
INSERT INTO chain_uses_wider (tenant_id, chain_id, kind, resource_id, pinned)
SELECT tenant_id, chain_id, kind, resource_id, pinned FROM chain_uses;
DROP TABLE chain_uses;
ALTER TABLE chain_uses_wider RENAME TO chain_uses;
CREATE INDEX chain_uses_resource ON chain_uses (tenant_id, kind, resource_id, chain_id);
