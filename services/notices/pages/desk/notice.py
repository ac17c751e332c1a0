"""One notice at the desk: how it looks, is read aloud and is printed, its files, and what amendment is proposed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g, render_template, request

from services.notices.domain.broadcast import script, slip
from services.notices.domain.markdown import to_html
from services.notices.domain.markdown_blocks import paragraphs
from services.notices.domain.notice import Kind, State
from services.notices.domain.printing.poster import Size
from services.notices.domain.text_changes import changes
from services.notices.pages.desk.routes import desk
from services.notices.pages.printing import pdf_answer, poster_of
from services.notices.store import areas, editions, notices
from services.notices.store.database import reading
from services.notices.store.tables import Edition, Notice
from shared.web.files import saved_file


@desk.get("/notices/<uuid:notice_id>")
def notice(notice_id: UUID) -> str:
    g.actor.must_have("notices:read")
    with reading() as session:
        found = notices.notice(session, g.actor, notice_id)
        place = areas.area(session, found.area)
        proposed = editions.proposed(session, notice_id)
        files = editions.attachments(session, notice_id)
    return render_template(
        "desk/notice.html",
        notice=found,
        area=place,
        kind=Kind(found.kind),
        state=State(found.state),
        texts=_texts(found),
        files=files,
        fresh=_changeable(found, proposed),
        proposed=proposed,
        amended=_amended(found, proposed) if proposed else (),
        done=desk.done(),
        may=desk.may,
        here=request.path,
        ids={"id.notice_id": found.id, "about": found.title, "back": request.path},
    )


@desk.get("/notices/<uuid:notice_id>/poster.pdf")
def notice_poster(notice_id: UUID) -> Response:
    """Also of a draft: it is printed when it is approved, and hung when it is published."""
    g.actor.must_have("notices:read")
    with reading() as session:
        found = notices.notice(session, g.actor, notice_id)
        place = areas.area(session, found.area)
    return pdf_answer(poster_of(found, place), Size.A3 if request.args.get("size") == Size.A3 else Size.A4)


@desk.get("/attachments/<uuid:attachment_id>")
def notice_file(attachment_id: UUID) -> Response:
    g.actor.must_have("notices:read")
    with reading() as session:
        found = editions.attachment(session, g.actor, attachment_id)
    return saved_file(found.content, kind=found.kind, sha256=found.sha256, name=found.name)


def _texts(found: Notice) -> list[dict[str, Any]]:
    """In each language that the notice has."""
    english = [("en", found.title_en or found.title, found.body_en)] if found.body_en else []
    return [
        {
            "language": "zh-CN" if code == "zh" else code,
            "title": title,
            "html": to_html(body),
            "spoken": script(title, body, code),
            "slip": slip(title, body, code),
        }
        for code, title, body in (("zh", found.title, found.body), *english)
    ]


def _changeable(found: Notice, proposed: Edition | None) -> int | None:
    """The edition whose files may still be added and removed."""
    if found.state == State.DRAFT:
        return found.edition
    return found.edition + 1 if proposed else None


def _amended(found: Notice, proposed: Edition) -> list[Any]:
    pairs = [(found.title, found.body, proposed.title, proposed.body)]
    if found.body_en or proposed.body_en:
        pairs.append((found.title_en or "", found.body_en or "", proposed.title_en or "", proposed.body_en or ""))
    return [
        each
        for title, body, new_title, new_body in pairs
        for each in changes([title, *paragraphs(body)], [new_title, *paragraphs(new_body)])
    ]
