-- +goose Up
-- Runs by who started them, the newest first.
CREATE INDEX runs_by ON runs (tenant_id, started_by, id);
