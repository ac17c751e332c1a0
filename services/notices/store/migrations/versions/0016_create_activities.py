"""Create the tables of activities, sign-ups and feedback."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"

_STATEMENTS = """
CREATE TABLE activities (
    id uuid CONSTRAINT pk_activities PRIMARY KEY,
    area varchar(12) NOT NULL,
    notice_id uuid NOT NULL CONSTRAINT fk_activities_notice_id REFERENCES notices (id)
        CONSTRAINT uq_activities_notice_id UNIQUE,
    title varchar NOT NULL,
    title_en varchar,
    venue varchar NOT NULL,
    theme varchar NOT NULL,
    novelty varchar NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    sign_up_until timestamptz NOT NULL,
    capacity integer CONSTRAINT ck_activities_capacity CHECK (capacity > 0),
    least integer,
    target_share smallint,
    extended smallint NOT NULL DEFAULT 0,
    short_told_at timestamptz,
    announced_at timestamptz,
    state varchar NOT NULL,
    cancel_reason varchar,
    check_in_key varchar(64) NOT NULL
        DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
        CONSTRAINT uq_activities_check_in_key UNIQUE,
    version integer NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_activities_area_starts_at ON activities (area, starts_at);
CREATE INDEX ix_activities_sign_up_until ON activities (sign_up_until) WHERE short_told_at IS NULL;
CREATE TABLE sign_ups (
    id uuid CONSTRAINT pk_sign_ups PRIMARY KEY,
    activity_id uuid NOT NULL CONSTRAINT fk_sign_ups_activity_id REFERENCES activities (id),
    area varchar(12) NOT NULL,
    resident_id uuid CONSTRAINT fk_sign_ups_resident_id REFERENCES residents (id) ON DELETE SET NULL,
    who varchar NOT NULL,
    name varchar,
    channel varchar,
    address varchar,
    language varchar(2) NOT NULL,
    code varchar(12) NOT NULL CONSTRAINT uq_sign_ups_code UNIQUE,
    state varchar NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now(),
    came_at timestamptz,
    came_by varchar,
    gave_feedback boolean NOT NULL DEFAULT false,
    forgotten_at timestamptz
);
CREATE UNIQUE INDEX ix_sign_ups_who ON sign_ups (activity_id, who) WHERE state <> 'withdrawn';
CREATE INDEX ix_sign_ups_activity_id_state_signed_at ON sign_ups (activity_id, state, signed_at);
CREATE INDEX ix_sign_ups_area ON sign_ups (area);
CREATE INDEX ix_sign_ups_resident_id ON sign_ups (resident_id);
CREATE TABLE activity_feedback (
    id uuid CONSTRAINT pk_activity_feedback PRIMARY KEY,
    activity_id uuid NOT NULL CONSTRAINT fk_activity_feedback_activity_id REFERENCES activities (id),
    area varchar(12) NOT NULL,
    rating smallint NOT NULL CONSTRAINT ck_activity_feedback_rating CHECK (rating BETWEEN 1 AND 5),
    comment varchar
);
CREATE INDEX ix_activity_feedback_area ON activity_feedback (area);
CREATE INDEX ix_activity_feedback_activity_id ON activity_feedback (activity_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
