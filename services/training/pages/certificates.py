"""The public check of a certificate: anybody who has its code learns what it says and whether it is good."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.training.domain.learning.certificates import read_code, shown, state_of
from services.training.pages.certificate_pdf import certificate_pdf
from services.training.store import certificates
from services.training.store.database import reading
from shared import clock

pages = Blueprint("certificates_page", __name__)


@pages.get("/certificates")
def form() -> AnyResponse:
    """Where a code is typed; a code that can be one leads to its page."""
    if typed := request.args.get("code", ""):
        return redirect(url_for("certificates_page.check", code=shown(read_code(typed))), 303)
    return make_response(render_template("certificate_form.html"))


@pages.get("/certificates/<string:code>.pdf")
def paper(code: str) -> Response:
    """For whoever has the code: it says what the check says, and leads back to it."""
    with reading() as db:
        found = certificates.by_code(db, read_code(code))
    answer = Response(certificate_pdf(found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{shown(found.code)}.pdf"'
    return answer


@pages.get("/certificates/<string:code>")
def check(code: str) -> Response:
    with reading() as db:
        found = certificates.by_code(db, read_code(code))
    state = state_of(found.expires_on, found.revoked_on, today=clock.today())
    answer = make_response(
        render_template("certificate.html", certificate=found, code=shown(found.code), state=state, word=state.zh)
    )
    answer.headers["Cache-Control"] = "no-store"  # it may be revoked any moment
    return answer
