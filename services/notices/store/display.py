"""Loading boards, hangings, their chains and photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, undefer

from services.notices.domain.display.chain import Act, Entry, start
from services.notices.domain.display.comparison import Hung, Wanted
from services.notices.domain.display.document import Chain
from services.notices.domain.display.proof import Proof, ProofRules, prove
from services.notices.domain.notice import MUST_HANG, State
from services.notices.store.rules import read
from services.notices.store.tables import DisplayBoard, DisplayPhoto, Hanging, HangingEntry, Notice
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


@cache
def proof_rules() -> ProofRules:
    return ProofRules(**read("display"))


def board(session: Session, actor: Actor, board_id: UUID) -> DisplayBoard:
    """Raises NotFound."""
    found = session.scalar(select(DisplayBoard).where(DisplayBoard.id == board_id, within(DisplayBoard.area, actor)))
    if found is None:
        raise NotFound("display_board_not_found", "没有找到这个宣传栏。")
    return found


def hanging(session: Session, actor: Actor, hanging_id: UUID, *, lock: bool = False) -> Hanging:
    """Raises NotFound. Locked, so that two photos do not follow on the same entry."""
    query = select(Hanging).where(Hanging.id == hanging_id, within(Hanging.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("hanging_not_found", "没有找到这次张贴。")
    return found


def photo(session: Session, photo_id: UUID) -> DisplayPhoto:
    """With its bytes, for anyone: what hangs on a board is public. Raises NotFound."""
    found = session.get(DisplayPhoto, photo_id, options=[undefer(DisplayPhoto.content)])
    if found is None:
        raise NotFound("photo_not_found", "没有找到这张照片。")
    return found


def entries(session: Session, hanging_id: UUID) -> Sequence[HangingEntry]:
    """In the order of the chain."""
    query = select(HangingEntry).filter_by(hanging_id=hanging_id)
    return session.scalars(query.order_by(HangingEntry.number)).all()


def chains_of(session: Session, found: Sequence[Hanging]) -> list[Chain]:
    """Each hanging's, in two queries for all of them."""
    boards = select(DisplayBoard.id, DisplayBoard.place).where(DisplayBoard.id.in_([each.board_id for each in found]))
    places = {board_id: str(place) for board_id, place in session.execute(boards)}
    known: dict[UUID, list[Entry]] = {each.id: [] for each in found}
    query = select(HangingEntry).where(HangingEntry.hanging_id.in_(known)).order_by(HangingEntry.number)
    for row in session.scalars(query):
        known[row.hanging_id].append(_entry(row))
    return [Chain(str(each.id), str(each.board_id), places[each.board_id], known[each.id]) for each in found]


def start_of(found: Hanging) -> str:
    return start(hanging=str(found.id), notice=str(found.notice_id), board=str(found.board_id))


def proof_of(session: Session, found: Hanging, chain: Chain, *, today: date, photos: bool = True) -> Proof:
    """Recomputed, with `photos` from their bytes: a photo that was altered in the database is found."""
    known = _hashes(session, found.id) if photos else {}
    return prove(start_of(found), chain.entries, known, rules=proof_rules(), today=today)


def of_notice(session: Session, notice_id: UUID) -> Sequence[Hanging]:
    """Every hanging of a notice."""
    return session.scalars(select(Hanging).where(Hanging.notice_id == notice_id).order_by(Hanging.id)).all()


def hangs_on(session: Session, board_id: UUID, notice_id: UUID) -> bool:
    now = exists().where(Hanging.board_id == board_id, Hanging.notice_id == notice_id, Hanging.removed_on.is_(None))
    return bool(session.scalar(select(now)))


def should_hang(session: Session, area: str, *, today: date) -> list[Wanted]:
    """Published notices of the community itself that the law wants on the board today."""
    row = Notice
    of_law = (row.kind.in_([kind.value for kind in MUST_HANG]), row.display_until >= today)
    query = select(row).where(row.area == area, row.state == State.PUBLISHED, *of_law)
    return [
        Wanted(each.id, each.title, clock.civil_date(each.published_at), each.display_until)
        for each in session.scalars(query.order_by(row.published_at))
        if each.published_at and each.display_until
    ]


def hung(session: Session, area: str, *, today: date) -> list[Hung]:
    """What hangs on the community's boards, or hung there while it still has to."""
    meant = Hanging.removed_on.is_(None) | (Notice.display_until >= today)
    query = select(Hanging, Notice).join(Notice, Notice.id == Hanging.notice_id).where(Hanging.area == area, meant)
    found = session.execute(query.order_by(Hanging.id)).all()
    return [
        Hung(notice.id, notice.title, each.hung_on, each.removed_on, notice.state == State.PUBLISHED)
        for each, notice in found
    ]


def boards_of(session: Session, area: str) -> Sequence[DisplayBoard]:
    """Those in use."""
    query = select(DisplayBoard).where(DisplayBoard.area == area, DisplayBoard.retired_on.is_(None))
    return session.scalars(query.order_by(DisplayBoard.id)).all()


def _entry(row: HangingEntry) -> Entry:
    names = ("number", "sha256", "taken_at", "received_at", "by", "previous", "hash")
    return Entry(**{name: getattr(row, name) for name in names}, act=Act(row.act))


def _hashes(session: Session, hanging_id: UUID) -> dict[int, str]:
    """Computed by the database from the bytes that it holds."""
    digest = func.encode(func.sha256(DisplayPhoto.content), "hex")
    query = select(HangingEntry.number, digest).join(DisplayPhoto, DisplayPhoto.id == HangingEntry.photo_id)
    found = session.execute(query.where(HangingEntry.hanging_id == hanging_id))
    return {int(number): str(sha256) for number, sha256 in found}
