"""Targets of informing: set by hand or by an election's publicity plan, looked at daily, asked before announcing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from services.notices.domain.informing.coverage import check_goal, is_short
from services.notices.domain.notice import State
from services.notices.store import coverage, notices, publicity
from services.notices.store.database import unit_of_work
from services.notices.store.tables import InformingGoal, Notice, UninformedReport
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.events.envelope import Event
from shared.ids import new_id

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 20  # notices a tick: each is a look over its community's residents
_LOOK_AHEAD = timedelta(days=7)
_TIMETABLE = "elections.timetable_changed.v1"


def set_goal(
    actor: Actor, notice_id: UUID, *, target_share: int, by_day: date, channels: Sequence[str] = ()
) -> InformingGoal:
    """The share of residents that must know of the notice by a day."""
    check_goal(target_share, by_day, today=clock.today())
    with unit_of_work(actor) as uow:
        notice = notices.notice(uow.session, actor, notice_id)
        made = keep_goal(uow, notice, target_share=target_share, by_day=by_day, event_day=by_day, channels=channels)
        after = {"target_share": target_share, "by_day": by_day}
        uow.record("set_informing_goal", subject=f"notices/{notice.id}", area=notice.area, after=after)
        return made


def keep_goal(
    uow: UnitOfWork, notice: Notice, *, target_share: int, by_day: date, event_day: date, channels: Sequence[str] = ()
) -> InformingGoal:
    """For whoever makes a notice that must be known: an activity, a stage of an election. The last word counts."""
    found = InformingGoal(
        notice_id=notice.id,
        area=notice.area,
        target_share=target_share,
        by_day=by_day,
        event_day=event_day,
        channels=list(channels),
        set_by=uow.actor.subject,
        created_at=clock.now(),
    )
    return uow.session.merge(found)


def move_goal(uow: UnitOfWork, notice_id: UUID, event_day: date) -> None:
    """With as many days between as before. Nothing where the notice has no target."""
    found = uow.session.get(InformingGoal, notice_id)
    if found is not None:
        found.by_day, found.event_day = event_day - (found.event_day - found.by_day), event_day


def drop_goal(uow: UnitOfWork, notice_id: UUID) -> None:
    """What does not take place need not be known any more."""
    uow.session.execute(delete(InformingGoal).where(InformingGoal.notice_id == notice_id))


def plan_publicity(uow: UnitOfWork, event: Event, made: Notice) -> None:
    """The notice of an election's stage gets its target from the publicity plan (R12). A timetable that moves polling
    day moves the days of all its notices."""
    polling_day: date | None = event.data.get("polling_day")
    stage = publicity.stages().get(event.type)
    if event.type == _TIMETABLE and polling_day:
        _move(uow, event.subject, polling_day)
    if stage is None or not stage.share:
        return
    polling_day = polling_day or _known_day(uow.session, event.subject)
    if polling_day is not None:
        by_day = max(stage.by_day(polling_day), clock.today())
        keep_goal(uow, made, target_share=stage.share, by_day=by_day, event_day=polling_day, channels=stage.channels)


def report_uninformed() -> int:
    """Once a day, in the week before each target's day: how many know nothing yet; where they are too many, it is
    told. The answer is how many reports were made."""
    today, goal = clock.today(), InformingGoal
    reported = exists().where(UninformedReport.notice_id == goal.notice_id, UninformedReport.on_day == today)
    query = (
        select(goal, Notice)
        .join(Notice, Notice.id == goal.notice_id)
        .where(goal.by_day.between(today, today + _LOOK_AHEAD), Notice.state == State.PUBLISHED, ~reported)
        .order_by(goal.by_day, goal.notice_id)
        .limit(_AT_A_TIME)
    )
    with unit_of_work(_SYSTEM) as uow:
        found = uow.session.execute(query.with_for_update(of=goal, skip_locked=True)).all()
        for target, notice in found:
            _report(uow, target, notice, today)
        return len(found)


def _report(uow: UnitOfWork, goal: InformingGoal, notice: Notice, today: date) -> None:
    share = coverage.share_of(uow.session, notice)
    uow.session.add(
        UninformedReport(
            id=new_id(),
            notice_id=notice.id,
            area=notice.area,
            on_day=today,
            by_day=goal.by_day,
            target_share=goal.target_share,
            residents=share.residents,
            reached=share.reached,
        )
    )
    if is_short(share, goal.target_share):
        facts = {"notice_id": notice.id, "title": notice.title, "target_share": goal.target_share}
        counts = {"by_day": goal.by_day, "residents": share.residents, "reached": share.reached}
        uow.emit(
            "notices.coverage_short.v1", subject=f"notices/{notice.id}", area=notice.area, data={**facts, **counts}
        )


def _move(uow: UnitOfWork, subject: str, polling_day: date) -> None:
    days = InformingGoal.event_day - InformingGoal.by_day
    of_election = select(Notice.id).where(Notice.origin_subject == subject)
    moved = update(InformingGoal).where(InformingGoal.notice_id.in_(of_election))
    uow.session.execute(
        moved.values(by_day=polling_day - days, event_day=polling_day), execution_options={"synchronize_session": False}
    )


def _known_day(session: Session, subject: str) -> date | None:
    """Polling day, as an earlier notice of the election had it."""
    query = select(InformingGoal.event_day).join(Notice, Notice.id == InformingGoal.notice_id)
    return session.scalar(query.where(Notice.origin_subject == subject).order_by(Notice.id.desc()).limit(1))
