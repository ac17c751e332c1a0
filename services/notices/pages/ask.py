"""“Ask the committee”: the form, a mailbox's short address, what was answered, and the asker's receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import segno
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.contact import contact_in
from services.notices.domain.markdown import to_html
from services.notices.domain.public_forms import PublicForm
from services.notices.domain.receipts import receipt_in, shown_receipt
from services.notices.domain.suggestions.words import SuggestionKind, SuggestionState, Topic, Way
from services.notices.pages.answers import public
from services.notices.pages.own_key import known_resident
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store import suggestion_figures, suggestions
from services.notices.store.database import reading
from services.notices.store.rules import suggestion_rules
from services.notices.store.tables import Mailbox, Suggestion
from services.notices.workflows.suggestions import asking
from services.notices.workflows.suggestions.receiving import Letter, receive
from shared import clock, context
from shared.auth.actor import Actor
from shared.errors import Invalid
from shared.web.addresses import public_address
from shared.web.pagination import paginate
from shared.web.schemas import ApiSchema, text

pages = Blueprint("ask_pages", __name__)

_PUBLIC = Actor(subject="public", area=None)
_ON_A_PAGE = 20
_LONGEST_SEARCH = 40


class AskSchema(ApiSchema):
    kind = fields.Enum(SuggestionKind, by_value=True, required=True)
    topic = fields.Enum(Topic, by_value=True, required=True)
    place = text(most=100, required=False)
    name = text(most=40, required=False)
    contact = text(most=100, required=False)
    once = fields.UUID(required=False)
    mailbox = fields.UUID(required=False)
    as_myself = fields.Boolean(load_default=False)
    text = text(most=2000)


class RatingSchema(ApiSchema):
    rating = fields.Integer(required=True, validate=validate.Range(min=1, max=5))
    comment = text(most=500, required=False, load_default=None)


class ReopeningSchema(ApiSchema):
    text = text(most=2000)


@pages.get("/ask/<string(length=12):code>")
def index(code: str) -> Response:
    with reading() as session:
        return _form(session, code)


@pages.get("/ask/<string(length=6):code>")
def by_mailbox(code: str) -> Response:
    """Where the QR code on a mailbox leads."""
    with reading() as session:
        mailbox = suggestions.mailbox_by_code(session, code.upper())
        return _form(session, mailbox.area, mailbox=mailbox)


@pages.post("/ask/<string(length=12):code>")
def send(code: str) -> AnyResponse:
    with reading() as session:
        around = site(session, code)
        resident = known_resident(session)
    let_in(PublicForm.SUGGESTION, code, resident=resident.id if resident else None)
    form = filled(AskSchema)
    if not form.faults:
        try:
            made = receive(_PUBLIC, _letter(around["area"].code, form.values, resident.id if resident else None))
            return redirect(url_for("ask_pages.receipt", code=made.code, sent=1), 303)
        except Invalid as error:
            form.refuse(error)
    with reading() as session:
        return _form(session, code, form=form)


@pages.get("/ask/<string(length=12):code>/answers")
def answers(code: str) -> Response:
    """What was asked and answered in public, newest first; searched in questions and answers."""
    words = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    topic = _topic(request.args.get("topic", ""))
    with reading() as session:
        around = site(session, code)
        query = suggestions.public(code, topic=topic, words=words)
        cursor = request.args.get("cursor") or None
        page = paginate(
            session, query, key=Suggestion.id, parse=UUID, newest_first=True, limit=_ON_A_PAGE, cursor=cursor
        )
        rounds = suggestions.rounds_of(session, [each.id for each in page.items])
        figures = suggestion_figures.figures(session, code)
    shown = [_shown(each, rounds[each.id]) for each in page.items]
    return public(
        render_template(
            "ask/answers.html",
            **around,
            shown=shown,
            next=page.next,
            q=words,
            topic=topic,
            topics=Topic,
            figures=figures,
        )
    )


@pages.get("/suggestions/<uuid:suggestion_id>")
def one(suggestion_id: UUID) -> Response:
    """A public question with its answers, at an address that can be passed on."""
    with reading() as session:
        found = suggestions.public_one(session, suggestion_id)
        around = site(session, found.area)
        rounds = suggestions.rounds(session, found.id)
    return public(render_template("ask/one.html", **around, shown=_shown(found, rounds)))


@pages.get("/ask/mailboxes/<string(length=6):code>/sheet")
def sheet(code: str) -> Response:
    """To be printed and hung at the mailbox."""
    with reading() as session:
        mailbox = suggestions.mailbox_by_code(session, code.upper())
        around = site(session, mailbox.area)
    address = public_address("ask_pages.by_mailbox", code=mailbox.code)
    picture = segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="#fff")
    qr = Markup(picture)  # noqa: S704 - made here, of an address
    return public(render_template("ask/sheet.html", **around, mailbox=mailbox, qr=qr, address=address))


@pages.get("/suggestions")
def find_receipt() -> AnyResponse:
    """For who typed the code of a receipt."""
    code = receipt_in(request.args.get("code", ""))
    return redirect(url_for("ask_pages.receipt", code=code or "-"), 303)


@pages.get("/suggestions/<string(minlength=10, maxlength=20):code>")
def receipt(code: str) -> Response:
    with reading() as session:
        return _receipt(session, receipt_in(code))


@pages.post("/suggestions/<string(minlength=10, maxlength=20):code>/rating")
def rate(code: str) -> AnyResponse:
    return _by_receipt(code, RatingSchema, lambda values: asking.rate(receipt_in(code), **values))


@pages.post("/suggestions/<string(minlength=10, maxlength=20):code>/reopening")
def reopen(code: str) -> AnyResponse:
    return _by_receipt(code, ReopeningSchema, lambda values: asking.reopen(receipt_in(code), **values))


def _by_receipt(code: str, schema: type[Schema], do: Any) -> AnyResponse:
    with reading() as session:
        found = suggestions.by_receipt(session, receipt_in(code))
    let_in(PublicForm.RECEIPT, found.area)
    form = filled(schema)
    if not form.faults:
        do(form.values)
        return redirect(url_for("ask_pages.receipt", code=found.code, thanks=1), 303)
    with reading() as session:
        return _receipt(session, found.code, form=form)


def _letter(area: str, values: dict[str, Any], resident_id: UUID | None) -> Letter:
    contact, mailbox, as_myself = (
        contact_in(values.pop("contact", None)),
        values.pop("mailbox", None),
        values.pop("as_myself"),
    )
    myself = resident_id if as_myself else None
    way = Way.MAILBOX if mailbox else Way.OWN_PAGE if myself else Way.WEB
    return Letter(
        area=area,
        way=way,
        mailbox_id=_mailbox_of(area, mailbox),
        resident_id=myself,
        channel=contact.channel if contact else None,
        address=contact.address if contact else None,
        language=context.current().language,
        **values,
    )


def _mailbox_of(area: str, mailbox_id: UUID | None) -> UUID | None:
    """None for one that is not this community's: the form's hidden field may say anything."""
    with reading() as session:
        found = session.get(Mailbox, mailbox_id) if mailbox_id else None
        return found.id if found and found.area == area else None


def _form(session: Session, code: str, *, form: Filled | None = None, mailbox: Mailbox | None = None) -> Response:
    page = render_template(
        "ask/form.html",
        **site(session, code),
        form=form,
        kinds=SuggestionKind,
        topics=Topic,
        mailbox=mailbox,
        once=form.typed.get("once") if form else uuid4(),
        resident=known_resident(session),
        rules=suggestion_rules(),
        figures=suggestion_figures.figures(session, code),
    )
    return _private(page, status=422 if form else 200)


def _receipt(session: Session, code: str, *, form: Filled | None = None) -> Response:
    found = suggestions.by_receipt(session, code)
    rounds = suggestions.rounds(session, found.id)
    page = render_template(
        "ask/receipt.html",
        **site(session, found.area),
        found=found,
        shown=_shown(found, rounds),
        rounds=rounds,
        code=shown_receipt(found.code),
        reopenable=asking.reopenable(found, len(rounds), clock.today()),
        late=found.state == SuggestionState.WAITING and rounds[-1].due_on < clock.today(),
        form=form,
        rules=suggestion_rules(),
        sent="sent" in request.args,
        thanks="thanks" in request.args,
    )
    return _private(page, status=422 if form else 200)


def _shown(found: Suggestion, rounds: Any) -> dict[str, Any]:
    """With its answers in the reader's language where they are in it."""
    return {
        "id": found.id,
        "title": found.public_title,
        "text": found.public_text,
        "kind": SuggestionKind(found.kind).zh,
        "topic": Topic(found.topic).zh,
        "state": SuggestionState(found.state).zh,
        "received_at": found.received_at,
        "answerer": found.answerer,
        "due_on": found.due_on,
        "rounds": [{"row": each, **_answer(each)} for each in rounds],
    }


def _answer(row: Any) -> dict[str, Any]:
    english = context.current().language == "en"
    body = row.answer_en if english and row.answer_en else row.answer
    return {"html": to_html(body or ""), "language": "zh-CN" if english and not row.answer_en else None}


def _topic(typed: str) -> Topic | None:
    return Topic(typed) if typed in set(Topic) else None


def _private(page: str, *, status: int) -> Response:
    """The address of a receipt is a secret, and a form's answer is for one reader."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
