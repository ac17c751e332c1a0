"""One consultation at the desk, to be read before it is approved: what is asked, its meetings, what came of it."""

from __future__ import annotations

from uuid import UUID

from flask import g, render_template, request

from services.notices.domain.consultations import ConsultationForm, ConsultationState
from services.notices.domain.markdown import to_html
from services.notices.pages.desk.consultations import WITH_ONE, possible
from services.notices.pages.desk.routes import desk
from services.notices.store import areas, consultations
from services.notices.store.database import reading


@desk.get("/consultations/<uuid:consultation_id>")
def consultation(consultation_id: UUID) -> str:
    g.actor.must_have("notices:read")
    with reading() as session:
        found = consultations.consultation(session, g.actor, consultation_id)
        place = areas.area(session, found.area)
        meetings = consultations.meetings(session, found.id)
    return render_template(
        "desk/consultation.html",
        consultation=found,
        area=place,
        form=ConsultationForm(found.form),
        state=ConsultationState(found.state),
        public=found.state in consultations.SEEN,
        texts=[("zh-CN", found.title, to_html(found.body)), *_english(found.title_en or found.title, found.body_en)],
        outcomes=[("zh-CN", "", to_html(found.outcome or "")), *_english("", found.outcome_en)]
        if found.outcome
        else (),
        meetings=[(each, to_html(each.minutes)) for each in meetings],
        actions=[desk.actions[code] for code in WITH_ONE if possible(code, {"state": found.state}) and desk.may(code)],
        done=desk.done(),
        ids={"id.consultation_id": found.id, "about": found.title, "version": found.version, "back": request.path},
    )


def _english(title: str, body: str | None) -> list[tuple[str, str, str]]:
    return [("en", title, to_html(body))] if body else []
