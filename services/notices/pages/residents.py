"""A resident's own page behind their secret link: what was sent to them, how and of what they want to be told.

No login and no script; nothing of it is kept by the browser, and the address is told to no other site.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import DeliveryState
from services.notices.domain.markdown import to_html
from services.notices.domain.notice import State
from services.notices.domain.public_forms import PublicForm
from services.notices.domain.residents.addresses import masked
from services.notices.domain.residents.contacts import ContactState
from services.notices.domain.residents.kinds import BestTime, Interest
from services.notices.domain.residents.register_file import ADDRESSED
from services.notices.domain.surveys.states import SurveyState
from services.notices.pages.own_key import remember
from services.notices.pages.public_forms import Filled, let_in
from services.notices.store import areas, own_page, residents, surveys
from services.notices.store.database import reading
from services.notices.store.tables import Resident
from services.notices.workflows import own_page as doing
from services.notices.workflows.carriers import carriers
from services.notices.workflows.public_forms import admit
from shared import clock, context
from shared.errors import Invalid, NotFound
from shared.messages import translate
from shared.web.addresses import public_address

pages = Blueprint("resident_pages", __name__)

_CHANNELS = "any(email,sms,messaging,webhook):channel"


@pages.app_template_filter()
def contact_state(state: str) -> str:
    return translate(ContactState(state).zh)


@pages.get("/r/<string:key>")
def show(key: str) -> Response:
    """The inbox first: it is what most come for."""
    return remember(_own_page(key), key)


@pages.get("/r/<string:key>/notices/<int:delivery_id>")
def notice(key: str, delivery_id: int) -> Response:
    """Opening it is what is noted as opened."""
    _known(key)
    delivery, found, resident = doing.note_of_inbox(key, delivery_id, DeliveryState.OPENED)
    english = context.current().language == "en" and found.body_en is not None
    return _private(
        render_template(
            "residents/notice.html",
            key=key,
            resident=resident,
            delivery=delivery,
            acknowledged=delivery.state == DeliveryState.ACKNOWLEDGED,
            notice=found,
            title=(found.title_en or found.title) if english else found.title,
            html=to_html((found.body_en or found.body) if english else found.body),
            taken_down=found.state == State.TAKEN_DOWN,
        )
    )


@pages.post("/r/<string:key>/notices/<int:delivery_id>")
def acknowledge(key: str, delivery_id: int) -> AnyResponse:
    _let_in(key, PublicForm.OWN_PAGE)
    doing.note_of_inbox(key, delivery_id, DeliveryState.ACKNOWLEDGED)
    return redirect(url_for("resident_pages.notice", key=key, delivery_id=delivery_id), 303)


@pages.post("/r/<string:key>/choices")
def choose(key: str) -> AnyResponse:
    _let_in(key, PublicForm.OWN_PAGE)
    interests = [each for each in Interest if each.value in request.form.getlist("interests")]
    best_time = request.form.get("best_time", "")
    choices = doing.Choices(
        interests=interests,
        best_time=BestTime(best_time) if best_time in set(BestTime) else BestTime.ANY,
        language="en" if request.form.get("language") == "en" else "zh",
    )
    doing.choose(key, choices)
    return _back(key, "choices")


@pages.post(f"/r/<string:key>/contacts/<{_CHANNELS}>")
def ask(key: str, channel: str) -> AnyResponse:
    """A new address: a code goes there."""
    _let_in(key, PublicForm.CONFIRMATION)
    return _tried(key, channel, lambda to, typed: doing.ask_confirmation(key, to, typed, _link_to), "address")


@pages.post(f"/r/<string:key>/contacts/<{_CHANNELS}>/code")
def confirm(key: str, channel: str) -> AnyResponse:
    _let_in(key, PublicForm.OWN_PAGE)
    return _tried(key, channel, lambda to, typed: doing.confirm_by_code(key, to, typed.replace(" ", "")), "code")


@pages.post(f"/r/<string:key>/contacts/<{_CHANNELS}>/return")
def come_back(key: str, channel: str) -> AnyResponse:
    _let_in(key, PublicForm.OWN_PAGE)
    return _tried(key, channel, lambda to, _: doing.come_back(key, to), "address")


@pages.get(f"/r/<string:key>/leave/<{_CHANNELS}>")
def ask_leaving(key: str, channel: str) -> Response:
    """A question, since programs that look mail through open every link in it."""
    resident = _known(key, gone=True)
    return _private(render_template("residents/leave.html", resident=resident, key=key, channel=Channel(channel)))


@pages.post(f"/r/<string:key>/leave/<{_CHANNELS}>")
def leave(key: str, channel: str) -> Response:
    """One click: from this page, or from a mail program by itself (RFC 8058), without cookie, and whatever site that
    program's page is on. The key is all that it takes."""
    _known(key, gone=True)
    resident = doing.leave_channel(key, Channel(channel))
    page = render_template("residents/leave.html", resident=resident, key=key, channel=Channel(channel), left=True)
    return _private(page)


@pages.get("/confirm/<string:token>")
def ask_confirming(token: str) -> Response:  # noqa: ARG001 - the answer is the same for each
    """A question, as above. Whose page it is for is not told: the link may have gone to a wrong address."""
    return _private(render_template("residents/confirm.html"))


@pages.post("/confirm/<string:token>")
def confirm_link(token: str) -> Response:
    admit(PublicForm.KEY_GUESS, "", address=request.remote_addr or "")
    doing.confirm_by_token(token)
    return _private(render_template("residents/confirm.html", done=True))


def _tried(key: str, channel: str, do: Callable[[Channel, str], None], field: str) -> AnyResponse:
    """Faults are shown beside the field that they are in."""
    typed = request.form.get(field, "").strip()
    form = Filled({}, {field: typed})
    try:
        do(Channel(channel), typed)
    except Invalid as error:
        form.refuse(error)
        form.faults = {channel: " ".join(form.faults.values())}
        return _own_page(key, form=form, status=422)
    return _back(key, f"c-{channel}")


def _back(key: str, place: str) -> AnyResponse:
    return redirect(url_for("resident_pages.show", key=key, done=1, _anchor=place), 303)


def _own_page(key: str, *, form: Filled | None = None, status: int = 200) -> Response:
    _known(key)
    with reading() as session:
        resident = residents.by_key(session, key)
        page = render_template("residents/own_page.html", key=key, form=form, **_facts(session, resident))
    return remember(_private(page, status), key)


def _facts(session: Session, resident: Resident) -> dict[str, Any]:
    return {
        "resident": resident,
        "area": areas.area(session, resident.area),
        "inbox": own_page.inbox(session, resident.id),
        "surveys": [each for each in surveys.public_surveys(session, resident.area) if each.state == SurveyState.OPEN],
        "channels": _channels(session, resident.id),
        "interests": list(Interest),
        "times": list(BestTime),
        "done": "done" in request.args,
        "opened": {DeliveryState.OPENED, DeliveryState.ACKNOWLEDGED},
    }


def _channels(session: Session, resident_id: UUID) -> list[dict[str, Any]]:
    """Each channel that this installation serves, and those that the resident has an address on."""
    contacts = {Channel(each.channel): each for each in residents.contacts_of(session, [resident_id])[resident_id]}
    waiting = own_page.confirmations(session, resident_id, clock.now())
    return [
        {
            "channel": channel,
            "address": masked(channel, contacts[channel].address) if channel in contacts else None,
            "state": ContactState(contacts[channel].state) if channel in contacts else None,
            "waiting": masked(channel, waiting[channel].address) if channel in waiting else None,
            "offered": channel is not Channel.WEBHOOK and carriers.serves(channel),
        }
        for channel in ADDRESSED
        if channel in contacts or (channel is not Channel.WEBHOOK and carriers.serves(channel))
    ]


def _let_in(key: str, form: PublicForm) -> None:
    resident = _known(key)
    let_in(form, resident.area, resident=resident.id)


def _known(key: str, *, gone: bool = False) -> Resident:
    """Raises NotFound for a key that nobody has, and TooMany for whoever tries many: 244 bits cannot be guessed, but
    nobody needs to try."""
    try:
        with reading() as session:
            return residents.by_key(session, key, gone=gone)
    except NotFound:
        admit(PublicForm.KEY_GUESS, "", address=request.remote_addr or "")
        raise


def _link_to(token: str) -> str:
    return public_address("resident_pages.ask_confirming", token=token)


def _private(page: str, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
