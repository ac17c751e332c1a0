"""What a community discloses, for anyone to see: what was due, what hangs and since when, what is late; and the form
by which residents complain to the office above (Art 34, 35)."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from marshmallow import fields

from services.notices.domain.disclosure.complaints import DECIDE_DAYS, ComplaintKind, ComplaintState
from services.notices.domain.disclosure.duties import DutyState
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.public_forms import PublicForm
from services.notices.pages.answers import public
from services.notices.pages.disclosure_calendar import calendar_of
from services.notices.pages.period_names import matter_name, period_name
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store import complaints, disclosures
from services.notices.store.database import reading
from services.notices.workflows.complaints import file_complaint
from shared import clock, context
from shared.web.addresses import public_address
from shared.web.schemas import ApiSchema, text

pages = Blueprint("disclosures_pages", __name__)
pages.add_app_template_filter(matter_name, "matter_name")
pages.add_app_template_filter(period_name, "period_name")

_SHOWN_DAYS = timedelta(days=366)
_ORDER = (DutyState.LATE, DutyState.DUE, DutyState.HANGING, DutyState.POSTED, DutyState.NOT_DUE, DutyState.DONE)
"""What is late stands first."""


class ComplaintForm(ApiSchema):
    kind = fields.Enum(ComplaintKind, by_value=True, required=True)
    duty_id = fields.UUID(load_default=None)
    text = text(most=2000)


@pages.get("/boards/<string(length=12):code>/disclosures")
def index(code: str) -> Response:
    today = clock.today()
    with reading() as session:
        around = site(session, code)
        rows = disclosures.of_area(session, code, since=today - _SHOWN_DAYS)
        shown = disclosures.shown(session, rows, today=today)
        decided = complaints.decided(session, code)
    ordered = sorted(shown, key=lambda duty: _ORDER.index(duty.state))
    groups = [(state, list(part)) for state, part in groupby(ordered, key=lambda duty: duty.state)]
    english = context.current().language == "en"
    words = {"items": DisclosureItem, "complaint_states": ComplaintState, "complaint_kinds": ComplaintKind}
    page = render_template("disclosures.html", **around, groups=groups, decided=decided, english=english, **words)
    return public(page)


@pages.get("/boards/<string(length=12):code>/disclosures.ics")
def calendar(code: str) -> Response:
    """By when what must be disclosed, for any calendar program."""
    today = clock.today()
    with reading() as session:
        place = site(session, code)["area"]
        rows = disclosures.of_area(session, code, since=today - _SHOWN_DAYS)
        shown = disclosures.shown(session, rows, today=today)
    content = calendar_of(place.name, shown, public_address("disclosures_pages.index", code=code))
    return public(content, content_type="text/calendar; charset=utf-8")


@pages.get("/boards/<string(length=12):code>/disclosures/complaint")
def complain(code: str) -> Response:
    return make_response(_form(code, None, duty_id=request.args.get("about", "")))


@pages.post("/boards/<string(length=12):code>/disclosures/complaint")
def complained(code: str) -> Response:
    let_in(PublicForm.COMPLAINT, code)
    form = filled(ComplaintForm)
    if form.faults:
        return make_response(_form(code, form, duty_id=str(form.typed.get("duty_id", ""))), 422)
    filed = file_complaint(area=code, **form.values)
    return make_response(redirect(url_for("disclosures_pages.receipt", code=filed.code), 303))


@pages.get("/disclosure-complaints/<string(length=32):code>")
def receipt(code: str) -> Response:
    """By the receipt, which nobody else has."""
    with reading() as session:
        found = complaints.by_code(session, code)
        around = site(session, found.area)
    words = {"kind": ComplaintKind(found.kind).zh, "state": ComplaintState(found.state).zh, "code": code}
    answer = make_response(render_template("complaint_receipt.html", **around, complaint=found, **words))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _form(code: str, form: Filled | None, *, duty_id: str) -> str:
    today = clock.today()
    with reading() as session:
        around = site(session, code)
        rows = disclosures.of_area(session, code, since=today - _SHOWN_DAYS)
        shown = [each for each in disclosures.shown(session, rows, today=today) if each.opens_on <= today]
    chosen = next((each.id for each in rows if str(each.id) == duty_id), None)
    about: UUID | None = chosen
    kinds = {"kinds": ComplaintKind, "days": DECIDE_DAYS}
    return render_template("complaint.html", **around, duties=shown, about=about, form=form, **kinds)
