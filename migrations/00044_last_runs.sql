-- +goose Up
-- The last runs of a chain, tests not among them.
CREATE INDEX runs_last ON runs (tenant_id, chain_id, id) WHERE NOT test;
