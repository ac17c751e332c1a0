"""Joint meetings of the two committees."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"

_STATEMENTS = """
CREATE TABLE joint_meetings (
    id uuid CONSTRAINT pk_joint_meetings PRIMARY KEY,
    area varchar(12) NOT NULL,
    held_on date NOT NULL,
    title varchar NOT NULL,
    chaired_by uuid NOT NULL CONSTRAINT fk_joint_meetings_chaired_by REFERENCES cadres (id),
    members integer NOT NULL,
    recorded_by varchar NOT NULL,
    missed_told_at timestamptz
);
CREATE INDEX ix_joint_meetings_area_held_on ON joint_meetings (area, held_on);
CREATE TABLE joint_attendances (
    meeting_id uuid NOT NULL CONSTRAINT fk_joint_attendances_meeting_id REFERENCES joint_meetings (id),
    cadre_id uuid NOT NULL CONSTRAINT fk_joint_attendances_cadre_id REFERENCES cadres (id),
    area varchar(12) NOT NULL,
    present boolean NOT NULL,
    CONSTRAINT pk_joint_attendances PRIMARY KEY (meeting_id, cadre_id)
);
CREATE INDEX ix_joint_attendances_area ON joint_attendances (area);
CREATE INDEX ix_joint_attendances_cadre_id ON joint_attendances (cadre_id);
CREATE TABLE joint_decisions (
    id uuid CONSTRAINT pk_joint_decisions PRIMARY KEY,
    meeting_id uuid NOT NULL CONSTRAINT fk_joint_decisions_meeting_id REFERENCES joint_meetings (id),
    area varchar(12) NOT NULL,
    motion varchar NOT NULL,
    carried boolean NOT NULL,
    votes_for integer NOT NULL,
    votes_against integer NOT NULL,
    abstained integer NOT NULL,
    settled_on date,
    settlement varchar
);
CREATE INDEX ix_joint_decisions_area ON joint_decisions (area);
CREATE INDEX ix_joint_decisions_meeting_id ON joint_decisions (meeting_id);
CREATE TABLE joint_signatures (
    meeting_id uuid NOT NULL CONSTRAINT fk_joint_signatures_meeting_id REFERENCES joint_meetings (id),
    head varchar NOT NULL,
    area varchar(12) NOT NULL,
    cadre_id uuid NOT NULL CONSTRAINT fk_joint_signatures_cadre_id REFERENCES cadres (id),
    signed_by varchar NOT NULL,
    signed_on date NOT NULL,
    CONSTRAINT pk_joint_signatures PRIMARY KEY (meeting_id, head)
);
CREATE INDEX ix_joint_signatures_area ON joint_signatures (area);
CREATE INDEX ix_joint_signatures_cadre_id ON joint_signatures (cadre_id);
CREATE TABLE joint_votes (
    decision_id uuid NOT NULL CONSTRAINT fk_joint_votes_decision_id REFERENCES joint_decisions (id),
    cadre_id uuid NOT NULL CONSTRAINT fk_joint_votes_cadre_id REFERENCES cadres (id),
    area varchar(12) NOT NULL,
    choice varchar NOT NULL,
    dissent varchar,
    CONSTRAINT pk_joint_votes PRIMARY KEY (decision_id, cadre_id)
);
CREATE INDEX ix_joint_votes_area ON joint_votes (area);
CREATE INDEX ix_joint_votes_cadre_id ON joint_votes (cadre_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
