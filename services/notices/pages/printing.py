"""Notices for those who read no screen: in large type, as a script to be read aloud, as a poster for the board."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from services.notices.domain.broadcast import script, slip
from services.notices.domain.markdown import to_html
from services.notices.domain.notice import Kind
from services.notices.domain.printing.poster import Poster, Size, poster_pdf
from services.notices.pages.answers import public
from services.notices.pages.editions import hanging
from services.notices.pages.reader import Words, words_for_reader
from services.notices.store import areas
from services.notices.store.database import reading
from services.notices.store.tables import Area, Notice
from shared import context
from shared.clock import civil_date
from shared.messages import translate
from shared.web.addresses import public_address
from shared.web.files import file_response
from shared.web.pages import day

pages = Blueprint("printing_pages", __name__)


@pages.get("/notices/<uuid:notice_id>/large-print")
def large_print(notice_id: UUID) -> Response:
    """Made to be printed and handed out: at least 18 points."""
    found, area = _found(notice_id)
    words = words_for_reader(found)
    return public(render_template("large_print.html", words=words, html=to_html(words.body), notice=found, area=area))


@pages.get("/notices/<uuid:notice_id>/broadcast")
def broadcast(notice_id: UUID) -> Response:
    found, area = _found(notice_id)
    words = words_for_reader(found)
    spoken = script(words.title, words.body, _language(words))
    line = slip(words.title, words.body, _language(words))
    return public(render_template("broadcast.html", words=words, spoken=spoken, slip=line, notice=found, area=area))


@pages.get("/notices/<uuid:notice_id>/broadcast.txt")
def broadcast_text(notice_id: UUID) -> Response:
    """The script alone, for programs that speak."""
    found, _ = _found(notice_id)
    words = words_for_reader(found)
    spoken = script(words.title, words.body, _language(words))
    return public(f"{spoken.text}\n", content_type="text/plain; charset=utf-8")


@pages.get("/notices/<uuid:notice_id>/poster.pdf")
def poster(notice_id: UUID) -> Response:
    """A4, or A3 with `?size=A3`."""
    found, area = _found(notice_id)
    size = Size.A3 if request.args.get("size") == Size.A3 else Size.A4
    return pdf_answer(poster_of(found, area), size)


def poster_of(found: Notice, area: Area) -> Poster:
    """Also of a notice that does not hang yet: its day is then today's or the one that is planned."""
    words = words_for_reader(found)
    dates: dict[str, Any] = {}
    if found.published_at:
        dates["公布日期：{day}"] = civil_date(found.published_at)
    if found.display_until:
        dates["公示至：{day}"] = found.display_until
    lines = [
        translate("{area}居民委员会", area=area.name),
        *(translate(each, day=day(on)) for each, on in dates.items()),
    ]
    if found.edition > 1:
        lines.append(translate("更正后的第{number}版", number=found.edition))
    return Poster(
        community=area.name,
        kind=translate(Kind(found.kind).zh),
        title=words.title,
        body=words.body,
        language=_language(words),
        foot=tuple(lines),
        scan=translate("扫码看全文和附件"),
        address=public_address("pages.notice", notice_id=found.id),
    )


def pdf_answer(wanted: Poster, size: Size) -> Response:
    content = poster_pdf(wanted, size)
    answer = file_response(content, kind="application/pdf", sha256=hashlib.sha256(content).hexdigest())
    answer.make_conditional(request)
    return answer


def _found(notice_id: UUID) -> tuple[Notice, Area]:
    with reading() as session:
        found = hanging(session, notice_id)
        return found, areas.area(session, found.area)


def _language(words: Words) -> str:
    return "en" if context.current().language == "en" and words.language is None else "zh"
