"""Loading editions of notices and the files that hang with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, undefer

from services.notices.domain.editions import EditionState
from services.notices.domain.wording import Text
from services.notices.store.tables import Attachment, Edition, Notice
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def words(found: Notice | Edition) -> Text:
    return Text(found.title, found.body, found.title_en, found.body_en)


def listed(actor: Actor, **equal: Any) -> Select[Any]:
    return select(Edition).where(within(Edition.area, actor)).filter_by(**equal)


def edition(session: Session, actor: Actor, edition_id: UUID, *, lock: bool = False) -> Edition:
    """Raises NotFound."""
    query = select(Edition).where(Edition.id == edition_id, within(Edition.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("edition_not_found", "没有找到公告的这个版本。")
    return found


def proposed(session: Session, notice_id: UUID) -> Edition | None:
    return session.scalar(select(Edition).where(Edition.notice_id == notice_id, Edition.state == EditionState.PROPOSED))


def proposed_by_area(session: Session, actor: Actor) -> dict[str, int]:
    waiting = select(Edition.area, func.count()).where(
        within(Edition.area, actor), Edition.state == EditionState.PROPOSED
    )
    return {code: int(count) for code, count in session.execute(waiting.group_by(Edition.area))}


def published(session: Session, notice_id: UUID) -> Sequence[Edition]:
    """The newest first."""
    of_notice = select(Edition).where(Edition.notice_id == notice_id, Edition.number.is_not(None))
    return session.scalars(of_notice.order_by(Edition.number.desc())).all()


def words_of(session: Session, notice_id: UUID, number: int) -> Text:
    """What an edition says."""
    query = select(Edition).where(Edition.notice_id == notice_id, Edition.number == number)
    return words(session.scalars(query).one())


def attachments(session: Session, notice_id: UUID, *, through: int | None = None) -> Sequence[Attachment]:
    """In the order added, without their bytes; `through` is the last edition whose files are wanted."""
    query = select(Attachment).where(Attachment.notice_id == notice_id).order_by(Attachment.id)
    return session.scalars(query if through is None else query.where(Attachment.edition <= through)).all()


def attachment(session: Session, actor: Actor, attachment_id: UUID) -> Attachment:
    """With its bytes. Raises NotFound."""
    query = select(Attachment).where(Attachment.id == attachment_id, within(Attachment.area, actor))
    found = session.scalar(query.options(undefer(Attachment.content)))
    if found is None:
        raise attachment_missing()
    return found


def attachment_missing() -> NotFound:
    return NotFound("attachment_not_found", "没有找到这个附件。")
