"""Good deeds: the stories, the form to tell of one, the year's honour roll."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for
from marshmallow import fields
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.contact import contact_in
from services.notices.domain.good_deeds import DeedState
from services.notices.domain.notice import State
from services.notices.domain.public_forms import PublicForm
from services.notices.domain.receipts import receipt_in, shown_receipt
from services.notices.pages.activities import private
from services.notices.pages.answers import public
from services.notices.pages.own_key import known_resident
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store import good_deeds
from services.notices.store.database import reading
from services.notices.store.tables import Notice
from services.notices.workflows.good_deeds import Telling, tell_of_deed
from shared import clock, context
from shared.auth.actor import Actor
from shared.errors import Invalid, NotFound
from shared.web.schemas import ApiSchema, line, text

pages = Blueprint("deeds_pages", __name__)

_PUBLIC = Actor(subject="public", area=None)
_SHOWN = 50
_FIRST_YEAR = 2020  # no roll is older than the software; without it the links to the year before never end


class DeedFormSchema(ApiSchema):
    person = line(most=40)
    told = text(most=2000)
    happened_on = fields.Date(required=False, load_default=None)
    contact = line(most=100, required=False, load_default=None)
    once = fields.UUID(required=False, load_default=None)
    as_myself = fields.Boolean(load_default=False)


@pages.get("/deeds/<string(length=12):code>")
def index(code: str) -> Response:
    with reading() as session:
        around = site(session, code)
        shown = good_deeds.published(session, code, most=_SHOWN)
    return public(render_template("deeds/index.html", **around, notices=shown, title=_title, year=clock.today().year))


@pages.get("/deeds/<string(length=12):code>/<int(fixed_digits=4):year>")
def honour_roll(code: str, year: int) -> Response:
    if not _FIRST_YEAR <= year <= clock.today().year:
        raise NotFound("year_without_roll", "没有这一年的光荣榜。")
    with reading() as session:
        around = site(session, code)
        roll = good_deeds.honour_roll(session, code, year)
    shown = {"title": _title, "year": year, "first": _FIRST_YEAR}
    people: dict[str, list[Notice]] = {}
    for deed, notice in roll:
        people.setdefault(deed.person, []).append(notice)
    return public(render_template("deeds/roll.html", **around, people=people, **shown))


@pages.get("/deeds/<string(length=12):code>/new")
def form(code: str) -> Response:
    with reading() as session:
        return _form(session, code)


@pages.post("/deeds/<string(length=12):code>/new")
def send(code: str) -> AnyResponse:
    with reading() as session:
        site(session, code)
        resident = known_resident(session)
    let_in(PublicForm.GOOD_DEED, code, resident=resident.id if resident else None)
    typed = filled(DeedFormSchema)
    if not typed.faults:
        try:
            made = tell_of_deed(_PUBLIC, _telling(code, typed, resident.id if resident else None))
            return redirect(url_for("deeds_pages.receipt", code=made.code, sent=1), 303)
        except Invalid as error:
            typed.refuse(error)
    with reading() as session:
        return _form(session, code, typed=typed)


@pages.get("/deeds/receipts/<string(minlength=10, maxlength=20):code>")
def receipt(code: str) -> Response:
    """What became of it, for whoever told it."""
    with reading() as session:
        found = good_deeds.by_receipt(session, receipt_in(code))
        around = site(session, found.area)
        notice = session.get(Notice, found.notice_id) if found.notice_id else None
    hangs = notice is not None and notice.state == State.PUBLISHED
    shown = {"found": found, "code": shown_receipt(found.code), "state": DeedState(found.state).zh, "hangs": hangs}
    return private(render_template("deeds/receipt.html", **around, **shown, sent="sent" in request.args))


def _telling(area: str, typed: Filled, resident_id: UUID | None) -> Telling:
    values = dict(typed.values)
    as_myself, contact = values.pop("as_myself"), contact_in(values.pop("contact"))
    teller = resident_id if as_myself else None
    return Telling(area=area, contact=contact, teller_id=teller, language=context.current().language, **values)


def _form(session: Session, code: str, *, typed: Filled | None = None) -> Response:
    page = render_template(
        "deeds/form.html",
        **site(session, code),
        form=typed,
        once=typed.typed.get("once") if typed else uuid4(),
        resident=known_resident(session),
    )
    return private(page, status=422 if typed else 200)


def _title(notice: Notice) -> str:
    return notice.title_en or notice.title if context.current().language == "en" else notice.title
