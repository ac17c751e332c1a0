"""Yearly appraisals: counts typed by two people, published by a third, and the posts that they end (Art 37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from services.elections.domain.committee.appraisals import GradeCounts, check_counts, grade
from services.elections.domain.committee.members import EndReason
from services.elections.domain.committee.other_votes import ends_post
from services.elections.domain.counting.tally import ENTRIES_NEEDED, admit_clerk
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.store import appraisals, members, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set, rule_set_in_force
from services.elections.workflows.members import end_post
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewAppraisal:
    """`run_by` names those of the supervisory committee who ran it."""

    area: str
    held_on: date
    run_by: str


def open_appraisal(actor: Actor, command: NewAppraisal) -> tables.Appraisal:
    """Of everybody who was in office on the day. Raises Conflict where nobody was."""
    actor.must_reach(command.area)
    rules = rule_set_in_force(command.area, command.held_on)
    if command.held_on > clock.today():
        fault = FieldError("held_on", "date_in_future", "评议日期还没有到。")
        raise Invalid("appraisal_invalid", "民主评议的票数有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        persons = members.in_office(uow.session, command.area, command.held_on)
        if not persons:
            raise Conflict("nobody_in_office", "这一天没有在任的居民委员会成员。")
        made = tables.Appraisal(id=new_id(), year=command.held_on.year, rule_set=rules.id, **asdict(command))
        uow.session.add(made)
        uow.session.flush()
        uow.session.add_all(
            tables.AppraisedMember(appraisal_id=made.id, member_id=person.id, area=made.area) for person in persons
        )
        uow.record("open_appraisal", subject=f"appraisals/{made.id}", area=made.area, after=asdict(command))
        return made


def type_counts(actor: Actor, appraisal_id: UUID, *, voted: int, counts: Mapping[str, GradeCounts]) -> tables.Appraisal:
    """Raises Invalid for counts that the papers cannot have given, Conflict for a third person."""
    with unit_of_work(actor) as uow:
        found = appraisals.appraisal(uow.session, actor, appraisal_id, lock=True)
        _must_be_open(found)
        admit_clerk(actor.subject, appraisals.typed(uow.session, found.id))
        known = frozenset(str(person.id) for _, person in appraisals.appraised(uow.session, found.id))
        check_counts(counts, voted=voted, members=known)
        figures = {"voted": voted, "members": {member: asdict(each) for member, each in sorted(counts.items())}}
        place = {"id": new_id(), "appraisal_id": found.id, "area": found.area}
        uow.session.add(tables.AppraisalEntry(**place, clerk=actor.subject, figures=figures))
        uow.record("type_appraisal", subject=f"appraisals/{found.id}", area=found.area, after=figures)
        return found


def publish_appraisal(actor: Actor, appraisal_id: UUID) -> tables.Appraisal:
    """By somebody who typed no counts, once two people typed the same. Ends the posts of those who failed so many times
    in a row as the rules say, in the same transaction."""
    with unit_of_work(actor) as uow:
        found = appraisals.appraisal(uow.session, actor, appraisal_id, lock=True)
        _must_be_open(found)
        _in_order(uow, found)
        figures = _agreed(actor, appraisals.typed(uow.session, found.id))
        found.voted, found.published_on = figures["voted"], clock.today()
        rules = rule_set(found.rule_set)
        told = [_grade(part, person, figures, rules) for part, person in appraisals.appraised(uow.session, found.id)]
        uow.session.flush()
        uow.record("publish_appraisal", subject=f"appraisals/{found.id}", area=found.area, after=figures)
        facts = {"appraisal_id": found.id, "year": found.year, "held_on": found.held_on, "voted": found.voted}
        subject = f"appraisals/{found.id}"
        uow.emit("elections.appraisal_published.v1", subject=subject, area=found.area, data={**facts, "members": told})
        _end_posts(uow, found, rules)
        return found


def _grade(
    part: tables.AppraisedMember, person: tables.Member, figures: Mapping[str, Any], rules: RuleSet
) -> dict[str, Any]:
    counts = figures["members"][str(person.id)]
    graded = grade(GradeCounts(**counts), figures["voted"], rules.appraisal)
    part.counts, part.grade, part.adjust = counts, graded.grade, graded.adjust
    about = {"name": person.name, "birth_date": person.birth_date, "post": person.post}
    return about | {"grade": graded.grade, "adjust": graded.adjust}


def _end_posts(uow: UnitOfWork, found: tables.Appraisal, rules: RuleSet) -> None:
    """连续两次被评议不称职的，其职务终止 (Art 37)."""
    for _, person in appraisals.appraised(uow.session, found.id):
        if person.ended_on is None and ends_post(appraisals.grades(uow.session, person), rules.appraisal):
            end_post(uow, person, EndReason.APPRAISAL, on=clock.today(), clause=rules.appraisal.clause)


def _agreed(actor: Actor, typed: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    if len(typed) < ENTRIES_NEEDED:
        raise Conflict(
            "appraisal_entries_missing", "评议票数应由两人各录入一次，现已录入{entries}次。", entries=len(typed)
        )
    first, second = typed.values()
    if first != second:
        raise Conflict("appraisal_entries_differ", "两次录入的评议票数不一致，请照纸质票重新核对。")
    if actor.subject in typed:
        raise Conflict("publisher_typed", "录入过票数的人不能公布，应由另一人公布。")
    return first


def _in_order(uow: UnitOfWork, found: tables.Appraisal) -> None:
    """Appraisals are published in the order held: which are consecutive depends on it."""
    row = tables.Appraisal
    later = (row.area == found.area) & (row.held_on > found.held_on) & row.published_on.is_not(None)
    if uow.session.scalar(select(exists().where(later))):
        raise Conflict("later_appraisal_published", "更晚的民主评议已经公布，请核对评议日期。")


def _must_be_open(found: tables.Appraisal) -> None:
    if found.published_on is not None:
        raise Conflict("appraisal_published", "这次民主评议的结果已经公布。")
