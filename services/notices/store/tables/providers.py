"""What all workers know of each provider."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base


class ProviderCondition(Base):
    """Its rate and circuit breaker, as `domain/delivery/circuit` reckons with them. In PostgreSQL, not in Redis: a
    broker that is wiped would forget them and flood the provider. `reason` is that of the latest failure."""

    __tablename__ = "provider_conditions"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    tokens: Mapped[float]
    failures: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    open_until: Mapped[datetime | None]
    probing_until: Mapped[datetime | None]
    reason: Mapped[str | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
