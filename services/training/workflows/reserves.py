"""The reserve pool: nominated, led through the stages, and in post when the roster says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.learning.courses import Competency
from services.training.domain.office.cadres import Facts, Sex, age_faults
from services.training.domain.office.posts import Post
from services.training.domain.team.reserves import PlanKind, Stage, check_advance, check_done, check_office, check_open
from services.training.store import cadres, reserves
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Cadre, Enterprise, Reserve, ReserveLevel, ReservePlanItem, ReserveStage
from shared import areas, clock
from shared.auth.actor import Actor
from shared.columns import cells
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match


@dataclass(frozen=True, slots=True)
class Nomination:
    """`area` is the office's; `evidence` is who nominated and why."""

    area: str
    name: str
    sex: Sex
    birth_date: date
    post: Post
    experience: str
    evidence: str
    cadre_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Undertaking:
    name: str
    since: date
    support: str
    jobs: int
    income_yuan: int


def nominate(actor: Actor, new: Nomination, facts: Facts) -> Reserve:
    """Raises Invalid, or Conflict for one who is in the pool."""
    actor.must_reach(new.area)
    check_office(new.area)
    name = _name(new)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, new.area)
        known = select(Reserve.id).where(Reserve.area == new.area, Reserve.name == name)
        if uow.session.scalar(known.where(Reserve.birth_date == new.birth_date)) is not None:
            raise Conflict("reserve_known", "这名人选已在后备人才库中。")
        if new.cadre_id is not None:
            cadres.cadre(uow.session, actor, new.cadre_id)
        made = Reserve(
            id=new_id(),
            area=new.area,
            name=name,
            sex=new.sex,
            birth_date=new.birth_date,
            post=new.post,
            stage=Stage.NOMINATED,
            education=facts.education,
            source=facts.source,
            party=facts.party,
            experience=new.experience,
            cadre_id=new.cadre_id,
            nominated_on=clock.today(),
            version=1,
        )
        uow.session.add(made)
        uow.session.flush()
        _reach(uow, made, Stage.NOMINATED, clock.today(), new.evidence)
        return made


def advance(actor: Actor, reserve_id: UUID, to: Stage, *, evidence: str, levels: Mapping[Competency, int]) -> Reserve:
    """To the next stage, if it is earned. Raises Conflict with what is missing."""
    with unit_of_work(actor) as uow:
        found = reserves.reserve(uow.session, actor, reserve_id, lock=True)
        plan = [reserves.as_item(row) for row in reserves.plan(uow.session, found.id)]
        check_advance(Stage(found.stage), to, plan)
        _keep_levels(uow, found, levels)
        _reach(uow, found, to, clock.today(), evidence)
        if to is Stage.READY:
            found.ready_on = clock.today()
            facts = {"reserve_id": found.id, "post": found.post, "ready_on": found.ready_on}
            uow.emit("training.reserve_readied.v1", subject=f"reserves/{found.id}", area=found.area, data=facts)
        return found


def withdraw(actor: Actor, reserve_id: UUID, *, reason: str) -> Reserve:
    with unit_of_work(actor) as uow:
        found = reserves.reserve(uow.session, actor, reserve_id, lock=True)
        check_open(Stage(found.stage))
        _reach(uow, found, Stage.WITHDRAWN, clock.today(), reason)
        return found


def change_facts(actor: Actor, reserve_id: UUID, facts: Facts, *, version: Expected) -> Reserve:
    """What is known of a reserve now: above all how far they are on the way into the party (R43)."""
    with unit_of_work(actor) as uow:
        found = reserves.reserve(uow.session, actor, reserve_id, lock=True)
        must_match(found.version, version)
        before = {name: getattr(found, name) for name in ("education", "source", "party")}
        found.education, found.source, found.party = facts.education, facts.source, facts.party
        found.version += 1
        after = {name: getattr(facts, name) for name in before}
        uow.record("change_reserve", subject=f"reserves/{found.id}", area=found.area, before=before, after=after)
        return found


def plan(actor: Actor, reserve_id: UUID, kind: PlanKind, *, title: str, due_on: date) -> ReservePlanItem:
    """A further item of somebody's plan."""
    with unit_of_work(actor) as uow:
        found = reserves.reserve(uow.session, actor, reserve_id, lock=True)
        check_open(Stage(found.stage))
        made = ReservePlanItem(id=new_id(), reserve_id=found.id, kind=kind, title=title, due_on=due_on)
        uow.session.add(made)
        after = {"kind": kind, "title": title, "due_on": due_on}
        uow.record("plan_item", subject=f"reserves/{found.id}", area=found.area, after=after)
        return made


def complete(actor: Actor, item_id: UUID, *, done_on: date, outcome: str, passed: bool | None) -> ReservePlanItem:
    """Raises Conflict or Invalid."""
    with unit_of_work(actor) as uow:
        item = reserves.plan_item(uow.session, actor, item_id)
        check_done(reserves.as_item(item), on=done_on, today=clock.today(), passed=passed)
        item.done_on, item.outcome, item.passed = done_on, outcome, passed
        area = uow.session.get_one(Reserve, item.reserve_id).area
        after = {"done_on": done_on, "outcome": outcome, "passed": passed}
        uow.record("complete_plan_item", subject=f"reserves/{item.reserve_id}", area=area, after=after)
        return item


def undertake(actor: Actor, reserve_id: UUID, new: Undertaking) -> Enterprise:
    """What a reserve set up, and how the office supports it (R42)."""
    with unit_of_work(actor) as uow:
        found = reserves.reserve(uow.session, actor, reserve_id, lock=True)
        made = Enterprise(
            id=new_id(),
            reserve_id=found.id,
            name=new.name,
            since=new.since,
            support=new.support,
            jobs=new.jobs,
            income_yuan=new.income_yuan,
        )
        uow.session.add(made)
        uow.record("add_enterprise", subject=f"reserves/{found.id}", area=found.area, after={"name": new.name})
        return made


@dataclass(frozen=True, slots=True)
class Taken:
    """A cadre took a post on a day."""

    cadre: Cadre
    on: date

    def fulfils(self, found: Reserve) -> bool:
        """Whether it is this reserve who took it, in a community below the pool's office."""
        same = (self.cadre.name, self.cadre.birth_date) == (found.name, found.birth_date)
        return same and areas.reaches(found.area, self.cadre.area) and self.on >= found.nominated_on


def take_posts(uow: UnitOfWork, taken: Sequence[Taken]) -> None:
    """Whoever of them is in a pool above their community is in post now, whatever stage they had reached."""
    for found in reserves.open_reserves(uow.session, {each.cadre.name for each in taken}):
        for each in [each for each in taken if each.fulfils(found)][:1]:
            found.in_post_on, found.cadre_id = each.on, each.cadre.id
            _reach(uow, found, Stage.IN_POST, each.on, "")


def _reach(uow: UnitOfWork, found: Reserve, stage: Stage, on: date, evidence: str) -> None:
    if stage is not Stage.NOMINATED:
        found.stage, found.version = stage, found.version + 1
    facts: dict[str, Any] = {"stage": stage, "reached_on": on, "evidence": evidence}
    uow.session.add(ReserveStage(reserve_id=found.id, by=uow.actor.subject, at=clock.now(), **facts))
    uow.record("reach_stage", subject=f"reserves/{found.id}", area=found.area, after=facts)


def _keep_levels(uow: UnitOfWork, found: Reserve, levels: Mapping[Competency, int]) -> None:
    rows = [{"reserve_id": found.id, "competency": code, "level": level} for code, level in levels.items()]
    if rows:
        statement = insert(ReserveLevel)
        key, newest = ["reserve_id", "competency"], {"level": statement.excluded.level}
        uow.session.execute(statement.on_conflict_do_update(index_elements=key, set_=newest), rows)


def _name(new: Nomination) -> str:
    faults = age_faults(new.birth_date, clock.today())
    name = ""
    try:
        name = cells.person_name(new.name)
    except cells.Unreadable as fault:
        faults.append(FieldError("name", fault.code, fault.message, fault.facts))
    if faults:
        raise Invalid("reserve_invalid", "后备人选登记有误，请按提示修改。", fields=faults)
    return name
