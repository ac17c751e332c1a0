"""The office's records at the desk: a page for each subject, and one for each session."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import g
from werkzeug.wrappers import Response

from services.training.pages.desk.routes import desk
from services.training.pages.desk.work import subjects
from services.training.pages.desk.work.sessions import OF_ONE
from shared.web.desk.inside import ask, forward
from shared.web.desk.sections import Above, section_page


@desk.get("/records/<section>")
def section(section: str) -> str:
    """A form for a new thing begins with the office's own area."""
    area = g.actor.area or ""
    return section_page(desk, subjects.by_code(section), Above("/desk/", "干部队伍一览", {"area": area}), area)


@desk.get("/sessions/<uuid:session_id>")
def session(session_id: UUID) -> str:
    found = ask(f"/api/v1/sessions/{session_id}")
    ids = {"id.session_id": found["id"]}
    above = Above("/desk/records/sessions", "培训班次", ids, found["version"])
    return section_page(desk, replace(OF_ONE, title=found["title"]), above, found["id"])


@desk.get("/roster.xlsx")
def roster_file() -> Response:
    return forward("/api/v1/roster/file", format="xlsx")


@desk.get("/roster-template.xlsx")
def roster_template() -> Response:
    return forward("/api/v1/roster/template", format="xlsx")
