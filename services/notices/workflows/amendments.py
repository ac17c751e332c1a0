"""Amendments (更正) of published notices: proposed with a reason, approved by a second person, seen as such by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from services.notices.domain.activities.correction import Held, corrected, reason_told
from services.notices.domain.editions import (
    EditionState,
    Settlement,
    english_faults,
    must_be_another,
    must_be_proposed,
    must_change,
    must_hang,
)
from services.notices.domain.notice import Kind, State, display_until
from services.notices.domain.wording import Text
from services.notices.store import editions, notices
from services.notices.store.database import unit_of_work
from services.notices.store.tables import Attachment, Edition, Notice
from services.notices.workflows.delivery.campaigns import start_anew
from services.notices.workflows.editions import publish_next
from services.notices.workflows.notices import is_open, record, refuse
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id
from shared.web.etags import Expected, must_match


def propose_amendment(actor: Actor, notice_id: UUID, *, reason: str, changes: Mapping[str, Any]) -> Edition:
    """`changes` are the parts of the text that are to read otherwise. One amendment of a notice is open at a time."""
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        must_hang(State(found.state))
        if editions.proposed(uow.session, found.id):
            raise Conflict("amendment_open", "这条公告已有一项更正待审核，请先办理。")
        now = editions.words(found)
        refuse(english_faults(now, changes))
        return _propose(uow, found, replace(now, **changes), reason)


def propose_correction(uow: UnitOfWork, notice_id: UUID, held: Held) -> Edition | None:
    """Of the notice of an activity that was moved or cancelled, where it hangs. What waits to be approved already is
    put right with it, and whoever does so has a part in what a second person approves."""
    found = notices.notice(uow.session, uow.actor, notice_id, lock=True)
    if found.state != State.PUBLISHED:
        return None
    waiting = editions.proposed(uow.session, found.id)
    if waiting is None:
        return _propose(uow, found, corrected(editions.words(found), held), reason_told(held))
    before = asdict(editions.words(waiting))
    after = asdict(corrected(editions.words(waiting), held))
    for name, value in after.items():
        setattr(waiting, name, value)
    waiting.reason = reason_told(held)
    waiting.add_writer(uow.actor.subject)
    waiting.version += 1
    record(uow, found, "correct_amendment", before=before, after={**after, "reason": waiting.reason})
    return waiting


def _propose(uow: UnitOfWork, found: Notice, amended: Text, reason: str) -> Edition:
    made = Edition(
        id=new_id(),
        notice_id=found.id,
        area=found.area,
        state=EditionState.PROPOSED,
        reason=reason,
        writers=[uow.actor.subject],
        created_at=clock.now(),
        **asdict(amended),
    )
    uow.session.add(made)
    before = asdict(editions.words(found))
    record(uow, found, "propose_amendment", before=before, after={**asdict(amended), "reason": reason})
    return made


def settle_amendment(actor: Actor, edition_id: UUID, settlement: Settlement, *, version: Expected) -> Edition:
    """Publishes it, or gives it up with the files that were to hang with it. `version` is the one that was read: words
    and files."""
    actor.must_have("notices:approve" if settlement is Settlement.APPROVE else "notices:write")
    with unit_of_work(actor) as uow:
        notice_id = editions.edition(uow.session, actor, edition_id).notice_id
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        amendment = editions.edition(uow.session, actor, edition_id, lock=True)
        must_be_proposed(EditionState(amendment.state))
        must_match(amendment.version, version)
        amendment.version += 1
        if settlement is Settlement.APPROVE:
            _approve(uow, found, amendment)
        else:
            _withdraw(uow, found, amendment)
        return amendment


def _approve(uow: UnitOfWork, found: Notice, amendment: Edition) -> None:
    """Whoever approves it has seen the whole text. What must hang hangs fifteen days in the words that hold now."""
    must_hang(State(found.state))
    must_be_another(uow.actor.subject, amendment.writers)
    added = any(each.edition > found.edition for each in editions.attachments(uow.session, found.id))
    must_change(editions.words(found), editions.words(amendment), new_files=added)
    if is_open(found) and uow.actor.subject not in found.writers:
        found.approver = uow.actor.subject
    amendment.approver = uow.actor.subject
    publish_next(uow, found, amendment)
    found.version += 1
    found.display_until = display_until(Kind(found.kind), clock.today())
    _tell(uow, found, amendment)
    start_anew(uow, found)
    record(uow, found, "approve_amendment", after={"edition": found.edition, "sha256": amendment.sha256})


def _withdraw(uow: UnitOfWork, found: Notice, amendment: Edition) -> None:
    amendment.state = EditionState.WITHDRAWN
    new_files = (Attachment.notice_id == found.id) & (Attachment.edition > found.edition)
    uow.session.execute(delete(Attachment).where(new_files))
    record(uow, found, "withdraw_amendment", before={"reason": amendment.reason})


def _tell(uow: UnitOfWork, found: Notice, amendment: Edition) -> None:
    data = {
        "notice_id": found.id,
        "kind": found.kind,
        "item": found.item,
        "title": found.title,
        "edition": found.edition,
        "reason": amendment.reason,
        "sha256": amendment.sha256,
        "amended_at": amendment.published_at,
        "display_until": found.display_until,
    }
    uow.emit("notices.notice_amended.v1", subject=f"notices/{found.id}", area=found.area, data=data)
