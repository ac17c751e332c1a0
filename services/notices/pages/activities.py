"""Activities as residents see them: what is on, sign-up, one's own sign-up, check-in at the hall, a calendar feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.activities.activity import ActivityState, Novelty, SignUpState, check_sign_up_open
from services.notices.domain.activities.threshold import percent
from services.notices.domain.contact import contact_in
from services.notices.domain.markdown import to_html
from services.notices.domain.public_forms import PublicForm
from services.notices.domain.receipts import receipt_in, shown_receipt
from services.notices.pages.activity_calendar import calendar_of
from services.notices.pages.answers import public
from services.notices.pages.own_key import known_resident
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store import activities, notices
from services.notices.store.database import reading
from services.notices.store.tables import Activity, SignUp
from services.notices.workflows.activities import signing_up
from shared import clock, context
from shared.errors import Conflict, Invalid
from shared.messages import tell
from shared.web.addresses import public_address
from shared.web.schemas import ApiSchema, line, text

pages = Blueprint("activities_pages", __name__)

_PAST = 20
_CALENDAR = timedelta(days=90)  # that the feed reaches back


class SignUpFormSchema(ApiSchema):
    name = line(most=40, required=False)
    contact = line(most=100, required=False, load_default=None)
    as_myself = fields.Boolean(load_default=False)


class FeedbackSchema(ApiSchema):
    rating = fields.Integer(required=True, validate=validate.Range(min=1, max=5))
    comment = text(most=500, required=False, load_default=None)


@pages.get("/activities/<string(length=12):code>")
def index(code: str) -> Response:
    now = clock.now()
    with reading() as session:
        around = site(session, code)
        ahead, past = activities.ahead(session, code, now), activities.past(session, code, now, most=_PAST)
        counts = activities.counts(session, [each.id for each in ahead])
    shown = [_shown(each, counts[each.id]) for each in ahead]
    return public(render_template("activities/index.html", **around, ahead=shown, past=[_shown(each) for each in past]))


@pages.get("/activities/<string(length=12):code>.ics")
def feed(code: str) -> Response:
    with reading() as session:
        area = site(session, code)["area"]
        found = activities.for_calendar(session, code, clock.now() - _CALENDAR)
    address = {each.id: public_address("activities_pages.show", activity_id=each.id) for each in found}
    return public(calendar_of(area.name, found, address), content_type="text/calendar; charset=utf-8")


@pages.get("/activities/<uuid:activity_id>")
def show(activity_id: UUID) -> Response:
    with reading() as session:
        return _page(session, activity_id)


@pages.post("/activities/<uuid:activity_id>")
def sign_up(activity_id: UUID) -> AnyResponse:
    with reading() as session:
        area = activities.public_activity(session, activity_id).area
        resident = known_resident(session)
    let_in(PublicForm.SIGN_UP, area, resident=resident.id if resident else None)
    form = filled(SignUpFormSchema)
    try:
        if not form.faults:
            signed = signing_up.sign_up(signing_up.PUBLIC, activity_id, person(form, resident))
            return redirect(url_for("activities_pages.own", code=signed.code, sent=1), 303)
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.faults[""] = tell(error.message, error.facts)
    with reading() as session:
        return _page(session, activity_id, form=form)


@pages.get("/sign-ups")
def find_own() -> AnyResponse:
    """For who typed the number of a sign-up."""
    return redirect(url_for("activities_pages.own", code=receipt_in(request.args.get("code", "")) or "-" * 12), 303)


@pages.get("/sign-ups/<string(minlength=10, maxlength=20):code>")
def own(code: str) -> Response:
    """One's own sign-up: how it stands, withdrawing, feedback afterwards."""
    with reading() as session:
        signed = activities.by_code(session, receipt_in(code))
        found = activities.public_activity(session, signed.activity_id)
        waits = signed.state == SignUpState.WAITING
        queue = activities.place_in_queue(session, signed) if waits else None
        around = site(session, found.area)
    over = found.ends_at <= clock.now()
    shown = {"signed": signed, "state": SignUpState(signed.state).zh, "queue": queue, "over": over}
    page = render_template(
        "activities/own.html",
        **around,
        **shown,
        activity=_shown(found),
        code=shown_receipt(signed.code),
        sent="sent" in request.args,
        thanks="thanks" in request.args,
    )
    return private(page)


@pages.post("/sign-ups/<string(minlength=10, maxlength=20):code>/withdrawal")
def withdraw(code: str) -> AnyResponse:
    signed = _admitted(code)
    signing_up.withdraw(signed.code)
    return redirect(url_for("activities_pages.own", code=signed.code), 303)


@pages.post("/sign-ups/<string(minlength=10, maxlength=20):code>/feedback")
def feedback(code: str) -> AnyResponse:
    signed = _admitted(code)
    form = filled(FeedbackSchema)
    if form.faults:
        raise Invalid("rating_invalid", "请选择1到5分。")
    signing_up.give_feedback(signed.code, **form.values)
    return redirect(url_for("activities_pages.own", code=signed.code, thanks=1), 303)


def person(form: Filled, resident: Any) -> signing_up.Person:
    """Raises Invalid where nobody says who comes."""
    language = context.current().language
    if resident is not None and form.values["as_myself"]:
        return signing_up.Person(name=resident.name, resident_id=resident.id, language=language)
    if not form.values.get("name"):
        form.faults["name"] = tell("请填写姓名。", {})
        raise Invalid("name_missing", "请填写姓名。")
    return signing_up.Person(name=form.values["name"], contact=contact_in(form.values["contact"]), language=language)


def private(page: str, *, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _admitted(code: str) -> SignUp:
    with reading() as session:
        signed = activities.by_code(session, receipt_in(code))
    let_in(PublicForm.FEEDBACK, signed.area)
    return signed


def _page(session: Session, activity_id: UUID, *, form: Filled | None = None) -> Response:
    found = activities.public_activity(session, activity_id)
    notice = notices.notice(session, notices.PUBLIC, found.notice_id)
    english = context.current().language == "en" and notice.body_en
    page = render_template(
        "activities/one.html",
        **site(session, found.area),
        activity=_shown(found, activities.counts(session, [found.id])[found.id]),
        html=to_html(notice.body_en if english and notice.body_en else notice.body),
        closed=_why_closed(session, found),
        resident=known_resident(session),
        form=form,
    )
    return private(page, status=422 if form else 200)


def _why_closed(session: Session, found: Activity) -> str | None:
    """Why nobody can sign up, in the reader's language; None while they can."""
    try:
        published = activities.is_published(session, found)
        check_sign_up_open(ActivityState(found.state), found.sign_up_until, published=published, now=clock.now())
    except Conflict as error:
        return tell(error.message, error.facts)
    return None


def _shown(found: Activity, counts: dict[str, int] | None = None) -> dict[str, Any]:
    """`left` is empty where there is no limit; `progress` where nobody has to wait for enough to sign up."""
    english = context.current().language == "en" and found.title_en
    taken = counts["place"] if counts else 0
    return {
        "row": found,
        "id": found.id,
        "title": found.title_en if english else found.title,
        "novelty": Novelty(found.novelty).zh,
        "cancelled": found.state == ActivityState.CANCELLED,
        "taken": taken,
        "waiting": counts["waiting"] if counts else 0,
        "left": None if found.capacity is None else max(0, found.capacity - taken),
        "progress": percent(taken, found.least) if found.least else None,
    }
