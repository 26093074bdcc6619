-- +goose Up
-- For whom a form was filled in, if it was by a deputy.
ALTER TABLE forms ADD COLUMN filled_behalf TEXT NOT NULL DEFAULT '';
