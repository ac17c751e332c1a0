"""The roster by hand: a cadre who was not elected, their posts, and what changes about them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.office.appointments import Appointment, check_appointment, check_end
from services.training.domain.office.cadres import Facts, Sex, Source, age_faults, place_faults
from services.training.domain.office.posts import Post
from services.training.domain.office.terms import EndReason, Person
from services.training.store import cadres, roster
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Cadre, ChannelTarget, Establishment, Profile, Term
from services.training.workflows.reserves import Taken, take_posts
from services.training.workflows.structure import look_again
from shared import clock
from shared.auth.actor import Actor
from shared.columns import cells
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewCadre:
    area: str
    name: str
    sex: Sex
    birth_date: date


def register_cadre(actor: Actor, new: NewCadre, facts: Facts) -> Cadre:
    """Somebody who was not elected. Raises Invalid, or Conflict for one who is on the roster."""
    actor.must_reach(new.area)
    person = _person(new)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, new.area)
        if (new.area, person) in roster.cadres_by_person(uow.session, Actor(actor.subject, new.area)):
            raise Conflict("cadre_known", "这名干部已在名册中。")
        made = new_cadre(new.area, person, new.sex)
        make_cadres(uow, [made])
        keep_facts(uow, [Told(made, facts, clock.today())])
        return made


def change_facts(actor: Actor, cadre_id: UUID, facts: Facts, *, since: date) -> None:
    """What is so from a day on; said again of the same day, it is corrected. What was so before stays."""
    if since > clock.today():
        fault = FieldError("since", "in_the_future", "日期不能晚于今天。")
        raise Invalid("profile_invalid", "登记有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        found = cadres.cadre(uow.session, actor, cadre_id, lock=True)
        keep_facts(uow, [Told(found, facts, since)])
        look_again(uow, {found.area})


def appoint(actor: Actor, cadre_id: UUID, new: Appointment) -> Term:
    """Raises Invalid or Conflict."""
    with unit_of_work(actor) as uow:
        found = cadres.cadre(uow.session, actor, cadre_id, lock=True)
        check_appointment(new, roster.running(uow.session, found.id))
        look_again(uow, {found.area})
        term = new_term(found, new)
        begin_terms(uow, [(found, term)])
        return term


def end_term(actor: Actor, term_id: UUID, *, on: date, reason: EndReason) -> Term:
    """Raises Invalid or Conflict."""
    with unit_of_work(actor) as uow:
        term = roster.term(uow.session, actor, term_id)
        elected, ended = term.election_id is not None, term.ended_on is not None
        check_end(on, reason, starts_on=term.starts_on, today=clock.today(), elected=elected, ended=ended)
        term.ended_on, term.end_reason = on, reason
        after = {"ended_on": on, "end_reason": reason}
        look_again(uow, {term.area})
        uow.record("end_term", subject=f"cadres/{term.cadre_id}", area=term.area, after=after)
        return term


def establish(actor: Actor, area: str, post: Post, *, seats: int, since: date) -> None:
    """How many of a post a community is to have from a day on."""
    actor.must_reach(area)
    if faults := place_faults(area):
        raise Invalid("establishment_invalid", "职数登记有误，请按提示修改。", fields=faults)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, area)
        keep_establishment(uow, area, post, seats=seats, since=since)
        look_again(uow, {area})


def keep_establishment(uow: UnitOfWork, area: str, post: str, *, seats: int, since: date) -> None:
    values = {"area": area, "post": post, "since": since, "seats": seats}
    statement = insert(Establishment).values(**values)
    key = ["area", "post", "since"]
    uow.session.execute(statement.on_conflict_do_update(index_elements=key, set_={"seats": seats}))
    uow.record("establish_post", subject=f"establishments/{area}/{post}", area=area, after=values)


def set_channel_targets(actor: Actor, area: str, year: int, targets: Mapping[Source, int]) -> None:
    """In place of those that there were."""
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, area)
        uow.session.execute(delete(ChannelTarget).where(ChannelTarget.area == area, ChannelTarget.year == year))
        rows = [ChannelTarget(area=area, year=year, source=each, target=count) for each, count in targets.items()]
        uow.session.add_all(rows)
        after = {"year": year, **{source.value: count for source, count in targets.items()}}
        uow.record("set_channel_targets", subject=f"channel_targets/{area}", area=area, after=after)


def new_cadre(area: str, person: Person, sex: str) -> Cadre:
    return Cadre(
        id=new_id(),
        area=area,
        name=person.name,
        sex=sex,
        birth_date=person.birth_date,
        calendar_key=secrets.token_urlsafe(32),
    )


def make_cadres(uow: UnitOfWork, made: Sequence[Cadre]) -> None:
    uow.session.add_all(made)
    uow.session.flush()
    for each in made:
        uow.record("make_cadre", subject=f"cadres/{each.id}", area=each.area, after={"name": each.name})


@dataclass(frozen=True, slots=True)
class Told:
    """What is so of a cadre from a day on."""

    cadre: Cadre
    facts: Facts
    since: date


def keep_facts(uow: UnitOfWork, told: Sequence[Told]) -> None:
    """Said again of the same day, it is corrected."""
    rows = [
        {"cadre_id": each.cadre.id, "since": each.since, "area": each.cadre.area, **asdict(each.facts)} for each in told
    ]
    if rows:
        statement = insert(Profile)
        newest = {field.name: getattr(statement.excluded, field.name) for field in fields(Facts)}
        key = ["cadre_id", "since"]
        uow.session.execute(statement.on_conflict_do_update(index_elements=key, set_=newest), rows)
    for row in rows:
        uow.record("change_profile", subject=f"cadres/{row['cadre_id']}", area=str(row["area"]), after=row)


def new_term(cadre: Cadre, new: Appointment) -> Term:
    return Term(
        id=new_id(),
        cadre_id=cadre.id,
        area=cadre.area,
        post=new.post,
        renewed=False,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        document=new.document or None,
    )


def begin_terms(uow: UnitOfWork, begun: Sequence[tuple[Cadre, Term]]) -> None:
    """Who of them is in a pool has taken a post by it, unless the term is over already."""
    uow.session.add_all(term for _, term in begun)
    for cadre, term in begun:
        after = {name: getattr(term, name) for name in ("post", "starts_on", "ends_on", "document")}
        uow.record("begin_term", subject=f"cadres/{cadre.id}", area=cadre.area, after=after)
    running = [(cadre, term) for cadre, term in begun if term.ended_on is None]
    take_posts(uow, [Taken(cadre, term.starts_on) for cadre, term in running])


def _person(new: NewCadre) -> Person:
    faults = [*place_faults(new.area), *age_faults(new.birth_date, clock.today())]
    try:
        person = Person.named(cells.person_name(new.name), new.birth_date)
    except cells.Unreadable as fault:
        faults.append(FieldError("name", fault.code, fault.message, fault.facts))
    if faults:
        raise Invalid("cadre_invalid", "这名干部的登记有误，请按提示修改。", fields=faults)
    return person
