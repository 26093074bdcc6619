-- +goose Up
-- A chain whose starts are kept, and then released at a pace. order_by points
-- into the inputs: what is alike there begins in order, one after another. last
-- is the number of the last start that was kept. At the pace, those that were
-- released have taken until paced_until; due_at is when to look again, 0: never.
CREATE TABLE chain_holds (
  tenant_id   TEXT NOT NULL,
  chain_id    TEXT NOT NULL,
  id          TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('held', 'releasing')),
  order_by    TEXT NOT NULL,
  per_minute  BIGINT NOT NULL CHECK (per_minute >= 0),
  last        BIGINT NOT NULL,
  paced_until BIGINT NOT NULL,
  due_at      BIGINT NOT NULL,
  held_at     BIGINT NOT NULL,
  held_by     TEXT NOT NULL,
  run_id      TEXT NOT NULL,
  cause       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  PRIMARY KEY (tenant_id, chain_id),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES chains (tenant_id, id)
);
CREATE INDEX chain_holds_due ON chain_holds (due_at) WHERE due_at > 0;

-- The runs that are kept, in the order of their starts. One is next if no other
-- with its order_key is before it; one that was released stays until it has
-- ended, if others wait behind it.
CREATE TABLE held_runs (
  tenant_id TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  chain_id  TEXT NOT NULL,
  number    BIGINT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('behind', 'next', 'released')),
  order_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, run_id),
  UNIQUE (tenant_id, chain_id, number)
);
CREATE INDEX held_runs_state ON held_runs (tenant_id, chain_id, state, number);
CREATE INDEX held_runs_order ON held_runs (tenant_id, chain_id, order_key, number) WHERE order_key <> '';
