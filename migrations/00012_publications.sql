-- +goose Up
-- What is done to publish a draft: the pipelines and images that its nodes need
-- are made, one after the other, before the version is. owner is the process
-- that does it, until lease_until; afterwards what was made is taken away again.
-- parts is JSON: what is made for each node, and how far it is.
CREATE TABLE publications (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  chain_id    TEXT NOT NULL,
  revision    BIGINT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('running', 'succeeded', 'failed')),
  owner       TEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  version     BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  created_by  TEXT NOT NULL,
  ended_at    BIGINT NOT NULL,
  code        TEXT NOT NULL,
  detail      TEXT NOT NULL,
  message     TEXT NOT NULL,
  parts       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE UNIQUE INDEX publications_running ON publications (tenant_id, chain_id) WHERE state = 'running';
CREATE INDEX publications_chain ON publications (tenant_id, chain_id, id);
CREATE INDEX publications_lease ON publications (lease_until) WHERE state = 'running';
