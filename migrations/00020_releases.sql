-- +goose Up
-- Single-use, approved executions of a sealed plan. plan is JSON: the phases with
-- their chains, inputs, gates and rollback plans. seal is the digest over all
-- that would run, parts the digests that it is made of, as JSON by their names.
-- edited_* is who wrote the plan last, requested_* who asked for the review,
-- executed_* who let it run. due_at is when a server looks at it next, 0 for
-- never; expires_at when an approval is no longer good. milestones counts its
-- milestones. Long texts stand last.
CREATE TABLE releases (
  tenant_id       TEXT NOT NULL,
  id              TEXT NOT NULL,
  org_id          TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'executing', 'succeeded',
                    'failed', 'rolled_back', 'rejected', 'withdrawn', 'expired')),
  due_at          BIGINT NOT NULL,
  updated_at      BIGINT NOT NULL,
  milestones      BIGINT NOT NULL,
  name            TEXT NOT NULL,
  search          TEXT NOT NULL,
  revision        BIGINT NOT NULL,
  created_at      BIGINT NOT NULL,
  created_by      TEXT NOT NULL,
  created_human   TEXT NOT NULL,
  edited_at       BIGINT NOT NULL,
  edited_by       TEXT NOT NULL,
  edited_human    TEXT NOT NULL,
  requested_at    BIGINT NOT NULL,
  requested_by    TEXT NOT NULL,
  requested_human TEXT NOT NULL,
  approval_id     TEXT NOT NULL,
  approved_at     BIGINT NOT NULL,
  expires_at      BIGINT NOT NULL,
  executed_at     BIGINT NOT NULL,
  executed_by     TEXT NOT NULL,
  executed_kind   TEXT NOT NULL,
  executed_human  TEXT NOT NULL,
  ended_at        BIGINT NOT NULL,
  code            TEXT NOT NULL,
  message         TEXT NOT NULL,
  seal            TEXT NOT NULL,
  description     TEXT NOT NULL,
  parts           TEXT NOT NULL,
  plan            TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id),
  CHECK (state IN ('draft', 'in_review', 'rejected', 'withdrawn', 'expired') OR seal <> ''),
  CHECK (state NOT IN ('executing', 'succeeded', 'failed', 'rolled_back') OR executed_at > 0)
);
CREATE INDEX releases_updated ON releases (tenant_id, updated_at, id);
CREATE INDEX releases_org_updated ON releases (tenant_id, org_id, updated_at, id);
CREATE INDEX releases_due ON releases (due_at) WHERE due_at > 0;

-- The phases of a release that is or was executed, from 1. rollback_* is who
-- asked by hand for a rollback, and why.
CREATE TABLE release_phases (
  tenant_id       TEXT NOT NULL,
  release_id      TEXT NOT NULL,
  phase           BIGINT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('pending', 'waiting', 'running', 'succeeded', 'failed',
                    'rolling_back', 'rolled_back', 'rollback_failed', 'canceled')),
  began_at        BIGINT NOT NULL,
  ended_at        BIGINT NOT NULL,
  rollback_at     BIGINT NOT NULL,
  rollback_by     TEXT NOT NULL,
  rollback_human  TEXT NOT NULL,
  code            TEXT NOT NULL,
  name            TEXT NOT NULL,
  chain_id        TEXT NOT NULL,
  version         BIGINT NOT NULL,
  message         TEXT NOT NULL,
  rollback_reason TEXT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, phase),
  FOREIGN KEY (tenant_id, release_id) REFERENCES releases (tenant_id, id)
);
CREATE INDEX release_phases_chain ON release_phases (tenant_id, chain_id, ended_at) WHERE state = 'succeeded';

-- What runs for a phase: its steps, its rollback, the checks of its gates; one
-- of each, for good. The row is there before the run is.
CREATE TABLE release_runs (
  tenant_id  TEXT NOT NULL,
  release_id TEXT NOT NULL,
  phase      BIGINT NOT NULL,
  purpose    TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, phase, purpose),
  FOREIGN KEY (tenant_id, release_id, phase) REFERENCES release_phases (tenant_id, release_id, phase)
);

-- The gates of a phase that wait for somebody or something, by their place in
-- the plan, and how they ended.
CREATE TABLE release_gates (
  tenant_id  TEXT NOT NULL,
  release_id TEXT NOT NULL,
  phase      BIGINT NOT NULL,
  gate       BIGINT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'passed', 'failed')),
  began_at   BIGINT NOT NULL,
  ended_at   BIGINT NOT NULL,
  subject_id TEXT NOT NULL,
  code       TEXT NOT NULL,
  message    TEXT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, phase, gate),
  FOREIGN KEY (tenant_id, release_id, phase) REFERENCES release_phases (tenant_id, release_id, phase)
);

-- What happened to a release, in order: its history. phase is 0 where it is
-- about the whole.
CREATE TABLE release_milestones (
  tenant_id  TEXT NOT NULL,
  release_id TEXT NOT NULL,
  seq        BIGINT NOT NULL,
  kind       TEXT NOT NULL,
  phase      BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  subject_id TEXT NOT NULL,
  human_id   TEXT NOT NULL,
  code       TEXT NOT NULL,
  note       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, seq),
  FOREIGN KEY (tenant_id, release_id) REFERENCES releases (tenant_id, id)
);

-- What people said in a review; pointer is the part that it is about.
CREATE TABLE release_comments (
  tenant_id  TEXT NOT NULL,
  release_id TEXT NOT NULL,
  id         TEXT NOT NULL,
  at         BIGINT NOT NULL,
  subject_id TEXT NOT NULL,
  human_id   TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  pointer    TEXT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, id),
  FOREIGN KEY (tenant_id, release_id) REFERENCES releases (tenant_id, id)
);

-- Rehearsals of a release: test runs of its phases with a failure at each step.
-- seal is the digest of what was rehearsed; due_at is when another server takes
-- over one that runs. report is JSON.
CREATE TABLE release_rehearsals (
  tenant_id  TEXT NOT NULL,
  release_id TEXT NOT NULL,
  id         TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('running', 'passed', 'failed')),
  due_at     BIGINT NOT NULL,
  began_at   BIGINT NOT NULL,
  ended_at   BIGINT NOT NULL,
  subject_id TEXT NOT NULL,
  human_id   TEXT NOT NULL,
  seal       TEXT NOT NULL,
  report     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, id),
  FOREIGN KEY (tenant_id, release_id) REFERENCES releases (tenant_id, id)
);
CREATE UNIQUE INDEX release_rehearsals_running ON release_rehearsals (tenant_id, release_id) WHERE state = 'running';
CREATE INDEX release_rehearsals_due ON release_rehearsals (due_at) WHERE state = 'running';

-- What an org asks of the releases of itself and of all orgs below it:
-- a rehearsal that is not older than so many days; 0 for none.
CREATE TABLE release_rules (
  tenant_id      TEXT NOT NULL,
  org_id         TEXT NOT NULL,
  rehearsal_days BIGINT NOT NULL CHECK (rehearsal_days BETWEEN 0 AND 3650),
  revision       BIGINT NOT NULL,
  updated_at     BIGINT NOT NULL,
  updated_by     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, org_id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
