-- +goose Up
-- Where groups of people are told what their members are to do. address and sign
-- are keys of secrets of the org; an empty address turns a channel off. failure
-- is why the last message did not arrive.
CREATE TABLE notice_channels (
  tenant_id  TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('wecom', 'dingtalk', 'feishu', 'webhook')),
  address    TEXT NOT NULL,
  sign       TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  failure    TEXT NOT NULL,
  failed_at  BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, org_id, kind),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);

-- Messages to channels, on their way. channel is the kind of one of org_id.
CREATE TABLE bulletins (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  channel    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('new', 'reminder', 'escalated', 'overdue')),
  title      TEXT NOT NULL,
  link       TEXT NOT NULL,
  until      BIGINT NOT NULL,
  due_at     BIGINT NOT NULL,
  tries      BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id, channel) REFERENCES notice_channels (tenant_id, org_id, kind)
);
CREATE INDEX bulletins_due ON bulletins (due_at);
