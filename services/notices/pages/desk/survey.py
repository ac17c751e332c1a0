"""One survey at the desk: results, sample, interviewers, and what they sent."""

from __future__ import annotations

from uuid import UUID

from flask import Response, g

from services.notices.pages.desk.routes import desk
from services.notices.pages.desk.surveys import ONE
from services.notices.store import interviews, surveys
from services.notices.store.database import reading
from shared.web.desk.sections import Above, section_page
from shared.web.files import file_response


@desk.get("/surveys/<uuid:survey_id>")
def survey(survey_id: UUID) -> str:
    g.actor.must_have("notices:read")
    with reading() as session:
        found = surveys.survey(session, g.actor, survey_id)
    above = Above(
        f"/desk/areas/{found.area}/surveys", "问卷和访谈", {"id.survey_id": str(found.id), "about": found.title}
    )
    return section_page(desk, ONE, above, str(found.id))


@desk.get("/survey-photos/<uuid:photo_id>")
def survey_photo(photo_id: UUID) -> Response:
    g.actor.must_have("notices:residents:read")
    with reading() as session:
        found = interviews.photo(session, g.actor, photo_id)
    return file_response(found.content, kind=found.kind, sha256=found.sha256)
