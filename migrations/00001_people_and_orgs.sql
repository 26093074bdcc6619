-- +goose Up
CREATE TABLE tenants (
  id             TEXT PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,
  policy_version BIGINT NOT NULL DEFAULT 1,
  settings       TEXT NOT NULL DEFAULT '{}',
  created_at     BIGINT NOT NULL
);

-- A root org has its tenant's id. Keys are unique among the living children of one
-- parent. Of a deleted subtree only the topmost org has deleted_at.
CREATE TABLE orgs (
  tenant_id  TEXT NOT NULL REFERENCES tenants (id),
  id         TEXT NOT NULL,
  parent_id  TEXT,
  key        TEXT NOT NULL,
  name       TEXT NOT NULL,
  revision   BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES orgs (tenant_id, id),
  CHECK ((parent_id IS NULL) = (id = tenant_id)),
  CHECK (parent_id <> id)
);
CREATE UNIQUE INDEX orgs_key ON orgs (tenant_id, parent_id, key) WHERE deleted_at IS NULL;
CREATE INDEX orgs_parent ON orgs (tenant_id, parent_id, name, id);

-- People exist once on an instance; what they may do hangs on their subjects, one a tenant.
CREATE TABLE people (
  id             TEXT PRIMARY KEY,
  email          TEXT NOT NULL UNIQUE,
  name           TEXT NOT NULL,
  locale         TEXT NOT NULL DEFAULT '',
  password_hash  TEXT NOT NULL DEFAULT '',
  verified_at    BIGINT NOT NULL DEFAULT 0,
  totp_sealed    BYTEA,
  totp_pending   BYTEA,
  totp_version   BIGINT NOT NULL DEFAULT 0,
  totp_step      BIGINT NOT NULL DEFAULT 0,
  created_at     BIGINT NOT NULL,
  updated_at     BIGINT NOT NULL
);
CREATE TABLE recovery_codes (
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  hash      TEXT NOT NULL,
  used_at   BIGINT,
  PRIMARY KEY (person_id, hash)
);

-- Whatever can hold a role: a member (user), a service account, a group. The
-- email is that of an invitation, until a person takes it up.
CREATE TABLE subjects (
  tenant_id  TEXT NOT NULL REFERENCES tenants (id),
  id         TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('user', 'service', 'group')),
  org_id     TEXT NOT NULL,
  person_id  TEXT REFERENCES people (id),
  email      TEXT NOT NULL DEFAULT '',
  key        TEXT,
  name       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled', 'removed')),
  revision   BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id),
  CHECK (kind = 'user' OR person_id IS NULL)
);
CREATE UNIQUE INDEX subjects_person ON subjects (tenant_id, person_id) WHERE person_id IS NOT NULL AND state <> 'removed';
CREATE UNIQUE INDEX subjects_key ON subjects (tenant_id, org_id, kind, key) WHERE key IS NOT NULL AND state <> 'removed';
CREATE INDEX subjects_org ON subjects (tenant_id, org_id, kind, name, id);
CREATE INDEX subjects_of_person ON subjects (person_id);

CREATE TABLE group_members (
  tenant_id TEXT NOT NULL,
  group_id  TEXT NOT NULL,
  member_id TEXT NOT NULL,
  added_at  BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, group_id, member_id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES subjects (tenant_id, id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES subjects (tenant_id, id),
  CHECK (group_id <> member_id)
);
CREATE INDEX group_members_member ON group_members (tenant_id, member_id, group_id);

-- System roles stand here too, so that grants have something to refer to; what
-- they allow is in the code.
CREATE TABLE roles (
  tenant_id    TEXT NOT NULL REFERENCES tenants (id),
  id           TEXT NOT NULL,
  owner_org_id TEXT,
  key          TEXT NOT NULL,
  name         TEXT NOT NULL,
  effect       TEXT NOT NULL CHECK (effect IN ('allow', 'deny')),
  revision     BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX roles_key ON roles (tenant_id, owner_org_id, key);
CREATE TABLE role_permissions (
  tenant_id  TEXT NOT NULL,
  role_id    TEXT NOT NULL,
  permission TEXT NOT NULL,
  PRIMARY KEY (tenant_id, role_id, permission),
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE grants (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  role_id    TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  ends_at    BIGINT NOT NULL DEFAULT 0,
  revision   BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, subject_id, role_id, org_id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id),
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE INDEX grants_org ON grants (tenant_id, org_id, id, subject_id);
CREATE INDEX grants_role ON grants (tenant_id, role_id);

CREATE TABLE shares (
  tenant_id    TEXT NOT NULL,
  id           TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('script', 'secret', 'environment', 'engine', 'template', 'role')),
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
CREATE INDEX shares_owner ON shares (tenant_id, owner_org_id, id);
CREATE INDEX shares_to ON shares (tenant_id, to_org_id, kind);

-- One row a transaction that changed rights; ops is a JSON list of rbac.Change.
CREATE TABLE policy_changes (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  version   BIGINT NOT NULL,
  ops       TEXT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, version)
);
CREATE INDEX policy_changes_at ON policy_changes (at);

-- The row with id 'owner' decides which of two set-ups at once wins.
CREATE TABLE setup (
  id         TEXT PRIMARY KEY CHECK (id = 'owner'),
  code_hash  TEXT NOT NULL,
  ends_at    BIGINT NOT NULL,
  done_at    BIGINT
);

-- version is the policy version up to which the token is known not to stand for
-- other rights than it was made for; old_hash is the token before it.
CREATE TABLE sessions (
  id         TEXT PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  old_hash   TEXT UNIQUE,
  old_until  BIGINT NOT NULL DEFAULT 0,
  version    BIGINT NOT NULL,
  person_id  TEXT NOT NULL REFERENCES people (id),
  tenant_id  TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  auth_at    BIGINT NOT NULL,
  factors    TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  idle_at    BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  address    TEXT NOT NULL,
  agent      TEXT NOT NULL,
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id)
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_subject ON sessions (tenant_id, subject_id);
CREATE INDEX sessions_ends ON sessions (ends_at);

CREATE TABLE tokens (
  tenant_id    TEXT NOT NULL,
  id           TEXT NOT NULL UNIQUE,
  subject_id   TEXT NOT NULL,
  human_id     TEXT NOT NULL,
  name         TEXT NOT NULL,
  hash         TEXT NOT NULL,
  scope        TEXT NOT NULL,
  root_org_id  TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  ends_at      BIGINT NOT NULL,
  used_at      BIGINT NOT NULL DEFAULT 0,
  used_from    TEXT NOT NULL DEFAULT '',
  revoked_at   BIGINT,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id),
  FOREIGN KEY (tenant_id, human_id) REFERENCES subjects (tenant_id, id),
  FOREIGN KEY (tenant_id, root_org_id) REFERENCES orgs (tenant_id, id)
);
CREATE INDEX tokens_subject ON tokens (tenant_id, subject_id, id);
CREATE INDEX tokens_human ON tokens (tenant_id, human_id);

-- One-time links: invitations, password resets, proofs of an address. Only the
-- hash is kept. Who comes by a mailed one has shown that the address is theirs.
-- One that was handed to an inviter names that member, and whether a factor had
-- just been given.
CREATE TABLE links (
  hash       TEXT PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind IN ('invite', 'reset', 'verify')),
  mailed     BOOLEAN NOT NULL,
  person_id  TEXT REFERENCES people (id),
  tenant_id  TEXT,
  subject_id TEXT,
  inviter_id TEXT,
  fresh      BOOLEAN NOT NULL DEFAULT FALSE,
  email      TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  used_at    BIGINT,
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id),
  FOREIGN KEY (tenant_id, inviter_id) REFERENCES subjects (tenant_id, id)
);
CREATE INDEX links_ends ON links (ends_at);
CREATE INDEX links_subject ON links (tenant_id, subject_id);
CREATE INDEX links_person ON links (person_id);

-- Failed guesses by account and by address; the name is a hash of either.
CREATE TABLE throttles (
  name       TEXT PRIMARY KEY,
  failures   BIGINT NOT NULL,
  until      BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX throttles_updated ON throttles (updated_at);
