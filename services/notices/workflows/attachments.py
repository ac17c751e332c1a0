"""Files that hang with a notice: added to a draft or a proposed amendment, frozen when that is approved."""

from __future__ import annotations

import hashlib
from uuid import UUID

from services.notices.domain.attachments import file_name, must_have_room, recognise
from services.notices.domain.notice import State
from services.notices.domain.pictures import without_traces
from services.notices.store import editions, notices
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Attachment, Notice
from services.notices.workflows.notices import record
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id


def attach(actor: Actor, notice_id: UUID, *, name: str | None, content: bytes) -> Attachment:
    """A picture is kept without what its camera wrote beside it. Raises UnsupportedFile and TooLarge for the file,
    Conflict for a notice whose text is settled."""
    kind, content = recognise(content), without_traces(content)
    called, digest = file_name(name, kind), hashlib.sha256(content).hexdigest()
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        edition = _change(uow, found)
        there = editions.attachments(uow.session, found.id)
        must_have_room(len(there))
        if digest in {each.sha256 for each in there}:
            raise Conflict("attached_already", "这个文件已经是这条公告的附件。")
        made = Attachment(
            id=new_id(),
            notice_id=found.id,
            area=found.area,
            edition=edition,
            name=called,
            kind=kind,
            size=len(content),
            sha256=digest,
            content=content,
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(made)
        record(uow, found, "attach", after={"name": called, "sha256": digest})
        return made


def detach(actor: Actor, notice_id: UUID, attachment_id: UUID) -> None:
    """Only what nobody has approved yet."""
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        edition = _change(uow, found)
        row = next((each for each in editions.attachments(uow.session, found.id) if each.id == attachment_id), None)
        if row is None:
            raise editions.attachment_missing()
        if row.edition != edition:
            raise _frozen()
        uow.session.delete(row)
        record(uow, found, "detach", before={"name": row.name, "sha256": row.sha256})


def _change(uow: UnitOfWork, found: Notice) -> int:
    """The edition that a file would hang with. Who changes files has a part in what a second person approves."""
    if found.state == State.DRAFT:
        found.add_writer(uow.actor.subject)
        found.version += 1
        return found.edition
    amendment = editions.proposed(uow.session, found.id) if found.state == State.PUBLISHED else None
    if amendment is None:
        raise _frozen()
    amendment.add_writer(uow.actor.subject)
    amendment.version += 1
    return found.edition + 1


def _frozen() -> Conflict:
    message = "附件随公告一起审核，审核后不能增减。公布后要改，请先提出更正。"
    return Conflict("attachments_frozen", message)
