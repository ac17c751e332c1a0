"""Events on their way: CloudEvents 1.0 (JSON format) with the extensions `sequence`, `area` and `correlationid`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from shared.database.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `data` holds JSON values as they travelled; `receive` gives handlers the contract's Python values."""

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    area: str
    sequence: int
    correlation_id: str
    data: Mapping[str, Any]

    def to_cloudevent(self) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.isoformat(),
            "dataschema": f"urn:shequ:contract:{self.type}",
            "datacontenttype": "application/json",
            "sequence": str(self.sequence),  # a string by the CloudEvents sequence extension
            "area": self.area,
            "correlationid": self.correlation_id,
            "data": self.data,
        }

    @classmethod
    def from_cloudevent(cls, envelope: Mapping[str, Any]) -> Event:
        """Raises KeyError or ValueError when an attribute that Shequ needs is missing or malformed."""
        return cls(
            id=UUID(envelope["id"]),
            source=envelope["source"],
            type=envelope["type"],
            subject=envelope["subject"],
            time=datetime.fromisoformat(envelope["time"]),
            area=envelope["area"],
            sequence=int(envelope["sequence"]),
            correlation_id=envelope["correlationid"],
            data=envelope["data"],
        )

    @classmethod
    def from_outbox(cls, source: str, row: RowMapping) -> Event:
        return cls(
            id=row["event_id"],
            source=source,
            type=row["type"],
            subject=row["subject"],
            time=row["time"],
            area=row["area"],
            sequence=row["sequence"],
            correlation_id=row["correlation_id"],
            data=row["data"],
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """What one Celery task carries: every event that the subscriber hears with `after` < sequence ≤ `through`."""

    source: str
    after: int
    through: int
    events: tuple[Event, ...]

    def to_message(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "after": self.after,
            "through": self.through,
            "events": [event.to_cloudevent() for event in self.events],
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Batch:
        return cls(
            source=message["source"],
            after=message["after"],
            through=message["through"],
            events=tuple(Event.from_cloudevent(envelope) for envelope in message["events"]),
        )


Handler = Callable[[UnitOfWork, Event], None]
"""Changes the subscriber's database for one event, within the given unit of work; never commits."""
