"""Create the tables of residents, their contacts, campaigns and deliveries."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_STATEMENTS = """
ALTER TABLE notices ADD COLUMN edition smallint NOT NULL DEFAULT 1;
CREATE TABLE residents (
    id uuid CONSTRAINT pk_residents PRIMARY KEY,
    area varchar(12) NOT NULL,
    number varchar NOT NULL,
    name varchar NOT NULL,
    birth_date date,
    kinds varchar[] NOT NULL DEFAULT '{}',
    interests varchar[] NOT NULL DEFAULT '{}',
    "group" varchar,
    building varchar,
    door varchar,
    language varchar(2) NOT NULL DEFAULT 'zh',
    key varchar(64) NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
        CONSTRAINT uq_residents_key UNIQUE,
    moved_away_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_residents_area_number UNIQUE (area, number)
);
CREATE INDEX ix_residents_kinds ON residents USING gin (kinds);
CREATE INDEX ix_residents_interests ON residents USING gin (interests);
CREATE TABLE contacts (
    resident_id uuid NOT NULL
        CONSTRAINT fk_contacts_resident_id REFERENCES residents (id) ON DELETE CASCADE,
    channel varchar NOT NULL,
    address varchar NOT NULL,
    state varchar NOT NULL,
    consent_at timestamptz,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_contacts PRIMARY KEY (resident_id, channel)
);
CREATE INDEX ix_contacts_channel_address ON contacts (channel, address);
CREATE TABLE campaigns (
    id uuid CONSTRAINT pk_campaigns PRIMARY KEY,
    notice_id uuid NOT NULL CONSTRAINT fk_campaigns_notice_id REFERENCES notices (id),
    edition smallint NOT NULL,
    number smallint NOT NULL,
    area varchar(12) NOT NULL,
    audience jsonb NOT NULL,
    channels varchar[] NOT NULL,
    every_channel boolean NOT NULL,
    lane varchar NOT NULL,
    state varchar NOT NULL,
    target_share smallint,
    not_before timestamptz,
    deadline timestamptz,
    started_by varchar NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CONSTRAINT uq_campaigns_notice_id_edition_number UNIQUE (notice_id, edition, number)
);
CREATE INDEX ix_campaigns_area_state ON campaigns (area, state);
CREATE TABLE deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_deliveries PRIMARY KEY,
    campaign_id uuid NOT NULL CONSTRAINT fk_deliveries_campaign_id REFERENCES campaigns (id),
    notice_id uuid NOT NULL,
    edition smallint NOT NULL,
    resident_id uuid NOT NULL,
    channel varchar NOT NULL,
    lane smallint NOT NULL,
    state varchar NOT NULL DEFAULT 'created',
    attempts smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz,
    provider varchar,
    ref varchar,
    error varchar,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_deliveries_notice_id_edition_resident_id_channel UNIQUE (notice_id, edition, resident_id, channel)
);
CREATE INDEX ix_deliveries_due ON deliveries (lane, due_at) WHERE state IN ('created', 'queued');
CREATE INDEX ix_deliveries_campaign_id_state ON deliveries (campaign_id, state);
CREATE INDEX ix_deliveries_provider_ref ON deliveries (provider, ref) WHERE ref IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(_STATEMENTS)
