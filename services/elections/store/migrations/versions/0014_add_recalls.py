"""Petitions for recalls, and the members' answers."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

_STATEMENTS = """
CREATE TABLE recalls (
    id uuid CONSTRAINT pk_recalls PRIMARY KEY,
    area varchar(12) NOT NULL,
    election_id uuid NOT NULL CONSTRAINT fk_recalls_election_id REFERENCES elections (id),
    poll_id uuid CONSTRAINT fk_recalls_poll_id REFERENCES elections (id) CONSTRAINT uq_recalls_poll_id UNIQUE,
    state varchar NOT NULL,
    reasons varchar NOT NULL,
    received_on date NOT NULL,
    defend_by date NOT NULL,
    signed integer NOT NULL,
    electors integer NOT NULL,
    petition jsonb NOT NULL,
    signers jsonb NOT NULL,
    document varchar,
    recorded_by varchar NOT NULL
);
CREATE INDEX ix_recalls_area ON recalls (area);
CREATE INDEX ix_recalls_election_id ON recalls (election_id);
CREATE TABLE recall_members (
    recall_id uuid NOT NULL CONSTRAINT fk_recall_members_recall_id REFERENCES recalls (id),
    member_id uuid NOT NULL CONSTRAINT fk_recall_members_member_id REFERENCES members (id),
    area varchar(12) NOT NULL,
    candidate_id uuid,
    defence varchar,
    heard_on date,
    CONSTRAINT pk_recall_members PRIMARY KEY (recall_id, member_id)
);
CREATE INDEX ix_recall_members_area ON recall_members (area);
CREATE INDEX ix_recall_members_member_id ON recall_members (member_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
