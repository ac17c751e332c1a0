"""Places in sessions: who may take one, and which session takes a newly elected committee."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from services.training.domain.learning.absences import Absence, first_met
from services.training.domain.learning.sessions import Slot
from shared import areas
from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class Offer:
    """A session with what its course asks of those who come: one of `posts` (none: anybody), and courses before."""

    slot: Slot
    posts: AbstractSet[str] = frozenset()
    prerequisites: AbstractSet[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Applicant:
    """A cadre who asks for a place: `busy` are their other sessions, `completed` the courses behind them."""

    area: str
    posts: AbstractSet[str] = frozenset()
    completed: AbstractSet[UUID] = frozenset()
    busy: Sequence[Slot] = ()
    leave: Sequence[Absence] = ()


def admit(offer: Offer, applicant: Applicant) -> None:
    """Raises Conflict when the session is full or not for this cadre, or they have to be elsewhere then."""
    refused = refusal(offer, applicant)
    if refused is not None:
        raise refused
    if offer.slot.free < 1:
        raise Conflict("session_full", "这次培训已满{capacity}人。", capacity=offer.slot.capacity)


def refusal(offer: Offer, applicant: Applicant) -> Conflict | None:
    """What keeps the cadre from coming, however many places are free."""
    if not areas.reaches(offer.slot.area, applicant.area):
        return Conflict("cadre_of_another_area", "这次培训只面向本单位所辖社区的干部。")
    if offer.posts and not offer.posts & applicant.posts:
        return Conflict("post_not_meant", "这门课程不是为该干部现任的职务开设的。")
    if lacking := len(offer.prerequisites - applicant.completed):
        return Conflict("prerequisite_missing", "该干部还有{count}门先修课程没有完成。", count=lacking)
    clash = next((other for other in applicant.busy if offer.slot.clashes(other)), None)
    if clash is not None:
        start = clash.starts_at.isoformat()
        return Conflict("times_overlap", "与该干部{start}开始的另一次培训时间冲突。", start=start)
    if away := first_met(applicant.leave, offer.slot):
        message = "该干部在{starts_on}至{ends_on}请假。"
        return Conflict("cadre_on_leave", message, starts_on=away.starts_on, ends_on=away.ends_on)
    return None


def must_be_same_committee(giver: str, taker: str) -> None:
    """A place is passed on within a community only: its committee was counted on to send somebody."""
    if giver != taker:
        raise Conflict("substitute_of_another_area", "只能由同一社区的干部顶替。")


def takes(slot: Slot, count: int, area: str, busy: Iterable[Slot] = ()) -> bool:
    """Whether the session is held for the area, has `count` places, and none of them is elsewhere then (`busy`)."""
    fits = areas.reaches(slot.area, area) and slot.free >= count
    return fits and not any(slot.clashes(other) for other in busy)


def place_for(count: int, area: str, slots: Iterable[Slot], busy: Collection[Slot] = ()) -> Slot | None:
    """The earliest of the slots that takes all of them together; None if none does."""
    fitting = [slot for slot in slots if takes(slot, count, area, busy)]
    return min(fitting, key=lambda slot: slot.starts_at, default=None)
