"""Issues of a community's own paper: put together by one person, published by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from services.notices.domain.periodical import (
    AFTER,
    Article,
    IssueState,
    IssueStep,
    by_default,
    check_choice,
    check_month,
    must_be_draft,
    must_be_ready,
)
from services.notices.store import areas, periodicals
from services.notices.store.database import unit_of_work
from services.notices.store.tables import PeriodicalIssue
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id
from shared.web.etags import Expected, must_match


def begin_issue(actor: Actor, *, area: str, month: date, front: str | None = None) -> PeriodicalIssue:
    """With all that the community has published in the month. Raises NotFound, Invalid, Conflict for a month that has
    its issue already."""
    actor.must_reach(area)
    month = check_month(month, clock.today())
    with unit_of_work(actor) as uow:
        areas.lock(uow.session, area)
        if periodicals.of_month(uow.session, area, month) is not None:
            raise Conflict("issue_there_already", "这个月已经有一期。", area=area, month=month.isoformat())
        made = PeriodicalIssue(
            id=new_id(),
            area=area,
            month=month,
            state=IssueState.DRAFT,
            version=1,
            front=front,
            items=by_default(periodicals.candidates(uow.session, area, month)),
            writers=[actor.subject],
            created_at=clock.now(),
        )
        uow.session.add(made)
        _record(uow, made, "begin_issue", after={"month": month.isoformat(), "items": len(made.items)})
        return made


def edit_issue(actor: Actor, issue_id: UUID, changes: dict[str, Any], *, version: Expected) -> PeriodicalIssue:
    """Other items, another order, another front text. Whoever edits it is one of its writers."""
    with unit_of_work(actor) as uow:
        found = periodicals.issue(uow.session, actor, issue_id, lock=True)
        must_match(found.version, version)
        must_be_draft(IssueState(found.state))
        if "items" in changes:
            check_choice(changes["items"], periodicals.candidates(uow.session, found.area, found.month))
        for name, value in changes.items():
            setattr(found, name, value)
        found.add_writer(actor.subject)
        found.version += 1
        _record(uow, found, "edit_issue", after={"items": len(found.items)})
        return found


def take_issue_step(
    actor: Actor, issue_id: UUID, step: IssueStep, *, version: Expected | None = None
) -> PeriodicalIssue:
    """Raises Conflict with what is missing. With `version` only what was read comes out."""
    actor.must_have("notices:approve" if step is IssueStep.PUBLISH else "notices:write")
    with unit_of_work(actor) as uow:
        found = periodicals.issue(uow.session, actor, issue_id, lock=True)
        must_match(found.version, version)
        must_be_draft(IssueState(found.state))
        if step is IssueStep.PUBLISH:
            _publish(uow, found)
        found.state = AFTER[step]
        found.version += 1
        _record(uow, found, f"{step}_issue", after={"state": found.state, "number": found.number})
        return found


def _publish(uow: UnitOfWork, found: PeriodicalIssue) -> None:
    areas.lock(uow.session, found.area)  # one number after the other
    contents = periodicals.articles(uow.session, found.items)
    must_be_ready(actor=uow.actor.subject, writers=found.writers, items=len(contents))
    found.articles = _kept(contents)
    found.number = periodicals.next_number(uow.session, found.area)
    found.approver, found.published_at = uow.actor.subject, clock.now()
    facts = {
        "issue_id": found.id,
        "number": found.number,
        "month": found.month,
        "articles": len(contents),
        "published_at": found.published_at,
    }
    uow.emit("notices.issue_published.v1", subject=f"periodicals/{found.id}", area=found.area, data=facts)


def _kept(contents: Sequence[Article]) -> list[dict[str, Any]]:
    return [{**asdict(each), "id": str(each.id), "day": each.day.isoformat()} for each in contents]


def _record(uow: UnitOfWork, found: PeriodicalIssue, action: str, **states: Any) -> None:
    uow.record(action, subject=f"periodicals/{found.id}", area=found.area, **states)
