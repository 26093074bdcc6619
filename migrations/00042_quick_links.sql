-- +goose Up
-- Chains that orgs put before their people, in the order of their ids.
CREATE TABLE quick_links (
  tenant_id TEXT NOT NULL,
  id        TEXT NOT NULL,
  org_id    TEXT NOT NULL,
  chain_id  TEXT NOT NULL,
  pinned_at BIGINT NOT NULL,
  pinned_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, org_id, chain_id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE INDEX quick_links_by_chain ON quick_links (tenant_id, chain_id);
