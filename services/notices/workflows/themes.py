"""The plan of themes is kept, and notices are counted for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.notices.domain.notice import State
from services.notices.domain.themes import Subject, must_fit
from services.notices.store import areas, notices, themes
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Theme, ThemeNotice
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewTheme:
    """`month` is any day of it."""

    area: str
    month: date
    subject: Subject
    title: str
    responsible: str
    wanted: int


def plan_theme(actor: Actor, new: NewTheme) -> Theme:
    actor.must_reach(new.area)
    with unit_of_work(actor) as uow:
        areas.area(uow.session, new.area)
        planned = asdict(new) | {"month": new.month.replace(day=1)}
        made = Theme(id=new_id(), planned_by=actor.subject, **planned)
        uow.session.add(made)
        _record(uow, made, "plan_theme", after=planned)
        return made


def drop_theme(actor: Actor, theme_id: UUID) -> None:
    with unit_of_work(actor) as uow:
        found = themes.theme(uow.session, actor, theme_id)
        uow.session.delete(found)
        _record(uow, found, "drop_theme", before={"title": found.title, "month": found.month})


def count_notice(actor: Actor, theme_id: UUID, notice_id: UUID) -> Theme:
    """A notice counts for a theme once, however often it is said."""
    with unit_of_work(actor) as uow:
        found = themes.theme(uow.session, actor, theme_id)
        notice = notices.notice(uow.session, actor, notice_id)
        must_fit(found.area, notice.area, State(notice.state))
        uow.session.merge(ThemeNotice(theme_id=found.id, notice_id=notice.id))
        _record(uow, found, "count_notice", after={"notice_id": notice.id})
        return found


def _record(uow: UnitOfWork, found: Theme, action: str, **states: Any) -> None:
    uow.record(action, subject=f"themes/{found.id}", area=found.area, **states)
