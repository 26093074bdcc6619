-- +goose Up
-- What orgs tell their people. They are read from shown_at on, which is
-- starts_at or else when they were written, until ends_at; 0 says nothing. Few
-- orgs are asked by themselves, many are walked by time.
CREATE TABLE news (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  org_id     TEXT NOT NULL,
  title      TEXT NOT NULL,
  text       TEXT NOT NULL,
  shown_at   BIGINT NOT NULL,
  starts_at  BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  revision   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
CREATE INDEX news_by_org ON news (tenant_id, org_id, shown_at, id);
CREATE INDEX news_by_time ON news (tenant_id, shown_at, id);
