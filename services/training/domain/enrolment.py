"""Places in sessions: who may take one, and which session takes a newly elected committee."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from services.training.domain.sessions import Slot
from shared import areas
from shared.errors import Conflict


def admit(slot: Slot, others: Iterable[Slot]) -> None:
    """Raises Conflict when the session is full or the cadre has to be elsewhere at that time (`others`)."""
    if slot.free < 1:
        raise Conflict("session_full", "这次培训已满{capacity}人。", capacity=slot.capacity)
    clash = next((other for other in others if slot.clashes(other)), None)
    if clash is not None:
        start = clash.starts_at.isoformat()
        raise Conflict("times_overlap", "与该干部{start}开始的另一次培训时间冲突。", start=start)


def takes(slot: Slot, count: int, area: str, busy: Iterable[Slot] = ()) -> bool:
    """Whether the session is held for the area, has `count` places, and none of them is elsewhere then (`busy`)."""
    fits = areas.reaches(slot.area, area) and slot.free >= count
    return fits and not any(slot.clashes(other) for other in busy)


def place_for(count: int, area: str, slots: Iterable[Slot], busy: Collection[Slot] = ()) -> Slot | None:
    """The earliest of the slots that takes all of them together; None if none does."""
    fitting = [slot for slot in slots if takes(slot, count, area, busy)]
    return min(fitting, key=lambda slot: slot.starts_at, default=None)
