"""The community's mark as residents see it: designs, the vote, the result (R64)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.consultations import EntryState
from services.notices.domain.markdown import to_html
from services.notices.domain.marks import LARGEST, MarkState
from services.notices.domain.public_forms import PublicForm
from services.notices.pages.answers import public
from services.notices.pages.own_key import known_resident
from services.notices.pages.public_forms import Filled, filled, let_in
from services.notices.pages.site import site
from services.notices.store import marks
from services.notices.store.database import reading
from services.notices.workflows.marks import NewDesign, hand_in_design, vote_for_design
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden, NotFound, TooLarge, UnsupportedFile
from shared.messages import tell
from shared.web.files import file_response
from shared.web.schemas import ApiSchema, text

pages = Blueprint("marks_pages", __name__)

_PUBLIC = Actor(subject="public", area=None)
_MOST_BYTES = LARGEST + 64 * 1024


class DesignFormSchema(ApiSchema):
    title = text(most=80)
    name = text(most=40, required=False, load_default=None)


@pages.get("/boards/<string(length=12):code>/mark")
def index(code: str) -> Response:
    return _page(code)


@pages.post("/marks/<uuid:contest_id>")
def hand_in(contest_id: UUID) -> AnyResponse:
    with reading() as session:
        found = marks.public_contest(session, contest_id)
    let_in(PublicForm.COMMENT, found.area, most_bytes=_MOST_BYTES)
    form, file = filled(DesignFormSchema), request.files.get("image")
    if not form.faults:
        try:
            hand_in_design(found.id, NewDesign(**form.values, content=file.read() if file else b""))
            return redirect(url_for("marks_pages.index", code=found.area, sent=1), 303)
        except (Conflict, TooLarge, UnsupportedFile) as refusal:
            form.faults["image"] = tell(refusal.message, refusal.facts)
    return _page(found.area, form=form, status=422)


@pages.post("/marks/designs/<uuid:design_id>/vote")
def vote(design_id: UUID) -> AnyResponse:
    with reading() as session:
        found = marks.design(session, _PUBLIC, design_id)
        resident = known_resident(session)
    let_in(PublicForm.MARK_VOTE, found.area, resident=resident.id if resident else None)
    if resident is None:
        raise Forbidden("own_page_needed", "投票须先打开一次您的个人页面；链接在居委会发给您的消息里。")
    vote_for_design(design_id, resident.id)
    return redirect(url_for("marks_pages.index", code=found.area, voted=1), 303)


@pages.get("/marks/designs/<uuid:design_id>/image")
def image(design_id: UUID) -> Response:
    """Of designs that may be seen; the winner's is the mark, for whoever wants to use it."""
    with reading() as session:
        found = marks.design(session, _PUBLIC, design_id)
    if found.state != EntryState.SHOWN:
        raise NotFound("design_not_found", "没有找到这件作品。")
    return file_response(found.content, kind=found.kind, sha256=found.sha256)


def _page(code: str, *, form: Filled | None = None, status: int = 200) -> Response:
    with reading() as session:
        around = site(session, code)
        found = marks.newest(session, code)
        designs = list(marks.shown(session, found.id)) if found else []
        resident = known_resident(session)
    shown: dict[str, Any] = {"contest": found, "designs": designs, "resident": resident, "form": form}
    if found:
        shown |= {"state": MarkState(found.state), "body": to_html(found.body)}
        if found.state == MarkState.DECIDED:
            designs.sort(key=lambda each: -each.votes)
    page = render_template("marks/index.html", **around, **shown)
    if resident is None and form is None:
        return public(page)
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
