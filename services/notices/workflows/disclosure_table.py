"""Disclosures as a table that is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.store import disclosures
from services.notices.store.database import reading
from services.notices.store.tables import Area, DisclosureDuty
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.messages import article, translate
from shared.tabular.export import Cell

HEADER = (
    "区划代码",
    "社区",
    "公开的事项",
    "期间",
    "法定类别",
    "法律依据",
    "应公布日",
    "状态",
    "公布日",
    "公布期至",
    "逾期天数",
)


def overview_rows(actor: Actor, *, year: int, today: date) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    """Those due in the year, by community and day."""
    row = DisclosureDuty
    of_year = row.due_on.between(date(year, 1, 1), date(year, 12, 31))
    query = select(row, Area.name).join(Area, Area.code == row.area).where(within(row.area, actor), of_year)
    with reading() as session:
        found = session.execute(query.order_by(row.area, row.due_on, row.matter)).all()
        names = {each.id: name for each, name in found}
        shown = disclosures.shown(session, [each for each, _ in found], today=today)
    return HEADER, (_row(each, names[each.id]) for each in shown)


def _row(duty: disclosures.ShownDuty, community: str) -> Sequence[Cell]:
    return (
        duty.area,
        community,
        duty.name,
        duty.about or duty.period,
        translate(DisclosureItem(duty.item).zh),
        article(duty.article),
        duty.due_on,
        translate(duty.state.zh),
        duty.posted_on,
        duty.display_until,
        duty.days_late,
    )
