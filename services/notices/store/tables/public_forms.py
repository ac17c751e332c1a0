"""How many public forms came in the hour."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notices.store.tables.base import Base

EVERYONE = ""


class FormCount(Base):
    """Of one form in one community, from one client or (`EVERYONE`) all together, in the hour that begins at `since`.
    `client` is a hash that is another one in each hour; a chore sweeps past hours away."""

    __tablename__ = "form_counts"

    area: Mapped[str] = mapped_column(String(12), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    client: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(server_default=text("1"))
