"""Disclosures that are owed: opened by the calendar, by occasions and by events; settled by published notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from services.notices.domain.disclosure.catalogue import Due
from services.notices.domain.disclosure.duties import check_local, must_be_owed, must_disclose, shown_until
from services.notices.domain.disclosure.periods import Every, period_of
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind, State
from services.notices.store import disclosures, notices
from services.notices.store.areas import area as registered
from services.notices.store.catalogue import catalogue, catalogues, known_events
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Area, DisclosureCalendar, DisclosureDuty, LocalMatter, Notice
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.events.envelope import Event
from shared.ids import new_id

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 200  # communities a tick: the rest waits for the next one


@dataclass(frozen=True, slots=True)
class NewMatter:
    """A place's own rule. `basis` is the document that it stands in."""

    area: str
    matter: str
    since: date
    name: str
    name_en: str
    item: DisclosureItem
    every: Every
    days: int
    display_days: int
    basis: str
    dropped: bool


def set_local_matter(actor: Actor, new: NewMatter) -> LocalMatter:
    """Holds for the periods that begin on its day or later; those that are open keep the rule they began under."""
    actor.must_reach(new.area)
    check_local(new.matter, every=new.every, days=new.days, display_days=new.display_days)
    with unit_of_work(actor) as uow:
        registered(uow.session, new.area)
        values = {name: getattr(new, name) for name in NewMatter.__slots__}
        made = LocalMatter(id=new_id(), set_by=actor.subject, **values)
        there = select(LocalMatter.id).filter_by(area=new.area, matter=new.matter, since=new.since)
        if uow.session.scalar(there):
            raise Conflict("matter_set_already", "这一天起的规定已经有了，请换一个日期。")
        uow.session.add(made)
        reach = within(DisclosureCalendar.area, Actor(actor.subject, new.area))
        uow.session.execute(delete(DisclosureCalendar).where(reach))  # looked through again on the next tick
        uow.record("set_local_matter", subject=f"matters/{new.matter}", area=new.area, after=values)
        return made


def open_disclosures() -> int:
    """Opens what has begun since each community's calendar was last looked through, once a day. Days on which no
    worker ran are made up for: what should have been disclosed then is late. The answer is how many communities."""
    today = clock.today()
    with unit_of_work(_SYSTEM) as uow:
        places = list(uow.session.execute(_not_opened(today)))
        known = catalogues(uow.session, (code for code, _ in places))
        rows = [
            _row(code, due)
            for code, through in places
            for due in known[code].begun(since=through or today, today=today)
        ]
        if rows:
            uow.session.execute(_IF_NEW, rows)
        if places:
            marks = [{"area": code, "opened_through": today} for code, _ in places]
            uow.session.execute(_MARK, marks)
        return len(places)


def open_occasion(actor: Actor, *, area: str, matter: str, on: date, what: str) -> DisclosureDuty:
    """Something happened that must be disclosed: donations arrived, a consultation ended."""
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        _must_be_community(uow, area)
        held = catalogue(uow.session, area).holding(matter, on)
        if held is None or held.every is not Every.OCCASION:
            fault = FieldError("matter", "no_occasion", "“{matter}”不是事项发生后公开的事项。", {"matter": matter})
            raise Invalid("occasion_invalid", "公开事项有误，请按提示修改。", fields=[fault])
        made = _open(uow, area, Due(held, period_of(Every.OCCASION, on), what))
        if made is None:
            raise Conflict("occasion_open_already", "这一天的这一事项已经登记过了。")
        uow.record("open_occasion", subject=f"disclosures/{made.id}", area=area, after={"matter": matter, "on": on})
        return made


def assign_notice(actor: Actor, duty_id: UUID, notice_id: UUID) -> DisclosureDuty:
    """The notice discloses it: at once if it is published, else when it will be."""
    with unit_of_work(actor) as uow:
        found = disclosures.duty(uow.session, actor, duty_id, lock=True)
        notice = notices.notice(uow.session, actor, notice_id, lock=True)
        must_be_owed(found.posted_on)
        must_disclose(Kind(notice.kind), State(notice.state))
        if notice.area != found.area:
            raise Conflict("notice_of_another_area", "这条公告不是本社区的。")
        found.notice_id = notice.id
        if notice.published_at is not None:
            _settle(found, notice)
        uow.record("assign_notice", subject=f"disclosures/{found.id}", area=found.area, after={"notice": notice.id})
        return found


def settle_by(uow: UnitOfWork, notice: Notice) -> None:
    """Whatever the notice, which was published just now, discloses. A place may ask for more than fifteen days."""
    query = select(DisclosureDuty).where(DisclosureDuty.notice_id == notice.id, DisclosureDuty.posted_on.is_(None))
    for each in uow.session.scalars(query.with_for_update()):
        _settle(each, notice)


def hear_of_disclosure(uow: UnitOfWork, event: Event, made: Notice) -> None:
    """An event may bring an occasion that must be disclosed; its notice, soon to be published, may be a disclosure."""
    if event.type not in known_events():
        return
    places, today = catalogue(uow.session, event.area), clock.today()
    opened = places.opened_by(event.type, event.data, today=today)
    if opened is not None:
        _open(uow, event.area, opened)
    settled = places.settled_by(event.type, event.data, today=today)
    if settled is not None:
        _open(uow, event.area, settled)
        key = {"area": event.area, "matter": settled.matter.code, "period": settled.period.code}
        found = uow.session.scalars(select(DisclosureDuty).filter_by(**key).with_for_update()).one()
        if found.posted_on is None:
            found.notice_id = made.id


def _settle(found: DisclosureDuty, notice: Notice) -> None:
    published = notice.published_at or clock.now()
    found.posted_on = clock.civil_date(published)
    found.display_until = shown_until(found.posted_on, found.display_days)
    notice.display_until = max(found.display_until, notice.display_until or found.display_until)


def _open(uow: UnitOfWork, area: str, due: Due) -> DisclosureDuty | None:
    """None where it is open already."""
    new = insert(DisclosureDuty).values(_row(area, due)).on_conflict_do_nothing()
    return uow.session.scalar(new.returning(DisclosureDuty))


def _row(area: str, due: Due) -> dict[str, Any]:
    matter = due.matter
    return {
        "id": new_id(),
        "area": area,
        "matter": matter.code,
        "period": due.period.code,
        "about": due.about,
        "name": matter.name,
        "name_en": matter.name_en,
        "item": matter.item,
        "article": matter.article,
        "opens_on": due.opens_on,
        "due_on": due.due_on,
        "display_days": matter.display_days,
    }


def _not_opened(today: date) -> Any:
    mark = DisclosureCalendar
    old: ColumnElement[bool] = or_(mark.opened_through.is_(None), mark.opened_through < today)
    query = select(Area.code, mark.opened_through).outerjoin(mark, mark.area == Area.code)
    return query.where(Area.level == "community", old).order_by(Area.code).limit(_AT_A_TIME)


def _must_be_community(uow: UnitOfWork, code: str) -> None:
    found = uow.session.get(Area, code)
    if found is None or found.level != "community":
        fault = FieldError("area", "community_unknown", "{area}不是已登记的社区。", {"area": code})
        raise Invalid("area_invalid", "地区有误，请按提示修改。", fields=[fault])


_IF_NEW = insert(cast("Table", DisclosureDuty.__table__)).on_conflict_do_nothing()
_NEW_MARK = insert(cast("Table", DisclosureCalendar.__table__))
_MARK = _NEW_MARK.on_conflict_do_update(
    index_elements=["area"], set_={"opened_through": _NEW_MARK.excluded.opened_through}
)
