-- +goose Up
-- Runs by who started them, and how those of a chain went of late, the newest
-- first.
CREATE INDEX runs_by ON runs (tenant_id, started_by, id);
CREATE INDEX runs_done ON runs (tenant_id, chain_id, id) WHERE state = 'succeeded';
