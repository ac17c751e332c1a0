"""What a session asks of its room and teacher, and what keeps it from being held when it is planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from services.training.domain.learning.absences import Absence, first_met
from services.training.domain.learning.sessions import Slot
from shared.clock import CIVIL_ZONE
from shared.errors import Conflict, FieldError, Invalid, Missing


@dataclass(frozen=True, slots=True)
class RoomFacts:
    name: str
    seats: int
    features: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`needs` are the course's of its room, `retired` the fields that refer to what is no longer used."""

    capacity: int
    needs: AbstractSet[str]
    room: RoomFacts | None
    teacher_teaches: bool
    retired: Sequence[str] = ()


def check_arrangement(planned: Arrangement) -> None:
    """Raises Invalid naming each thing that does not fit."""
    faults = [*_faults(planned)]
    if faults:
        raise Invalid("session_invalid", "培训安排有误，请按提示修改。", fields=faults)


def _faults(planned: Arrangement) -> Iterator[FieldError]:
    for field in planned.retired:
        yield FieldError(field, "retired", "已停用，不能再安排。")
    if not planned.teacher_teaches:
        yield FieldError("teacher_id", "teacher_does_not_teach", "该教师没有登记讲授这门课程。")
    room = planned.room
    if room is not None and planned.capacity > room.seats:
        facts = {"room": room.name, "seats": room.seats}
        yield FieldError("capacity", "room_too_small", "{room}只能容纳{seats}人。", facts)
    if room is not None and (lacking := planned.needs - room.features):
        facts = {"room": room.name, "needs": ", ".join(sorted(lacking))}
        yield FieldError("room_id", "room_unsuitable", "{room}缺少这门课程需要的设施：{needs}。", facts)


class Taken(StrEnum):
    """What can be at one place only."""

    ROOM = "room"
    TEACHER = "teacher"
    CADRE = "cadre"

    @property
    def field(self) -> str:
        """What of a session is to be chosen otherwise."""
        return "starts_at" if self is Taken.CADRE else f"{self}_id"


_ELSEWHERE = {
    Taken.ROOM: "{name}在{start}已安排“{title}”。",
    Taken.TEACHER: "{name}在{start}要讲授“{title}”。",
    Taken.CADRE: "{name}在{start}要参加“{title}”。",
}


@dataclass(frozen=True, slots=True)
class Booking:
    """Another session, as the one who has to be there sees it."""

    slot: Slot
    title: str


@dataclass(frozen=True, slots=True)
class Engaged:
    """A room, a teacher or an enrolled cadre, with what they have to do at that time."""

    what: Taken
    name: str
    bookings: Sequence[Booking]
    absences: Sequence[Absence] = ()


def check_free(slot: Slot, engaged: Iterable[Engaged], blackouts: Iterable[Absence]) -> None:
    """Raises Conflict that names each clash."""
    clashes = [*_blackout(slot, blackouts), *(clash for each in engaged for clash in _clashes(slot, each))]
    if clashes:
        raise Conflict("session_clashes", "这个时间安排不了，请按提示调整。", missing=clashes)


@dataclass(frozen=True, slots=True)
class Committee:
    """A community's committee during a session: who is on it, and who of them is away, for whatever reason."""

    name: str
    members: AbstractSet[str]
    away: AbstractSet[str]


def emptied(committees: Iterable[Committee]) -> Iterator[Missing]:
    """Committees of which nobody is left at home."""
    for each in committees:
        if each.members and each.members <= each.away:
            facts = {"name": each.name, "count": len(each.members)}
            yield Missing("committee_empty", "{name}居委会的{count}名成员届时全部外出。", facts=facts)


def _blackout(slot: Slot, blackouts: Iterable[Absence]) -> Iterator[Missing]:
    if met := first_met(blackouts, slot):
        yield Missing("blackout_day", "{starts_on}至{ends_on}停训：{reason}。", facts=_days(met), field="starts_at")


def _clashes(slot: Slot, engaged: Engaged) -> Iterator[Missing]:
    for other in engaged.bookings:
        if slot.clashes(other.slot):
            facts = {"name": engaged.name, "start": _start(other.slot), "title": other.title}
            yield Missing(f"{engaged.what}_taken", _ELSEWHERE[engaged.what], facts=facts, field=engaged.what.field)
    if met := first_met(engaged.absences, slot):
        facts = {"name": engaged.name, **_days(met)}
        message = "{name}在{starts_on}至{ends_on}请假。"
        yield Missing(f"{engaged.what}_on_leave", message, facts=facts, field=engaged.what.field)


def _start(slot: Slot) -> str:
    return f"{slot.starts_at.astimezone(CIVIL_ZONE):%Y-%m-%d %H:%M}"


def _days(absence: Absence) -> dict[str, str]:
    days = {"starts_on": absence.starts_on.isoformat(), "ends_on": absence.ends_on.isoformat()}
    return {**days, "reason": absence.reason}
