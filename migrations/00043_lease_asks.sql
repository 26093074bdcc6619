-- +goose Up
-- Who asks whoever edits a draft to let them edit, since when (0: nobody), and
-- whether that was declined. Where it is who holds the lease, the draft was
-- handed over and is kept for them until they take it.
ALTER TABLE chains ADD COLUMN lease_asked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE chains ADD COLUMN lease_asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE chains ADD COLUMN lease_declined BOOLEAN NOT NULL DEFAULT FALSE;
