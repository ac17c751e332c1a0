"""Sending a notice at the desk: filled in, looked at once more in words with how many are meant, then started."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.residents.audience import What
from services.notices.pages.desk.audience_form import choices_in, not_there, parts_of, rule_of, strangers
from services.notices.pages.desk.routes import desk
from services.notices.store import areas, notices
from services.notices.store.database import reading
from services.notices.store.delivery.policy import policy
from services.notices.store.tables import Area
from shared.clock import CIVIL_ZONE
from shared.messages import translate
from shared.web.desk.actions import new_key
from shared.web.desk.faults import placed
from shared.web.desk.forms import Choices, Field, typed
from shared.web.desk.inside import call
from shared.web.pages import moment

_START = "campaigns.start"
_OWN = ("step", "key")
_NONE: Mapping[str, Any] = {}


@desk.get("/areas/<string(length=12):code>/send")
def send(code: str) -> str:
    """The form; a notice's own page leads here with the notice chosen."""
    return _form(code, {name: value for name, value in request.args.items() if name == "notice_id"})


@desk.post("/areas/<string(length=12):code>/send")
def send_step(code: str) -> ResponseReturnValue:
    """One step further with what was typed: another part of the audience, a last look, or the start itself."""
    form = typed(request.form.items(multi=True))
    step, key = form.get("step"), form.get("key")
    values = {name: value for name, value in form.items() if name not in _OWN}
    if step == "look":
        return _last_look(code, values)
    if step != "send":
        return _form(code, values, more=step == "more")
    action = replace(desk.actions[_START], fixed={"audience": rule_of(values)})
    answer = action.perform({"area": code}, values, files={}, version=None, key=key)
    if answer.ok:
        return redirect(url_for("desk.campaign", campaign_id=answer.body["id"], done=_START), 303)
    return _form(code, values, answer.body), answer.status


def _last_look(code: str, values: Mapping[str, str]) -> ResponseReturnValue:
    fields = _fields(code, values)
    if empty := [each for each in fields if each.required and not each.value]:
        return _form(code, values, _unfilled(empty)), 422
    if unknown := strangers(values, _place(code)[1]):
        return _form(code, values, _unknown(unknown)), 422
    rule = rule_of(values)
    asked = {"area": code, "audience": rule, "lane": _lane(values)}
    preview = call("POST", "/api/v1/audiences/preview", body=asked)
    if not preview.ok:
        return _form(code, values, preview.body), preview.status
    chosen = values["channels"].splitlines()
    return render_template(
        "desk/send_last_look.html",
        code=code,
        rule=rule,
        fields=[each for each in fields if each.value],
        residents=preview.body["residents"],
        by_channel=[each for each in preview.body["by_channel"] if each["code"] in chosen],
        by_time=[] if values.get("not_before") or values.get("deadline") else preview.body["by_time"],
        from_iso=datetime.fromisoformat,
        in_words=_in_words,
        values=values,
        key=new_key(),
    )


def _in_words(typed: str) -> str:
    """A time as a browser's field holds it, which is the civil one. What is none stays: the API says what is wrong."""
    try:
        return moment(datetime.fromisoformat(typed).replace(tzinfo=CIVIL_ZONE))
    except ValueError:
        return typed


def _lane(values: Mapping[str, str]) -> str:
    """The one in which it will be sent: chosen, or that of the policy for the notice's kind."""
    if values.get("lane"):
        return values["lane"]
    try:
        notice_id = UUID(values["notice_id"])
    except ValueError:
        return Lane.ORDINARY  # the API tells what is wrong with it
    with reading() as session:
        kind = notices.notice(session, g.actor, notice_id).kind
    asked = policy().kinds.get(kind)
    return asked.lane if asked else Lane.ORDINARY


def _form(code: str, values: Mapping[str, str], problem: Mapping[str, Any] = _NONE, *, more: bool = False) -> str:
    """`problem` is what the API found wrong."""
    place, choices = _place(code)
    fields = _fields(code, values)
    faults = placed({"fields": [_of_audience(each) for each in problem.get("fields", ())]}, fields, desk.words)
    return render_template(
        "desk/send.html",
        place=place,
        fields=fields,
        parts=parts_of(values, choices, more=more),
        problem=problem,
        faults=faults,
        beside={fault.name: fault.message for fault in faults if fault.name},
    )


def _place(code: str) -> tuple[Area, Mapping[What, Choices]]:
    """With what there is to choose from; raises NotFound for an area out of reach."""
    g.actor.must_have("notices:send")
    g.actor.must_reach(code)
    with reading() as session:
        return areas.area(session, code), choices_in(session, code)


def _fields(code: str, values: Mapping[str, str]) -> list[Field]:
    found = desk.actions[_START].fields(desk.words, {"area": code}, values)
    return [each for each in found if isinstance(each, Field)]


def _unfilled(empty: Sequence[Field]) -> dict[str, Any]:
    message = translate("必填项没有填写。")
    return _problem({"field": each.name, "code": "required", "message": message} for each in empty)


def _unknown(names: Sequence[str]) -> dict[str, Any]:
    return _problem({"field": "audience", "code": "value_unknown", "message": not_there(each)} for each in names)


def _problem(faults: Iterable[dict[str, str]]) -> dict[str, Any]:
    """As the API tells of one."""
    detail = translate("提交的内容有误，请按提示修改。")
    return {"title": translate("内容有误"), "detail": detail, "fields": [*faults]}


def _of_audience(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where in the rule a fault is tells nothing to whoever has filled in a form; the message does."""
    return {**told, "field": "audience"} if told["field"].startswith("audience.") else told
