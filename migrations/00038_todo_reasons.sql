-- +goose Up
-- What somebody said who said that a to-do of another system is done.
ALTER TABLE todos ADD COLUMN reason TEXT NOT NULL DEFAULT '';
