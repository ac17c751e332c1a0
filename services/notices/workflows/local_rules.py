"""A place's own rules on taking part are registered, and repealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from services.notices.domain.local_rules import check_adoption, check_repeal
from services.notices.store import areas, local_rules
from services.notices.store.database import unit_of_work
from services.notices.store.tables import LocalRule
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewLocalRule:
    """`body` is Markdown."""

    area: str
    title: str
    adopted_by: str
    adopted_on: date
    body: str


def register_rule(actor: Actor, new: NewLocalRule) -> LocalRule:
    actor.must_reach(new.area)
    check_adoption(new.adopted_on, today=clock.today())
    with unit_of_work(actor) as uow:
        areas.area(uow.session, new.area)
        made = LocalRule(id=new_id(), kept_by=actor.subject, **asdict(new))
        uow.session.add(made)
        uow.record("register_rule", subject=f"local-rules/{made.id}", area=made.area, after=asdict(new))
        return made


def repeal_rule(actor: Actor, rule_id: UUID, *, on: date) -> LocalRule:
    with unit_of_work(actor) as uow:
        found = local_rules.local_rule(uow.session, actor, rule_id)
        check_repeal(found.adopted_on, found.repealed_on, on=on)
        found.repealed_on = on
        uow.record("repeal_rule", subject=f"local-rules/{found.id}", area=found.area, after={"on": on})
        return found
