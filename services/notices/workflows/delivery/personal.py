"""Messages to one person that are no notices: a link that confirms an address, an answer to a suggestion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.delivery.outcome import Attempt, Told, after, settled
from services.notices.domain.delivery.states import DeliveryState
from services.notices.domain.delivery.trying import jitter_of
from services.notices.providers.provider import Message, Outcome
from services.notices.store.database import unit_of_work
from services.notices.store.delivery import messages
from services.notices.store.tables import PersonalMessage
from services.notices.workflows.carriers import Grant, carriers
from services.notices.workflows.delivery.calling import call_round
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id

_WORKER = Actor.system("notices")
_DEADLINE = timedelta(days=1)
"""Who waits for a link or an answer longer than this asks again."""

_MOST = 100  # in one batch


@dataclass(frozen=True, slots=True)
class PersonalNote:
    """`text` is plain; `html` may be empty, for providers that then show the text. `page` is the address that the
    message is about, `leave` the one by which the person leaves the channel; either may be empty."""

    area: str
    channel: Channel
    address: str
    title: str
    text: str
    html: str = ""
    page: str = ""
    leave: str = ""
    language: str = "zh"


def send_to_person(uow: UnitOfWork, note: PersonalNote) -> PersonalMessage:
    """Written in the caller's transaction; goes out within a second or two of the commit, at any hour and before
    everything else. Raises Invalid when no provider serves the channel."""
    carriers.must_serve([note.channel])
    now = clock.now()
    made = PersonalMessage(id=new_id(), deadline=now + _DEADLINE, created_at=now, **asdict(note))
    uow.session.add(made)
    call_round(uow, note.area, urgent=True)
    return made


def send_batch(channel: Channel, *, lease_seconds: float) -> Grant:
    """One batch of those that are due on the channel, if its provider has room."""
    grant = carriers.take(channel, _MOST)
    if not grant.count:
        return grant
    with unit_of_work(_WORKER) as uow:
        claimed = messages.claim(
            uow.session, channel, count=grant.count, provider=grant.provider, lease_seconds=lease_seconds
        )
    outcomes = carriers.send(grant, [_message(each) for each in claimed])
    with unit_of_work(_WORKER) as uow:
        _note(messages.lock(uow.session, [each.id for each in claimed]), claimed, outcomes)
    return grant


def release_stuck(uow: UnitOfWork) -> int:
    """What a worker that died has left: tried again as its provider allows."""
    stuck = messages.stuck(uow.session)
    for row in stuck:
        _settle(row, Told.UNKNOWN, None, ours=True)
    return len(stuck)


def _message(row: PersonalMessage) -> Message:
    return Message(
        key=messages.key(row),
        address=row.address,
        title=row.title,
        text=row.text,
        html=row.html,
        page=row.page,
        leave=row.leave,
        language=row.language,
    )


def _note(rows: Sequence[PersonalMessage], claimed: Sequence[PersonalMessage], outcomes: Sequence[Outcome]) -> None:
    told = {each.id: (each.claimed_until, outcome) for each, outcome in zip(claimed, outcomes, strict=True)}
    for row in rows:
        lease, outcome = told[row.id]
        row.provider, row.ref = outcome.provider or row.provider, outcome.ref or row.ref
        _settle(row, Told(outcome.verdict), outcome, ours=row.claimed_until == lease)


def _settle(row: PersonalMessage, told: Told, outcome: Outcome | None, *, ours: bool) -> None:
    channel = Channel(row.channel)
    attempt = Attempt(
        now=clock.now(),
        lane=Lane.EMERGENCY,
        attempts=row.attempts,
        until=row.deadline,
        jitter=jitter_of(row.id.int, row.attempts),
        keeps_keys=carriers.keeps_keys(channel),
        receipts=False,
        maybe_twice=row.maybe_twice,
        asked=outcome.wait if outcome else None,
    )
    following = after(told, attempt)
    state = settled(DeliveryState(row.state), following.state, ours=ours)
    if state is not None:
        row.state, row.due_at, row.claimed_until = state, following.due_at, None
        row.maybe_twice = row.maybe_twice or following.maybe_twice
        row.error = outcome.reason if outcome else None
