"""Who gets a place, and who moves up when one is given back."""

from __future__ import annotations

from services.notices.domain.activities.activity import SignUpState, free_places
from services.notices.store import activities
from services.notices.store.tables import Activity, SignUp
from services.notices.workflows.telling import Told, tell
from shared.clock import CIVIL_ZONE
from shared.database.unit_of_work import UnitOfWork


def fill_places(uow: UnitOfWork, found: Activity) -> list[SignUp]:
    """Those who waited longest first; each is told. The activity's row is locked by the caller."""
    waiting = activities.waiting(uow.session, found.id)
    free = free_places(activities.taken(uow.session, found.id), found.capacity, len(waiting))
    time = f"{found.starts_at.astimezone(CIVIL_ZONE):%Y-%m-%d %H:%M}"
    for each in waiting[:free]:
        each.state = SignUpState.PLACE
        facts = {"title": found.title, "time": time, "venue": found.venue}
        tell(uow, told_of(each), "候补成功：{title}", "您已有名额。时间：{time}，地点：{venue}。", **facts)
    return list(waiting[:free])


def told_of(each: SignUp) -> Told:
    return Told(each.area, each.channel, each.address, each.language, f"/sign-ups/{each.code}")
