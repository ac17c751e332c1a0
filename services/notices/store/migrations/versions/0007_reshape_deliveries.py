"""Deliveries are claimed campaign by campaign, counted by a trigger, and have rounds; messages to single persons.

Changes the tables of 0003, which no installation has filled."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_CAMPAIGNS = """
ALTER TABLE campaigns
    ADD COLUMN only_unreached boolean NOT NULL DEFAULT false,
    ADD COLUMN audience_size integer NOT NULL,
    ADD COLUMN chosen integer NOT NULL DEFAULT 0,
    ADD COLUMN chosen_area varchar(12) NOT NULL DEFAULT '',
    ADD COLUMN chosen_number varchar NOT NULL DEFAULT '',
    ADD COLUMN chosen_at timestamptz,
    ADD COLUMN stuck integer NOT NULL DEFAULT 0,
    ALTER COLUMN not_before SET NOT NULL,
    ALTER COLUMN deadline SET NOT NULL;
CREATE INDEX ix_campaigns_open ON campaigns (state) WHERE finished_at IS NULL;
"""

_DELIVERIES = """
DROP TABLE deliveries;
CREATE TABLE deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_deliveries PRIMARY KEY,
    campaign_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    due_at timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz,
    changed_at timestamptz NOT NULL DEFAULT now(),
    bundle bigint,
    edition smallint NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    round smallint NOT NULL DEFAULT 0,
    maybe_twice boolean NOT NULL DEFAULT false,
    channel varchar NOT NULL,
    state varchar NOT NULL DEFAULT 'created',
    provider varchar,
    ref varchar,
    error varchar,
    CONSTRAINT uq_deliveries_notice_id_edition_resident_id_channel UNIQUE (notice_id, edition, resident_id, channel)
);
CREATE INDEX ix_deliveries_resident_id ON deliveries (resident_id);
CREATE INDEX ix_deliveries_campaign_id_id ON deliveries (campaign_id, id);
CREATE INDEX ix_deliveries_due ON deliveries (campaign_id, channel, due_at) WHERE state = 'created';
CREATE INDEX ix_deliveries_claimed ON deliveries (claimed_until) WHERE state = 'queued';
CREATE INDEX ix_deliveries_awaited ON deliveries (campaign_id, due_at) WHERE state = 'sent';
CREATE INDEX ix_deliveries_provider_ref ON deliveries (provider, ref) WHERE ref IS NOT NULL;
CREATE INDEX ix_deliveries_in_vain ON deliveries (campaign_id, id)
    WHERE state IN ('skipped', 'expired', 'uncertain', 'failed', 'bounced');
CREATE INDEX ix_deliveries_maybe_twice ON deliveries (campaign_id) WHERE maybe_twice;
"""

_COUNTS = """
CREATE TABLE delivery_counts (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_delivery_counts PRIMARY KEY,
    campaign_id uuid NOT NULL,
    channel varchar NOT NULL,
    state varchar NOT NULL,
    change integer NOT NULL
);
CREATE INDEX ix_delivery_counts_campaign_id ON delivery_counts (campaign_id);
CREATE FUNCTION count_new_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO delivery_counts (campaign_id, channel, state, change)
    SELECT campaign_id, channel, state, count(*) FROM new_rows GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE FUNCTION count_changed_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO delivery_counts (campaign_id, channel, state, change)
    SELECT campaign_id, channel, state, sum(change) FROM (
        SELECT campaign_id, channel, state, 1 AS change FROM new_rows
        UNION ALL SELECT campaign_id, channel, state, -1 FROM old_rows
    ) AS changes GROUP BY 1, 2, 3 HAVING sum(change) <> 0;
    RETURN NULL;
END $$;
CREATE FUNCTION count_deleted_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO delivery_counts (campaign_id, channel, state, change)
    SELECT campaign_id, channel, state, -count(*) FROM old_rows GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE TRIGGER count_new AFTER INSERT ON deliveries
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_new_deliveries();
CREATE TRIGGER count_changed AFTER UPDATE ON deliveries
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_changed_deliveries();
CREATE TRIGGER count_deleted AFTER DELETE ON deliveries
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_deleted_deliveries();
"""

_MESSAGES = """
CREATE TABLE waiting_receipts (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_waiting_receipts PRIMARY KEY,
    provider varchar NOT NULL,
    ref varchar NOT NULL,
    state varchar NOT NULL,
    reason varchar,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE personal_messages (
    id uuid CONSTRAINT pk_personal_messages PRIMARY KEY,
    area varchar(12) NOT NULL,
    channel varchar NOT NULL,
    address varchar NOT NULL,
    title varchar NOT NULL,
    text varchar NOT NULL,
    html varchar NOT NULL,
    page varchar NOT NULL,
    leave varchar NOT NULL,
    language varchar(2) NOT NULL,
    state varchar NOT NULL DEFAULT 'created',
    attempts smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz,
    deadline timestamptz NOT NULL,
    maybe_twice boolean NOT NULL DEFAULT false,
    provider varchar,
    ref varchar,
    error varchar,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_personal_messages_area ON personal_messages (area);
CREATE INDEX ix_personal_messages_due ON personal_messages (due_at) WHERE state IN ('created', 'queued');
CREATE INDEX ix_personal_messages_provider_ref ON personal_messages (provider, ref) WHERE ref IS NOT NULL;
"""


def upgrade() -> None:
    for statements in (_CAMPAIGNS, _DELIVERIES, _COUNTS, _MESSAGES):
        op.execute(statements)
