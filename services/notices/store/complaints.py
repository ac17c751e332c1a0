"""Loading complaints about disclosure: by the office that checks them, by the complainant's receipt, by anyone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.domain.disclosure.complaints import DECIDED, OPEN, code_hash
from services.notices.store.tables import DisclosureComplaint
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_SHOWN = 20


def complaint(session: Session, actor: Actor, complaint_id: UUID, *, lock: bool = False) -> DisclosureComplaint:
    """Raises NotFound."""
    row = DisclosureComplaint
    query = select(row).where(row.id == complaint_id, within(row.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise _not_found()
    return found


def by_code(session: Session, code: str) -> DisclosureComplaint:
    """Raises NotFound."""
    found = session.scalar(select(DisclosureComplaint).filter_by(code_hash=code_hash(code)))
    if found is None:
        raise _not_found()
    return found


def decided(session: Session, area: str) -> Sequence[DisclosureComplaint]:
    """The latest outcomes in a community, which are public."""
    row = DisclosureComplaint
    query = select(row).where(row.area == area, row.state.in_(list(DECIDED)))
    return session.scalars(query.order_by(row.decided_on.desc(), row.id.desc()).limit(_SHOWN)).all()


def open_by_area(session: Session, actor: Actor) -> dict[str, int]:
    """How many wait for the office, by community; those with none are left out."""
    row = DisclosureComplaint
    waiting = (within(row.area, actor), row.state.in_(list(OPEN)))
    return {
        code: int(count)
        for code, count in session.execute(select(row.area, func.count()).where(*waiting).group_by(row.area))
    }


def _not_found() -> NotFound:
    return NotFound("complaint_not_found", "没有找到这件反映。")
