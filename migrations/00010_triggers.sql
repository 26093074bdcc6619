-- +goose Up
-- Working days of an org, which schedules of that org and those below may keep
-- to. weekdays, days_off and workdays are JSON lists.
CREATE TABLE calendars (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  key        TEXT NOT NULL,
  name       TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  weekdays   TEXT NOT NULL,
  days_off   TEXT NOT NULL,
  workdays   TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, org_id, key),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);

-- What starts runs of a chain by itself. Of a schedule, since is up to when its
-- times were dealt with, and next_at when it is to be looked at again: 0 for
-- never. paced_until is what its rate has used up. Whoever wrote it last is who
-- its runs are started as: updated_by with actor_kind and human_id.
CREATE TABLE triggers (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  key         TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('webhook', 'schedule')),
  enabled     BOOLEAN NOT NULL,
  next_at     BIGINT NOT NULL,
  since       BIGINT NOT NULL,
  paced_until BIGINT NOT NULL,
  calendar    TEXT NOT NULL,
  chain_key   TEXT NOT NULL,
  name        TEXT NOT NULL,
  revision    BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  updated_by  TEXT NOT NULL,
  actor_kind  TEXT NOT NULL,
  human_id    TEXT NOT NULL,
  spec        TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, org_id, key),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE UNIQUE INDEX triggers_id ON triggers (id);
CREATE INDEX triggers_next ON triggers (next_at) WHERE next_at > 0;
CREATE INDEX triggers_calendar ON triggers (tenant_id, calendar) WHERE calendar <> '';

-- The keys that calls of a webhook are signed with: one, or two while senders
-- change from one to the other.
CREATE TABLE trigger_keys (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  trigger_id  TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  data_key_id TEXT NOT NULL,
  sealed      BYTEA NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, trigger_id) REFERENCES triggers (tenant_id, id),
  FOREIGN KEY (tenant_id, data_key_id) REFERENCES data_keys (tenant_id, id)
);
CREATE INDEX trigger_keys_trigger ON trigger_keys (tenant_id, trigger_id);

-- Each time that a trigger fired. key is what makes it happen once: the time of
-- a schedule, the signature of a call. One that is pending is started at due_at,
-- or by somebody else then.
CREATE TABLE trigger_firings (
  tenant_id  TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  key        TEXT NOT NULL,
  id         TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('pending', 'started', 'failed')),
  due_at     BIGINT NOT NULL,
  tries      BIGINT NOT NULL,
  fired_at   BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  run_id     TEXT NOT NULL,
  code       TEXT NOT NULL,
  message    TEXT NOT NULL,
  input      TEXT NOT NULL,
  PRIMARY KEY (tenant_id, trigger_id, key),
  FOREIGN KEY (tenant_id, trigger_id) REFERENCES triggers (tenant_id, id)
);
CREATE INDEX trigger_firings_newest ON trigger_firings (tenant_id, trigger_id, id);
CREATE INDEX trigger_firings_due ON trigger_firings (due_at) WHERE state = 'pending';
CREATE INDEX trigger_firings_end ON trigger_firings (ends_at) WHERE state <> 'pending';
