"""What was told aloud is recorded with its notice."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from services.notices.domain.delivery.campaign import check_notice
from services.notices.domain.informing.airings import AiringWay, check_moment
from services.notices.domain.notice import State
from services.notices.store import notices
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Airing
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewAiring:
    way: AiringWay
    place: str
    at: datetime
    listeners: int | None


def record_airing(actor: Actor, notice_id: UUID, new: NewAiring) -> Airing:
    """Raises Conflict for a notice that does not hang: what is told aloud must be there to be read."""
    with unit_of_work(actor) as uow:
        notice = notices.notice(uow.session, actor, notice_id)
        check_notice(State(notice.state))
        now = clock.now()
        check_moment(new.at, published_at=notice.published_at or now, now=now)
        made = Airing(id=new_id(), notice_id=notice.id, area=notice.area, recorded_by=actor.subject, **asdict(new))
        uow.session.add(made)
        uow.record("record_airing", subject=f"notices/{notice.id}", area=notice.area, after=asdict(new))
        return made
