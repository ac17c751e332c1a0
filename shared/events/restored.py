"""After a restore from a backup older than the other databases: numbers are made to fit what the others remember."""

from __future__ import annotations

from sqlalchemy import insert

from shared import clock
from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.tables import outbox
from shared.events import inbox
from shared.events.outbox import last_sequence
from shared.ids import new_id

_EVERYWHERE = "000000000000"  # no area's own: only who reaches everything sees it


def number_past(database: Database, actor: Actor, *, number: int) -> bool:
    """A publisher's next event gets the number after `number`, so that no subscriber takes it for one it had already.
    The answer is whether there was need. A row that nobody hears holds the number."""
    with database.unit_of_work(actor) as uow:
        if number <= last_sequence(uow.session):
            return False
        now = clock.now()
        uow.session.execute(
            insert(outbox).values(
                event_id=new_id(),
                sequence=number,
                type="platform.restored",
                subject="platform",
                area=_EVERYWHERE,
                time=now,
                correlation_id="restore",
                data={},
                sequenced_at=now,
            )
        )
        uow.record(f"number_past {number}", subject="platform", area=_EVERYWHERE)
    return True


def pass_over(database: Database, actor: Actor, *, source: str, through: int, reason: str) -> bool:
    """A subscriber gives up what it has not taken of `source` up to `through`, which the source has no more. The answer
    is whether there was anything. The reason goes to the audit trail."""
    with database.unit_of_work(actor) as uow:
        taken = inbox.lock_cursor(uow.session, source)
        if through <= taken:
            return False
        inbox.move_cursor(uow.session, source, through)
        facts = {"from": taken, "through": through, "reason": reason}
        uow.record(f"pass_over {source}: {reason}", subject="platform", area=_EVERYWHERE, after=facts)
    return True
