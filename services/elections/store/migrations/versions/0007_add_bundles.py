"""Sealed result bundles, and what a verdict rested on beside the papers."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_STATEMENTS = """
ALTER TABLE results ADD COLUMN basis jsonb;
CREATE TABLE bundles (
    election_id uuid NOT NULL CONSTRAINT fk_bundles_election_id REFERENCES elections (id),
    number integer NOT NULL,
    area varchar(12) NOT NULL,
    bundle_hash varchar(64) NOT NULL,
    key_id varchar NOT NULL,
    content bytea NOT NULL,
    sealed_by varchar NOT NULL,
    sealed_at timestamptz NOT NULL,
    CONSTRAINT pk_bundles PRIMARY KEY (election_id, number)
);
CREATE INDEX ix_bundles_area ON bundles (area);
CREATE FUNCTION refuse_bundle_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a sealed bundle is not changed';
END $$;
CREATE TRIGGER bundles_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bundles
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_bundle_change();
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
