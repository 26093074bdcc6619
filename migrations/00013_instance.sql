-- +goose Up
-- What all servers of one instance share: its id, by which containers are
-- found again, and the sealed key that one-time addresses are made with.
CREATE TABLE instance (
  one        BIGINT PRIMARY KEY CHECK (one = 1),
  id         TEXT NOT NULL,
  sealed     BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);
