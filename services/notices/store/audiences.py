"""Audiences in SQL: a rule becomes one condition on residents, so that who is meant is chosen by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, and_, cast, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.audience import Age, And, Everyone, Match, Not, Or, Rule, What, read_rule
from services.notices.domain.residents.contacts import ContactState
from services.notices.domain.residents.dwellings import counted
from services.notices.domain.residents.kinds import BestTime, ResidentKind, born_by, elderly_if_born_by
from services.notices.store.tables import Contact, Resident
from shared.auth.actor import Actor
from shared.database.scope import within

_TEXTS = {What.GROUP: Resident.group, What.BUILDING: Resident.building, What.EMPLOYER: Resident.employer}


def audience_condition(rule: Any, area: str, *, today: date) -> ColumnElement[bool]:
    """The condition on `residents` that the rule (JSON) means: those who live in the area now. Raises Invalid.

    Never NULL: who has no birth date is of no age, so `not` means them, too.
    """
    return living_in(area) & _meant(read_rule(rule, within=area), today)


def living_in(area: str) -> ColumnElement[bool]:
    return within(Resident.area, Actor(subject="", area=area)) & Resident.moved_away_on.is_(None)


def dwellings(session: Session, area: str) -> dict[What, list[str]]:
    """The groups and buildings of those who live in the area, as people count them."""
    return {what: _known(session, _TEXTS[what], area) for what in (What.GROUP, What.BUILDING)}


def is_of_kind(kinds: Sequence[str], today: date) -> ColumnElement[bool]:
    """Of any of the kinds; whoever is old enough is elderly without a word in the register."""
    of_kind = Resident.kinds.op("&&", is_comparison=True)(cast(list(kinds), ARRAY(String)))
    if ResidentKind.ELDERLY not in kinds:
        return of_kind
    return or_(of_kind, and_(Resident.birth_date.is_not(None), Resident.birth_date <= elderly_if_born_by(today)))


@dataclass(frozen=True, slots=True)
class Reach:
    """How many are meant, how many of them can be told by each channel, are of each kind, and named each time."""

    residents: int
    by_channel: dict[Channel, int]
    by_kind: dict[ResidentKind, int]
    by_time: dict[BestTime, int]


def reach(session: Session, rule: Any, area: str, *, today: date) -> Reach:
    """In one look over the audience, and one over its contacts."""
    meant = audience_condition(rule, area, today=today)
    kinds = [func.count().filter(is_of_kind([kind], today)) for kind in ResidentKind]
    times = [func.count().filter(Resident.best_time == best) for best in BestTime]
    residents, *parts = session.execute(select(func.count(), *kinds, *times).where(meant)).one()
    confirmed = (
        select(Contact.channel, func.count())
        .join(Resident, Resident.id == Contact.resident_id)
        .where(meant, Contact.state == ContactState.CONFIRMED)
        .group_by(Contact.channel)
    )
    found = dict(session.execute(confirmed).all())
    everybody = {channel: residents for channel in Channel if not channel.needs_address}
    by_channel = {channel: found.get(channel.value, 0) for channel in Channel} | everybody
    by_kind = dict(zip(ResidentKind, parts[: len(kinds)], strict=True))
    return Reach(residents, by_channel, by_kind, dict(zip(BestTime, parts[len(kinds) :], strict=True)))


def _known(session: Session, column: Any, area: str) -> list[str]:
    query = select(column).where(living_in(area), column.is_not(None)).distinct()
    return sorted(session.scalars(query), key=counted)


def _meant(rule: Rule, today: date) -> ColumnElement[bool]:
    match rule:
        case Everyone():
            return true()
        case Match():
            return _matching(rule, today)
        case Age():
            return _of_age(rule, today)
        case Not(below):
            return not_(_meant(below, today))
        case And(rules):
            return and_(true(), *(_meant(each, today) for each in rules))
        case Or(rules):
            return or_(false(), *(_meant(each, today) for each in rules))


def _matching(rule: Match, today: date) -> ColumnElement[bool]:
    if rule.what is What.KIND:
        return is_of_kind(rule.values, today)
    if rule.what is What.INTEREST:
        return Resident.interests.op("&&", is_comparison=True)(cast(list(rule.values), ARRAY(String)))
    if rule.what is What.AREA:
        return or_(*(within(Resident.area, Actor(subject="", area=code)) for code in rule.values))
    return func.coalesce(_TEXTS[rule.what].in_(rule.values), false())


def _of_age(rule: Age, today: date) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [Resident.birth_date.is_not(None)]
    if rule.least is not None:
        conditions.append(Resident.birth_date <= born_by(today, rule.least))
    if rule.most is not None:
        conditions.append(Resident.birth_date > born_by(today, rule.most + 1))
    return func.coalesce(and_(*conditions), false())
