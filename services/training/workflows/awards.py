"""Awards: a cycle is opened, nominees are checked, publicised and decided on, each by another person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.training.domain.conduct.awards import (
    AwardState,
    Criterion,
    Nominee,
    check_another,
    check_cycle,
    check_decision,
    check_nomination,
    check_objection,
    check_quota,
    check_scores,
    level_of,
    must_be,
    objections_until,
)
from services.training.store import awards, cadres
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_community, must_be_registered
from services.training.store.tables import Area, AwardCycle, AwardNomination, AwardObjection
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewCycle:
    """`cadres` and `organisations` are how many awards of each kind there are."""

    area: str
    title: str
    year: int
    cadres: int
    organisations: int
    nominate_until: date
    objection_days: int
    needs_lower: bool
    criteria: Sequence[Criterion]


def open_cycle(actor: Actor, command: NewCycle) -> AwardCycle:
    actor.must_reach(command.area)
    level = level_of(command.area)
    check_cycle(command.criteria, nominate_until=command.nominate_until, today=clock.today())
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, command.area)
        made = AwardCycle(id=new_id(), level=level, opened_by=actor.subject, **asdict(command))
        uow.session.add(made)
        uow.record("open_award_cycle", subject=f"award-cycles/{made.id}", area=made.area, after=asdict(command))
        return made


def nominate(actor: Actor, cycle_id: UUID, *, cadre_id: UUID | None, area: str | None, deeds: str) -> AwardNomination:
    """A cadre, or (without one) the committee of the community `area`. Raises Conflict for one that is nominated."""
    with unit_of_work(actor) as uow:
        cycle = awards.cycle(uow.session, actor, cycle_id)
        place, name = _nominee(uow, cadre_id, area)
        lower = awards.awarded_below(uow.session, cycle, place, cadre_id)
        check_nomination(
            nominate_until=cycle.nominate_until, needs_lower=cycle.needs_lower, has_lower=lower, today=clock.today()
        )
        facts = {"cycle_id": cycle.id, "area": place, "cadre_id": cadre_id, "name": name, "deeds": deeds}
        made = AwardNomination(
            id=new_id(),
            state=AwardState.NOMINATED,
            nominated_by=actor.subject,
            nominated_on=clock.today(),
            **facts,
        )
        try:
            with uow.savepoint():
                uow.session.add(made)
        except IntegrityError as error:
            raise Conflict("nominated_already", "“{nominee}”在这次评比中已经被提名。", nominee=name) from error
        _record(uow, made, "nominate", after=facts)
        return made


def check_nominee(
    actor: Actor, nomination_id: UUID, *, passed: bool, note: str, scores: Mapping[str, int]
) -> AwardNomination:
    """Scores the sheet of criteria; by another person than who nominated."""
    with unit_of_work(actor) as uow:
        found, cycle = _nomination(uow, nomination_id)
        must_be(AwardState(found.state), AwardState.NOMINATED)
        check_another(actor.subject, found.nominated_by)
        found.total = check_scores(scores, [Criterion(**each) for each in cycle.criteria])
        found.scores, found.check_note, found.checked_by = dict(scores), note, actor.subject
        found.state = AwardState.CHECKED if passed else AwardState.REJECTED
        _record(uow, found, "check_nominee", after={"passed": passed, "scores": scores, "note": note})
        return found


def publicise(actor: Actor, nomination_id: UUID) -> AwardNomination:
    """Residents are told, and may object for so many days as the cycle says."""
    with unit_of_work(actor) as uow:
        found, cycle = _nomination(uow, nomination_id)
        must_be(AwardState(found.state), AwardState.CHECKED)
        found.state, found.publicised_on = AwardState.PUBLICISED, clock.today()
        found.objections_until = objections_until(found.publicised_on, cycle.objection_days)
        until = {"objections_until": found.objections_until}
        _tell(uow, "training.award_publicised.v1", found, cycle, until)
        _record(uow, found, "publicise", after=until)
        return found


def object_to(actor: Actor, nomination_id: UUID, *, text: str, received_on: date) -> AwardObjection:
    with unit_of_work(actor) as uow:
        found, _ = _nomination(uow, nomination_id)
        must_be(AwardState(found.state), AwardState.PUBLICISED)
        window = awards.window(uow.session, found)
        check_objection(window, received_on, publicised_on=found.publicised_on or received_on, today=clock.today())
        made = AwardObjection(
            id=new_id(),
            nomination_id=found.id,
            area=found.area,
            text=text,
            received_on=received_on,
            recorded_by=actor.subject,
        )
        uow.session.add(made)
        _record(uow, found, "object", after={"objection": made.id, "received_on": received_on})
        return made


def decide_objection(actor: Actor, objection_id: UUID, *, upheld: bool, reasons: str) -> AwardObjection:
    """By another person than who took it in and who nominated."""
    with unit_of_work(actor) as uow:
        found = awards.objection(uow.session, actor, objection_id)
        if found.upheld is not None:
            raise Conflict("objection_decided", "这件异议已经处理。")
        about, _ = _nomination(uow, found.nomination_id)
        check_another(actor.subject, found.recorded_by, about.nominated_by)
        found.upheld, found.reasons = upheld, reasons
        found.decided_on, found.decided_by = clock.today(), actor.subject
        _record(uow, about, "decide_objection", after={"objection": found.id, "upheld": upheld})
        return found


def decide_award(actor: Actor, nomination_id: UUID, *, grant: bool, note: str) -> AwardNomination:
    """Once the days for objections are over. The award's story is told to residents."""
    with unit_of_work(actor) as uow:
        found, cycle = _nomination(uow, nomination_id)
        must_be(AwardState(found.state), AwardState.PUBLICISED)
        check_another(actor.subject, found.nominated_by, found.checked_by)
        check_decision(awards.window(uow.session, found), grant=grant, today=clock.today())
        if grant:
            _check_quota(uow, cycle, found)
        found.state = AwardState.GRANTED if grant else AwardState.REFUSED
        found.decided_on, found.decided_by, found.decision_note = clock.today(), actor.subject, note
        if grant:
            _tell(uow, "training.award_granted.v1", found, cycle, {"granted_on": found.decided_on})
        _record(uow, found, "decide_award", after={"grant": grant, "note": note})
        return found


def _nomination(uow: UnitOfWork, nomination_id: UUID) -> tuple[AwardNomination, AwardCycle]:
    """With its cycle, which is the actor's own office's (or of one below)."""
    found = awards.nomination(uow.session, uow.actor, nomination_id, lock=True)
    return found, awards.cycle(uow.session, uow.actor, found.cycle_id, own=True)


def _nominee(uow: UnitOfWork, cadre_id: UUID | None, area: str | None) -> tuple[str, str]:
    if cadre_id is not None:
        cadre = cadres.cadre(uow.session, uow.actor, cadre_id)
        return cadre.area, cadre.name
    place = area or uow.actor.area or ""
    uow.actor.must_reach(place)
    must_be_community(uow.session, place)
    return place, uow.session.get_one(Area, place).name


def _check_quota(uow: UnitOfWork, cycle: AwardCycle, found: AwardNomination) -> None:
    """The cycle is locked, so that two decisions at once do not both take the last award."""
    awards.cycle(uow.session, uow.actor, cycle.id, own=True, lock=True)
    cadre = found.cadre_id is not None
    granted = awards.granted_in(uow.session, cycle.id, cadres=cadre)
    check_quota(granted, cycle.cadres if cadre else cycle.organisations)


def _tell(uow: UnitOfWork, event: str, found: AwardNomination, cycle: AwardCycle, facts: Mapping[str, Any]) -> None:
    office = uow.session.get(Area, cycle.area)
    place = uow.session.get(Area, found.area)
    about = {
        "award_id": found.id,
        "title": cycle.title,
        "level": cycle.level,
        "year": cycle.year,
        "office": office.name if office else cycle.area,
        "nominee": Nominee.CADRE if found.cadre_id else Nominee.ORGANISATION,
        "name": found.name,
        "community": place.name if place else found.area,
        "deeds": found.deeds,
    }
    uow.emit(event, subject=f"awards/{found.id}", area=found.area, data={**about, **facts})


def _record(uow: UnitOfWork, found: AwardNomination, action: str, **states: Any) -> None:
    uow.record(action, subject=f"awards/{found.id}", area=found.area, **states)
