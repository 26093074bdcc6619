-- +goose Up
-- What people sort chains by. A tag is of the chain, not of its document: it
-- changes no draft and no version.
CREATE TABLE chain_tags (
  tenant_id TEXT NOT NULL,
  chain_id  TEXT NOT NULL,
  tag       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id, tag),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE INDEX chain_tags_by_tag ON chain_tags (tenant_id, tag, chain_id);
