"""An operator's view of event delivery, for the API and the command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, select

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.scope import within
from shared.database.tables import dead_letters as table
from shared.database.tables import event_cursors, inbox, outbox, outbox_cursors
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, NotFound
from shared.events import dead_letters
from shared.events.dead_letters import LetterState
from shared.events.inbox import lock_cursor
from shared.events.outbox import last_sequence, pruned_through

_AT_ONCE = 200


def status(database: Database) -> dict[str, Any]:
    """Sequence numbers: the highest published, the highest pruned (a subscriber below gets nothing), what each
    subscriber was sent, and what was taken from each source."""
    with database.reading() as session:
        return {
            "published": last_sequence(session),
            "waiting": session.scalar(select(func.count()).select_from(outbox).where(outbox.c.sequence.is_(None))),
            "pruned": pruned_through(session),
            "subscribers": {row.subscriber: row.sent_through for row in session.execute(select(outbox_cursors))},
            "sources": {row.source: row.through for row in session.execute(select(event_cursors))},
            "dead_letters": session.scalar(select(func.count()).select_from(table)),
        }


def published(database: Database, actor: Actor, *, after: int, limit: int) -> Sequence[RowMapping]:
    """This service's events in the actor's area with a sequence number past `after`, in order."""
    with database.reading() as session:
        query = select(outbox).where(outbox.c.sequence > after, within(outbox.c.area, actor))
        return session.execute(query.order_by(outbox.c.sequence).limit(limit)).mappings().all()


def received(database: Database, source: str, *, after: int, limit: int) -> Sequence[RowMapping]:
    """When this service took which events of `source`, by sequence number past `after`, in order."""
    with database.reading() as session:
        query = select(inbox).where(inbox.c.source == source, inbox.c.sequence > after)
        return session.execute(query.order_by(inbox.c.sequence).limit(limit)).mappings().all()


def letters(database: Database, actor: Actor) -> Sequence[RowMapping]:
    with database.reading() as session:
        query = select(table).where(within(table.c.area, actor)).order_by(table.c.failed_at).limit(_AT_ONCE)
        return session.execute(query).mappings().all()


def replay(database: Database, actor: Actor, event_id: UUID) -> None:
    """Has the event tried again at the next tick. Raises NotFound, or Conflict if an earlier one must go first."""
    with database.unit_of_work(actor) as uow:
        letter = _load(uow, event_id)
        if letter["state"] == LetterState.HELD:
            raise Conflict("dead_letter_held", "同一对象还有更早的事件没有处理，请先处理那一个。")
        dead_letters.ask_retry(uow.session, event_id)
        uow.record("replay_dead_letter", subject=f"events/{event_id}", area=letter["area"])


def discard(database: Database, actor: Actor, event_id: UUID, *, reason: str) -> None:
    """Gives the event up and lets what waits behind it go on. The reason goes to the audit trail. Raises NotFound."""
    with database.unit_of_work(actor) as uow:
        letter = _load(uow, event_id)
        lock_cursor(uow.session, letter["source"])  # or a batch under way holds one more event that nobody releases
        dead_letters.remove(uow.session, event_id)
        following = dead_letters.held_behind(uow.session, letter)
        if following and following["state"] == LetterState.HELD:
            dead_letters.ask_retry(uow.session, following["event_id"])
        facts = {"envelope": letter["envelope"], "reason": reason}
        uow.record(f"discard_dead_letter: {reason}", subject=f"events/{event_id}", area=letter["area"], before=facts)


def _load(uow: UnitOfWork, event_id: UUID) -> RowMapping:
    query = select(table).where(table.c.event_id == event_id, within(table.c.area, uow.actor)).with_for_update()
    letter = uow.session.execute(query).mappings().one_or_none()
    if letter is None:
        raise NotFound("dead_letter_not_found", "没有找到这个未处理的事件。")
    return letter
