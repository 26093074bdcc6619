-- +goose Up
-- Pipeline engines of orgs. secret is the key of a secret that the org may use,
-- empty for none. calls_per_second and calls_at_once are 0 for no limit.
-- settings is JSON that fits the schema of the adapter.
CREATE TABLE engines (
  tenant_id        TEXT NOT NULL,
  id               TEXT NOT NULL,
  org_id           TEXT NOT NULL,
  key              TEXT NOT NULL,
  name             TEXT NOT NULL,
  adapter          TEXT NOT NULL,
  secret           TEXT NOT NULL,
  calls_per_second DOUBLE PRECISION NOT NULL CHECK (calls_per_second >= 0),
  calls_at_once    BIGINT NOT NULL CHECK (calls_at_once >= 0),
  revision         BIGINT NOT NULL,
  created_at       BIGINT NOT NULL,
  updated_at       BIGINT NOT NULL,
  updated_by       TEXT NOT NULL,
  description      TEXT NOT NULL,
  settings         TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, org_id, key),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);

-- What was made on an engine for the node of a chain. A row is there before the
-- pipeline is, so that none is forgotten: its id is the key under which the
-- pipeline is found again. version is 0 until the publication has made one.
-- engine_id is builtin where no row is needed. parameters is JSON.
CREATE TABLE pipelines (
  tenant_id      TEXT NOT NULL,
  id             TEXT NOT NULL,
  org_id         TEXT NOT NULL,
  publication_id TEXT NOT NULL,
  chain_id       TEXT NOT NULL,
  version        BIGINT NOT NULL,
  node_id        TEXT NOT NULL,
  undo           BOOLEAN NOT NULL,
  engine_id      TEXT NOT NULL,
  position       TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('creating', 'created', 'deleting')),
  external_id    TEXT NOT NULL,
  link           TEXT NOT NULL,
  created_at     BIGINT NOT NULL,
  updated_at     BIGINT NOT NULL,
  parameters     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, publication_id, node_id, undo),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE INDEX pipelines_version ON pipelines (tenant_id, chain_id, version);
CREATE INDEX pipelines_engine ON pipelines (tenant_id, engine_id);

-- Executions of the built-in engine. waiting says that people are to decide.
-- body is JSON: the steps and how far each is.
CREATE TABLE pipeline_executions (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'canceled')),
  waiting    BOOLEAN NOT NULL,
  revision   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE INDEX pipeline_executions_waiting ON pipeline_executions (tenant_id, org_id, created_at, id) WHERE waiting;
