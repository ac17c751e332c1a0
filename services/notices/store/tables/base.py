"""What every table of the notices service starts from."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, MetaData, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from shared.database.tables import NAMING

SECRET = text("replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')")
"""The default of a column that opens something to whoever knows it: 244 random bits."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - as SQLAlchemy asks
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(String),
        UUID: Uuid,
    }
