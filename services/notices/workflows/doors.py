"""Visits at doors: what came of each, and the delivery that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from services.notices.domain.delivery.campaign import CampaignState, check_notice
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.informing.doors import VisitResult
from services.notices.domain.notice import State
from services.notices.domain.residents.audience import EVERYONE
from services.notices.store import notices
from services.notices.store.audiences import living_in
from services.notices.store.database import unit_of_work
from services.notices.store.delivery import campaigns
from services.notices.store.tables import Campaign, Delivery, DoorVisit, Notice, Resident
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.database.unit_of_work import UnitOfWork
from shared.errors import FieldError, Invalid
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Visit:
    resident_id: UUID
    result: VisitResult
    note: str | None = None


def record_visits(actor: Actor, notice_id: UUID, visits: Sequence[Visit]) -> int:
    """All of them or none. Whoever moved away is noted so in the register, and counts among nobody's residents."""
    with unit_of_work(actor) as uow:
        notice = notices.notice(uow.session, actor, notice_id)
        check_notice(State(notice.state))
        _must_live_there(uow, actor, notice, visits)
        now = clock.now()
        uow.session.add_all(
            DoorVisit(
                id=new_id(),
                area=notice.area,
                notice_id=notice.id,
                resident_id=each.resident_id,
                result=each.result,
                note=each.note,
                visited_at=now,
                by=actor.subject,
            )
            for each in visits
        )
        _deliver(uow, notice, visits)
        _note_moved(uow, visits)
        after = {"visits": len(visits)}
        uow.record("record_door_visits", subject=f"notices/{notice.id}", area=notice.area, after=after)
        return len(visits)


def _must_live_there(uow: UnitOfWork, actor: Actor, notice: Notice, visits: Sequence[Visit]) -> None:
    wanted = [each.resident_id for each in visits]
    query = select(Resident.id).where(Resident.id.in_(wanted), living_in(notice.area), within(Resident.area, actor))
    known = set(uow.session.scalars(query))
    faults = [
        FieldError(f"visits.{position}.resident_id", "resident_unknown", "没有找到这位居民。")
        for position, resident in enumerate(wanted)
        if resident not in known
    ]
    if faults:
        raise Invalid("visits_invalid", "走访记录有误，请按提示修改。", fields=faults)


def _deliver(uow: UnitOfWork, notice: Notice, visits: Sequence[Visit]) -> None:
    """Of the same resident the last visit counts: one statement cannot write a row twice."""
    told = {each.resident_id: each for each in visits if each.result.delivery is not None}
    if not told:
        return
    rows = [_delivery(uow, notice, each) for each in told.values()]
    new = insert(Delivery).values(rows)
    kept = {"state": new.excluded.state, "error": new.excluded.error, "changed_at": func.now(), "claimed_until": None}
    keys = ["notice_id", "edition", "resident_id", "channel"]
    uow.session.execute(new.on_conflict_do_update(index_elements=keys, set_=kept))


def _delivery(uow: UnitOfWork, notice: Notice, visit: Visit) -> dict[str, object]:
    return {
        "campaign_id": _campaign_of(uow, notice),
        "notice_id": notice.id,
        "edition": notice.edition,
        "resident_id": visit.resident_id,
        "channel": Channel.DOOR,
        "state": visit.result.delivery,
        "error": visit.result if visit.result is VisitResult.REFUSED else None,
    }


def _campaign_of(uow: UnitOfWork, notice: Notice) -> UUID:
    """The newest of the notice's edition; where it was never sent, one of visits only that is finished already."""
    query = select(Campaign.id).where(Campaign.notice_id == notice.id, Campaign.edition == notice.edition)
    found = uow.session.scalar(query.order_by(Campaign.number.desc()).limit(1))
    if found is not None:
        return found
    now = clock.now()
    made = Campaign(
        id=new_id(),
        notice_id=notice.id,
        edition=notice.edition,
        number=campaigns.next_number(uow.session, notice.id, notice.edition),
        area=notice.area,
        audience=dict(EVERYONE),
        channels=[Channel.DOOR.value],
        every_channel=False,
        lane=Lane.ORDINARY,
        state=CampaignState.FINISHED,
        not_before=now,
        deadline=now,
        audience_size=0,
        chosen_at=now,
        finished_at=now,
        started_by=uow.actor.subject,
    )
    uow.session.add(made)
    uow.session.flush()
    return made.id


def _note_moved(uow: UnitOfWork, visits: Sequence[Visit]) -> None:
    moved = [each.resident_id for each in visits if each.result is VisitResult.MOVED_AWAY]
    for resident in uow.session.scalars(select(Resident).where(Resident.id.in_(moved)).with_for_update()):
        resident.moved_away_on = clock.today()
        resident.version += 1
