"""Consultations as residents see them: what is asked, what others say, meetings, the outcome and what follows it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from marshmallow import fields
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.consultations import (
    Capacity,
    ConsultationForm,
    ConsultationState,
    EntryKind,
    check_taking_part,
)
from services.notices.domain.markdown import to_html
from services.notices.domain.promises import PromiseState
from services.notices.domain.public_forms import PublicForm
from services.notices.pages.answers import public
from services.notices.pages.own_key import known_resident
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store import consultations, promises
from services.notices.store.database import reading
from services.notices.store.tables import Consultation, ConsultationMeeting
from services.notices.workflows.consultations.entries import support_proposal, write_entry
from shared import clock, context
from shared.errors import Conflict, Forbidden
from shared.web.schemas import ApiSchema
from shared.web.schemas import text as words

pages = Blueprint("consultations_pages", __name__)

_STATES = {state.value: state.zh for state in ConsultationState}
_FORMS = {form.value: form.zh for form in ConsultationForm}


class EntryFormSchema(ApiSchema):
    kind = fields.Enum(EntryKind, by_value=True, required=True)
    text = words(most=2000)
    name = words(most=40, required=False, load_default=None)


@pages.get("/boards/<string(length=12):code>/consultations")
def index(code: str) -> Response:
    with reading() as session:
        around = site(session, code)
        found = consultations.of_area(session, code)
    return public(render_template("consultations/index.html", **around, found=found, states=_STATES, forms=_FORMS))


@pages.get("/consultations/<uuid:consultation_id>")
def show(consultation_id: UUID) -> Response:
    return _page(consultation_id)


@pages.post("/consultations/<uuid:consultation_id>")
def write(consultation_id: UUID) -> AnyResponse:
    with reading() as session:
        found = consultations.public_consultation(session, consultation_id)
        resident = known_resident(session)
    own = resident.id if resident else None
    let_in(PublicForm.COMMENT, found.area, resident=own)
    form = filled(EntryFormSchema)
    if not form.faults:
        try:
            write_entry(found.id, **form.values, resident_id=own)
            return redirect(url_for("consultations_pages.show", consultation_id=found.id, _anchor="done", sent=1), 303)
        except Conflict as error:
            form.faults[""] = str(error)
    return _page(consultation_id, form=form, status=422)


@pages.post("/consultations/<uuid:consultation_id>/proposals/<uuid:entry_id>/support")
def support(consultation_id: UUID, entry_id: UUID) -> AnyResponse:
    with reading() as session:
        found = consultations.public_consultation(session, consultation_id)
        resident = known_resident(session)
    let_in(PublicForm.PROPOSAL, found.area, resident=resident.id if resident else None)
    if resident is None:
        raise Forbidden("own_page_needed", "附议须先打开一次您的个人页面；链接在居委会发给您的消息里。")
    support_proposal(entry_id, resident.id)
    address = url_for("consultations_pages.show", consultation_id=found.id, _anchor=f"e-{entry_id}")
    return redirect(address, 303)


def _page(consultation_id: UUID, *, form: Filled | None = None, status: int = 200) -> Response:
    today = clock.today()
    with reading() as session:
        found = consultations.public_consultation(session, consultation_id)
        around = site(session, found.area)
        entries = consultations.shown_entries(session, found.id)
        resident = known_resident(session)
        own = consultations.supported(session, found.id, resident.id) if resident else set()
        held = consultations.meetings(session, found.id)
        tasks = promises.of_origin(session, f"consultations/{found.id}")
    answer = render_template(
        "consultations/show.html",
        **around,
        **_texts(found),
        found=found,
        may=_may_take_part(found),
        overdue=found.state == ConsultationState.CLOSED and found.outcome_due_on and found.outcome_due_on < today,
        comments=[each for each in entries if each.kind == EntryKind.COMMENT],
        proposals=[each for each in entries if each.kind == EntryKind.PROPOSAL],
        kinds=list(EntryKind),
        resident=resident,
        own=own,
        meetings=[(each, to_html(each.minutes), _attendance(each)) for each in held],
        tasks=tasks,
        task_states={state.value: state.zh for state in PromiseState},
        form=form,
        states=_STATES,
        forms=_FORMS,
        today=today,
    )
    if resident is None and form is None:
        return public(answer)
    private = make_response(answer, status)
    private.headers["Cache-Control"] = "no-store"
    return private


def _texts(found: Consultation) -> dict[str, Any]:
    """In the reader's language where it has that."""
    english = context.current().language == "en"
    body = found.body_en if english and found.body_en else found.body
    outcome = found.outcome_en if english and found.outcome_en else found.outcome
    concluded = found.state == ConsultationState.CONCLUDED
    return {"body": to_html(body), "outcome": to_html(outcome) if outcome and concluded else None}


def _may_take_part(found: Consultation) -> bool:
    days = {"opens_on": found.opens_on, "closes_on": found.closes_on}
    try:
        check_taking_part(ConsultationState(found.state), **days, today=clock.today())
    except Conflict:
        return False
    return True


def _attendance(meeting: ConsultationMeeting) -> list[tuple[str, int, int]]:
    """By capacity: how many were invited, and how many came. Names are for the desk."""
    invited = Counter(each["capacity"] for each in meeting.people)
    came = Counter(each["capacity"] for each in meeting.people if each["came"])
    return [(each.zh, invited[each], came[each]) for each in Capacity if invited[each]]
