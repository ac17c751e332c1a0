"""The office's records at the desk: a page for each subject, and one for each thing of it."""

from __future__ import annotations

from uuid import UUID

from flask import g
from werkzeug.wrappers import Response

from services.training.domain.regimes.records import regime
from services.training.pages.desk.routes import desk
from services.training.pages.desk.work import registers, subjects
from shared.messages import translate
from shared.web.desk.inside import ask, forward
from shared.web.desk.sections import Above, section_page


@desk.get("/records/<section>")
def section(section: str) -> str:
    """A form for a new thing begins with the office's own area."""
    area = g.actor.area or ""
    return section_page(desk, subjects.by_code(section), Above("/desk/", "干部队伍一览", {"area": area}), area)


@desk.get("/records/<section>/<uuid:thing_id>")
def thing(section: str, thing_id: UUID) -> str:
    page = subjects.page_of_one(section)
    found = ask(page.path.format(id=thing_id))
    return section_page(desk, page.headed(found), page.belongs(found), found["id"])


@desk.get("/registers/<code>")
def register(code: str) -> str:
    """The records of one regime."""
    kind = regime(code)
    ids = {"id.code": code, "area": g.actor.area or "", "about": translate(kind.zh)}
    return section_page(desk, registers.page(kind), Above("/desk/records/registers", "制度台账", ids), code)


@desk.get("/registers/<code>/records.xlsx")
def register_file(code: str) -> Response:
    return forward(f"/api/v1/regimes/{regime(code).code}/records", format="xlsx")


@desk.get("/registers/<code>/template.xlsx")
def register_template(code: str) -> Response:
    return forward(f"/api/v1/regimes/{regime(code).code}/template")


@desk.get("/roster.xlsx")
def roster_file() -> Response:
    return forward("/api/v1/roster/file", format="xlsx")


@desk.get("/roster-template.xlsx")
def roster_template() -> Response:
    return forward("/api/v1/roster/template", format="xlsx")


@desk.get("/payments-template.xlsx")
def payments_template() -> Response:
    return forward("/api/v1/payments/template")


@desk.get("/levels-template.xlsx")
def levels_template() -> Response:
    return forward("/api/v1/levels/template")


@desk.get("/ledger.xlsx")
def ledger_file() -> Response:
    return forward("/api/v1/ledger/file")


@desk.get("/ledger-template.xlsx")
def ledger_template() -> Response:
    return forward("/api/v1/ledger/template")
