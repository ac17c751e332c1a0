"""Activities are planned with their notice, moved, cancelled, and announced when enough residents know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notices.domain.activities.activity import (
    ActivityState,
    Plan,
    check_plan,
    must_be_covered,
    must_be_planned,
    must_be_published,
    novelty,
)
from services.notices.domain.activities.correction import Held
from services.notices.domain.notice import Kind, State
from services.notices.domain.wording import Text
from services.notices.store import activities, coverage, notices
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Activity
from services.notices.workflows.activities.places import fill_places, told_of
from services.notices.workflows.amendments import propose_correction
from services.notices.workflows.informing import drop_goal, keep_goal, move_goal
from services.notices.workflows.notices import NewNotice, draft_notice
from services.notices.workflows.telling import tell
from shared import clock
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match

_TOLD = ("starts_at", "ends_at", "venue")
_PLAN = ("starts_at", "ends_at", "sign_up_until", "capacity", "least", "target_share")


@dataclass(frozen=True, slots=True)
class NewActivity:
    """`body` is the Markdown of the notice; `theme` what activities of this kind have in common over the years."""

    area: str
    title: str
    body: str
    venue: str
    theme: str
    plan: Plan
    title_en: str | None = None
    body_en: str | None = None


def plan_activity(actor: Actor, new: NewActivity) -> Activity:
    """With the draft of its notice, which a second person approves and publishes: sign-up opens then."""
    actor.must_reach(new.area)
    check_plan(new.plan, now=clock.now())
    with unit_of_work(actor) as uow:
        text = Text(title=new.title, body=new.body, title_en=new.title_en, body_en=new.body_en)
        notice = draft_notice(uow, NewNotice(area=new.area, kind=Kind.ACTIVITY, text=text))
        uow.session.flush()
        starts_on = clock.civil_date(new.plan.starts_at)
        last = activities.last_held(uow.session, new.area, new.theme, new.plan.starts_at)
        made = Activity(
            id=new_id(),
            area=new.area,
            notice_id=notice.id,
            title=new.title,
            title_en=new.title_en,
            venue=new.venue,
            theme=new.theme,
            novelty=novelty(clock.civil_date(last) if last else None, starts_on),
            state=ActivityState.PLANNED,
            changed_at=clock.now(),
            **{name: getattr(new.plan, name) for name in _PLAN},
        )
        uow.session.add(made)
        if new.plan.target_share:
            keep_goal(uow, notice, target_share=new.plan.target_share, by_day=starts_on, event_day=starts_on)
        _record(uow, made, "plan_activity", after={"title": new.title, "starts_at": new.plan.starts_at})
        return made


def change_activity(actor: Actor, activity_id: UUID, changes: dict[str, Any], *, version: Expected) -> Activity:
    """Who has or waits for a place is told of another time or venue, and an amendment of the notice that hangs is
    proposed; a place more goes to the first who waits."""
    with unit_of_work(actor) as uow:
        found = activities.activity(uow.session, actor, activity_id, lock=True)
        must_match(found.version, version)
        must_be_planned(ActivityState(found.state))
        planned = {name: changes.get(name, getattr(found, name)) for name in _PLAN}
        check_plan(Plan(**planned), now=clock.now())
        _must_hold(uow, found, planned["capacity"])
        before = {name: getattr(found, name) for name in changes}
        moved = any(before[name] != changes[name] for name in _TOLD if name in changes)
        for name, value in changes.items():
            setattr(found, name, value)
        if "sign_up_until" in changes:
            found.short_told_at = None
        if "starts_at" in changes:
            move_goal(uow, found.notice_id, clock.civil_date(found.starts_at))
        _touch(uow, found, "change_activity", after=changes)
        uow.session.flush()
        fill_places(uow, found)
        if moved:
            _tell_all(uow, found, "活动有变动：{title}", "时间：{time}，地点：{venue}。不能参加的请在网页上退出。")
            propose_correction(uow, found.notice_id, _held(found))
        return found


def cancel_activity(actor: Actor, activity_id: UUID, *, reason: str) -> Activity:
    """Who signed up is told at once; the notice that hangs says so when a second person has approved it."""
    with unit_of_work(actor) as uow:
        found = activities.activity(uow.session, actor, activity_id, lock=True)
        must_be_planned(ActivityState(found.state))
        found.state, found.cancel_reason = ActivityState.CANCELLED, reason
        drop_goal(uow, found.notice_id)
        _touch(uow, found, "cancel_activity", after={"reason": reason})
        _tell_all(uow, found, "活动取消：{title}", "原定{time}的活动取消。原因：{reason}", reason=reason)
        propose_correction(uow, found.notice_id, _held(found))
        return found


def announce_activity(actor: Actor, activity_id: UUID) -> Activity:
    """Raises Conflict while its notice does not hang or too few residents know of it (R73)."""
    with unit_of_work(actor) as uow:
        found = activities.activity(uow.session, actor, activity_id, lock=True)
        must_be_planned(ActivityState(found.state))
        notice = notices.notice(uow.session, actor, found.notice_id)
        must_be_published(notice.state == State.PUBLISHED)
        announce(uow, found, coverage.share_of(uow.session, notice).percent)
        return found


def announce(uow: UnitOfWork, found: Activity, share: int | None) -> None:
    """R73. `share` is the percentage of residents who were reached. Raises Conflict while it is too small."""
    if found.announced_at is not None:
        return
    must_be_covered(share, found.target_share or 0)
    found.announced_at = clock.now()
    facts = {"activity_id": found.id, "notice_id": found.notice_id, "share": share or 0, "starts_at": found.starts_at}
    uow.emit("notices.activity_announced.v1", subject=f"activities/{found.id}", area=found.area, data=facts)
    _touch(uow, found, "announce_activity", after={"share": share})


def _must_hold(uow: UnitOfWork, found: Activity, capacity: int | None) -> None:
    """Raises Invalid for fewer places than were given: nobody loses one by a change."""
    taken = activities.taken(uow.session, found.id)
    if capacity is not None and capacity < taken:
        message = "已有{taken}人报名，名额不能更少。"
        fault = FieldError("capacity", "capacity_below_taken", message, {"taken": taken})
        raise Invalid("activity_invalid", "活动安排有误，请按提示修改。", fields=[fault])


def _held(found: Activity) -> Held:
    return Held(found.starts_at, found.ends_at, found.venue, found.cancel_reason)


def _tell_all(uow: UnitOfWork, found: Activity, title: str, text: str, /, **facts: Any) -> None:
    time = f"{found.starts_at.astimezone(CIVIL_ZONE):%Y-%m-%d %H:%M}"
    for each in activities.signed_up(uow.session, found.id):
        tell(uow, told_of(each), title, text, title=found.title, time=time, venue=found.venue, **facts)


def _touch(uow: UnitOfWork, found: Activity, action: str, *, after: dict[str, Any]) -> None:
    found.version += 1
    found.changed_at = clock.now()
    _record(uow, found, action, after=after)


def _record(uow: UnitOfWork, found: Activity, action: str, *, after: dict[str, Any]) -> None:
    uow.record(action, subject=f"activities/{found.id}", area=found.area, after=after)
