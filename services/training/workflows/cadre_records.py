"""What is written down of a cadre in office: levels, secondments, mentors, near relatives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.training.domain.learning.courses import Competency
from services.training.domain.office.kinship import Relation
from services.training.store import cadres, roster
from services.training.store.database import unit_of_work
from services.training.store.tables import Cadre, Kinship, MentorMeeting, Mentorship, Secondment
from services.training.workflows.structure import look_again
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Level:
    competency: Competency
    level: int
    assessed_on: date
    assessor: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Sent:
    """By whom, for what and how long somebody is seconded."""

    home_unit: str
    duties: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Pair:
    mentor_id: UUID
    mentee_id: UUID
    goals: str
    starts_on: date
    ends_on: date


def assess(actor: Actor, cadre_id: UUID, found: Level) -> None:
    """Said again of the same day, it is corrected. Raises Invalid for a day to come."""
    _must_be_past("assessed_on", found.assessed_on)
    with unit_of_work(actor) as uow:
        cadre = cadres.cadre(uow.session, actor, cadre_id)
        roster.keep_levels(uow.session, [{"area": cadre.area, "cadre_id": cadre.id, **asdict(found)}])
        _record(uow, cadre, "assess_competency", asdict(found))


def second(actor: Actor, cadre_id: UUID, sent: Sent) -> Secondment:
    """Raises Invalid for days that cannot be, Conflict for somebody who is seconded already."""
    _must_follow(sent.starts_on, sent.ends_on)
    with unit_of_work(actor) as uow:
        cadre = cadres.cadre(uow.session, actor, cadre_id, lock=True)
        if any(each.ended_on is None for each in roster.secondments(uow.session, cadre.id)):
            raise Conflict("seconded_already", "该干部的上一次下派还没有结束，请先登记考核并结束。")
        made = Secondment(id=new_id(), area=cadre.area, cadre_id=cadre.id, **asdict(sent))
        uow.session.add(made)
        look_again(uow, {cadre.area})
        _record(uow, cadre, "second_cadre", asdict(sent))
        return made


def end_secondment(actor: Actor, secondment_id: UUID, *, on: date, review: str) -> Secondment:
    """Somebody goes back, with a review of what they did."""
    _must_be_past("ended_on", on)
    with unit_of_work(actor) as uow:
        found = roster.owned(uow.session, actor, Secondment, secondment_id)
        _must_run(found)
        _must_follow(found.starts_on, on, "ended_on")
        found.ended_on, found.review = on, review
        after = {"ended_on": on, "review": review}
        uow.record("end_secondment", subject=f"cadres/{found.cadre_id}", area=found.area, after=after)
        return found


def pair(actor: Actor, new: Pair) -> Mentorship:
    """Raises Invalid for one who would lead themselves, or for days that cannot be."""
    _must_follow(new.starts_on, new.ends_on)
    if new.mentor_id == new.mentee_id:
        fault = FieldError("mentee_id", "mentor_same", "帮带双方应是两个人。")
        raise Invalid("mentorship_invalid", "帮带登记有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        cadres.cadre(uow.session, actor, new.mentor_id)
        mentee = cadres.cadre(uow.session, actor, new.mentee_id, lock=True)
        made = Mentorship(id=new_id(), area=mentee.area, **asdict(new))
        uow.session.add(made)
        _record(uow, mentee, "pair_mentor", asdict(new))
        return made


def log_meeting(actor: Actor, mentorship_id: UUID, *, held_on: date, notes: str) -> MentorMeeting:
    _must_be_past("held_on", held_on)
    with unit_of_work(actor) as uow:
        found = roster.owned(uow.session, actor, Mentorship, mentorship_id)
        _must_run(found)
        made = MentorMeeting(id=new_id(), mentorship_id=found.id, held_on=held_on, notes=notes)
        uow.session.add(made)
        after = {"held_on": held_on, "notes": notes}
        uow.record("log_mentor_meeting", subject=f"mentorships/{found.id}", area=found.area, after=after)
        return made


def end_mentorship(actor: Actor, mentorship_id: UUID, *, on: date) -> Mentorship:
    _must_be_past("ended_on", on)
    with unit_of_work(actor) as uow:
        found = roster.owned(uow.session, actor, Mentorship, mentorship_id)
        _must_run(found)
        found.ended_on = on
        uow.record("end_mentorship", subject=f"mentorships/{found.id}", area=found.area, after={"ended_on": on})
        return found


def relate(actor: Actor, one: UUID, other: UUID, relation: Relation) -> Kinship:
    """Raises Invalid for two of different communities, Conflict for a pair that is known."""
    with unit_of_work(actor) as uow:
        pair = sorted((cadres.cadre(uow.session, actor, each) for each in (one, other)), key=lambda cadre: cadre.id)
        lesser, greater = pair
        if lesser.id == greater.id or lesser.area != greater.area:
            fault = FieldError("other_id", "kinship_impossible", "近亲属应是同一社区的两名干部。")
            raise Invalid("kinship_invalid", "近亲属关系有误，请按提示修改。", fields=[fault])
        if any((each.one_id, each.other_id) == (lesser.id, greater.id) for each in _kin(uow, lesser)):
            raise Conflict("relatives_known", "这两人的近亲属关系已经登记。")
        ids = {"one_id": lesser.id, "other_id": greater.id}
        made = Kinship(id=new_id(), area=lesser.area, relation=relation, **ids)
        uow.session.add(made)
        look_again(uow, {lesser.area})
        _record(uow, lesser, "relate", {**ids, "relation": relation})
        return made


def unrelate(actor: Actor, kinship_id: UUID) -> None:
    """A pair that was recorded by mistake."""
    with unit_of_work(actor) as uow:
        found = roster.owned(uow.session, actor, Kinship, kinship_id)
        uow.session.delete(found)
        look_again(uow, {found.area})
        before = {"one_id": found.one_id, "other_id": found.other_id}
        uow.record("unrelate", subject=f"cadres/{found.one_id}", area=found.area, before=before)


def _kin(uow: UnitOfWork, cadre: Cadre) -> list[Kinship]:
    return list(roster.kinships(uow.session, cadre.area))


def _must_run(found: Secondment | Mentorship) -> None:
    if found.ended_on is not None:
        raise Conflict("ended_already", "这条登记已经结束。")


def _must_be_past(field: str, day: date) -> None:
    if day > clock.today():
        fault = FieldError(field, "in_the_future", "日期不能晚于今天。")
        raise Invalid("day_invalid", "日期有误，请按提示修改。", fields=[fault])


def _must_follow(starts_on: date, ends_on: date, field: str = "ends_on") -> None:
    if ends_on <= starts_on:
        fault = FieldError(field, "ends_before_start", "结束日期应晚于开始日期。")
        raise Invalid("day_invalid", "日期有误，请按提示修改。", fields=[fault])


def _record(uow: UnitOfWork, cadre: Cadre, action: str, after: dict[str, Any]) -> None:
    uow.record(action, subject=f"cadres/{cadre.id}", area=cadre.area, after=after)
