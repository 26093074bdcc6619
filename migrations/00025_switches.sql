-- +goose Up
-- Governed values that other systems follow live. search is key and name in
-- small letters; options is a JSON list, of an enum; schema, of a number or of
-- JSON, is empty if there is none. value is canonical JSON.
CREATE TABLE switches (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  key         TEXT NOT NULL,
  name        TEXT NOT NULL,
  type        TEXT NOT NULL CHECK (type IN ('boolean', 'enum', 'number', 'json')),
  revision    BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  created_by  TEXT NOT NULL,
  updated_at  BIGINT NOT NULL,
  updated_by  TEXT NOT NULL,
  deleted_at  BIGINT,
  options     TEXT NOT NULL,
  schema      TEXT NOT NULL,
  description TEXT NOT NULL,
  value       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX switches_key ON switches (tenant_id, org_id, key) WHERE deleted_at IS NULL;

-- Each value that a switch was given: from what to what, by whom and why. cause
-- names the attempt of a step that did it, so that it does it once.
CREATE TABLE switch_changes (
  tenant_id TEXT NOT NULL,
  switch_id TEXT NOT NULL,
  revision  BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  set_by    TEXT NOT NULL,
  human_id  TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  cause     TEXT NOT NULL,
  was       TEXT NOT NULL,
  value     TEXT NOT NULL,
  reason    TEXT NOT NULL,
  PRIMARY KEY (tenant_id, switch_id, revision),
  FOREIGN KEY (tenant_id, switch_id) REFERENCES switches (tenant_id, id)
);
CREATE UNIQUE INDEX switch_changes_cause ON switch_changes (tenant_id, cause) WHERE cause <> '';

-- Steps that wait until a switch has a value.
CREATE TABLE switch_waits (
  tenant_id TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  step      TEXT NOT NULL,
  switch_id TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, run_id, step)
);
CREATE INDEX switch_waits_switch ON switch_waits (tenant_id, switch_id);

-- Who follows a switch, as each server last said: so many connections of a
-- subject, that read it for an org.
CREATE TABLE switch_followers (
  process    TEXT NOT NULL,
  tenant_id  TEXT NOT NULL,
  switch_id  TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  followers  BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  PRIMARY KEY (process, tenant_id, switch_id, subject_id, org_id)
);
CREATE INDEX switch_followers_switch ON switch_followers (tenant_id, switch_id);
CREATE INDEX switch_followers_seen ON switch_followers (seen_at);

-- Switches can be shared, and referred to by chains.
CREATE TABLE shares_wider (
  tenant_id    TEXT NOT NULL,
  id           TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('script', 'secret', 'environment', 'engine', 'template', 'role', 'switch')),
  resource_id  TEXT NOT NULL,
  owner_org_id TEXT NOT NULL,
  to_org_id    TEXT NOT NULL,
  subtree      BOOLEAN NOT NULL,
  permissions  TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  created_by   TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, kind, resource_id, to_org_id),
  FOREIGN KEY (tenant_id, owner_org_id) REFERENCES orgs (tenant_id, id),
  FOREIGN KEY (tenant_id, to_org_id) REFERENCES orgs (tenant_id, id)
);
INSERT INTO shares_wider (tenant_id, id, kind, resource_id, owner_org_id, to_org_id, subtree, permissions, created_at, created_by)
SELECT tenant_id, id, kind, resource_id, owner_org_id, to_org_id, subtree, permissions, created_at, created_by FROM shares;
DROP TABLE shares;
ALTER TABLE shares_wider RENAME TO shares;
CREATE INDEX shares_owner ON shares (tenant_id, owner_org_id, id);
CREATE INDEX shares_to ON shares (tenant_id, to_org_id, kind);

CREATE TABLE chain_uses_wider (
  tenant_id   TEXT NOT NULL,
  chain_id    TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('script', 'secret', 'chain', 'environment', 'engine', 'position', 'switch')),
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
