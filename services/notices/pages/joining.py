"""“Tell me, too”: a community's form behind a QR code, and the sheet with the code."""

from __future__ import annotations

import segno
from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from markupsafe import Markup
from marshmallow import fields
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.public_forms import PublicForm
from services.notices.domain.residents.joining import asking
from services.notices.pages.answers import public
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store.database import reading
from services.notices.workflows.join_requests import ask_to_join
from shared.errors import Invalid, NotFound
from shared.web.addresses import public_address
from shared.web.schemas import ApiSchema, text

pages = Blueprint("join_pages", __name__)


class JoinFormSchema(ApiSchema):
    name = text(most=50)
    building = text(most=50)
    door = text(most=50, required=False, load_default=None)
    contact = text(most=200)
    consent = fields.Boolean(load_default=False)


@pages.get("/boards/<string(length=12):code>/join")
def join(code: str) -> Response:
    return public(_form(code))


@pages.post("/boards/<string(length=12):code>/join")
def send(code: str) -> AnyResponse:
    page = _form(code)  # a community, or 404
    let_in(PublicForm.JOIN, code)
    form = filled(JoinFormSchema)
    if not form.faults:
        try:
            ask_to_join(code, asking(**form.values))
            return redirect(url_for("join_pages.thanks", code=code), 303)
        except Invalid as error:
            form.refuse(error)
    page = _form(code, form)
    answer = make_response(page, 422)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.get("/boards/<string(length=12):code>/join/thanks")
def thanks(code: str) -> Response:
    with reading() as session:
        return public(render_template("residents/join_thanks.html", **site(session, code)))


@pages.get("/boards/<string(length=12):code>/join/sheet")
def sheet(code: str) -> Response:
    """To be printed and hung up."""
    address = public_address("join_pages.join", code=code)
    picture = segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="#fff")
    qr = Markup(picture)  # noqa: S704 - made here, of an address
    with reading() as session:
        around = site(session, code)
    return public(render_template("residents/join_sheet.html", **around, qr=qr, address=address))


def _form(code: str, form: Filled | None = None) -> str:
    with reading() as session:
        around = site(session, code)
    if around["area"].level != "community":
        raise NotFound("area_no_community", "请从您所在社区的网页登记。")
    return render_template("residents/join.html", **around, form=form, typed=form.typed if form else {})
