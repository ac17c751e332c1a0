"""Residents ask to be told; a clerk finds them in the register; a code then goes to their address."""

from __future__ import annotations

from uuid import UUID

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.joining import Asking, JoinState, must_be_waiting
from services.notices.store import join_requests, residents
from services.notices.store.database import unit_of_work
from services.notices.store.tables import JoinRequest
from services.notices.workflows.own_page import LinkTo, ask_for
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid
from shared.ids import new_id

_NOBODY = Actor(subject="resident", area=None)


def ask_to_join(area: str, asking: Asking) -> None:
    """Whether the register knows the person is not told."""
    with unit_of_work(_NOBODY) as uow:
        made = JoinRequest(
            id=new_id(),
            area=area,
            name=asking.name,
            building=asking.building,
            door=asking.door,
            channel=asking.contact.channel,
            address=asking.contact.address,
            state=JoinState.WAITING,
        )
        uow.session.add(made)
        _record(uow, made, "ask_to_join")


def match_request(actor: Actor, request_id: UUID, resident_id: UUID, link_to: LinkTo) -> JoinRequest:
    """Sends the code. Raises Invalid for a resident of another community, or a channel that nobody serves."""
    with unit_of_work(actor) as uow:
        found = join_requests.find(uow.session, actor, request_id, lock=True)
        must_be_waiting(JoinState(found.state))
        resident = residents.resident(uow.session, actor, resident_id, lock=True)
        if resident.area != found.area or resident.moved_away_on is not None:
            raise Invalid("resident_elsewhere", "这位居民不住在这个社区。")
        ask_for(uow, resident, Channel(found.channel), found.address, link_to)
        found.resident_id = resident.id
        return _decide(uow, found, JoinState.MATCHED)


def refuse_request(actor: Actor, request_id: UUID) -> JoinRequest:
    """Nobody of the register: nothing of the address is kept."""
    with unit_of_work(actor) as uow:
        found = join_requests.find(uow.session, actor, request_id, lock=True)
        must_be_waiting(JoinState(found.state))
        return _decide(uow, found, JoinState.REFUSED)


def _decide(uow: UnitOfWork, found: JoinRequest, state: JoinState) -> JoinRequest:
    found.state, found.decided_by, found.decided_at = state, uow.actor.subject, clock.now()
    found.address, found.door = "", None
    _record(uow, found, f"{state}_join_request")
    return found


def _record(uow: UnitOfWork, found: JoinRequest, action: str) -> None:
    uow.record(action, subject=f"join-requests/{found.id}", area=found.area)
