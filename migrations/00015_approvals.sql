-- +goose Up
-- A decision that people are asked for, whatever it is about. What is decided
-- is named by its digest and never changes; level, due and next change until it
-- is settled. plan says who is asked, level by level. next_at is when the
-- sweeper looks at it; nobody says that nobody can decide as things stand.
CREATE TABLE approvals (
  tenant_id    TEXT NOT NULL,
  id           TEXT NOT NULL,
  org_id       TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id   TEXT NOT NULL,
  digest       TEXT NOT NULL,
  title        TEXT NOT NULL,
  details      TEXT NOT NULL,
  link         TEXT NOT NULL,
  plan         TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'sent_back', 'withdrawn', 'expired', 'canceled')),
  level        BIGINT NOT NULL,
  extra        BIGINT NOT NULL,
  due_at       BIGINT NOT NULL,
  next_at      BIGINT NOT NULL,
  rounds       BIGINT NOT NULL,
  raised       BIGINT NOT NULL,
  nobody       BOOLEAN NOT NULL,
  lapsed       BOOLEAN NOT NULL,
  policy       BIGINT NOT NULL,
  revision     BIGINT NOT NULL,
  reminded_at  BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  settled_at   BIGINT NOT NULL,
  settled_by   TEXT NOT NULL,
  reason       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, id, digest),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id),
  FOREIGN KEY (tenant_id, requested_by) REFERENCES subjects (tenant_id, id),
  CHECK ((state = 'waiting') = (settled_at = 0)),
  CHECK (state = 'waiting' OR next_at = 0),
  CHECK (digest <> '')
);
CREATE UNIQUE INDEX approvals_open ON approvals (tenant_id, subject_kind, subject_id) WHERE state = 'waiting';
CREATE INDEX approvals_subject ON approvals (tenant_id, subject_kind, subject_id, id);
CREATE INDEX approvals_org ON approvals (tenant_id, org_id, id);
CREATE INDEX approvals_next ON approvals (next_at) WHERE next_at > 0;
CREATE INDEX approvals_policy ON approvals (tenant_id, policy) WHERE state = 'waiting';

-- What a person is in an approval: one thing only. Who authored what is decided
-- can therefore not decide, and nobody decides twice, nor for somebody who has.
CREATE TABLE approval_parts (
  tenant_id   TEXT NOT NULL,
  approval_id TEXT NOT NULL,
  subject_id  TEXT NOT NULL,
  part        TEXT NOT NULL CHECK (part IN ('author', 'decider')),
  PRIMARY KEY (tenant_id, approval_id, subject_id),
  UNIQUE (tenant_id, approval_id, subject_id, part),
  FOREIGN KEY (tenant_id, approval_id) REFERENCES approvals (tenant_id, id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id)
);

-- Who decided what, when, from where, on what. behalf_id is whose voice it is:
-- that of by_id, or of whom by_id is the deputy. org_id is where that person
-- belongs. A token never decides.
CREATE TABLE approval_decisions (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  approval_id TEXT NOT NULL,
  level       BIGINT NOT NULL,
  verdict     TEXT NOT NULL CHECK (verdict IN ('approve', 'reject', 'send_back')),
  by_id       TEXT NOT NULL,
  behalf_id   TEXT NOT NULL,
  part        TEXT NOT NULL CHECK (part = 'decider'),
  actor_kind  TEXT NOT NULL CHECK (actor_kind = 'user'),
  token_id    TEXT NOT NULL CHECK (token_id = ''),
  org_id      TEXT NOT NULL,
  reason      TEXT NOT NULL,
  digest      TEXT NOT NULL,
  address     TEXT NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, approval_id, by_id),
  UNIQUE (tenant_id, approval_id, behalf_id),
  FOREIGN KEY (tenant_id, approval_id, digest) REFERENCES approvals (tenant_id, id, digest),
  FOREIGN KEY (tenant_id, approval_id, by_id, part) REFERENCES approval_parts (tenant_id, approval_id, subject_id, part),
  FOREIGN KEY (tenant_id, approval_id, behalf_id, part) REFERENCES approval_parts (tenant_id, approval_id, subject_id, part),
  CHECK (verdict = 'approve' OR reason <> '')
);
CREATE UNIQUE INDEX approval_decisions_no ON approval_decisions (tenant_id, approval_id) WHERE verdict <> 'approve';

-- Who is asked besides the plan at a level, and who no longer is; at level -1
-- who only is told.
CREATE TABLE approval_people (
  tenant_id   TEXT NOT NULL,
  approval_id TEXT NOT NULL,
  level       BIGINT NOT NULL,
  subject_id  TEXT NOT NULL,
  part        TEXT NOT NULL CHECK (part IN ('asked', 'out', 'told')),
  PRIMARY KEY (tenant_id, approval_id, level, subject_id),
  FOREIGN KEY (tenant_id, approval_id) REFERENCES approvals (tenant_id, id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id)
);

-- All that happened to an approval, in order.
CREATE TABLE approval_acts (
  tenant_id   TEXT NOT NULL,
  approval_id TEXT NOT NULL,
  id          TEXT NOT NULL,
  kind        TEXT NOT NULL,
  level       BIGINT NOT NULL,
  by_id       TEXT NOT NULL,
  behalf_id   TEXT NOT NULL,
  to_id       TEXT NOT NULL,
  text        TEXT NOT NULL,
  address     TEXT NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, approval_id, id),
  FOREIGN KEY (tenant_id, approval_id) REFERENCES approvals (tenant_id, id)
);

-- From one time to another somebody is the deputy of another.
CREATE TABLE delegations (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  from_id    TEXT NOT NULL,
  to_id      TEXT NOT NULL,
  begins_at  BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  reason     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, from_id) REFERENCES subjects (tenant_id, id),
  FOREIGN KEY (tenant_id, to_id) REFERENCES subjects (tenant_id, id),
  CHECK (from_id <> to_id),
  CHECK (begins_at < ends_at)
);
CREATE INDEX delegations_from ON delegations (tenant_id, from_id, ends_at);
CREATE INDEX delegations_to ON delegations (tenant_id, to_id, ends_at);

-- Things that people are to do, of whatever source: approvals, forms, runs,
-- releases, other systems. A source puts each in once.
CREATE TABLE todos (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  source     TEXT NOT NULL,
  source_id  TEXT NOT NULL,
  title      TEXT NOT NULL,
  link       TEXT NOT NULL,
  digest     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'gone')),
  due_at     BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  done_at    BIGINT NOT NULL,
  done_by    TEXT NOT NULL,
  put_by     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, source, source_id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);

-- Who is asked to do it: s:<subject>, g:<group>, or r:<role>@<org>, which are
-- those to whom the role is granted at just that org. Rows stand as long as the
-- to-do waits.
CREATE TABLE todo_holders (
  tenant_id TEXT NOT NULL,
  holder    TEXT NOT NULL,
  todo_id   TEXT NOT NULL,
  PRIMARY KEY (tenant_id, holder, todo_id),
  FOREIGN KEY (tenant_id, todo_id) REFERENCES todos (tenant_id, id)
);
CREATE INDEX todo_holders_todo ON todo_holders (tenant_id, todo_id);

-- What a to-do is to somebody, whoever is asked: put by him, done by him, or
-- none of his business although he is among those who are asked.
CREATE TABLE todo_people (
  tenant_id  TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  part       TEXT NOT NULL CHECK (part IN ('mine', 'done', 'out')),
  todo_id    TEXT NOT NULL,
  PRIMARY KEY (tenant_id, subject_id, part, todo_id),
  FOREIGN KEY (tenant_id, todo_id) REFERENCES todos (tenant_id, id)
);
CREATE INDEX todo_people_todo ON todo_people (tenant_id, todo_id);

-- Mails that are to be sent about things to do. due_at is when one is tried
-- next.
CREATE TABLE notices (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('new', 'reminder', 'escalated', 'overdue')),
  org_id     TEXT NOT NULL,
  title      TEXT NOT NULL,
  link       TEXT NOT NULL,
  until      BIGINT NOT NULL,
  due_at     BIGINT NOT NULL,
  tries      BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id)
);
CREATE INDEX notices_due ON notices (due_at);
