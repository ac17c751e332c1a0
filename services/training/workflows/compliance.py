"""Who trains enough: the rule of an office, the accounts of a year, and a chore that tells of shortfalls."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.learning.compliance import Account, Rule, account, remedy, shortfall
from services.training.domain.learning.enrolment import Offer
from services.training.store import compliance
from services.training.store.compliance import CadreYear
from services.training.store.database import reading, unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Area, Cadre, ComplianceCheck, ComplianceRule, Shortfall
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_SYSTEM = Actor.system("training")
_AT_A_TIME = 20  # communities a tick: the rest waits for the next one


@dataclass(frozen=True, slots=True)
class Standing:
    """A cadre's account with the sessions that would make up for what is missing."""

    year: CadreYear
    account: Account
    remedy: list[Offer]


def set_rule(actor: Actor, area: str, rule: Rule) -> Rule:
    """For all communities of an area where no office nearer to them has its own."""
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, area)
        values = {"per_year": rule.per_year, "pro_rata": rule.pro_rata, "duty_hours": rule.duty_hours}
        statement = insert(ComplianceRule).values(area=area, **values)
        uow.session.execute(statement.on_conflict_do_update(index_elements=["area"], set_=values))
        uow.record("set_compliance_rule", subject=f"areas/{area}", area=area, after=values)
        return rule


def standings(actor: Actor, area: str, year: int) -> list[Standing]:
    """Of all cadres of an area who were in office in the year."""
    actor.must_reach(area)
    office, now = Actor(subject=actor.subject, area=area), clock.now()
    with reading() as db:
        years = compliance.years(db, office, year, now=now)
        offers = compliance.open_offers(db, office, year, now=now)
    found = []
    for each in years:
        accounted = _account(each, year, clock.today())
        fixes = remedy(accounted.missing, each.applicant, offers, planned=each.planned_courses)
        found.append(Standing(each, accounted, fixes))
    return found


def standing_of(cadre: Cadre) -> Standing | None:
    """A cadre's own this year; None for one who is not in office."""
    own = standings(Actor(subject=f"cadres/{cadre.id}", area=cadre.area), cadre.area, clock.today().year)
    return next((each for each in own if each.year.cadre.id == cadre.id), None)


def find_shortfalls() -> int:
    """A chore: each community once a day. The answer is how many cadres were told of: those who will have had fewer
    sessions by the end of this month than are due then, if their number is new."""
    with unit_of_work(_SYSTEM) as uow:
        return sum(_check(uow, area, clock.today()) for area in _unchecked(uow, clock.today()))


def _unchecked(uow: UnitOfWork, today: date) -> list[str]:
    query = (
        select(Area.code)
        .outerjoin(ComplianceCheck, ComplianceCheck.area == Area.code)
        .where(Area.level == "community", ComplianceCheck.checked_on.is_distinct_from(today))
        .order_by(Area.code)
        .limit(_AT_A_TIME)
        .with_for_update(of=Area, skip_locked=True, key_share=True)
    )
    return list(uow.session.scalars(query))


def _check(uow: UnitOfWork, area: str, today: date) -> int:
    check = insert(ComplianceCheck).values(area=area, checked_on=today)
    uow.session.execute(check.on_conflict_do_update(index_elements=["area"], set_={"checked_on": today}))
    years = compliance.years(uow.session, Actor(subject=_SYSTEM.subject, area=area), today.year, now=clock.now())
    return sum(_tell(uow, each, today) for each in years)


def _tell(uow: UnitOfWork, each: CadreYear, today: date) -> bool:
    done, planned = each.done_on, each.planned_on
    missing = shortfall(each.rule, each.spans, today.year, today.month, done=done, planned=planned)
    known = uow.session.get(Shortfall, (each.cadre.id, today.year))
    if missing == (known.missing if known else 0):
        return False
    _keep(uow, each.cadre.id, today.year, missing)
    if missing:
        accounted = _account(each, today.year, today)
        data = {
            "cadre_id": each.cadre.id,
            "name": each.cadre.name,
            "year": today.year,
            "needed": accounted.needed,
            "done": accounted.done,
            "planned": accounted.planned,
            "missing": missing,
            "due_by": today.replace(day=calendar.monthrange(today.year, today.month)[1]),
        }
        uow.emit("training.shortfall_found.v1", subject=f"cadres/{each.cadre.id}", area=each.cadre.area, data=data)
    return bool(missing)


def _keep(uow: UnitOfWork, cadre_id: UUID, year: int, missing: int) -> None:
    if not missing:
        uow.session.execute(delete(Shortfall).where(Shortfall.cadre_id == cadre_id, Shortfall.year == year))
        return
    statement = insert(Shortfall).values(cadre_id=cadre_id, year=year, missing=missing)
    keep = statement.on_conflict_do_update(index_elements=["cadre_id", "year"], set_={"missing": missing})
    uow.session.execute(keep)


def _account(each: CadreYear, year: int, today: date) -> Account:
    return account(each.rule, each.spans, year, done=each.done_on, planned=each.planned_on, today=today)
