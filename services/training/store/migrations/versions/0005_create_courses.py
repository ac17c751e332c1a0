"""Create the catalogue (courses, rooms, teachers), leave and blackout days; sessions may refer to the catalogue."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_STATEMENTS = """
CREATE TABLE courses (
    id uuid CONSTRAINT pk_courses PRIMARY KEY,
    area varchar(12) NOT NULL,
    code varchar NOT NULL,
    title_zh varchar NOT NULL,
    title_en varchar NOT NULL,
    kind varchar NOT NULL,
    hours integer NOT NULL,
    competencies varchar[] NOT NULL,
    posts varchar[] NOT NULL,
    prerequisites uuid[] NOT NULL,
    needs varchar[] NOT NULL,
    assessment varchar NOT NULL,
    pass_mark integer,
    certificate boolean NOT NULL,
    valid_months integer,
    fen_per_place integer NOT NULL,
    retired boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT uq_courses_area_code UNIQUE (area, code)
);
CREATE TABLE rooms (
    id uuid CONSTRAINT pk_rooms PRIMARY KEY,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    venue varchar NOT NULL,
    capacity integer NOT NULL,
    features varchar[] NOT NULL,
    retired boolean NOT NULL,
    version integer NOT NULL,
    calendar_key varchar NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
        CONSTRAINT uq_rooms_calendar_key UNIQUE,
    CONSTRAINT uq_rooms_area_name UNIQUE (area, name)
);
CREATE TABLE teachers (
    id uuid CONSTRAINT pk_teachers PRIMARY KEY,
    area varchar(12) NOT NULL,
    name varchar NOT NULL,
    unit varchar NOT NULL,
    courses uuid[] NOT NULL,
    retired boolean NOT NULL,
    version integer NOT NULL,
    calendar_key varchar NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
        CONSTRAINT uq_teachers_calendar_key UNIQUE,
    CONSTRAINT uq_teachers_area_name_unit UNIQUE (area, name, unit)
);
CREATE TABLE leaves (
    id uuid CONSTRAINT pk_leaves PRIMARY KEY,
    area varchar(12) NOT NULL,
    cadre_id uuid CONSTRAINT fk_leaves_cadre_id REFERENCES cadres (id),
    teacher_id uuid CONSTRAINT fk_leaves_teacher_id REFERENCES teachers (id),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    reason varchar NOT NULL,
    CONSTRAINT ck_leaves_of_one CHECK (num_nonnulls(cadre_id, teacher_id) = 1)
);
CREATE INDEX ix_leaves_area ON leaves (area);
CREATE INDEX ix_leaves_cadre_id ON leaves (cadre_id);
CREATE INDEX ix_leaves_teacher_id ON leaves (teacher_id);
CREATE TABLE blackouts (
    id uuid CONSTRAINT pk_blackouts PRIMARY KEY,
    area varchar(12) NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    reason varchar NOT NULL
);
CREATE INDEX ix_blackouts_area ON blackouts (area);
ALTER TABLE sessions
    ADD COLUMN course_id uuid CONSTRAINT fk_sessions_course_id REFERENCES courses (id),
    ADD COLUMN room_id uuid CONSTRAINT fk_sessions_room_id REFERENCES rooms (id),
    ADD COLUMN teacher_id uuid CONSTRAINT fk_sessions_teacher_id REFERENCES teachers (id),
    ADD COLUMN check_in_key varchar NOT NULL
        DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
        CONSTRAINT uq_sessions_check_in_key UNIQUE;
CREATE INDEX ix_sessions_course_id ON sessions (course_id);
CREATE INDEX ix_sessions_room_id ON sessions (room_id);
CREATE INDEX ix_sessions_teacher_id ON sessions (teacher_id);
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
