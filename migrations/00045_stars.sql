-- +goose Up
-- Chains that people keep at hand.
CREATE TABLE stars (
  tenant_id  TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  chain_id   TEXT NOT NULL,
  PRIMARY KEY (tenant_id, subject_id, chain_id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE INDEX stars_by_chain ON stars (tenant_id, chain_id);
