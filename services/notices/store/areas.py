"""Loading areas of the register's copy."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ARRAY, String, any_, bindparam, select
from sqlalchemy.orm import Session

from services.notices.store.tables import Area
from shared import areas
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_FOUND = 30
_LINE = select(Area).where(Area.code == any_(bindparam("codes", type_=ARRAY(String)))).order_by(Area.code)
"""Made once: every page of a website asks for it."""


def area(session: Session, code: str) -> Area:
    """Raises NotFound."""
    return with_those_above(session, code)[-1]


def lock(session: Session, code: str) -> Area:
    """For what may be done in an area by one person after the other only. Raises NotFound."""
    area(session, code)
    return session.scalars(select(Area).where(Area.code == code).with_for_update()).one()


def with_those_above(session: Session, code: str) -> Sequence[Area]:
    """The area and those that it lies in, as far as they are registered; the outermost first, the area last."""
    found = session.scalars(_LINE, {"codes": upwards(code)}).all()
    if not found or found[-1].code != code:
        raise NotFound("area_not_found", "没有找到区划代码为{area}的地区，或不在您的管辖范围内。", area=code)
    return found


def next_below(session: Session, code: str | None) -> list[Area]:
    """The areas that lie directly in one, or that lie in none: those with no other registered one between."""
    if code is not None and areas.level(code) == "community":
        return []
    reach = Actor(subject="public", area=code)
    below = session.scalars(select(Area).where(within(Area.code, reach), Area.code != code).order_by(Area.code)).all()
    known = {each.code for each in below}
    return [each for each in below if known.isdisjoint(upwards(each.code)[:-1])]


def areas_within(session: Session, actor: Actor) -> Sequence[Area]:
    return session.scalars(select(Area).where(within(Area.code, actor)).order_by(Area.code)).all()


def named(session: Session, words: str) -> Sequence[Area]:
    """Areas with these words in their names, the shortest name first: the one that is named so before those that only
    have it in theirs."""
    query = select(Area).where(Area.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(Area.name, Area.code).limit(_FOUND)).all()


def above_each(session: Session, below: Sequence[Area]) -> dict[str, list[Area]]:
    """By code, the registered areas that each of these lies in, the outermost first."""
    lines = {each.code: upwards(each.code)[:-1] for each in below}
    wanted = {code for line in lines.values() for code in line}
    known = {each.code: each for each in session.scalars(select(Area).where(Area.code.in_(wanted)))}
    return {code: [known[each] for each in line if each in known] for code, line in lines.items()}


def names(session: Session, codes: Collection[str]) -> dict[str, str]:
    return {each.code: each.name for each in session.scalars(select(Area).where(Area.code.in_(codes)))}


def upwards(code: str) -> list[str]:
    """The codes of the areas that an area lies in, and its own at the end."""
    own = areas.prefix(code)
    return [own[:length].ljust(12, "0") for length in (2, 4, 6, 9, 12) if length <= len(own)]
