"""Residents at the desk besides the tables: how many a rule means, and the slip with a resident's own address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import segno
from flask import Response, g, make_response, render_template, request
from markupsafe import Markup

from services.notices.pages.desk.audience_form import choices_in, not_there, parts_of, rule_of, strangers
from services.notices.pages.desk.routes import desk
from services.notices.store import areas
from services.notices.store.database import reading
from shared.web.desk.forms import typed
from shared.web.desk.inside import ask, call


@desk.route("/areas/<string(length=12):code>/audience", methods=["GET", "POST"])
def audience(code: str) -> str:
    """How many a rule means; nothing is changed by looking. A form may be longer than an address can be."""
    g.actor.must_have("notices:read")
    g.actor.must_reach(code)
    values = typed(request.form.items(multi=True))
    with reading() as session:
        place = areas.area(session, code)
        choices = choices_in(session, code)
    rule = rule_of(values)
    answer = call("POST", "/api/v1/audiences/preview", body={"area": code, "audience": rule})
    return render_template(
        "desk/audience.html",
        place=place,
        preview=answer.body if answer.ok else None,
        problem=None if answer.ok else answer.body,
        rule=rule,
        unknown=[not_there(each) for each in strangers(values, choices)],
        may=desk.may,
        parts=parts_of(values, choices, more=values.get("step") == "more"),
        from_iso=datetime.fromisoformat,
    )


@desk.get("/residents/<uuid:resident_id>/own-page")
def own_page_slip(resident_id: UUID) -> Response:
    """To be printed and handed to the resident: whoever has it is taken for them."""
    resident = ask(f"/api/v1/residents/{resident_id}")
    address = ask(f"/api/v1/residents/{resident_id}/own-page")["address"]
    picture = segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="#fff")
    qr = Markup(picture)  # noqa: S704 - made here, of an address
    answer = make_response(render_template("desk/own_page_slip.html", resident=resident, address=address, qr=qr))
    answer.headers["Cache-Control"] = "no-store"
    return answer
