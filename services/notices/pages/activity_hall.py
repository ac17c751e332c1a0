"""Check-in at an activity: a page for the hall's screen with a code that changes, and the page that it leads to.

Neither asks for a login: whoever has the hall's address shows the code; who came says who they are by the phone on
which their own page was opened, by the number of their sign-up, or by name where there is room without one.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, Response, redirect, render_template, url_for
from markupsafe import Markup
from marshmallow import fields
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.activities.activity import (
    CHECK_IN_BEFORE,
    ActivityState,
    check_check_in_open,
    must_be_planned,
)
from services.notices.domain.public_forms import PublicForm
from services.notices.domain.receipts import receipt_in
from services.notices.pages.activities import person, private
from services.notices.pages.own_key import known_resident
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store import activities
from services.notices.store.database import reading
from services.notices.store.tables import Activity, Resident, SignUp
from services.notices.workflows.activities import signing_up
from shared import clock
from shared.check_in_codes import SCAN_MINUTES, check_code, code_at
from shared.errors import Conflict, Invalid, NotFound
from shared.messages import tell
from shared.web.addresses import public_address
from shared.web.schemas import ApiSchema, line

pages = Blueprint("activity_hall", __name__)

_REFRESH_SECONDS = 15  # a code is shown for a minute: each phone that looks has most of another one to open it


class CheckInSchema(ApiSchema):
    receipt = line(most=40, required=False)
    name = line(most=40, required=False)
    contact = line(most=100, required=False, load_default=None)
    as_myself = fields.Boolean(load_default=False)


@pages.get("/activities/hall/<string:key>")
def hall(key: str) -> Response:
    """For the screen: it refreshes itself, without a script."""
    with reading() as session:
        found = activities.by_check_in_key(session, key)
        around = site(session, found.area)
        counts = activities.counts(session, [found.id])[found.id]
    shown = {"activity": found, "counts": counts, "refresh": _REFRESH_SECONDS, **_code(found)}
    return private(
        render_template("activities/hall.html", **around, **shown, opens_at=found.starts_at - CHECK_IN_BEFORE)
    )


@pages.get("/activities/<uuid:activity_id>/check-in/<string:code>")
def confirm(activity_id: UUID, code: str) -> Response:
    """Where the hall's code leads."""
    with reading() as session:
        found = activities.public_activity(session, activity_id)
    check_code(code, found.check_in_key, found.id, now=clock.now(), minutes=SCAN_MINUTES)
    must_be_planned(ActivityState(found.state))
    check_check_in_open(found.starts_at, found.ends_at, now=clock.now())
    return _page(found)


@pages.post("/activities/<uuid:activity_id>/check-in/<string:code>")
def confirmed(activity_id: UUID, code: str) -> AnyResponse:
    with reading() as session:
        found = activities.public_activity(session, activity_id)
        resident = known_resident(session)
    let_in(PublicForm.CHECK_IN, found.area, resident=resident.id if resident else None)
    form = filled(CheckInSchema)
    try:
        if not form.faults:
            signed = _checked_in(found, code, form, resident)
            return redirect(url_for("activities_pages.own", code=signed.code, sent=1), 303)
    except Invalid as error:
        form.refuse(error)
    except (Conflict, NotFound) as error:
        form.faults[""] = tell(error.message, error.facts)
    return _page(found, form=form)


def _checked_in(found: Activity, code: str, form: Filled, resident: Resident | None) -> SignUp:
    if receipt := form.values.get("receipt"):
        return signing_up.check_in(found.id, code, receipt=receipt_in(receipt))
    if resident is not None and form.values["as_myself"]:
        with reading() as session:
            signed = activities.known(session, found.id, f"residents/{resident.id}")
        if signed is not None:
            return signing_up.check_in(found.id, code, resident_id=resident.id)
    return signing_up.walk_in(found.id, code, person(form, resident))


def _page(found: Activity, *, form: Filled | None = None) -> Response:
    with reading() as session:
        resident, around = known_resident(session), site(session, found.area)
    page = render_template("activities/check_in.html", **around, activity=found, resident=resident, form=form)
    return private(page, status=422 if form else 200)


def _code(found: Activity) -> dict[str, Any]:
    """The picture and the address that it holds, while check-in is open."""
    now = clock.now()
    opened = found.starts_at - CHECK_IN_BEFORE <= now < found.ends_at
    if found.state != ActivityState.PLANNED or not opened:
        return {"code": None, "over": found.ends_at <= now}
    code = code_at(found.check_in_key, found.id, now)
    address = public_address("activity_hall.confirm", activity_id=found.id, code=code)
    picture = segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="#fff")
    return {"code": Markup(picture), "address": address, "over": False}  # noqa: S704 - made here, of an address
