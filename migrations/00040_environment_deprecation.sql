-- +goose Up
-- An environment that is being retired: since when (0: it is not), what is said
-- of it, and the key of the environment to use instead.
ALTER TABLE environments ADD COLUMN deprecated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE environments ADD COLUMN deprecation_note TEXT NOT NULL DEFAULT '';
ALTER TABLE environments ADD COLUMN replacement TEXT NOT NULL DEFAULT '';
