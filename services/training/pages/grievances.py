"""How one's own grievance stands: behind the code that only the complainant has. No login."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from services.training.domain.conduct.grievances import GrievanceState
from services.training.store import grievances
from services.training.store.database import reading

pages = Blueprint("grievance_page", __name__)


@pages.get("/grievances/<string(length=32):code>")
def show(code: str) -> Response:
    with reading() as db:
        found = grievances.by_code(db, code)
    page = render_template("grievance.html", grievance=found, code=code, state=GrievanceState(found.state).zh)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return answer
