"""What has hung under a notice's name: its editions with what changed, and the files that hang with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from sqlalchemy.orm import Session

from services.notices.domain.attachments import FileKind
from services.notices.domain.markdown import to_html
from services.notices.domain.markdown_blocks import paragraphs
from services.notices.domain.notice import State
from services.notices.domain.text_changes import Paragraph, changes
from services.notices.pages.answers import public
from services.notices.pages.reader import Words, words_for_reader
from services.notices.pages.site import site
from services.notices.store import editions, notices
from services.notices.store.database import reading
from services.notices.store.tables import Attachment, Edition, Notice
from shared.errors import NotFound
from shared.web.files import saved_file

pages = Blueprint("edition_pages", __name__)


class Along(TypedDict):
    """What `notice.html` shows besides the words: `amendments` newest first, none for a notice as it was at first."""

    amendments: Sequence[Edition]
    files: list[dict[str, Any]]


def along(session: Session, found: Notice) -> Along:
    seen = editions.published(session, found.id) if found.edition > 1 else ()
    files = editions.attachments(session, found.id, through=found.edition)
    return {"amendments": [each for each in seen if each.reason], "files": [_file(each) for each in files]}


def hanging(session: Session, notice_id: UUID) -> Notice:
    """Raises NotFound: what is not published, or is no longer, has no words here."""
    found = notices.notice(session, notices.PUBLIC, notice_id)
    if found.state != State.PUBLISHED:
        raise NotFound("notice_not_found", "没有找到这条公告。")
    return found


@pages.get("/notices/<uuid:notice_id>/editions")
def index(notice_id: UUID) -> Response:
    """Every edition that has hung, with what changed since the one before it."""
    with reading() as session:
        found = hanging(session, notice_id)
        seen = editions.published(session, notice_id)
        around = site(session, found.area)
    worded = [words_for_reader(each) for each in seen]
    shown = [
        _shown(edition, words, before) for edition, words, before in zip(seen, worded, [*worded[1:], None], strict=True)
    ]
    return public(
        render_template("editions.html", notice=words_for_reader(found), found=found, editions=shown, **around)
    )


@pages.get("/notices/<uuid:notice_id>/attachments/<uuid:attachment_id>")
def attachment(notice_id: UUID, attachment_id: UUID) -> Response:
    with reading() as session:
        notice = hanging(session, notice_id)
        found = editions.attachment(session, notices.PUBLIC, attachment_id)
    if found.notice_id != notice.id or found.edition > notice.edition:
        raise editions.attachment_missing()
    answer: Response = saved_file(found.content, kind=found.kind, sha256=found.sha256, name=found.name)
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.make_conditional(request)
    return answer


def _shown(edition: Edition, words: Words, before: Words | None) -> dict[str, Any]:
    return {
        "number": edition.number,
        "published_at": edition.published_at,
        "reason": edition.reason,
        "sha256": edition.sha256,
        "title": words.title,
        "language": words.language,
        "html": to_html(words.body),
        "changes": _changes(before, words) if before else (),
    }


def _changes(before: Words, after: Words) -> list[Paragraph]:
    """Of the text alone; its files have their own edition beside them."""
    return changes([before.title, *paragraphs(before.body)], [after.title, *paragraphs(after.body)])


def _file(found: Attachment) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "label": FileKind(found.kind).label,
        "size": _size(found.size),
        "sha256": found.sha256,
        "edition": found.edition,
    }


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(round(count / 2**10), 1)} kB"
