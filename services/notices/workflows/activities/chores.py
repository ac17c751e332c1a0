"""What time does to activities: sign-up is extended or found short, names are forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from services.notices.domain.activities.threshold import Verdict, extended_until, judge
from services.notices.store import activities
from services.notices.store.database import unit_of_work
from services.notices.store.rules import activity_rules
from services.notices.store.tables import Activity, SignUp
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 100  # activities a tick: the rest waits for the next one


def judge_sign_ups() -> int:
    """How many activities were extended, or found short, whose sign-up has ended with too few (R16)."""
    with unit_of_work(_SYSTEM) as uow:
        found = uow.session.scalars(activities.to_judge(clock.now()).limit(_AT_A_TIME)).all()
        return sum(_judge(uow, each) for each in found)


def forget_those_who_signed_up() -> None:
    """Names and contacts, some time after the activity. Who took part stays in `participations`."""
    now = clock.now()
    long_over = select(Activity.id).where(Activity.ends_at < now - timedelta(days=activity_rules().forget_days))
    old = SignUp.activity_id.in_(long_over) & SignUp.forgotten_at.is_(None)
    nobody = {"name": None, "channel": None, "address": None, "who": SignUp.code, "forgotten_at": now}
    with unit_of_work(_SYSTEM) as uow:
        uow.session.execute(update(SignUp).where(old).values(nobody))


def _judge(uow: UnitOfWork, found: Activity) -> bool:
    rules, count = activity_rules().extension, activities.taken(uow.session, found.id)
    verdict = judge(
        count=count,
        least=found.least,
        until=found.sign_up_until,
        starts_at=found.starts_at,
        extended=found.extended,
        now=clock.now(),
        rules=rules,
    )
    if verdict is Verdict.EXTEND:
        found.sign_up_until = extended_until(found.sign_up_until, found.starts_at, rules)
        found.extended += 1
    elif verdict is Verdict.ESCALATE:
        found.short_told_at = clock.now()
        facts = {"activity_id": found.id, "starts_at": found.starts_at, "signed_up": count, "least": found.least}
        uow.emit("notices.sign_up_shortfall_found.v1", subject=f"activities/{found.id}", area=found.area, data=facts)
    else:
        return False
    found.version += 1
    uow.record(f"{verdict}_sign_up", subject=f"activities/{found.id}", area=found.area, after={"signed_up": count})
    return True
