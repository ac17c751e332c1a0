"""Near relatives among those who have to do with an election."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.elections.store.tables.base import AreaColumn, Base


class NearRelative(Base):
    """`one` and `other` are persons as `domain.roll.persons.person_key` writes them, `one` < `other`; `relation` is
    what the other is to the one. The pairs of an election serve its further ballots, too."""

    __tablename__ = "near_relatives"
    __table_args__ = (UniqueConstraint("election_id", "one", "other"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    election_id: Mapped[UUID] = mapped_column(ForeignKey("elections.id"))
    area: Mapped[str] = mapped_column(AreaColumn, index=True)
    one: Mapped[str]
    other: Mapped[str]
    relation: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
