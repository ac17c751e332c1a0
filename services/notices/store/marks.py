"""Loading contests for the community's mark, and their designs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from services.notices.domain.consultations import EntryState
from services.notices.domain.marks import MarkState
from services.notices.store.tables import MarkContest, MarkDesign
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def contest(session: Session, actor: Actor, contest_id: UUID, *, lock: bool = False) -> MarkContest:
    """Raises NotFound."""
    query = select(MarkContest).where(MarkContest.id == contest_id, within(MarkContest.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise _not_found()
    return found


def public_contest(session: Session, contest_id: UUID) -> MarkContest:
    """Raises NotFound for one that has not begun."""
    found = session.get(MarkContest, contest_id)
    if found is None or found.state == MarkState.DRAFT:
        raise _not_found()
    return found


def newest(session: Session, area: str) -> MarkContest | None:
    """What residents see."""
    query = select(MarkContest).where(MarkContest.area == area, MarkContest.state != MarkState.DRAFT)
    return session.scalar(query.order_by(MarkContest.id.desc()).limit(1))


def shown(session: Session, contest_id: UUID) -> Sequence[MarkDesign]:
    """Those that everybody may see, in the order in which they came."""
    seen = (MarkDesign.contest_id == contest_id) & (MarkDesign.state == EntryState.SHOWN)
    return session.scalars(select(MarkDesign).where(seen).order_by(MarkDesign.id)).all()


def design(session: Session, actor: Actor, design_id: UUID, *, lock: bool = False) -> MarkDesign:
    """With its picture. Raises NotFound."""
    query = select(MarkDesign).where(MarkDesign.id == design_id, within(MarkDesign.area, actor))
    found = session.scalar((query.with_for_update() if lock else query).options(undefer(MarkDesign.content)))
    if found is None:
        raise NotFound("design_not_found", "没有找到这件作品。")
    return found


def _not_found() -> NotFound:
    return NotFound("mark_contest_not_found", "没有找到这次标志评选。")
