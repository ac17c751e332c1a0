"""Boards and what hangs on them: each act comes with a photo that follows on the one before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.notices.domain.display.boards import Visibility, may_hang, must_hang, recognise
from services.notices.domain.display.chain import Act, follow, to_second
from services.notices.domain.display.proof import check_times
from services.notices.domain.notice import State
from services.notices.domain.pictures import without_traces
from services.notices.store import display, notices
from services.notices.store.areas import area as registered
from services.notices.store.database import unit_of_work
from services.notices.store.tables import DisplayBoard, DisplayPhoto, Hanging, HangingEntry
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Photo:
    """`taken_at` is what the camera says; now where nobody says it."""

    content: bytes
    taken_at: datetime | None = None


def add_board(actor: Actor, *, area: str, place: str, visibility: Visibility, note: str | None) -> DisplayBoard:
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        registered(uow.session, area)
        made = DisplayBoard(id=new_id(), area=area, place=place, visibility=visibility, note=note)
        uow.session.add(made)
        uow.record("add_board", subject=f"display-boards/{made.id}", area=area, after={"place": place})
        return made


def photograph_board(actor: Actor, board_id: UUID, content: bytes) -> DisplayBoard:
    """Where it stands, for people to see; the photo before stays in the database."""
    with unit_of_work(actor) as uow:
        found = display.board(uow.session, actor, board_id)
        kept = _keep(uow, found.area, content)
        found.photo_id = kept.id
        uow.record("photograph_board", subject=_subject(found), area=found.area, after={"sha256": kept.sha256})
        return found


def retire_board(actor: Actor, board_id: UUID) -> DisplayBoard:
    """It is no longer used; what hung there stays proved."""
    with unit_of_work(actor) as uow:
        found = display.board(uow.session, actor, board_id)
        if found.retired_on is not None:
            raise Conflict("board_retired", "这个宣传栏已经停用。")
        found.retired_on = clock.today()
        uow.record("retire_board", subject=_subject(found), area=found.area)
        return found


def hang(actor: Actor, board_id: UUID, notice_id: UUID, photo: Photo) -> Hanging:
    """A published notice on a board, with the first photo."""
    with unit_of_work(actor) as uow:
        board = display.board(uow.session, actor, board_id)
        notice = notices.notice(uow.session, notices.PUBLIC, notice_id)
        may_hang(notice.area, State(notice.state), board.area, board.retired_on)
        if display.hangs_on(uow.session, board.id, notice.id):
            raise Conflict("hangs_already", "这条公告已经在这个宣传栏张贴。")
        taken = clock.civil_date(photo.taken_at or clock.now())
        made = Hanging(id=new_id(), area=board.area, board_id=board.id, notice_id=notice.id, hung_on=taken)
        uow.session.add(made)
        uow.session.flush()
        _enter(uow, made, Act.HUNG, photo)
        return made


def add_photo(actor: Actor, hanging_id: UUID, photo: Photo) -> Hanging:
    """It still hangs there."""
    return _act(actor, hanging_id, Act.SEEN, photo)


def remove(actor: Actor, hanging_id: UUID, photo: Photo) -> Hanging:
    """The last photo shows it before it is taken off."""
    return _act(actor, hanging_id, Act.REMOVED, photo)


def _act(actor: Actor, hanging_id: UUID, act: Act, photo: Photo) -> Hanging:
    with unit_of_work(actor) as uow:
        found = display.hanging(uow.session, actor, hanging_id, lock=True)
        must_hang(found.removed_on)
        entry = _enter(uow, found, act, photo)
        if act is Act.REMOVED:
            found.removed_on = clock.civil_date(entry.taken_at)
        return found


def _enter(uow: UnitOfWork, found: Hanging, act: Act, photo: Photo) -> HangingEntry:
    received = to_second(clock.now())
    taken = to_second(photo.taken_at or received)
    last = _last(uow.session, found)
    check_times(taken, received, after=last.taken_at if last else None, rules=display.proof_rules())
    kept = _keep(uow, found.area, photo.content)
    entry = follow(
        last.hash if last else display.start_of(found),
        number=last.number + 1 if last else 1,
        act=act,
        sha256=kept.sha256,
        taken_at=taken,
        received_at=received,
        by=uow.actor.subject,
    )
    names = ("number", "act", "sha256", "taken_at", "received_at", "by", "previous", "hash")
    row = HangingEntry(
        id=new_id(), hanging_id=found.id, photo_id=kept.id, **{name: getattr(entry, name) for name in names}
    )
    uow.session.add(row)
    after = {"number": entry.number, "act": act, "hash": entry.hash}
    uow.record("enter_hanging", subject=f"hangings/{found.id}", area=found.area, after=after)
    return row


def _last(session: Session, found: Hanging) -> HangingEntry | None:
    known = display.entries(session, found.id)
    return known[-1] if known else None


def _keep(uow: UnitOfWork, area: str, sent: bytes) -> DisplayPhoto:
    """What is kept, hashed and shown is the photo without where and with what it was taken."""
    kind, content = recognise(sent), without_traces(sent)
    made = DisplayPhoto(
        id=new_id(),
        area=area,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        by=uow.actor.subject,
        at=clock.now(),
    )
    uow.session.add(made)
    uow.session.flush()
    return made


def _subject(found: DisplayBoard) -> str:
    return f"display-boards/{found.id}"
