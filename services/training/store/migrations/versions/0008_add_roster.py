"""Terms without an election; what the roster knows of cadres: facts that change, levels, secondments, mentors, kin."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_STATEMENTS = """
ALTER TABLE terms
    ALTER COLUMN election_id DROP NOT NULL,
    ALTER COLUMN ends_on DROP NOT NULL,
    ADD COLUMN document varchar;
CREATE TABLE profiles (
    cadre_id uuid NOT NULL CONSTRAINT fk_profiles_cadre_id REFERENCES cadres (id),
    since date NOT NULL,
    area varchar(12) NOT NULL,
    education varchar,
    source varchar,
    party varchar,
    home_unit varchar NOT NULL,
    CONSTRAINT pk_profiles PRIMARY KEY (cadre_id, since)
);
CREATE INDEX ix_profiles_area ON profiles (area);
CREATE TABLE competency_levels (
    id uuid CONSTRAINT pk_competency_levels PRIMARY KEY,
    area varchar(12) NOT NULL,
    cadre_id uuid NOT NULL CONSTRAINT fk_competency_levels_cadre_id REFERENCES cadres (id),
    competency varchar NOT NULL,
    level integer NOT NULL,
    assessed_on date NOT NULL,
    assessor varchar NOT NULL,
    evidence varchar NOT NULL,
    CONSTRAINT uq_competency_levels_cadre_id_competency_assessed_on UNIQUE (cadre_id, competency, assessed_on)
);
CREATE INDEX ix_competency_levels_area ON competency_levels (area);
CREATE TABLE secondments (
    id uuid CONSTRAINT pk_secondments PRIMARY KEY,
    area varchar(12) NOT NULL,
    cadre_id uuid NOT NULL CONSTRAINT fk_secondments_cadre_id REFERENCES cadres (id),
    home_unit varchar NOT NULL,
    duties varchar NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    ended_on date,
    review varchar
);
CREATE INDEX ix_secondments_area ON secondments (area);
CREATE INDEX ix_secondments_cadre_id ON secondments (cadre_id);
CREATE TABLE mentorships (
    id uuid CONSTRAINT pk_mentorships PRIMARY KEY,
    area varchar(12) NOT NULL,
    mentor_id uuid NOT NULL CONSTRAINT fk_mentorships_mentor_id REFERENCES cadres (id),
    mentee_id uuid NOT NULL CONSTRAINT fk_mentorships_mentee_id REFERENCES cadres (id),
    goals varchar NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    ended_on date,
    CONSTRAINT ck_mentorships_of_two CHECK (mentor_id <> mentee_id)
);
CREATE INDEX ix_mentorships_area ON mentorships (area);
CREATE INDEX ix_mentorships_mentor_id ON mentorships (mentor_id);
CREATE INDEX ix_mentorships_mentee_id ON mentorships (mentee_id);
CREATE TABLE mentor_meetings (
    id uuid CONSTRAINT pk_mentor_meetings PRIMARY KEY,
    mentorship_id uuid NOT NULL CONSTRAINT fk_mentor_meetings_mentorship_id REFERENCES mentorships (id),
    held_on date NOT NULL,
    notes varchar NOT NULL
);
CREATE INDEX ix_mentor_meetings_mentorship_id ON mentor_meetings (mentorship_id);
CREATE TABLE kinships (
    id uuid CONSTRAINT pk_kinships PRIMARY KEY,
    area varchar(12) NOT NULL,
    one_id uuid NOT NULL CONSTRAINT fk_kinships_one_id REFERENCES cadres (id),
    other_id uuid NOT NULL CONSTRAINT fk_kinships_other_id REFERENCES cadres (id),
    relation varchar NOT NULL,
    CONSTRAINT uq_kinships_one_id_other_id UNIQUE (one_id, other_id),
    CONSTRAINT ck_kinships_in_order CHECK (one_id < other_id)
);
CREATE INDEX ix_kinships_area ON kinships (area);
CREATE INDEX ix_kinships_other_id ON kinships (other_id);
CREATE TABLE establishments (
    area varchar(12) NOT NULL,
    post varchar NOT NULL,
    since date NOT NULL,
    seats integer NOT NULL,
    CONSTRAINT pk_establishments PRIMARY KEY (area, post, since)
);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
