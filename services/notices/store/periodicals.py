"""Loading issues of the communities' own papers, and what they can have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, undefer

from services.notices.domain.notice import Kind, State
from services.notices.domain.periodical import RUBRICS, Article, Candidate, IssueState, next_month
from services.notices.store.tables import Notice, PeriodicalIssue
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE, civil_date
from shared.database.scope import within
from shared.errors import NotFound

_ARCHIVED = 240  # twenty years


def listed(actor: Actor, **equal: Any) -> Select[Any]:
    return select(PeriodicalIssue).where(within(PeriodicalIssue.area, actor)).filter_by(**equal)


def issue(session: Session, actor: Actor, issue_id: UUID, *, lock: bool = False) -> PeriodicalIssue:
    """With its articles. Raises NotFound."""
    query = listed(actor, id=issue_id).options(undefer(PeriodicalIssue.articles))
    found: PeriodicalIssue | None = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("issue_not_found", "没有找到这一期社区报。")
    return found


def published(session: Session, code: str) -> Sequence[PeriodicalIssue]:
    """Newest first."""
    out = select(PeriodicalIssue).where(PeriodicalIssue.area == code, PeriodicalIssue.state == IssueState.PUBLISHED)
    return session.scalars(out.order_by(PeriodicalIssue.number.desc()).limit(_ARCHIVED)).all()


def of_month(session: Session, code: str, month: date) -> PeriodicalIssue | None:
    there = (PeriodicalIssue.area == code, PeriodicalIssue.month == month)
    return session.scalar(select(PeriodicalIssue).where(*there, PeriodicalIssue.state != IssueState.WITHDRAWN))


def drafts_by_area(session: Session, actor: Actor) -> dict[str, int]:
    reach = (within(PeriodicalIssue.area, actor), PeriodicalIssue.state == IssueState.DRAFT)
    counted = select(PeriodicalIssue.area, func.count()).where(*reach).group_by(PeriodicalIssue.area)
    return {code: int(count) for code, count in session.execute(counted)}


def next_number(session: Session, code: str) -> int:
    last = session.scalar(select(func.max(PeriodicalIssue.number)).where(PeriodicalIssue.area == code))
    return (last or 0) + 1


def candidates(session: Session, code: str, month: date) -> list[Candidate]:
    """What the community itself has published in the month, in the order of publication, and not what it took down at
    once (a mistake is not to be printed)."""
    found = session.scalars(_of_month(code, month).order_by(Notice.published_at, Notice.id))
    return [Candidate(each.id, Kind(each.kind), each.title, each.published_at) for each in found if each.published_at]


def contents(session: Session, issue: PeriodicalIssue) -> list[Article]:
    """As printed once it is out, as the notices hang now before that."""
    if issue.articles is None:
        return articles(session, issue.items)
    return [
        Article(UUID(each["id"]), each["rubric"], each["title"], each["body"], date.fromisoformat(each["day"]))
        for each in issue.articles
    ]


def articles(session: Session, items: Sequence[UUID]) -> list[Article]:
    """In the order of `items`, in the words that hang now."""
    found = {each.id: each for each in session.scalars(select(Notice).where(Notice.id.in_(items)))}
    return [_article(found[each]) for each in items if each in found]


def _article(notice: Notice) -> Article:
    day = civil_date(notice.published_at or notice.created_at)
    return Article(notice.id, RUBRICS[Kind(notice.kind)], notice.title, notice.body, day)


def _of_month(code: str, month: date) -> Select[Notice]:
    start, end = _start(month), _start(next_month(month))
    shown = or_(Notice.state == State.PUBLISHED, Notice.taken_down_at >= end)
    within_month = (Notice.published_at >= start, Notice.published_at < end)
    return select(Notice).where(Notice.area == code, *within_month, shown, Notice.kind.in_(list(RUBRICS)))


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, CIVIL_ZONE)
